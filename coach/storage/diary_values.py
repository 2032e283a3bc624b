"""Values of the diary: what somebody did, as measured and as they put it right."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final

from coach.errors import CoachBug
from coach.scoring.curve import GRADES as SCORES_OF_GRADES

GRADES: Final = tuple(letter for _, letter in SCORES_OF_GRADES)
"""Of the form, the best first; "" where it was not judged."""


@dataclass(frozen=True, slots=True)
class WorkSet:
    """One set of an exercise.

    Attributes:
        start, end: seconds in the video or session.
        repetitions: full ones; 0 for a hold.
        attempts: repetitions that fell short, not among ``repetitions``.
        held: good seconds of a hold; 0 for what repeats.
    """

    start: float
    end: float
    repetitions: int
    attempts: int = 0
    held: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.start <= self.end:
            raise CoachBug(f"a set must end after it starts, got {self.start} to {self.end}")
        if min(self.repetitions, self.attempts, self.held) < 0:
            raise CoachBug("a set holds nothing less than 0")


@dataclass(frozen=True, slots=True)
class Measured:
    """One exercise as it was measured; never changed afterwards.

    Attributes:
        exercise: of the vocabulary, a name of the user's own, or "unknown".
        started: when the exercise began: aware, in the zone where it was done.
        sets: in order, at least one.
        grade: of ``GRADES``, or "".
        range_deg: typical range of motion of the joint that moves most, degrees; None where
            unknown.
    """

    exercise: str
    started: datetime
    sets: tuple[WorkSet, ...]
    grade: str = ""
    range_deg: float | None = None

    def __post_init__(self) -> None:
        if self.started.tzinfo is None:
            raise CoachBug("an entry must know the zone of its time")
        if not self.sets:
            raise CoachBug("an entry needs a set")
        if self.grade not in ("", *GRADES):
            raise CoachBug(f"grade must be of {GRADES}, got {self.grade!r}")

    @property
    def repetitions(self) -> int:
        """Full ones of all sets."""
        return sum(one.repetitions for one in self.sets)

    @property
    def seconds(self) -> float:
        """Good seconds of a hold."""
        return sum(one.held for one in self.sets)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the person put right; None where the measured value stands.

    Attributes:
        exercise, repetitions, seconds, grade: as in ``Measured``.
        day: local date; the time of day stays.
    """

    exercise: str | None = None
    repetitions: int | None = None
    seconds: float | None = None
    grade: str | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        if self.grade not in (None, "", *GRADES):
            raise CoachBug(f"grade must be of {GRADES}, got {self.grade!r}")

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) is not None for field in fields(self))


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What goes into the diary: one exercise that one person did.

    Attributes:
        source: "session:NUMBER:TIME", "video:HASH" or "hand:UID" (written down by somebody),
            the same for all that one recording gave.
        number: of the person in it, from 1 (left in the picture). place: of the entry in
            the source, from 0; the three together are never twice in a diary.
        title: of the video. person: name of the profile, or None.
        measured, corrected: the values side by side.
        uid: name of the entry wherever it goes; "" asks for a new one.
    """

    source: str
    number: int
    place: int
    title: str
    person: str | None
    measured: Measured
    corrected: Correction = Correction()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the diary; the properties are the values in force.

    Attributes:
        id: number in this diary.
        new: what was put in, with its uid and the corrections that stand.
    """

    id: int
    new: NewEntry

    @property
    def measured(self) -> Measured:
        """As it was measured."""
        return self.new.measured

    @property
    def corrected(self) -> Correction:
        """As it was put right."""
        return self.new.corrected

    @property
    def exercise(self) -> str:
        """Name in force."""
        given = self.corrected.exercise
        return self.measured.exercise if given is None else given

    @property
    def repetitions(self) -> int:
        """Number in force, of all sets."""
        given = self.corrected.repetitions
        return self.measured.repetitions if given is None else given

    @property
    def seconds(self) -> float:
        """Good seconds in force, of a hold."""
        given = self.corrected.seconds
        return self.measured.seconds if given is None else given

    @property
    def grade(self) -> str:
        """Grade in force, or ""."""
        given = self.corrected.grade
        return self.measured.grade if given is None else given

    @property
    def started(self) -> datetime:
        """Time in force, in its own zone."""
        day = self.corrected.day
        if day is None:
            return self.measured.started
        return self.measured.started.replace(year=day.year, month=day.month, day=day.day)

    @property
    def day(self) -> date:
        """Local date in force, where it was done."""
        return self.started.date()


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in brief, for lists and curves.

    Attributes:
        id, exercise, repetitions, seconds, grade, day: as in ``Entry``, the values in force.
        source, title: as in ``NewEntry``.
        range_deg: typical range of motion, degrees; None where unknown.
        active_s: seconds under way, without rests.
    """

    id: int
    source: str
    title: str
    day: date
    exercise: str
    repetitions: int
    seconds: float
    grade: str
    range_deg: float | None
    active_s: float
