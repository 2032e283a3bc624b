"""How well feedback names what is wrong, and how far the angles are off that it goes by.

    python -m models.training.evaluate_feedback [--motions models/training/data/motions.npz]
        [--seen models/training/data/seen.npz] [--angles-only] [--seen-only]

Prints Markdown for ``models/README.md``. Angles: against truth, of the held-out people of
``seen.npz``. Faults: every fault of the main exercises, at a severity of 0.5 to 1, by people of
the studio of the file of motions who follow other people of it; each is aligned by the true
times of the repetitions, once with exact points and once as estimators err, from the views of
YAWS. Last, faults as real pose models saw them (``as_seen``), no error drawn.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES
from coach.pose.correction import shipped_corrector
from coach.scoring.cues import family_of
from coach.scoring.feedback import find_difference
from coach.scoring.measures import Aspect
from coach.tracks import equal_runs
from models.training.error_model import DATA
from models.training.fault_cues import ALL_CUES, FAULT_CUES, names
from models.training.feedback_pairs import HOLDS, Pair, aligned, pairs, posed
from models.training.fit_angles import FAMILIES, seen_angles
from models.training.motion_bank import FILE, Kept, read
from models.training.studio.seen_data import Seen, read_seen
from models.training.views import POSTURES, VIEWS, seen_from

YAWS: Final = ((0.0, 0.0), (10.0, 35.0), (-10.0, -50.0), (0.0, 20.0))
"""Degrees by which the cameras of the target and of the person stand beside the front."""
LEAST: Final = 0.5
"""Severity of a fault that is to be named."""


SHORTEST: Final = 18
"""Frames of a track of a real pose model, 15 a second, from which it is measured."""
NEAR, AWAY = 0.2, 0.85
"""Phases below and above which a movement is at its ends."""
OTHERS: Final = 6
"""Whom each of these tracks is followed from."""

Medians = dict[str, dict[str, float]]
"""Degrees by posture and view, by family of angles."""


def angle_errors(seen: Seen) -> Medians:
    """Median error of angles, by posture and true view, of held-out people."""
    errors: dict[tuple[int, int], list[NDArray[np.float64]]] = defaultdict(list)
    for true, estimated, k in seen_angles(seen, held=True):
        rows = slice(seen.offsets[k], seen.offsets[k + 1])
        views, postures = seen_from(seen.true_world[rows], seen.up[k], seen.view[rows])
        place = int(np.median(postures)), int(np.median(views))
        errors[place].append(np.abs(estimated - true))
    places = [(p, v) for p in (1, 0) for v in range(len(VIEWS)) if (p, v) in errors]
    found: Medians = {}
    for p, v in places:
        stacked = np.concatenate(errors[p, v])
        found[f"{POSTURES[p]}, {VIEWS[v]}"] = {
            family: float(np.nanmedian(stacked[:, [family_of(name) == family for name in ANGLES]]))
            for family in FAMILIES
        }
    return found


def angle_table(medians: Medians) -> str:
    """As Markdown."""
    lines = ["| angle | " + " | ".join(medians) + " |", "|---|" + "---|" * len(medians)]
    for family in FAMILIES:
        cells = [f"{column[family]:.1f}" for column in medians.values()]
        lines.append(f"| {family} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said: exercise and fault ("" for none), the cue's kind ("" for none), rightly."""

    exercise: str
    fault: str
    kind: str
    right: bool


def told(motions: Sequence[Kept], *, errors: bool) -> list[Told]:
    """One by each person, fault and view; and of those who do it right."""
    shown = [
        k for k in motions if k.exercise in FAULT_CUES and (not k.fault or k.severity >= LEAST)
    ]
    return said_of(pairs(shown, np.random.default_rng(11), *((0, YAWS) if errors else (1, 0))))


def said_of(shown: Iterable[Pair]) -> list[Told]:
    """One of each pair."""
    result = []
    for pair in shown:
        exercise, fault = pair.user.exercise, pair.user.fault
        found = find_difference(pair.target, pair.done)
        kind = found.cue.kind if found else ""
        ok = bool(found and fault and names(found.cue, exercise, fault))
        result.append(Told(exercise, fault, kind, ok))
    return result


