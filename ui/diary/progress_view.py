"""What the page of progress shows: curves, values and records; no widget in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median
from typing import Final

from coach.diary import UNKNOWN, records, repetitions_text, shown_name
from coach.diary.lines import session_of
from coach.diary.month import months_later
from coach.diary.progress import (
    Measure,
    Point,
    Span,
    best_of,
    is_joined,
    measures_of,
    minutes_a_week,
    points_of,
    score_points,
    start_of_span,
)
from coach.storage import GRADES, EntryLine
from coach.texts import Texts
from ui.diary.desk import History
from ui.kit.dates import day_text, month_names, month_text, short_day

EVERYTHING: Final = "all"
_EXERCISE, _VIDEO = "exercise:", "video:"

MOST_VIDEOS: Final = 100
"""Videos that are offered, the most frequent ones."""
MOST_JOINED: Final = 60
"""Points up to which a line goes from one to the next; through more it goes by months."""
_ROOM: Final = 1.2
"""Height of the axis, that the words of a record fit above it; of the largest value."""
_DAYS_BY_DAY: Final = 100
_MONTHS_BY_MONTH: Final = 30

Choices = tuple[tuple[str, str], ...]
"""Values and what they are called."""


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of a curve: days since the year 1, the value, and both in words."""

    x: int
    y: float
    when: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CurveView:
    """One measure over time.

    Attributes:
        title: what is shown; unit: of the values, for the axis.
        points: in order.
        best: place of the record among them, None where there is none.
        line: x and y of what leads through the points, in pieces; by_month: whether it
            goes through the middle of each month.
        first, last: x that are shown.
        bottom, top: y that are shown.
        ticks: y and words where the values are no plain numbers.
        is_weekly: whether a point is a week.
        sentence: instead of a curve that would be empty, or about its only point.
    """

    title: str
    unit: str
    points: tuple[PointView, ...]
    best: int | None
    line: tuple[tuple[tuple[float, float], ...], ...]
    by_month: bool
    first: int
    last: int
    bottom: float
    top: float
    ticks: tuple[tuple[float, str], ...]
    is_weekly: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """The records of one exercise, each with its day, "" where there is none."""

    exercise: str
    most: str
    longest: str
    best: str


def subjects(history: History, texts: Texts) -> Choices:
    """What progress can be told of: everything, exercises, videos; the most frequent first."""
    names: dict[str, int] = {}
    for line in history.lines:
        names[line.exercise] = names.get(line.exercise, 0) + 1
    names.pop(UNKNOWN, None)
    videos: dict[str, tuple[int, str]] = {}
    for session in reversed(history.sessions):
        count = videos.get(session.target_hash, (0, ""))[0]
        videos[session.target_hash] = (count + 1, session.target)
    chosen = [(EVERYTHING, texts("progress_everything"))]
    chosen += [
        (_EXERCISE + name, shown_name(texts, name))
        for name in sorted(names, key=lambda name: -names[name])
    ]
    chosen += [
        (_VIDEO + key, texts("progress_video", title=title))
        for key, (_, title) in sorted(videos.items(), key=lambda v: -v[1][0])[:MOST_VIDEOS]
    ]
    return tuple(chosen)


def measures(history: History, subject: str, texts: Texts) -> Choices:
    """What can be told of a subject."""
    if subject.startswith(_EXERCISE):
        names: tuple[Measure, ...] = measures_of(_lines(history, subject))
    else:
        names = ("minutes", "score") if subject == EVERYTHING else ("score", "minutes")
    return tuple((name, texts(f"progress_{name}")) for name in names)


def _lines(history: History, subject: str) -> list[EntryLine]:
    if subject.startswith(_EXERCISE):
        name = subject.removeprefix(_EXERCISE)
        return [line for line in history.lines if line.exercise == name]
    if subject == EVERYTHING:
        return list(history.lines)
    key = subject.removeprefix(_VIDEO)
    own = {session.id for session in history.sessions if session.target_hash == key}
    return [line for line in history.lines if session_of(line.source) in own]


def _points(
    history: History, subject: str, measure: Measure, first_weekday: int
) -> tuple[Point, ...]:
    if measure == "minutes":
        return minutes_a_week(_lines(history, subject), first_weekday)
    if measure != "score":
        return points_of(measure, _lines(history, subject))
    key = subject.removeprefix(_VIDEO)
    return score_points(
        s for s in history.sessions if subject == EVERYTHING or s.target_hash == key
    )


