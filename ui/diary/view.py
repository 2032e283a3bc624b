"""What the diary page shows, made of the entries: no widget in here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coach.diary import UNKNOWN, Amount, records, repetitions_text, shown_name, streak, totals
from coach.diary.calendar_file import summary
from coach.diary.energy import ACTIVITIES
from coach.diary.intake import OPEN, Item, Stage
from coach.diary.totals import start_of
from coach.report import Fact
from coach.storage import Entry
from coach.texts import Texts
from ui.diary.desk import DiaryPage
from ui.kit.words import sentence_of


@dataclass(frozen=True, slots=True)
class RowView:
    """One entry.

    Attributes:
        id: number of the entry.
        when: "Sat 07:30"; name: of the exercise; work: sets and counts.
        grade: letter or ""; range: degrees or "".
        title: of the video.
        measured: what was measured, where it was put right, else "".
        spoken: accessible name.
    """

    id: int
    when: str
    name: str
    work: str
    grade: str
    range: str
    title: str
    measured: str
    spoken: str


@dataclass(frozen=True, slots=True)
class WeekView:
    """One week: first and last day, what it comes to, its entries, the newest first."""

    heading: str
    amount: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class DiaryView:
    """The page.

    Attributes:
        facts: figures at the top.
        weeks: the newest first.
        older: whether there are earlier weeks than these.
    """

    facts: tuple[Fact, ...]
    weeks: tuple[WeekView, ...]
    older: bool


@dataclass(frozen=True, slots=True)
class IntakeView:
    """Files on their way in.

    Attributes:
        sentence: how far they are, or how it ended; "" when there are none.
        fraction: 0..1 of all of them.
        busy: whether it goes on; failed: whether a file could not be read.
    """

    sentence: str
    fraction: float
    busy: bool
    failed: bool


def diary_view(page: DiaryPage, weeks: int, today: date, texts: Texts) -> DiaryView:
    """The newest ``weeks`` weeks with exercise, and the figures of all."""
    starts = sorted({start_of(e.day, "week") for e in page.entries}, reverse=True)
    shown_starts = frozenset(starts[:weeks])
    newest = [e for e in page.entries if start_of(e.day, "week") in shown_starts]
    shown = tuple(
        WeekView(
            _week(total.start, texts),
            amount_text(total.amount, texts),
            tuple(_row(entry, texts) for entry in reversed(total.entries)),
        )
        for total in totals(newest, "week", page.weights)
    )
    return DiaryView(_facts(page, today, texts), shown, len(starts) > weeks)


def _facts(page: DiaryPage, today: date, texts: Texts) -> tuple[Fact, ...]:
    if not page.entries:
        return ()
    run = streak((entry.day for entry in page.entries), today)
    this = [e for e in page.entries if start_of(today, "week") <= e.day <= today]
    week = totals(this, "week", page.weights)
    facts = [
        Fact(
            texts("diary_streak"),
            texts("diary_weeks", n=run.weeks),
            texts("diary_longest", n=run.longest),
        ),
        Fact(
            texts("diary_this_week"),
            texts("diary_minutes", n=_minutes(week[0].amount) if week else 0),
            texts("diary_days", n=week[0].days if week else 0),
        ),
    ]
    kcal = week[0].amount.kcal if week else None
    if kcal is not None:
        facts.append(
            Fact(
                texts("diary_energy"),
                texts("diary_kcal", n=round(kcal)),
                texts("diary_energy_note"),
            )
        )
    most = [r.most_repetitions for r in records(page.entries) if r.most_repetitions is not None]
    if most:
        best = max(most, key=lambda e: e.repetitions)
        facts.append(
            Fact(
                texts("diary_most"),
                repetitions_text(texts, best.repetitions),
                f"{shown_name(texts, best.exercise)}, {_day(best.day, texts)}",
            )
        )
    return tuple(facts)


def _minutes(amount: Amount) -> int:
    return math.ceil(amount.active_s / 60)


def amount_text(amount: Amount, texts: Texts) -> str:
    """What a week comes to in a line."""
    parts = [texts("diary_minutes", n=_minutes(amount))]
    if amount.repetitions:
        parts.insert(0, repetitions_text(texts, amount.repetitions))
    if amount.held_s:
        parts.append(texts("diary_seconds", n=round(amount.held_s)))
    if amount.kcal is not None:
        parts.append(texts("diary_kcal", n=round(amount.kcal)))
    return " · ".join(parts)


def _row(entry: Entry, texts: Texts) -> RowView:
    weekday = texts("diary_weekdays").split()[entry.day.weekday()]
    when = f"{weekday} {_day(entry.day, texts)}, {entry.started:%H:%M}"
    range_deg = entry.measured.range_deg
    work = []
    if len(entry.measured.sets) > 1:
        work.append(texts("diary_sets", n=len(entry.measured.sets)))
    if entry.repetitions or not entry.seconds:
        work.append(repetitions_text(texts, entry.repetitions))
    if entry.seconds:
        work.append(texts("diary_seconds", n=round(entry.seconds)))
    return RowView(
        id=entry.id,
        when=when,
        name=shown_name(texts, entry.exercise),
        work=", ".join(work),
        grade=entry.grade,
        range="" if range_deg is None else f"{range_deg:.0f}°",
        title=entry.new.title,
        measured=texts("diary_measured", work=measured_text(entry, texts))
        if entry.corrected
        else "",
        spoken=f"{when}, {summary(entry, texts)}",
    )


def measured_text(entry: Entry, texts: Texts) -> str:
    """What was measured: "Squat, 12 repetitions"."""
    measured = entry.measured
    counted = (
        texts("diary_seconds", n=round(measured.seconds))
        if measured.seconds
        else repetitions_text(texts, measured.repetitions)
    )
    return f"{shown_name(texts, measured.exercise)}, {counted}"


def _day(day: date, texts: Texts) -> str:
    return texts("diary_day", day=day.day, month=texts("report_months").split()[day.month - 1])


def _week(start: date, texts: Texts) -> str:
    last = start + timedelta(days=6)
    return texts("diary_week", first=_day(start, texts), last=_day(last, texts), year=last.year)


def exercise_choices(entries: Sequence[Entry], texts: Texts) -> tuple[tuple[str, str], ...]:
    """Exercises to choose from, with what they are called: the vocabulary and one's own."""
    own = {entry.exercise for entry in entries} - ACTIVITIES.keys() - {UNKNOWN}
    names = [*ACTIVITIES, *own]
    return tuple(sorted(((n, shown_name(texts, n)) for n in names), key=lambda pair: pair[1]))