def as_seen(seen: Seen) -> Iterator[Pair]:
    """People as real pose models saw them, each followed from OTHERS who do the same right.

    Of tracks with one fault at most, of SHORTEST frames and more that show both ends of the
    movement; aligned by the true phase.
    """
    rng = np.random.default_rng(0)
    tracks = [*_tracks(seen)]
    for user, phase, done in tracks:
        right = [
            (at, target)
            for one, at, target in tracks
            if one.exercise == user.exercise and not one.fault and one.person != user.person
        ]
        for i in rng.permutation(len(right))[:OTHERS].tolist():
            at, target = right[i]
            if user.exercise in HOLDS:
                yield Pair(user, True, *aligned(target, done))
            else:
                nearest = np.abs(phase[None] - at[:, None]).argmin(axis=1)
                yield Pair(user, True, target, done.rows(nearest))


def _tracks(seen: Seen) -> Iterator[tuple[Kept, NDArray[np.float64], Aspect]]:
    corrector = shipped_corrector()
    for k in range(seen.tracks):
        first, end = seen.offsets[k : k + 2].tolist()
        name = str(seen.exercise[first])
        _, n = equal_runs((seen.exercise[first:end] == name).astype(int))[0]
        rows = slice(first, first + n)
        phase = seen.phase[rows].astype(np.float64)
        faults = [str(fault) for fault in np.unique(seen.fault[rows]) if fault]
        severity = float(seen.severity[rows].max())
        if name not in ALL_CUES or len(phase) < SHORTEST or not seen.detected[rows].all():
            continue
        if name not in HOLDS and not (phase.min() < NEAR and phase.max() > AWAY):
            continue
        if len(faults) > 1 or any(f not in ALL_CUES[name] or severity < LEAST for f in faults):
            continue
        confidence = seen.confidence[rows] / np.float32(255)
        world = corrector.points(seen.world[rows].astype(np.float32), confidence)
        points = seen.points[rows].astype(np.float32) * seen.size[k].astype(np.float32)
        joints = np.zeros((0, 17, 3))
        kept = Kept(str(seen.person[k]), name, "".join(faults), severity, 0, joints)
        yield kept, phase, posed(world, points)


def fault_table(said: Sequence[Told]) -> str:
    """Parts of the faults named rightly, wrongly and not at all."""
    lines = ["| exercise | fault | right | other | silent |", "|---|---|---|---|---|"]
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in said:
        groups[one.exercise, one.fault].append(one)
    lines += [
        f"| {exercise} | {fault} | {_shares(group)} |"
        for (exercise, fault), group in groups.items()
        if fault
    ]
    lines.append(f"| all | | {_shares([one for one in said if one.fault])} |")
    correct = [one for one in said if not one.fault]
    spoken = np.mean([bool(one.kind) for one in correct])
    lines.append(f"\nA cue for nothing: {spoken:.2f} of {len(correct)} done right.")
    return "\n".join(lines)


def _shares(group: Sequence[Told]) -> str:
    right = np.mean([one.right for one in group])
    silent = np.mean([not one.kind for one in group])
    return f"{right:.2f} | {1 - right - silent:.2f} | {silent:.2f}"


def main(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Print the tables; everything that was said is in what is returned."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--motions", type=Path, default=FILE)
    parser.add_argument("--seen", type=Path, default=DATA / "seen.npz")
    parser.add_argument("--angles-only", action="store_true")
    parser.add_argument("--seen-only", action="store_true")
    chosen = parser.parse_args(arguments)
    seen, found = read_seen(chosen.seen), dict[str, Any]()
    if not chosen.seen_only:
        found["angles"] = angle_errors(seen)
        print("### Error of angles, degrees (median)\n\n" + angle_table(found["angles"]))
    if chosen.angles_only:
        return found
    if not chosen.seen_only:
        motions = read(chosen.motions)
        for errors, title in ((False, "exact points"), (True, "an estimator's errors")):
            said = told(motions, errors=errors)
            print(f"\n### Faults of the main exercises, {title}\n\n{fault_table(said)}")
            found[title] = [asdict(one) for one in said]
    real = said_of(as_seen(seen))
    for main_ones, title in ((True, "the main exercises"), (False, "the others")):
        said = [one for one in real if (one.exercise in FAULT_CUES) == main_ones]
        print(f"\n### Faults of {title}, real pose models\n\n{fault_table(said)}")
        found[title] = [asdict(one) for one in said]
    return found


if __name__ == "__main__":
    main()
