"""What the diary shows, made of values alone."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from coach.diary.goal import Goal
from coach.diary.intake import Item, Stage, Wanted
from coach.diary.lines import line_of
from coach.diary.video import Taken
from coach.errors import VideoUnreadable
from coach.storage import Correction, WorkSet
from coach.texts import Texts
from tests.ui.scripted_diary import (
    TODAY,
    ScriptedDesk,
    entry,
    full_month,
    session,
    some_sessions,
    some_weeks,
)
from ui.diary.calendar_view import month_view, year_view
from ui.diary.day_paint import _lines
from ui.diary.day_view import day_view, week_view
from ui.diary.desk import Days, History
from ui.diary.intake_view import intake_view
from ui.diary.progress_view import (
    EVERYTHING,
    curve_view,
    date_ticks,
    measures,
    record_views,
    subjects,
)
from ui.diary.sessions_view import (
    Wish,
    common_exercises,
    found,
    listed,
    session_row,
    with_headings,
)
from ui.diary.words import exercise_choices, hand_sets, row_view, time_text
from ui.kit import dates
from ui.kit.bands import Band

EN, KO = Texts("en"), Texts("ko")


def days_of(*entries, sessions=(), kilograms=None):
    weights = {} if kilograms is None else {None: kilograms}
    return Days(date(2026, 1, 1), date(2026, 12, 31), entries, tuple(sessions), weights)


def cells(view):
    return {cell.day: cell for week in view.weeks for cell in week}


# -- the month ------------------------------------------------------------------------------


def test_a_day_shows_what_was_done_for_how_long_and_how_well():
    page = days_of(
        entry(1, "squat", 1, WorkSet(0, 100, 12)),
        entry(2, "lunge", 1, WorkSet(0, 700, 12)),
        sessions=[session(1, 1, 84.0), session(2, 1, 70.0)],
    )
    cell = cells(month_view(page, TODAY, TODAY, 6, EN))[date(2026, 11, 20)]

    assert (cell.names, cell.time, cell.heat) == (("Squat", "Lunge"), "14 min", 2)
    assert (cell.score, cell.band) == ("77", Band.FAIR)
    assert cell.spoken == "Friday, November 20, 2026\nSquat, Lunge\n14 min\nscore 77, fair"


def test_a_day_names_what_there_is_room_for_and_counts_the_rest():
    work = [entry(n, name, 1) for n, name in enumerate(("squat", "lunge", "plank", "burpee"))]
    cell = cells(month_view(days_of(*work), TODAY, TODAY, 6, EN))[date(2026, 11, 20)]

    assert _lines(cell, 3) == [("Squat", ""), ("Lunge", " +2"), ("2 min", "")]
    assert _lines(cell, 1) == [("Squat", " +3")]
    assert len(_lines(cell, 5)) == 5
    assert _lines(cell, 0) == []


def test_what_was_written_down_was_never_measured():
    changed = Correction(repetitions=9)
    by_hand = entry(1, "squat", 0, corrected=changed, source="hand:1")

    assert row_view(by_hand, EN).measured == ""
    assert row_view(entry(2, "squat", 0, corrected=changed), EN).measured.startswith("Measured")
    assert row_view(entry(3, "squat", 0), EN).measured == ""


def test_today_and_the_neighbours_of_the_month_are_told_apart():
    found_cells = cells(month_view(days_of(), TODAY, TODAY, 6, EN))

    assert found_cells[TODAY].is_today
    assert "(today)" in found_cells[TODAY].spoken
    assert found_cells[date(2026, 12, 5)].is_outside
    assert not found_cells[date(2026, 11, 30)].is_outside
    assert found_cells[TODAY].spoken.endswith("nothing written down")


def test_a_session_in_which_nothing_was_counted_is_seen():
    page = days_of(sessions=[session(1, 1, math.nan, finished=False)])
    cell = cells(month_view(page, TODAY, TODAY, 6, EN))[date(2026, 11, 20)]

    assert (cell.names, cell.heat, cell.score) == (("Session",), 1, "")


def test_the_month_is_headed_in_the_language():
    page = days_of(entry(1, "squat", 1, WorkSet(0, 100, 12)))

    english = month_view(page, TODAY, TODAY, 6, EN)
    korean = month_view(page, TODAY, TODAY, 0, KO)

    assert (english.heading, english.amount) == ("November 2026", "1 day · 2 min")
    assert (korean.heading, korean.amount) == ("2026년 11월", "운동한 날 1일 · 2분")
    assert (english.weekdays[0], korean.weekdays[0]) == ("Sun", "월")
    assert korean.long_weekdays[6] == "일요일"


def test_what_is_outside_the_month_is_not_in_its_amount():
    page = days_of(entry(1, "squat", 25, WorkSet(0, 100, 12)))

    assert month_view(page, TODAY, TODAY, 6, EN).amount == ""


@given(ago=st.integers(0, 3000), first=st.integers(0, 6))
def test_every_month_can_be_shown(ago, first):
    day = TODAY - timedelta(days=ago)
    view = month_view(days_of(), day, TODAY, first, EN)

    assert cells(view)[day].is_outside is False
    assert sum(cell.is_today for week in view.weeks for cell in week) <= 1


# -- the year -------------------------------------------------------------------------------


def test_a_year_has_all_its_days_with_their_minutes():
    page = days_of(entry(1, "squat", 1, WorkSet(0, 700, 12)), sessions=[session(1, 3)])
    view = year_view(page, 2026, TODAY, EN)

    assert [len(month) for month in view.days] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert [len(m) for m in year_view(page, 2024, TODAY, EN).days][1] == 29
    november = view.days[10]
    assert (november[19].minutes, november[19].heat) == ("12", 2)
    assert november[19].spoken == "Friday, November 20: 12 min"
    assert (november[17].minutes, november[17].heat) == ("", 1)
    assert november[17].spoken.endswith(": Session")
    assert november[0].spoken.endswith(": nothing written down")
    assert november[20].is_today
    assert (view.amount, view.amounts[10], view.amounts[0]) == (
        "1 day · 12 min",
        "1 day · 12 min",
        "",
    )
    assert (view.heading, view.months[0]) == ("2026", "Jan")


# -- the day --------------------------------------------------------------------------------


def test_what_a_session_gave_stands_together():
    view = day_view(days_of(*some_weeks(), sessions=some_sessions()), date(2026, 11, 20), EN)
    (group,) = view.groups

    assert (group.title, group.note) == ("Morning squats", "Session, 7:30\u202fAM")
    assert (group.session, group.is_finished, group.score) == (21, True, "● 84")
    assert [row.name for row in group.rows] == ["Squat", "Push-up"]
    assert view.heading == "Friday, November 20, 2026"


def test_videos_and_what_was_added_by_hand_stand_by_themselves():
    page = days_of(
        entry(1, "squat", 0, source="hand:1", title=""),
        entry(2, "lunge", 0, source="hand:2", title=""),
        entry(3, "plank", 0, source="video:x", title="a <b>"),
    )
    groups = day_view(page, TODAY, EN).groups

    assert [(g.title, g.note, len(g.rows)) for g in groups] == [
        ("", "Added by hand", 2),
        ("a <b>", "Video, 7:30\u202fAM", 1),
    ]


def test_a_session_that_ended_early_says_so():
    page = days_of(sessions=[session(3, 0, math.nan, finished=False)])
    (group,) = day_view(page, TODAY, EN).groups

    assert (group.session, group.is_finished, group.score) == (3, False, "")
    assert group.note.endswith("ended early")


def test_the_entries_of_a_deleted_session_stay_readable():
    (group,) = day_view(days_of(entry(1, "squat", 0, source="session:9:x")), TODAY, EN).groups

    assert (group.session, group.note) == (None, "Session, 7:30\u202fAM")


def test_a_day_comes_to_time_and_energy():
    page = days_of(entry(1, "squat", 0, WorkSet(0, 600, 90)), kilograms=70.0)

    assert day_view(page, TODAY, EN).amount == "10 min · about 35 kcal"
    assert day_view(page, TODAY - timedelta(days=1), EN).amount == ""


@pytest.mark.parametrize(
    ("sets", "work"),
    [
        pytest.param([WorkSet(0, 1, 12)], "12 repetitions", id="one set"),
        pytest.param([WorkSet(0, 1, 12)] * 3, "3 × 12 repetitions", id="equal sets"),
        pytest.param(
            [WorkSet(0, 1, 12), WorkSet(2, 3, 9)], "12 + 9 repetitions", id="unequal sets"
        ),
        pytest.param([WorkSet(0, 41, 0, held=41.4)], "41 s held", id="hold"),
        pytest.param([WorkSet(0, 30, 0, held=30)] * 2, "2 × 30 s held", id="two holds"),
    ],
)
def test_sets_are_told_with_their_repetitions(sets, work):
    assert row_view(entry(1, "squat", 0, *sets), EN).work == work


def test_a_row_that_was_put_right_says_what_was_measured():
    corrected = Correction(exercise="lunge", repetitions=9, grade="A")
    done = entry(1, "squat", 1, grade="B", range_deg=97.4, corrected=corrected)
    row = row_view(done, EN)

    assert (row.name, row.work, row.grade) == ("Lunge", "9 repetitions · range 97°", "A")
    assert row.measured == "Measured: Squat, 12 repetitions, grade B"
    assert row.grade_tip == "Form: grade A"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (59, "59 min"), (60, "1 h 0 min"), (125, "2 h 5 min")]
)
def test_long_times_are_told_in_hours(minutes, text):
    assert time_text(minutes, EN) == text


def test_sets_by_hand_last_as_long_as_is_told():
    assert hand_sets(2, 12, 4, is_hold=False) == (WorkSet(0, 120, 12), WorkSet(120, 240, 12))
    assert hand_sets(1, 12, 0, is_hold=False) == (WorkSet(0, 0, 12),)
    assert hand_sets(2, 30, 0, is_hold=True) == (
        WorkSet(0, 30, 0, held=30),
        WorkSet(30, 60, 0, held=30),
    )


def test_one_can_choose_the_vocabulary_and_one_s_own_exercises():
    choices = dict(exercise_choices([e.exercise for e in some_weeks()], EN))

    assert choices["squat"] == "Squat"
    assert "춤 <b>연습</b>" in choices
    assert choices.keys().isdisjoint({"unknown", "rest", "clap"})


# -- the week -------------------------------------------------------------------------------


def week(*entries, goal=None, texts=EN):
    desk = ScriptedDesk(entries)
    desk.goal = goal
    return week_view(desk.standing(TODAY, 0), texts)


def test_the_week_counts_sessions_towards_the_goal():
    view = week(entry(1, "squat", 0), entry(2, "squat", 1), goal=Goal("sessions", 3))

    assert (view.done, view.marks, view.is_reached) == ("2 of 3 sessions", "● ● ○", False)
    assert view.fraction == pytest.approx(2 / 3)


def test_the_week_counts_minutes_towards_the_goal():
    view = week(entry(1, "squat", 0, WorkSet(0, 1800, 9)), goal=Goal("minutes", 60))

    assert (view.done, view.marks, view.fraction) == ("30 of 60 min", "", 0.5)
    assert view.note == "1 session"


def test_a_reached_goal_is_said_and_more_is_not_too_much():
    view = week(*(entry(n, "squat", n) for n in range(4)), goal=Goal("sessions", 3))

    assert (view.done, view.marks, view.is_reached) == ("4 sessions", "● ● ●", True)


def test_without_a_goal_there_is_nothing_to_fall_short_of():
    assert (week().done, week().fraction, week().note) == ("A fresh week", None, "")
    view = week(*some_weeks())
    assert (view.done, view.note) == ("4 sessions", "26 min · 12 weeks in a row")


def test_weeks_off_are_never_mentioned():
    view = week(entry(1, "squat", 40))

    assert (view.done, view.note) == ("A fresh week", "")


# -- sessions -------------------------------------------------------------------------------


def history_of(entries, sessions):
    return History(tuple(map(line_of, entries)), tuple(sessions))


@pytest.fixture(scope="module")
def sessions():
    entries, held = full_month()
    return listed(history_of(entries, held))


def test_last_month_s_squats_are_found(sessions):
    october = found(sessions, Wish(exercise="squat", month=date(2026, 10, 1)))

    assert october
    assert all("squat" in one.exercises and one.month == date(2026, 10, 1) for one in october)
    assert found(sessions, Wish("스쿼트 morning", "", date(2026, 10, 1))) == october


def test_a_search_finds_titles_and_needs_every_word():
    one = listed(history_of((), [session(1, 0, title="<b>x</b> & 'drop' 운동 #1")]))

    assert found(one, Wish("DROP 운동"))
    assert not found(one, Wish("drop yoga"))
    assert found(one, Wish())


def test_sessions_stand_under_their_months(sessions):
    rows = with_headings(sessions)

    assert rows[0] == date(2026, 11, 1)
    assert [row for row in rows if isinstance(row, date)] == [
        date(2026, 11, 1),
        date(2026, 10, 1),
        date(2026, 9, 1),
    ]


def test_the_most_frequent_exercises_are_offered(sessions):
    assert len(common_exercises(sessions)) == 4
    assert common_exercises(()) == ()


def test_a_session_is_told_in_a_row():
    (one,) = listed(history_of([entry(1, "squat", 1, source="session:5:x")], [session(5, 1)]))
    row = session_row(one, EN)

    assert (row.title, row.when) == ("Morning squats", "November 20, 7:30\u202fAM")
    assert (row.done, row.score) == ("Squat", "● 84")
    assert row.spoken.endswith("● 84, good")
    early = replace(one, session=session(5, 1, math.nan, finished=False))
    assert session_row(early, EN).done == "ended early · Squat"


# -- progress -------------------------------------------------------------------------------


def curve(entries=(), held=(), subject=EVERYTHING, measure="minutes", span="all", texts=EN):
    return curve_view(history_of(entries, held), subject, measure, span, TODAY, 0, texts)


def test_what_can_be_shown_is_offered():
    history = history_of(some_weeks(), some_sessions())
    offered = dict(subjects(history, EN))

    assert offered["all"] == "All training"
    assert offered["exercise:squat"] == "Squat"
    assert offered["video:Morning squats"] == "Video: Morning squats"
    assert "exercise:unknown" not in offered
    assert [name for name, _ in measures(history, "exercise:plank", EN)] == [
        "seconds",
        "grade",
        "minutes",
    ]
    assert [name for name, _ in measures(history, "video:x", EN)] == ["score", "minutes"]


def test_the_record_is_marked_with_its_words():
    view = curve(some_weeks(), subject="exercise:squat", measure="repetitions")

    assert [p.note for p in view.points if p.note] == ["Most repetitions"]
    best = view.points[view.best]
    assert (best.value, best.when) == ("35 repetitions", "November 20, 2026")
    assert view.unit == "Repetitions in one session"


def test_a_record_outside_the_span_is_not_claimed_within():
    entries = (entry(1, "squat", 200, WorkSet(0, 9, 50)), entry(2, "squat", 1))
    view = curve(entries, subject="exercise:squat", measure="repetitions", span="month")

    assert (len(view.points), view.best) == (1, None)


def test_the_line_breaks_where_nothing_was_done_for_long():
    entries = tuple(entry(n, "squat", ago) for n, ago in enumerate((120, 115, 20, 10)))
    view = curve(entries, subject="exercise:squat", measure="repetitions")

    assert [len(piece) for piece in view.line] == [2, 2]


def test_many_points_are_led_through_by_month():
    entries = tuple(entry(n, "squat", n, WorkSet(0, 9, 10 + n % 3)) for n in range(90))
    view = curve(entries, subject="exercise:squat", measure="repetitions")

    assert view.by_month
    assert [y for piece in view.line for _, y in piece] == [11.0, 11.0, 11.0, 11.0]


def test_grades_have_letters_at_the_axis():
    view = curve(some_weeks(), subject="exercise:squat", measure="grade")

    assert [word for _, word in view.ticks] == ["F", "E", "D", "C", "B", "A"]
    assert view.points[-1].value == "grade B"


def test_scores_are_those_of_the_video():
    view = curve((), some_sessions(), "video:HIIT, no jumping", "score")

    assert [p.y for p in view.points] == [66.0]
    assert view.sentence.startswith("A first value")


@pytest.mark.parametrize(
    ("entries", "span", "sentence"),
    [
        pytest.param((), "all", "Nothing to show for this yet.", id="empty"),
        pytest.param(
            (entry(1, "squat", 90),), "month", "Nothing in this time. Look further back.",
            id="none-in-the-span",
        ),
        pytest.param((entry(1, "squat", 5), entry(2, "squat", 20)), "all", "", id="two"),
    ],
)  # fmt: skip
def test_an_empty_curve_says_why(entries, span, sentence):
    assert curve(entries, span=span).sentence == sentence


def test_minutes_are_told_by_the_week():
    view = curve((entry(1, "squat", 1, WorkSet(0, 700, 12)),))

    assert (view.is_weekly, view.points[0].when) == (True, "Week of November 16, 2026")
    assert view.points[0].value == "12 min"


@given(first=st.integers(700_000, 740_000), length=st.integers(0, 8_000), most=st.integers(0, 30))
def test_an_axis_of_dates_is_never_crowded(first, length, most):
    ticks = date_ticks(first, first + length, most, EN)

    assert len(ticks) <= max(most, 2) + 1
    assert all(first <= x <= first + length + 31 for x, _ in ticks)
    assert [x for x, _ in ticks] == sorted({x for x, _ in ticks})


def test_records_have_their_days():
    squat, *_ = record_views(history_of(some_weeks(), ()), EN)

    assert (squat.exercise, squat.most) == ("Squat", "35 repetitions · Nov 20, 2026")
    assert squat.best.startswith("A · ")
    assert squat.longest == ""


# -- videos on their way --------------------------------------------------------------------


def item(name, stage, fraction=0.0, taken=None, error=None):
    return Item(Wanted(Path(name)), stage, fraction, taken=taken, error=error)


FOUND = Taken((entry(1, "squat", 0), entry(2, "lunge", 0), entry(3, "squat", 2)))


@pytest.mark.parametrize(
    ("items", "sentence", "fraction", "busy", "failed"),
    [
        pytest.param((), "", 0.0, False, False, id="nothing"),
        pytest.param(
            (item("a.mp4", Stage.READING, 0.5), item("b.mp4", Stage.WAITING)),
            "Looking at a.mp4 (1 of 2)", 0.25, True, False, id="first",
        ),
        pytest.param(
            (item("a.mp4", Stage.FAILED), item("b.mp4", Stage.READING, 0.5)),
            "Looking at b.mp4 (2 of 2)", 0.75, True, True, id="second-after-a-bad-one",
        ),
        pytest.param(
            (item("a", Stage.ADDED, 1.0, FOUND), item("b", Stage.KNOWN, 1.0)),
            "New entries: 3 (Squat, Lunge), November 19 – November 21. "
            "Already in the diary: 1.", 1.0, False, False, id="done",
        ),
        pytest.param(
            (item("a", Stage.NOTHING), item("b", Stage.CANCELLED)),
            "New entries: 0. No exercise found in a. The rest was stopped.", 1.0, False, False,
            id="stopped",
        ),
    ],
)  # fmt: skip
def test_files_on_their_way_are_told(items, sentence, fraction, busy, failed):
    view = intake_view(items, EN, lambda day: dates.day_text(EN, day))

    assert (view.sentence, view.busy, view.failed) == (sentence, busy, failed)
    assert view.fraction == pytest.approx(fraction)
    assert view.can_go_on == any(i.stage is Stage.CANCELLED for i in items)


def test_the_last_file_tells_how_long_it_takes():
    reading = replace(item("a.mp4", Stage.READING, 0.5), remaining_s=70.0)

    assert intake_view([reading], EN, str).sentence.endswith("(1 of 1) · 2 min left")
    waiting = item("b.mp4", Stage.WAITING)
    assert intake_view([reading, waiting], EN, str).sentence.endswith("(1 of 2)")


def test_a_file_that_failed_is_named_with_the_reason():
    error = VideoUnreadable(Path("a.mp4"), "no picture")
    mine, ours = item("a.mp4", Stage.FAILED, error=error), item("b", Stage.FAILED)

    assert "a.mp4" in intake_view([mine], EN, str).sentence
    assert EN("ui_bug") in intake_view([ours], EN, str).sentence


# -- dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "full", "day", "month", "first"),
    [
        ("UnitedStates", "Thursday, November 5, 2026", "November 5", "November 2026", 6),
        ("Germany", "Thursday, 5 November 2026", "5 November", "November 2026", 0),
    ],
)
def test_dates_are_written_as_the_place_does(monkeypatch, place, full, day, month, first):
    locale = QLocale(QLocale.Language.English, QLocale.Country[place])
    monkeypatch.setattr(dates, "locale_of", lambda _: locale)
    then = date(2026, 11, 5)

    assert dates.full_day(EN, then) == full
    assert dates.day_text(EN, then) == day
    assert dates.month_text(EN, then) == month
    assert dates.first_weekday(EN) == first


def test_korean_dates_are_written_in_korean():
    then = date(2026, 11, 5)

    assert dates.full_day(KO, then) == "2026년 11월 5일 목요일"
    assert dates.day_text(KO, then, year=True) == "2026년 11월 5일"
    assert dates.month_text(KO, then) == "2026년 11월"
    assert dates.short_day(KO, then) == "11월 5일"
    assert dates.clock_time(KO, datetime(2026, 1, 1, 19, 30, tzinfo=UTC).time()) == "오후 7:30"
