"""Pictures for the README, of a real session of the app on the demo clips, in both languages.

    .venv/bin/python docs/screenshots.py

Takes about three minutes: the sessions run in real time. The follower is the one with two
shallow moves and a low arm, so that there is something to say.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
LANGUAGES = ("en", "ko")
PICTURES = {"start": "start", "follow": "follow_2", "report": "report"}
"""Name in the README to the name that the app gives the picture."""
START_MS = 15_000


def session(language: str, output: Path) -> None:
    """A session of the app, in this process, once: there is one QApplication."""
    from coach.paths import DEMO
    from ui.app import AppOptions, run_app

    options = AppOptions(
        target=DEMO / "target.mp4",
        camera=str(DEMO / "poor.mp4"),
        start=True,
        exit_at_end=True,
        data=output / "data",
        language=language,
        screenshots=output,
    )
    sys.exit(run_app(options))


def start(language: str, output: Path) -> None:
    """The start screen as somebody without a camera sees it; replaces that of ``session``."""
    from PySide6.QtCore import QTimer

    from ui.app import AppOptions, make_application, run_app

    app = make_application()
    QTimer.singleShot(START_MS, app.quit)
    sys.exit(run_app(AppOptions(data=output / "data", language=language, screenshots=output)))


def few(picture: Image.Image) -> Image.Image:
    """The picture in 256 colours of its own, dithered: a third of the size."""
    colours = picture.quantize(256, kmeans=1)
    return picture.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG)


def main() -> None:
    """Take the pictures and keep them small."""
    if len(sys.argv) == 4:
        {"session": session, "start": start}[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            for part in ("session", "start"):
                command = [sys.executable, __file__, part, language, folder]
                subprocess.run(command, cwd=ROOT, check=True)
            for name, taken in PICTURES.items():
                with Image.open(Path(folder) / f"{taken}.png") as picture:
                    few(picture.convert("RGB")).save(
                        FOLDER / f"{name}.{language}.png", optimize=True
                    )


if __name__ == "__main__":
    main()
