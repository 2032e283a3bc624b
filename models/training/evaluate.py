"""Quality in one command: encoder, score, pose estimator, the demo clips.

    python -m models.training.evaluate --data FOLDER [--quick] [--plots FOLDER] [--json FILE]

Without the folder of motions, the parts that need none are evaluated, and the exit status
is 1. ``--plots docs/score`` draws the pictures of the documentation anew.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from coach.cli.io import write_json
from coach.paths import DEMO
from coach.types import ModelName
from models.training import evaluate_demo, evaluate_encoder, evaluate_score
from models.training.evaluate_pose import PoseFigures, evaluate_clip

LIVE: ModelName = "full"
TARGET: ModelName = "heavy"
"""Pose models: of the live picture, and of recordings."""


def encoder(data: Path) -> Any:
    """Tables of ``evaluate_encoder``; None where the motions are not there."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        try:
            evaluate_encoder.main(["--data", str(data), "--json", str(file)])
        except SystemExit as refused:
            print(refused, file=sys.stderr)
            return None
        return json.loads(file.read_text(encoding="utf-8"))


def score(data: Path, plots: Path | None, *, quick: bool) -> dict[str, Any]:
    """Tables of ``evaluate_score``."""
    arguments = ["--data", str(data)]
    if quick:
        arguments.append("--quick")
    if plots:
        arguments += ["--plots", str(plots)]
    return evaluate_score.main(arguments)


def pose(model: ModelName) -> dict[str, Any]:
    """Figures of ``evaluate_pose`` on every demo clip, by its name."""
    names = [field.name for field in fields(PoseFigures)]
    print(f"Keypoints of {model} against the truth (pck: PCK@0.2)")
    print(f"{'':12}" + "".join(f"{name:>15}" for name in names))
    found = {}
    for clip in sorted(DEMO.glob("*.mp4")):
        figures = asdict(evaluate_clip(clip, model))
        row = "".join(f"{figures[name]:15.3f}" for name in names)
        print(f"{clip.stem:12}{row}", flush=True)
        found[clip.stem] = figures
    return found


def demo(model: ModelName) -> dict[str, Any]:
    """Scores of the demo clips."""
    found = evaluate_demo.evaluate(model)
    evaluate_demo.print_table(found)
    return found


def main() -> None:
    """Evaluate every part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--quick", action="store_true", help="less of the score")
    parser.add_argument("--plots", type=Path, default=None, help="folder of the pictures")
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    found: dict[str, Any] = {"encoder": encoder(chosen.data)}
    print()
    found["score"] = score(chosen.data, chosen.plots, quick=chosen.quick)
    print()
    found["pose"] = pose(LIVE)
    for model in (LIVE, TARGET):
        print(flush=True)
        found[f"demo_{model}"] = demo(model)
    if chosen.json:
        write_json(found, str(chosen.json))
    sys.exit(0 if found["encoder"] is not None else 1)


if __name__ == "__main__":
    main()
