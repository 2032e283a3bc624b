"""The weekly goal: what somebody wants to do in a week. A week that falls short is just a week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from coach.diary.lines import day_totals, recordings_of
from coach.diary.month import DAYS, week_start
from coach.storage import EntryLine, Profile

Kind = Literal["sessions", "minutes"]

MOST: Final[dict[Kind, int]] = {"sessions": 21, "minutes": 1_500}
"""Largest goal of a week."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted of a week: so many sessions, or so many minutes under way."""

    kind: Kind
    number: int


def goal_of(profile: Profile) -> Goal | None:
    """The goal of a person, None where none is wanted."""
    if not profile.weekly_goal:
        return None
    kind: Kind = "minutes" if profile.goal_unit == "minutes" else "sessions"
    return Goal(kind, profile.weekly_goal)


@dataclass(frozen=True, slots=True)
class WeekSoFar:
    """The running week.

    Attributes:
        sessions: recordings with exercise; minutes: under way, those of its days together.
    """

    sessions: int
    minutes: int

    def done(self, goal: Goal) -> int:
        """What there is of what is wanted."""
        return self.sessions if goal.kind == "sessions" else self.minutes


def week_so_far(lines: Iterable[EntryLine], today: date, first_weekday: int) -> WeekSoFar:
    """The week that ``today`` is in."""
    start = week_start(today, first_weekday)
    own = [line for line in lines if start <= line.day < start + timedelta(days=DAYS)]
    minutes = sum(total.minutes for total in day_totals(own).values())
    return WeekSoFar(recordings_of(own), minutes)
