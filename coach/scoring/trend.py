"""How a move goes on over its repetitions: range, tempo, and which ones went worst."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES, JOINTS
from coach.types import Cue, Repetition, Trend

Floats = NDArray[np.floating]

WORST: Final = 3
"""Repetitions that are named as the worst."""
TRENDING: Final = 0.15
"""Part of the first range by which ranges change, first to last, to be a trend."""
LEAST_CHANGE: Final = 10.0
"""Degrees of change below which it may be an error of the estimator."""
FEWEST: Final = 4
"""Repetitions from which a trend is told."""
END_SHARE: Final = 0.1
"""Share of a repetition's frames that lie beyond either end of its range."""
TEMPO_FREE: Final = 0.15
"""Part by which somebody may be faster or slower than the video."""


def trend_of(
    time: Floats,
    angles: Floats,
    target_angles: Floats,
    scores: Floats,
    spans: Sequence[tuple[float, float]],
) -> Trend:
    """The trend of one move.

    Args:
        time: (n,) seconds, growing. angles, target_angles: (n, A) degrees by
            ``coach.angles.ANGLES`` of the same moments; NaN where unknown.
        scores: (n,) 0..100, NaN where not judged.
        spans: start and end of each repetition on the clock of ``time``.
    """
    moved = np.nan_to_num([_range(target_angles[:, i]) for i in range(len(JOINTS))])
    joint = int(np.argmax(moved))
    repetitions = tuple(
        _repetition(time, angles[:, joint], target_angles[:, joint], scores, span) for span in spans
    )
    judged = [r for r in repetitions if np.isfinite(r.score)]
    worst = tuple(sorted(judged, key=lambda r: r.score)[:WORST])
    change, first = _change([r.range for r in repetitions])
    trend = ""
    if np.isfinite(change) and abs(change) > max(TRENDING * first, LEAST_CHANGE):
        trend = "deeper" if change > 0 else "shallower"
    return Trend(ANGLES[joint], repetitions, worst, change, trend)


def ends(values: Floats) -> tuple[float, float]:
    """Lower and upper end of an angle's way, degrees; NaN where nothing is known."""
    known = values[np.isfinite(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, (END_SHARE, 1.0 - END_SHARE))
    return float(low), float(high)


def _range(values: Floats) -> float:
    low, high = ends(values)
    return high - low


def _repetition(
    time: Floats, angle: Floats, target: Floats, scores: Floats, span: tuple[float, float]
) -> Repetition:
    rows = np.flatnonzero((time >= span[0]) & (time <= span[1]))
    off = np.abs(angle[rows] - target[rows])
    score = scores[rows][np.isfinite(scores[rows])]
    known = np.isfinite(off)
    picture = time[rows[np.nanargmax(off)]] if known.any() else (span[0] + span[1]) / 2
    return Repetition(
        start=span[0],
        end=span[1],
        range=_range(angle[rows]),
        score=float(score.mean()) if len(score) else float("nan"),
        picture=float(picture),
    )


def _change(ranges: Sequence[float]) -> tuple[float, float]:
    """Growth from the first to the last range, and the first, on the line through all.

    The line is that of Theil (1950) and Sen (1968): the median slope of all pairs, which one
    repetition that went wrong does not tilt.
    """
    values = np.array(ranges, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < FEWEST:
        return float("nan"), float("nan")
    slope = float(np.median([(values[b] - values[a]) / (b - a) for a, b in combinations(known, 2)]))
    first = float(np.median(values[known] - slope * known))
    return slope * (len(values) - 1), first


def tempo_cue(time: Floats, target_time: Floats) -> Cue | None:
    """Whether to slow down or to speed up: the slope of the target's time on the person's.

    Args:
        time: (n,) seconds of the person's own clock. target_time: (n,) of what they did then.
    """
    known = np.isfinite(time) & np.isfinite(target_time)
    if np.count_nonzero(known) < FEWEST or np.ptp(time[known]) <= 0:
        return None
    faster = float(np.polyfit(time[known], target_time[known], 1)[0])
    if abs(faster - 1.0) <= TEMPO_FREE:
        return None
    return Cue("slow_down" if faster > 1.0 else "speed_up", "both", 0.0)
