"""Quality in one command: score, feedback, moves, what can be judged, pose estimator, demo.

    python -m models.training.evaluate --data FOLDER [--quick] [--plots FOLDER] [--json FILE]

Without the folder of recordings the score is measured on the studio's people alone, and the
exit status is 1. Video is expensive and cut short here: one cut workout and three clips in
company (``evaluate_judged`` measures all). ``--plots docs/score`` draws the pictures of the
documentation anew.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict, fields
from functools import partial
from pathlib import Path
from typing import Any

from coach.cli.io import write_json
from coach.paths import DEMO
from coach.types import ModelName
from models.training import evaluate_demo, evaluate_feedback, evaluate_judged, evaluate_score
from models.training.bones import UIPRMD
from models.training.evaluate_pose import PoseFigures, evaluate_clip
from models.training.moves import evaluate as evaluate_moves

LIVE: ModelName = "full"
TARGET: ModelName = "heavy"
"""Pose models: of the live picture, and of recordings."""


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
    """Evaluate every part, print the tables, write them as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--quick", action="store_true", help="less of the score")
    parser.add_argument("--plots", type=Path, default=None, help="folder of the pictures")
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    cues = ["--angles-only"] if chosen.quick else []
    parts: dict[str, Callable[[], Any]] = {
        "score": partial(score, chosen.data, chosen.plots, quick=chosen.quick),
        "feedback": partial(evaluate_feedback.main, cues),
        "moves": partial(evaluate_moves.main, ["--data", str(chosen.data)]),
        "judged": partial(evaluate_judged.main, ["--quick", "--model", LIVE]),
        "pose": partial(pose, LIVE),
        **{f"demo_{model}": partial(demo, model) for model in (LIVE, TARGET)},
    }
    found = {}
    for name, measure in parts.items():
        found[name] = measure()
        print(flush=True)
    if chosen.json:
        write_json(found, str(chosen.json))
    sys.exit(0 if (chosen.data / UIPRMD).is_file() else 1)


if __name__ == "__main__":
    main()
