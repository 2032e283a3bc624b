"""The list of all sessions, and what of it somebody looks for: no widget in here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from coach.diary import UNKNOWN, shown_name
from coach.diary.lines import session_of
from coach.diary.month import month_start
from coach.storage import SessionSummary
from coach.texts import LANGUAGES, Texts
from ui.diary.desk import History
from ui.kit.bands import Band, band_of, score_text
from ui.kit.dates import clock_time, day_text

MOST_CHIPS = 4
"""Exercises that are offered with one click."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A session with what was done in it.

    Attributes:
        session: of it.
        exercises: names as the diary has them, in order of the diary.
        found_by: small letters that a search goes through.
        month: first day of its month.
    """

    session: SessionSummary
    exercises: tuple[str, ...]
    found_by: str
    month: date


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for.

    Attributes:
        text: words of the title or of exercises; "" for any.
        exercise: name as the diary has it, "" for any.
        month: its first day, None for any.
    """

    text: str = ""
    exercise: str = ""
    month: date | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as a row.

    Attributes:
        when: day and time; title: of the video; done: exercises, or that it ended early.
        score: mark and points, or ""; band: of it.
        spoken: for screen readers.
    """

    when: str
    title: str
    done: str
    score: str
    band: Band
    spoken: str


def listed(history: History) -> tuple[Listed, ...]:
    """All sessions, the newest first."""
    done: dict[int, dict[str, None]] = {}
    for line in history.lines:
        number = session_of(line.source)
        if number is not None:
            done.setdefault(number, {})[line.exercise] = None
    return tuple(
        Listed(
            session,
            exercises,
            _found_by(session.target, exercises),
            month_start(session.started.date()),
        )
        for session in history.sessions
        for exercises in (tuple(done.get(session.id, ())),)
    )


def _found_by(title: str, exercises: Iterable[str]) -> str:
    """A squat is found by its name in any language."""
    return "\n".join((title.casefold(), *map(_names, exercises)))


@cache
def _names(exercise: str) -> str:
    names = (shown_name(Texts(language), exercise) for language in LANGUAGES)
    return "\n".join((exercise.casefold(), *(name.casefold() for name in names)))


def found(sessions: Iterable[Listed], wish: Wish) -> tuple[Listed, ...]:
    """Those that fit a wish; every word of its text must be there."""
    words = wish.text.casefold().split()
    return tuple(
        one
        for one in sessions
        if (not wish.exercise or wish.exercise in one.exercises)
        and (wish.month is None or one.month == wish.month)
        and all(word in one.found_by for word in words)
    )


def common_exercises(sessions: Iterable[Listed]) -> tuple[str, ...]:
    """The exercises of most sessions, that of most of them first."""
    counted = Counter(name for one in sessions for name in one.exercises if name != UNKNOWN)
    return tuple(name for name, _ in counted.most_common(MOST_CHIPS))


def months_of(sessions: Iterable[Listed]) -> tuple[date, ...]:
    """The months with sessions, the newest first."""
    return tuple(sorted({one.month for one in sessions}, reverse=True))


def with_headings(sessions: Sequence[Listed]) -> list[Listed | date]:
    """The sessions under the first days of their months."""
    rows: list[Listed | date] = []
    month: date | None = None
    for one in sessions:
        if one.month != month:
            month = one.month
            rows.append(month)
        rows.append(one)
    return rows


def session_row(one: Listed, texts: Texts) -> SessionRow:
    """A session as a row."""
    session, band = one.session, band_of(one.session.score)
    started = session.started
    when = f"{day_text(texts, started.date())}, {clock_time(texts, started.time())}"
    names = [shown_name(texts, name) for name in one.exercises]
    early = [] if session.finished else [texts("sessions_interrupted")]
    done = " · ".join([*early, *([", ".join(names)] if names else [])])
    score = "" if band is Band.NONE else f"{band.mark} {score_text(session.score)}"
    word = "" if band is Band.NONE else texts(band.word_key)
    spoken = ", ".join(part for part in (session.target, when, done, score, word) if part)
    return SessionRow(when, session.target, done, score, band, spoken)
