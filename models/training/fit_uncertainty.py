"""How far a score moves when the same performance is filmed again, by what was seen of it.

    python -m models.training.fit_uncertainty --cases FILE

Everybody in the pairs of ``models.training.fit_score`` who does it right is filmed twice, from
two sides, with an estimator's errors and without any. The half width of 80 % of a normal
distribution is fitted, never negative, to how much the two scores differ; the numbers go into
``coach.scoring.uncertainty`` by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from coach.angles import ANGLE_INDEX, joint_angles
from coach.embedding import Encoder
from coach.scoring.uncertainty import mean_confidence
from coach.session import score_session
from coach.types import PoseTrack
from models.training import performances as play
from models.training.fit_score import Case, read_cases

TO_HALF_WIDTH: Final = 1.2816 / (np.sqrt(2) * np.sqrt(2 / np.pi))
"""From the mean absolute difference of two draws to the half width that holds 80 % of one."""


def looks(
    case: Case, rng: np.random.Generator, encoder: Encoder, errors: bool = True
) -> list[NDArray[np.float64]]:
    """Score, lack of confidence and sine of the turn against the target, of two looks."""
    view = play.random_view(rng, 40)
    target = play.filmed(case.target, rng, **view, model="heavy", errors=errors)
    found = []
    for _ in range(2):
        track = play.filmed(case.user, rng, **play.random_view(rng), errors=errors)
        person = score_session(target, [track], title="", encoder=encoder).people[0]
        seen = np.isfinite(track.world).all(axis=(1, 2))
        lack = 1 - mean_confidence(track.confidence, seen)
        turn = abs(np.sin(np.radians(facing(track) - facing(target))))
        found.append(np.array([person.score, lack, turn]))
    return found


def facing(track: PoseTrack) -> float:
    """Median direction in which somebody faces, degrees."""
    return float(np.nanmedian(joint_angles(track.world)[:, ANGLE_INDEX["facing"]]))


def main() -> None:
    """Film, score, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, required=True, help="made by fit_score --cases")
    parser.add_argument("--count", type=int, default=150)
    chosen = parser.parse_args()
    rng, encoder = np.random.default_rng(9), Encoder()
    right = [case for case in read_cases(chosen.cases) if case.kind == "right"]
    pairs = np.array([looks(case, rng, encoder) for case in right[: chosen.count]])
    apart = np.abs(pairs[:, 0, 0] - pairs[:, 1, 0]) * TO_HALF_WIDTH
    lack, turn = pairs[..., 1].mean(axis=1), pairs[..., 2].mean(axis=1)
    ones = np.ones(len(apart))
    weights, _ = nnls(np.column_stack([ones, lack]), apart)
    turned, _ = nnls(np.column_stack([ones, lack, turn]), apart)
    held = np.mean(apart <= 2 * (weights[0] + weights[1] * lack))
    print(f"{len(apart)} pairs; mean half width {apart.mean():.1f}")
    print(f"least {weights[0]:.1f}, unsure {weights[1]:.1f}")
    print("with the turn: least {:.1f}, unsure {:.1f}, turned {:.1f}".format(*turned))
    print(f"within twice the band: {held:.2f}")
    exact = np.array([looks(case, rng, encoder, errors=False) for case in right[: chosen.count]])
    print(f"exact {np.abs(np.diff(exact[..., 0], axis=1)).mean() * TO_HALF_WIDTH:.1f}")


if __name__ == "__main__":
    main()
