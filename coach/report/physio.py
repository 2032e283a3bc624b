"""One page for a physiotherapist: ranges of motion with their errors, and room to write."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten
from typing import Final

import numpy as np

from coach.report import words
from coach.texts import Texts
from coach.types import JointRange, MoveScore, PersonResult, SessionResult

FAMILIES: Final = ("shoulder", "elbow", "hip", "knee", "trunk")
"""Joints of the page in order; all but the last have a left and a right."""
LONGEST: Final = 90
"""Letters of a title for which there is room beside name and date."""
MOST_ROWS: Final = 24
"""Lines of joints and of exercises for which one sheet has room."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a joint: "4° – 96°" and "92° (88 – 95)"; both "" where it was not seen."""

    span: str = ""
    range: str = ""


@dataclass(frozen=True, slots=True)
class JointRow:
    """One joint of an exercise, and how far its ranges may be off; the trunk has no right."""

    joint: str
    left: Side
    right: Side
    error: str
    has_sides: bool


@dataclass(frozen=True, slots=True)
class ExerciseRows:
    """One exercise: all its sets together, and the joints that moved enough to be told."""

    name: str
    amount: str
    joints: tuple[JointRow, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one person.

    Attributes:
        heading: which of two people; "" when there is one.
        exercises: in the order of the video; more: what did not fit, a sentence or "".
    """

    heading: str
    exercises: tuple[ExerciseRows, ...]
    more: str


@dataclass(frozen=True, slots=True)
class PhysioView:
    """The pages, one a person.

    Attributes:
        facts: label and value at the top; an empty value is a line to write on.
        notes: sentences at the bottom.
    """

    language: str
    facts: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]


def physio_view(
    result: SessionResult,
    texts: Texts,
    *,
    when: datetime | None = None,
    person: str | None = None,
    partner: str | None = None,
) -> PhysioView:
    """The page of a result; the arguments are those of ``report_view``."""
    alone = len(result.people) == 1
    facts = (
        (texts("physio_name"), words.clean(person or "") if alone else ""),
        (texts("physio_date"), words.date(texts, when) if when else ""),
        (texts("physio_video"), shorten(words.clean(result.target), LONGEST, placeholder="…")),
    )
    sheets = tuple(
        _sheet(texts, one, "" if alone else words.person_heading(texts, n, (person, partner)))
        for n, one in enumerate(result.people, 1)
    )
    notes = ("physio_how", "physio_left_out", "physio_source", "physio_honest")
    return PhysioView(texts.language, facts, sheets, tuple(texts(note) for note in notes))


def _sheet(texts: Texts, person: PersonResult, heading: str) -> Sheet:
    """As many exercises as there is room for."""
    sets: dict[str, list[MoveScore]] = {}
    for move in person.moves:
        if move.is_judged and move.motion:
            sets.setdefault(move.name, []).append(move)
    exercises = [_exercise(texts, moves) for moves in sets.values()]
    rows = np.cumsum([1 + max(len(one.joints), 1) for one in exercises])
    shown = int(np.searchsorted(rows, MOST_ROWS, side="right"))
    left = len(exercises) - shown
    more = texts("physio_more", n=left) if left else ""
    return Sheet(heading, tuple(exercises[:shown]), more)


def _exercise(texts: Texts, moves: list[MoveScore]) -> ExerciseRows:
    by_joint: dict[str, list[tuple[JointRange, int]]] = {}
    for move in moves:
        for one in move.motion:
            by_joint.setdefault(one.joint, []).append((one, max(move.repetitions, 1)))
    ranges = {joint: _joined(parts) for joint, parts in by_joint.items()}
    rows = (_row(texts, family, ranges) for family in FAMILIES)
    return ExerciseRows(
        words.exercise_name(texts, moves[0].name),
        _amount(texts, moves),
        tuple(row for row in rows if row is not None),
    )


def _joined(parts: list[tuple[JointRange, int]]) -> JointRange:
    """The same joint over several sets: means by repetition, the least, the most."""
    weights = [count for _, count in parts]
    low, high, mean = (
        float(np.average([getattr(one, name) for one, _ in parts], weights=weights))
        for name in ("low", "high", "mean")
    )
    return JointRange(
        parts[0][0].joint,
        low,
        high,
        mean,
        min(one.least for one, _ in parts),
        max(one.most for one, _ in parts),
        max(one.error for one, _ in parts),
    )


def _row(texts: Texts, family: str, ranges: dict[str, JointRange]) -> JointRow | None:
    """A joint of which one side at least moved farther than the error."""
    has_sides = family != "trunk"
    names = (f"left_{family}", f"right_{family}") if has_sides else (family,)
    found = [ranges.get(name) for name in names]
    known = [one for one in found if one is not None]
    if not any(one.mean >= one.error for one in known):
        return None
    sides = [Side() if one is None else _side(one) for one in found]
    return JointRow(
        texts(f"physio_{family}"),
        sides[0],
        sides[-1] if has_sides else Side(),
        texts("physio_error_value", degrees=math.ceil(max(one.error for one in known))),
        has_sides,
    )


def _side(one: JointRange) -> Side:
    least, most = round(one.least), round(one.most)
    spread = f" ({least} – {most})" if least != most else ""
    return Side(f"{round(one.low)}° – {round(one.high)}°", f"{round(one.mean)}°{spread}")


def _amount(texts: Texts, moves: Iterable[MoveScore]) -> str:
    """What was done of it: repetitions, half ones, seconds held."""
    moves = tuple(moves)
    done = sum(move.repetitions for move in moves)
    asked = sum(move.target_repetitions for move in moves)
    half = sum(len(move.half) for move in moves)
    held = sum(move.held for move in moves if math.isfinite(move.held))
    parts = []
    if asked:
        parts.append(texts("physio_repetitions_asked", done=done, asked=asked))
    elif done:
        parts.append(texts("physio_repetitions", done=done))
    if half:
        parts.append(texts("physio_half", half=half))
    if held:
        parts.append(texts("physio_held", seconds=round(held)))
    return ", ".join(parts)
