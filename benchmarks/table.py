"""Figures with their goals, printed as an aligned table or kept as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        name: what was measured.
        value: the figure, or None where it could not be measured.
        unit: "x" for a ratio, "ms", "1/s" and so on.
        goal: what is wanted, None where nothing is.
        wanted: on which side of the goal the figure should be.
        note: what it is made of.
    """

    name: str
    value: float | None
    unit: str
    goal: float | None = None
    wanted: Literal["least", "most"] = "least"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        if self.value is None:
            return False
        return self.value >= self.goal if self.wanted == "least" else self.value <= self.goal


def print_rows(title: str, rows: Sequence[Row]) -> None:
    """One table."""
    print(f"\n{title}")
    for row in rows:
        value = "-" if row.value is None else _short(row.value)
        sign = "≥" if row.wanted == "least" else "≤"
        goal = "" if row.goal is None else f"{sign} {row.goal:g} {'✓' if row.met else '✗'}"
        print(f"  {row.name:<46}{value:>9} {row.unit:<5}{goal:<10}{row.note}".rstrip())


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The same for a program."""
    return [{**asdict(row), "met": row.met} for row in rows]