def curve_view(
    history: History,
    subject: str,
    measure: Measure,
    span: Span,
    today: date,
    first_weekday: int,
    texts: Texts,
) -> CurveView:
    """One measure of one subject."""
    everything = _points(history, subject, measure, first_weekday)
    start = start_of_span(span, today)
    shown = [point for point in everything if point.day >= start]
    record = best_of(everything)
    best = shown.index(record) if record in shown else None
    points = tuple(
        PointView(
            point.day.toordinal(),
            point.value,
            _when(point, measure, texts),
            value_text(point.value, measure, texts),
            texts(f"progress_best_{measure}") if place == best else "",
        )
        for place, point in enumerate(shown)
    )
    by_month = len(shown) > MOST_JOINED and measure != "minutes"
    first = shown[0].day if span == "all" and shown else start
    bottom, top = _height(measure, [point.value for point in shown])
    return CurveView(
        dict(subjects(history, texts)).get(subject, ""),
        texts(f"progress_unit_{measure}"),
        points,
        best,
        () if measure == "minutes" else _by_month(shown) if by_month else _pieces(shown),
        by_month,
        min(first, today).toordinal() if shown else today.toordinal() - 30,
        max(today, shown[-1].day if shown else today).toordinal(),
        bottom,
        top,
        _ticks(measure),
        measure == "minutes",
        _sentence(everything, shown, texts),
    )


def _sentence(everything: Sequence[Point], shown: Sequence[Point], texts: Texts) -> str:
    if not everything:
        return texts("progress_empty")
    if not shown:
        return texts("progress_empty_span")
    return texts("progress_one") if len(everything) == 1 else ""


def _when(point: Point, measure: Measure, texts: Texts) -> str:
    day = day_text(texts, point.day, year=True)
    return texts("progress_week_of", day=day) if measure == "minutes" else day


def value_text(value: float, measure: Measure, texts: Texts) -> str:
    """A value with its unit: "24 repetitions"."""
    if measure == "grade":
        return texts("diary_grade", grade=GRADES[len(GRADES) - 1 - round(value)])
    if measure == "repetitions":
        return repetitions_text(texts, round(value))
    return texts(f"progress_value_{measure}", n=round(value))


def _height(measure: Measure, values: Sequence[float]) -> tuple[float, float]:
    """Lowest and highest value of the axis; points and grades have a scale of their own."""
    if measure == "score":
        return 0.0, 100.0 * _ROOM
    if measure == "grade":
        return -0.4, (len(GRADES) - 1) * _ROOM
    return 0.0, _ROOM * max(values, default=0.0) or 1.0


def _ticks(measure: Measure) -> tuple[tuple[float, str], ...]:
    """Marks of the axis, none where plain numbers do."""
    if measure == "grade":
        return tuple((float(i), grade) for i, grade in enumerate(reversed(GRADES)))
    if measure == "score":
        return tuple((float(points), str(points)) for points in range(0, 101, 20))
    return ()


def _pieces(points: Sequence[Point]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Lines through the points, broken where nothing was done for long."""
    pieces: list[list[tuple[float, float]]] = []
    before: Point | None = None
    for point in points:
        if before is None or not is_joined(before, point):
            pieces.append([])
        pieces[-1].append((float(point.day.toordinal()), point.value))
        before = point
    return tuple(tuple(piece) for piece in pieces)


def _by_month(points: Sequence[Point]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """A line through the middle of each month's values."""
    middles = [
        Point(date(year, month, 15), median(point.value for point in own))
        for (year, month), own in groupby(points, lambda p: (p.day.year, p.day.month))
    ]
    return _pieces(middles)


def date_ticks(first: int, last: int, most: int, texts: Texts) -> list[tuple[int, str]]:
    """Places and words for an axis of dates, at most ``most`` of them."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    most = max(most, 2)
    if last - first <= _DAYS_BY_DAY:
        step = max(7, -(-(last - first) // most))
        return [(x, short_day(texts, date.fromordinal(x))) for x in range(first, last + 1, step)]
    months = (end.year - start.year) * 12 + end.month - start.month
    if months <= _MONTHS_BY_MONTH:
        step = -(-months // most) or 1
        begin = months_later(start.replace(day=1), 1)
        days = [months_later(begin, i) for i in range(0, months, step)]
        names = month_names(texts)
        return [
            (d.toordinal(), month_text(texts, d) if d.month == 1 else names[d.month - 1])
            for d in days
        ]
    years = range(start.year + 1, end.year + 1)
    step = -(-len(years) // most) or 1
    return [(date(year, 1, 1).toordinal(), str(year)) for year in years[::step]]


def record_views(history: History, texts: Texts) -> tuple[RecordView, ...]:
    """The records of every exercise, that with the most entries first."""
    counts: dict[str, int] = {}
    for line in history.lines:
        counts[line.exercise] = counts.get(line.exercise, 0) + 1

    def told(line: EntryLine | None, words: str) -> str:
        if line is None:
            return ""
        return f"{words} · {short_day(texts, line.day, year=True)}"

    found = sorted(records(history.lines), key=lambda record: -counts[record.exercise])
    return tuple(
        RecordView(
            shown_name(texts, record.exercise),
            told(most, repetitions_text(texts, most.repetitions) if most else ""),
            told(hold, texts("diary_seconds", n=round(hold.seconds)) if hold else ""),
            told(best, best.grade if best else ""),
        )
        for record in found
        if record.exercise != UNKNOWN
        for most, hold, best in ((record.most_repetitions, record.longest_hold, record.best_grade),)
    )
