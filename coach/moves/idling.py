"""Repetitions told from what goes out and comes back while nobody trains.

Who waits drinks, scratches their head, looks about: each is a way out and back, done once or
twice. A set is told from them by the kind of the seconds about it (``coach.moves.kinds``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.attempts import Cycle
from coach.moves.cycles import rows_of
from coach.moves.kinds import HOP, KINDS
from coach.tracks import RATE

FEW: Final = 2
"""Repetitions of a row that may be a gesture; who does more of the same trains."""
WAITING: Final = 0.6
"""Mean probability of a rest, or of the way from one posture to another, in a row of gestures."""
HELD: Final = 0.8
"""That of a hold in which nothing but an estimator's errors goes out and back."""


def trained(found: Sequence[Cycle], kinds: NDArray[np.floating], start: float = 0.0) -> list[Cycle]:
    """Those of the repetitions, in order, that belong to a set.

    Args:
        found: in order. kinds: (H, 4) probabilities of KINDS every HOP frames of the regular
            clock, the first at ``start`` seconds.
    """
    if not found or not len(kinds):
        return list(found)
    at = np.array([(one.start, one.end) for one in found])
    rows = rows_of(at[:, 0], at[:, 1])
    frames = np.floor((at - start) * RATE / HOP).astype(int).clip(0, len(kinds) - 1)
    chances = np.array([kinds[a : max(b, a + 1)].mean(axis=0) for a, b in frames])
    number = np.bincount(rows)
    mean = np.array([np.bincount(rows, values) for values in chances.T]).T / number[:, None]
    chance = dict(zip(KINDS, mean.T, strict=True))
    gestures = (number <= FEW) & (chance["rest"] + chance["transition"] > WAITING)
    idle = gestures | (chance["held"] > HELD)
    return [one for one, is_idle in zip(found, idle[rows], strict=True) if not is_idle]
