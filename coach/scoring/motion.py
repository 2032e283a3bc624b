"""Range of motion: how far each joint of a person went, and how sure that is.

The ends of a joint's way are those by which the repetitions are compared
(``coach.scoring.trend``). What a camera adds to such a range was measured by angle, posture
and view and lies in ``models/angles.json``; ``coach.scoring.tolerance`` tells how.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES, JOINTS
from coach.scoring.tolerance import load_tolerances, view_of
from coach.scoring.trend import ends
from coach.types import JointRange

Floats = NDArray[np.floating]


def motion_of(
    time: Floats, angles: Floats, spans: Sequence[tuple[float, float]]
) -> tuple[JointRange, ...]:
    """The ranges of all joints that were seen.

    Args:
        time: (n,) seconds, growing. angles: (n, A) degrees by ``coach.angles.ANGLES``.
        spans: start and end of each repetition, or of what is held.
    """
    parts = [angles[(time >= start) & (time <= end)] for start, end in spans]
    parts = [part for part in parts if len(part)]
    if not parts:
        return ()
    posture, view = view_of(np.concatenate(parts))
    errors = load_tolerances().range.seen[:, posture, view]
    found = []
    for joint in range(len(JOINTS)):
        ways = np.array([ends(part[:, joint]) for part in parts])
        ways = ways[np.isfinite(ways).all(axis=1)]
        if not len(ways):
            continue
        reach = ways[:, 1] - ways[:, 0]
        low, high = ways.mean(axis=0)
        figures = (low, high, reach.mean(), reach.min(), reach.max(), errors[joint])
        found.append(JointRange(ANGLES[joint], *(float(figure) for figure in figures)))
    return tuple(found)
