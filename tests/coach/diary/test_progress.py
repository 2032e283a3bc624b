"""Curves of progress: their points, their best, where they break off."""

import math
from datetime import date, timedelta

import pytest

from coach.diary.lines import line_of
from coach.diary.progress import (
    Point,
    best_of,
    is_joined,
    measures_of,
    minutes_a_week,
    points_of,
    score_points,
    start_of_span,
)
from coach.storage import Correction, SessionSummary
from tests.coach.diary.samples import NOON, entry


def line(days=0, **changes):
    started = NOON + timedelta(days=days)
    return line_of(entry(started=started, **changes))


def summary(number, days, score):
    return SessionSummary(
        number, NOON + timedelta(days=days), "t", "h", None, 1, 60.0, 60.0, score, True
    )


def test_points_are_in_order_and_know_their_session():
    lines = [line(2, repetitions=9), line(0, repetitions=7, source="session:3:x")]

    assert points_of("repetitions", lines) == (
        Point(NOON.date(), 7, 3),
        Point(NOON.date() + timedelta(days=2), 9),
    )


def test_what_was_not_measured_is_no_point():
    lines = [line(repetitions=0, held=30.0), line(grade="B"), line(range_deg=88.5)]

    assert [p.value for p in points_of("seconds", lines)] == [30.0]
    assert [p.value for p in points_of("grade", lines)] == [4.0]
    assert [p.value for p in points_of("range", lines)] == [88.5]
    assert len(points_of("repetitions", lines)) == 2


def test_what_was_put_right_counts():
    (point,) = points_of("repetitions", [line(corrected=Correction(repetitions=3))])

    assert point.value == 3


def test_only_measures_with_values_are_offered():
    assert measures_of([line(repetitions=0, held=30.0)]) == ("seconds", "minutes")
    assert measures_of([line(grade="A", range_deg=90.0)]) == (
        "repetitions",
        "grade",
        "range",
        "minutes",
    )
    assert measures_of([]) == ()


def test_sessions_that_were_not_judged_have_no_score():
    points = score_points([summary(2, 5, 80.0), summary(3, 6, math.nan), summary(1, 1, 70.0)])

    assert [(p.value, p.session) for p in points] == [(70.0, 1), (80.0, 2)]


def test_minutes_are_summed_by_week_and_empty_weeks_have_no_point():
    lines = [line(0, seconds=100.0), line(1, seconds=50.0), line(21, seconds=61.0)]

    points = minutes_a_week(lines, 0)

    assert points == (Point(date(2026, 3, 2), 3), Point(date(2026, 3, 23), 2))


def test_the_first_of_equal_values_is_the_record():
    points = [Point(date(2026, 1, day), value) for day, value in ((1, 5), (2, 9), (3, 9))]

    assert best_of(points) == points[1]


@pytest.mark.parametrize("count", [0, 1])
def test_without_a_second_value_there_is_no_record(count):
    assert best_of([Point(date(2026, 1, 1), 5.0)] * count) is None


def test_a_long_pause_breaks_the_line():
    first = Point(date(2026, 1, 1), 1.0)

    assert is_joined(first, Point(date(2026, 2, 5), 1.0))
    assert not is_joined(first, Point(date(2026, 2, 6), 1.0))


@pytest.mark.parametrize(
    ("span", "start"),
    [
        ("month", date(2026, 4, 30)),
        ("quarter", date(2026, 2, 28)),
        ("year", date(2025, 5, 31)),
        ("all", date.min),
    ],
)
def test_spans_look_back_by_calendar_months(span, start):
    assert start_of_span(span, date(2026, 5, 31)) == start
