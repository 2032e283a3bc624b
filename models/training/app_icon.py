"""The icon of the app in the forms that desktops want, from ``assets/app/coach.svg``.

Run: ``python -m models.training.app_icon``
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from coach.paths import ASSETS

FOLDER: Final = ASSETS / "app"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
"""Pixels of the PNG files; the icon theme of Linux has a folder for each."""
ICO_SIZES: Final = (16, 24, 32, 48, 64, 256)


def draw(size: int) -> Image.Image:
    """The icon, ``size`` pixels square."""
    picture = QImage(size, size, QImage.Format.Format_RGBA8888)
    picture.fill(0)
    painter = QPainter(picture)
    QSvgRenderer(str(FOLDER / "coach.svg")).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(picture.constBits()))


def make(folder: Path) -> None:
    """Write all of them."""
    drawn = {size: draw(size) for size in (*SIZES, 1024)}
    for size in SIZES:
        drawn[size].save(folder / f"coach-{size}.png", optimize=True)
    others = [drawn[size] for size in ICO_SIZES]
    others[-1].save(
        folder / "coach.ico", sizes=[(s, s) for s in ICO_SIZES], append_images=others[:-1]
    )
    drawn[1024].save(folder / "coach.icns", append_images=[drawn[s] for s in SIZES])


if __name__ == "__main__":
    make(FOLDER)
