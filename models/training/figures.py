"""Measured figures with their intervals and goals, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Values = NDArray[np.float64]
Rows = NDArray[np.int64]

DRAWS: Final = 400
"""How often people are drawn anew for an interval."""
FEWEST: Final = 4
"""Of fewer people rows are drawn anew, not people."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        measure: what it is. value: measured; low, high: interval of 95 %, NaN if none.
        n: rows it was measured on. people: how many different ones are held out in it.
        goal: what is to be reached, "" if there is none: ">= 0.9" or "<= 4".
    """

    measure: str
    value: float
    low: float = float("nan")
    high: float = float("nan")
    n: int = 0
    people: int = 0
    goal: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one or without a value."""
        if not self.goal or not np.isfinite(self.value):
            return None
        sign, limit = self.goal.split()
        return self.value >= float(limit) if sign == ">=" else self.value <= float(limit)


def figure(
    measure: str,
    statistic: Callable[[Rows], float],
    people: NDArray[Any],
    rng: np.random.Generator,
    goal: str = "",
) -> Figure:
    """A figure with its interval.

    Args:
        statistic: from the numbers of rows (with repeats) to the value.
        people: (N,) whom each row is of, or (N, 2) for rows of two people.
    """
    n = len(people)
    if not n:
        return Figure(measure, float("nan"), goal=goal)
    names = np.unique(people)
    drawn = np.array([statistic(rows) for rows in _resampled(people, names, rng)])
    drawn = drawn[np.isfinite(drawn)]
    low, high = np.quantile(drawn, (0.025, 0.975)) if len(drawn) else (np.nan, np.nan)
    value = statistic(np.arange(n))
    return Figure(measure, value, float(low), float(high), n, len(names), goal)


def _resampled(
    people: NDArray[Any], names: NDArray[Any], rng: np.random.Generator
) -> Iterable[Rows]:
    """Rows as often as all their people were drawn (a row of two: the product)."""
    n = len(people)
    of = np.searchsorted(names, people).reshape(n, -1)
    for _ in range(DRAWS):
        if len(names) < FEWEST:
            yield rng.integers(n, size=n)
            continue
        times = np.bincount(rng.integers(len(names), size=len(names)), minlength=len(names))
        rows = np.repeat(np.arange(n), times[of].prod(axis=1))
        if len(rows):
            yield rows


def area_under_curve(positive: Values, negative: Values) -> float:
    """Probability that a positive value is above a negative one; half where they are equal."""
    if not len(positive) or not len(negative):
        return float("nan")
    order = np.sort(negative)
    below = np.searchsorted(order, positive, side="left")
    below = below + np.searchsorted(order, positive, side="right")
    return float(below.mean() / 2 / len(negative))


def correlation(a: Values, b: Values) -> float:
    """Pearson's; NaN where one of them does not change."""
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def rank_correlation(a: Values, b: Values) -> float:
    """Spearman's; NaN where one of them does not change."""
    return correlation(rankdata(a), rankdata(b))


def table(title: str, figures: Iterable[Figure]) -> str:
    """As Markdown."""
    lines = [
        f"### {title}",
        "",
        "| measure | value | 95 % | n, people | goal |",
        "|---|---|---|---|---|",
    ]
    for f in figures:
        met = {True: " ✓", False: " ✗", None: ""}[f.met]
        between = f"{_short(f.low)} .. {_short(f.high)}" if np.isfinite(f.low) else ""
        lines.append(
            f"| {f.measure} | {_short(f.value)} | {between} | {f.n}, {f.people} | {f.goal}{met} |"
        )
    return "\n".join([*lines, ""])


def _short(value: float) -> str:
    if not np.isfinite(value):
        return "–"
    return f"{value:.1f}" if abs(value) >= 3 else f"{value:.3f}"


def as_json(one: Figure) -> dict[str, Any]:
    """All of a figure, whether its goal is met too."""
    return {**asdict(one), "met": one.met}
