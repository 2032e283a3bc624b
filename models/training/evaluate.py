"""Quality in one command: the encoder, the pose estimator, the score of the demo clips.

    python -m models.training.evaluate --data FOLDER [--json FILE]

Each part runs in a process of its own and prints its tables; see the modules in ``PARTS``.
The exit status is that of the worst part.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PARTS = {
    "encoder": ("models.training.evaluate_encoder", True),
    "pose": ("models.training.evaluate_pose", False),
    "demo": ("models.training.evaluate_demo", False),
}
"""Name to module, and whether it is given the folder of data."""


def run(module: str, arguments: list[str]) -> tuple[int, Any]:
    """Exit status of a part, and what it wrote as JSON (None where it failed)."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "figures.json"
        command = [sys.executable, "-m", module, "--json", str(written), *arguments]
        status = subprocess.run(command, check=False).returncode
        figures = json.loads(written.read_text(encoding="utf-8")) if written.exists() else None
    return status, figures


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    worst, found = 0, {}
    for name, (module, with_data) in PARTS.items():
        print(f"\n== {name} ({module})", flush=True)
        status, found[name] = run(module, ["--data", str(chosen.data)] if with_data else [])
        worst = max(worst, abs(status))
    if chosen.json:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        chosen.json.write_text(text + "\n", encoding="utf-8")
    sys.exit(worst)


if __name__ == "__main__":
    main()
