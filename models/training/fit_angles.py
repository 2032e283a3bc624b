"""Measures how far angles are off when nothing is wrong, for ``coach.scoring.tolerance``.

    python -m models.training.fit_angles --motions DIR [--seen models/training/data/seen.npz]
        [--output models/angles.json]

What estimators add comes from the people of ``seen.npz`` who are not held out: at both ends of
what they do in a track, by the view and the posture as an estimator sees them. What people
differ by comes from the first PEOPLE of ``fault_motions`` who do the main exercises right, exact.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES, joint_angles
from coach.pose.correction import shipped_corrector
from coach.scoring.cues import family_of
from coach.scoring.feedback import FeedbackSettings, ends_of
from coach.scoring.tolerance import ANGLES_FILE, POSTURES, SHARE, VIEW_EDGES, view_of
from models.training.error_fit import found
from models.training.error_model import DATA
from models.training.fault_cues import FAULT_CUES
from models.training.fault_motions import motions
from models.training.feedback_pairs import aligned, seen
from models.training.motion_bank import Kept
from models.training.split import held_out
from models.training.studio.seen_data import Seen, read_seen

Array = NDArray[np.float64]

PEOPLE: Final = 8
"""Whose own ways are measured."""
SHORTEST: Final = 20
"""Frames of a track, at 15 a second, below which it shows no movement."""
FAMILIES: Final = tuple(dict.fromkeys(family_of(name) for name in ANGLES))
_RANGE: Final = FeedbackSettings().moving_range


def seen_angles(seen: Seen, held: bool) -> Iterator[tuple[Array, Array, int]]:
    """True angles (n, A) of each track of the people (not) held out, corrected ones, its number."""
    good, corrector = found(seen), shipped_corrector()
    for k in range(seen.tracks):
        rows = slice(*seen.offsets[k : k + 2])
        kept = good[rows]
        if held_out(str(seen.person[k])) == held and np.count_nonzero(kept) >= SHORTEST:
            world = corrector.points(
                seen.world[rows].astype(np.float32), seen.confidence[rows] / np.float32(255)
            )
            yield joint_angles(seen.true_world[rows][kept]), joint_angles(world[kept]), k


def spread_of(offs: Sequence[Array]) -> tuple[Array, Array]:
    """Degrees (A,) below which SHARE of the differences stay: of places and of ranges.

    ``offs``: differences (2, A) at both ends of each stretch.
    """
    off = np.abs(np.array(offs))
    change = np.abs(np.diff(np.array(offs), axis=1)[:, 0])
    both = (np.nanquantile(v, SHARE, axis=0) for v in (off.max(axis=1), change))
    place, reach = both
    return place, reach


def fit(errors: Seen, motions: Sequence[Kept]) -> dict[str, dict[str, dict[str, object]]]:
    """What ``coach.scoring.tolerance`` reads."""
    by_view: dict[tuple[int, int], list[Array]] = defaultdict(list)
    for true, estimated, _ in seen_angles(errors, held=False):
        wanted, done = ends_of(true, estimated, _RANGE)
        by_view[view_of(estimated)].append(done - wanted)
    views = {key: spread_of(offs) for key, offs in by_view.items()}
    own = spread_of(list(_ways_of_people(motions)))
    table: dict[str, dict[str, dict[str, object]]] = {}
    for kind, name in enumerate(("place", "range")):
        columns = {f: [i for i, n in enumerate(ANGLES) if family_of(n) == f] for f in FAMILIES}
        table[name] = {
            "seen": {
                f: [
                    [_degrees(views[p, v][kind][c]) for v in range(len(VIEW_EDGES) + 1)]
                    for p in range(len(POSTURES))
                ]
                for f, c in columns.items()
            },
            "own": {f: _degrees(own[kind][c]) for f, c in columns.items()},
        }
    return table


def _ways_of_people(motions: Sequence[Kept]) -> Iterator[Array]:
    rng = np.random.default_rng(0)
    right = [(k.exercise, seen(k, rng, None, "full")) for k in motions if not k.fault]
    for (name, one), (other_name, other) in permutations(right, 2):
        if name == other_name:
            wanted, done = ends_of(*(each.angles for each in aligned(one, other)), _RANGE)
            yield done - wanted


def _degrees(values: Array) -> float:
    return round(float(np.nanmean(values)), 1)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--motions", type=Path, required=True)
    parser.add_argument("--seen", type=Path, default=DATA / "seen.npz")
    parser.add_argument("--output", type=Path, default=ANGLES_FILE)
    chosen = parser.parse_args()
    table = fit(read_seen(chosen.seen), motions(chosen.motions, FAULT_CUES, PEOPLE))
    chosen.output.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
