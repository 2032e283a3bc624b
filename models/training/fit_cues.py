"""Learns which of the differences between two people is what is wrong.

    python -m models.training.fit_cues --motions FILE [--output models/cues.json]

The motions of studio people of the set "train", right and with every fault of the main
exercises, are read from FILE, or made (ten minutes) and kept there. Each follows others, seen
exactly and as estimators err, from random views. Of all differences those that name the
fault rightly (``fault_cues``) are to get the probability, "nothing" where none does; minus
the logarithm of it is made least by L-BFGS, with a quadratic penalty on the weights. So that
what no exercise of those teaches is told too, people who do it right are also given a single angle
that is far off. Prints the
figures of the last two people, not learned from, at several levels; then learns from all.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from coach.scoring.causes import CUES_FILE, FAMILIES, N_FEATURES, OF_SIDE, Causes
from coach.scoring.cues import OPPOSED
from coach.scoring.feedback import Compared, FeedbackSettings, compare, find_difference
from models.training.fault_cues import names
from models.training.feedback_pairs import Pair, pairs, train_motions

Floats = NDArray[np.float64]

PAIRS: Final = 3
"""Of each motion with a fault: so many exact ones and so many with errors."""
MORE_RIGHT: Final = 4
"""Times as many of those who do it right."""
RIGHT_SHARE: Final = 0.35
"""Part of the weight that those have."""
PENALTY: Final = 5e-5
"""Times the sum of the squared weights."""
ALONE_SHARE: Final = 0.15
"""Part of the weight of single angles that are far off, besides that of the people."""
ALONE: Final = (20.0, 60.0)
"""Degrees of those."""
STEPS: Final = 150
HELD: Final = 2
"""People not learned from, for the figures."""
LEVELS: Final = (0.5, 0.55, 0.6, 0.62, 0.65, 0.7)
_SHAPE: Final = (N_FEATURES, 2 * len(FAMILIES))


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """What is learned from.

    Attributes:
        seen: (N, 2, N_FEATURES). possible: (N, 2, 2F) what may be named.
        rightly: the same, what names the fault. weight: (N,), sum 1.
    """

    seen: Floats
    possible: NDArray[np.bool_]
    rightly: NDArray[np.bool_]
    weight: Floats


def examples(shown: Sequence[Pair]) -> Examples:
    """Of pairs, equally many with errors and without by weight."""
    rng = np.random.default_rng(7)
    found, rightly, group = [], [], []
    for pair in shown:
        user = pair.user
        found.append(compare(pair.target_angles, pair.user_angles))
        named = {
            place
            for place, (_, cue) in found[-1].told.items()
            if user.fault and names(cue, user.exercise, user.fault)
        }
        rightly.append(_marked(named))
        group.append(2 * bool(user.fault) + pair.errors)
        if not user.fault:
            one, place = _alone(pair, rng)
            found.append(one)
            rightly.append(_marked({place} & one.told.keys()))
            group.append(len(_SHARES) - 1)
    counts = np.bincount(group, minlength=len(_SHARES))
    weight = (np.array(_SHARES) / np.maximum(counts, 1))[group]
    flat = (len(found), 2, _SHAPE[1])
    possible = np.array([c.possible() for c in found]).reshape(flat)
    seen = np.array([c.features for c in found])
    return Examples(seen, possible, np.array(rightly).reshape(flat), weight / weight.sum())


_SHARES: Final = (*(RIGHT_SHARE / 2,) * 2, *((1.0 - RIGHT_SHARE) / 2,) * 2, ALONE_SHARE)
"""Weights of those who do it right, exact and with errors, the same of faults; of single angles."""


def _marked(places: set[tuple[int, int, int]]) -> NDArray[np.bool_]:
    marked = np.zeros((2, len(FAMILIES), 2), dtype=bool)
    for place in places:
        marked[place] = True
    return marked


def _alone(pair: Pair, rng: np.random.Generator) -> tuple[Compared, tuple[int, int, int]]:
    """A pair of which a single angle is far off; by side, family and direction which one."""
    side, family, way = (int(rng.integers(n)) for n in (2, len(FAMILIES), 2))
    column = OF_SIDE[side, family]
    off = float(rng.uniform(*ALONE)) * (1 if way else -1)
    angles = pair.user_angles.copy()
    angles[:, column] += off
    if FAMILIES[family] in OPPOSED:
        angles[:, OF_SIDE[1 - side, family]] -= off
    return compare(pair.target_angles, angles), (side, family, way)


def learn(given: Examples) -> Causes:
    """The weights that make the right differences likeliest."""

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(_SHAPE)
        logits = np.where(given.possible, given.seen @ weights, -np.inf)
        most = np.maximum(logits.max(axis=(1, 2)), 0.0)
        odds, nothing = np.exp(logits - most[:, None, None]), np.exp(-most)
        total = odds.sum(axis=(1, 2)) + nothing
        right = odds * given.rightly
        some = given.rightly.any(axis=(1, 2))
        good = np.where(some, right.sum(axis=(1, 2)), nothing)
        wanted = right * (some / good)[:, None, None]
        slope = (odds / total[:, None, None] - wanted) * given.weight[:, None, None]
        gradient = np.tensordot(given.seen, slope, axes=([0, 1], [0, 1])).ravel()
        cost = -given.weight @ np.log(good / total) + PENALTY * flat @ flat
        return float(cost), gradient + 2 * PENALTY * flat

    start = np.zeros(_SHAPE[0] * _SHAPE[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return Causes(found.x.reshape(N_FEATURES, len(FAMILIES), 2))


def figures(causes: Causes, shown: Sequence[Pair], level: float) -> list[str]:
    """Faults named rightly, faults for which anything is said, cues for nothing; by errors."""
    settings = FeedbackSettings(level=level)
    cells = []
    for errors in (False, True):
        right, spoken, idle = [], [], []
        for p in shown:
            if p.errors != errors:
                continue
            found = find_difference(p.target_angles, p.user_angles, settings, causes)
            if not p.user.fault:
                idle.append(found is not None)
                continue
            spoken.append(found is not None)
            right.append(bool(found and names(found.cue, p.user.exercise, p.user.fault)))
        cells += [f"{np.mean(values):.2f}" for values in (right, spoken, idle)]
    return cells


def main() -> None:
    """Learn, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--motions", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=CUES_FILE)
    chosen = parser.parse_args()
    motions = train_motions(chosen.motions)
    right = [kept for kept in motions if not kept.fault]
    rng = np.random.default_rng(5)
    shown = [*pairs(motions, rng, PAIRS, PAIRS)]
    shown += pairs(right, rng, PAIRS * (MORE_RIGHT - 1), PAIRS * (MORE_RIGHT - 1))
    held = sorted({kept.person for kept in motions})[-HELD:]
    known = [pair for pair in shown if pair.user.person not in held]
    unknown = [pair for pair in shown if pair.user.person in held]
    causes = learn(examples(known))
    print("| level | exact: right | told | for nothing | errors: right | told | for nothing |")
    print("|---|---|---|---|---|---|---|")
    for level in LEVELS:
        print(f"| {level} | {' | '.join(figures(causes, unknown, level))} |", flush=True)
    weights = np.moveaxis(learn(examples(shown)).weights, 0, 2).round(3)
    table = {family: weights[i].tolist() for i, family in enumerate(FAMILIES)}
    chosen.output.write_text(json.dumps({"weights": table}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
