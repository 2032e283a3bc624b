"""Repetitions told from what goes out and comes back while nobody trains.

Who waits drinks, scratches their head, looks about: each is a way out and back, done once or
twice. A set is told from them by the kind of the seconds about it (``coach.moves.kinds``); and
as a slow single repetition of a small movement looks like a rest too, by how likely it is. In
a hold an estimator's errors go out and come back, and nothing is a repetition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.cycles import row_numbers
from coach.moves.kinds import HOP, KINDS

FEW: Final = 2
"""Repetitions of a row that may be a gesture; who does more of the same trains."""
WAITING: Final = 0.6
"""Mean probability of a rest, or of the way from one posture to another, in a row of gestures."""
CERTAIN: Final = 5.0
"""Mean log odds from which even such a row is one of repetitions."""
HELD: Final = 0.8
"""Mean probability of a hold in which nothing but an estimator's errors goes out and back."""


def trained(
    found: Sequence[tuple[int, int]], odds: Sequence[float], kinds: NDArray[np.floating]
) -> list[tuple[int, int]]:
    """Those of the repetitions, in order, that belong to a set.

    Args:
        found: first and last frame of each. odds: log odds of each.
        kinds: (H, 4) probabilities of KINDS, every HOP frames.
    """
    if not found or not len(kinds):
        return list(found)
    at = np.array(found)
    row = row_numbers(at[:, 0], at[:, 1])
    number = np.bincount(row)
    near = (at // HOP).clip(0, len(kinds) - 1)
    chances = np.array([kinds[a : max(b, a + 1)].mean(axis=0) for a, b in near])
    mean = {kind: np.bincount(row, share) / number
            for kind, share in zip(KINDS, chances.T, strict=True)}  # fmt: skip
    doubtful = np.bincount(row, odds) / number < CERTAIN
    gestures = (number <= FEW) & (mean["rest"] + mean["transition"] > WAITING) & doubtful
    idle = gestures | (mean["held"] > HELD)
    return [one for one, is_idle in zip(found, idle[row], strict=True) if not is_idle]