def intake_view(items: Sequence[Item], texts: Texts) -> IntakeView:
    """How far the files are."""
    if not items:
        return IntakeView("", 0.0, False, False)
    done = sum(1.0 if item.stage not in OPEN else item.fraction for item in items)
    reading = next((i for i in items if i.stage in OPEN), None)
    failed = [item for item in items if item.stage is Stage.FAILED]
    if reading is not None:
        at = sum(item.stage not in OPEN for item in items) + 1
        name = reading.path.name
        sentence = texts("diary_reading", name=name, at=at, of=len(items))
    else:
        sentence = _ended(items, texts)
    return IntakeView(sentence, done / len(items), reading is not None, bool(failed))


def _ended(items: Sequence[Item], texts: Texts) -> str:
    """What came of the files: numbers, then a word on those that failed or gave nothing."""
    parts = [texts("diary_added", n=sum(item.added for item in items))]
    known = sum(item.stage is Stage.KNOWN for item in items)
    if known:
        parts.append(texts("diary_were_known", n=known))
    for item in items:
        if item.stage is Stage.NOTHING:
            parts.append(texts("diary_found_nothing", name=item.path.name))
        if item.stage is Stage.FAILED:
            parts.append(sentence_of(item.error, texts) or texts("ui_bug"))
    if any(item.stage is Stage.CANCELLED for item in items):
        parts.append(texts("diary_cancelled"))
    return " ".join(parts)
