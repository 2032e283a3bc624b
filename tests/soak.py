"""Long runs of many faults that can be broken off and go on where they were."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import coach

ROOT = Path(coach.__file__).resolve().parents[1]


def soak_folder() -> Path | None:
    """Where ``make soak`` keeps what was done; None outside of it."""
    found = os.environ.get("COACH_SOAK")
    return Path(found) if found else None


def runs(name: str, count: int, *, each: int = 1) -> Iterator[int]:
    """The numbers of the runs that are still to do, each one noted when the next is asked for.

    A run that fails is not noted, and is the first of the next soak. After the last one
    ``NAME.json`` tells how many faults there were, when, and of which commit; the count begins
    anew.

    Args:
        name: of the soak.
        count: how many runs.
        each: faults that one run makes.
    """
    folder = soak_folder()
    if folder is None:
        yield from range(count)
        return
    folder.mkdir(parents=True, exist_ok=True)
    notes = folder / f"{name}.done"
    done = int(notes.read_text()) if notes.exists() else 0
    for number in range(done, count):
        yield number
        notes.write_text(str(number + 1))
    result = {"runs": count * each, "failed": 0, "ended": _now(), "commit": _commit()}
    (folder / f"{name}.json").write_text(json.dumps(result) + "\n")
    notes.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="minutes")


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    return asked.stdout.strip() or "unknown"
