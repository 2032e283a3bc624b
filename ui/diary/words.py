"""What was done, in words: amounts, sets, days and sources of the diary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.diary import UNKNOWN, repetitions_text, shown_name
from coach.diary.calendar_file import summary
from coach.diary.energy import ACTIVITIES
from coach.diary.lines import BY_HAND
from coach.storage import Entry, WorkSet
from coach.texts import Texts

_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class RowView:
    """One entry.

    Attributes:
        id: number of the entry.
        name: of the exercise; work: sets and counts, range of motion.
        grade: letter or ""; grade_tip: the same in words.
        measured: what was measured, where it was put right, else "".
        spoken: accessible name.
    """

    id: int
    name: str
    work: str
    grade: str
    grade_tip: str
    measured: str
    spoken: str


def row_view(entry: Entry, texts: Texts) -> RowView:
    """An entry as a row."""
    work = [work_text(entry, texts)]
    if entry.measured.range_deg is not None:
        work.append(texts("diary_range", degrees=round(entry.measured.range_deg)))
    return RowView(
        id=entry.id,
        name=shown_name(texts, entry.exercise),
        work=" · ".join(work),
        grade=entry.grade,
        grade_tip=texts("diary_form_grade", grade=entry.grade) if entry.grade else "",
        measured=put_right_text(entry, texts),
        spoken=summary(entry, texts),
    )


def work_text(entry: Entry, texts: Texts) -> str:
    """Sets and what is in them: "3 × 12 repetitions", "12 + 11 repetitions", "40 s held"."""
    sets, corrected = entry.measured.sets, entry.corrected
    counted = corrected.repetitions is None and corrected.seconds is None
    if entry.seconds:
        seconds = [round(one.held) for one in sets]
        text = _by_set(seconds) if counted else str(round(entry.seconds))
        return texts("diary_seconds", n=text)
    if not counted or len(sets) == 1:
        return repetitions_text(texts, entry.repetitions)
    return texts("diary_repetitions", n=_by_set([one.repetitions for one in sets]))


def _by_set(numbers: Sequence[int]) -> str:
    if len(numbers) > 1 and len(set(numbers)) == 1:
        return f"{len(numbers)} × {numbers[0]}"
    return " + ".join(map(str, numbers))


def put_right_text(entry: Entry, texts: Texts) -> str:
    """What was measured, where it was put right; "" for what somebody wrote down."""
    if not entry.corrected or entry.new.source.startswith(BY_HAND):
        return ""
    return texts("diary_measured", work=measured_text(entry, texts))


def measured_text(entry: Entry, texts: Texts) -> str:
    """What was measured: "Squat, 12 repetitions, grade B"."""
    measured = entry.measured
    counted = (
        texts("diary_seconds", n=round(measured.seconds))
        if measured.seconds
        else repetitions_text(texts, measured.repetitions)
    )
    parts = [shown_name(texts, measured.exercise), counted]
    if entry.corrected.grade is not None and measured.grade:
        parts.append(texts("diary_grade", grade=measured.grade))
    return ", ".join(parts)


def time_text(minutes: int, texts: Texts) -> str:
    """How long: "34 min", "2 h 5 min"."""
    hours, rest = divmod(minutes, _AN_HOUR)
    if not hours:
        return texts("diary_minutes", n=minutes)
    return texts("diary_hours", hours=hours, n=rest)


def exercise_choices(entries: Sequence[str], texts: Texts) -> tuple[tuple[str, str], ...]:
    """Exercises to choose from, with what they are called: the vocabulary and ``entries``."""
    own = set(entries) - ACTIVITIES.keys() - {UNKNOWN}
    names = [*ACTIVITIES, *own]
    return tuple(sorted(((n, shown_name(texts, n)) for n in names), key=lambda pair: pair[1]))


def hand_sets(sets: int, each: int, minutes: int, *, is_hold: bool) -> tuple[WorkSet, ...]:
    """Sets that somebody wrote down.

    Args:
        sets: how many, at least 1.
        each: repetitions or seconds held of every set.
        minutes: under way in all; 0 where it is not told (a hold tells by itself).
        is_hold: whether ``each`` is seconds.
    """
    length = minutes * 60 / sets if minutes else float(each if is_hold else 0)
    return tuple(
        WorkSet(i * length, (i + 1) * length, 0 if is_hold else each, held=each if is_hold else 0)
        for i in range(sets)
    )
