"""All that is known of moves, measured on people whom nothing was trained on.

    python -m models.training.moves.evaluate [--data FOLDER] [--only counts form ...]

Needs the people at practice that are kept in ``models/training/data``; with the folder of
recordings counting and naming are measured on those too.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.training.bones import UIPRMD
from models.training.figures import as_json
from models.training.moves import (
    evaluate_actions,
    evaluate_claps,
    evaluate_counts,
    evaluate_diary,
    evaluate_exercises,
    evaluate_form,
    evaluate_segments,
)


def main(arguments: Sequence[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Measure part by part; gives their figures as JSON has them."""
    parts = {
        "counts": evaluate_counts.main,
        "exercises": evaluate_exercises.main,
        "segments": evaluate_segments.main,
        "actions": evaluate_actions.main,
        "claps": evaluate_claps.main,
        "form": evaluate_form.main,
        "diary": evaluate_diary.main,
    }
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=None, help="recordings")
    parser.add_argument("--only", choices=tuple(parts), nargs="+", default=list(parts))
    options = parser.parse_args(arguments)
    known = options.data is not None and (options.data / UIPRMD).is_file()
    recordings = ["--data", str(options.data)] if known else []
    return {
        name: [
            as_json(one) for one in measure(recordings if name in ("counts", "exercises") else [])
        ]
        for name, measure in parts.items()
        if name in options.only
    }


if __name__ == "__main__":
    main()
