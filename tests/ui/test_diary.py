"""The diary page on its real widgets."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coach.diary.goal import Goal
from coach.diary.intake import Wanted, files_of_text
from coach.diary.lines import line_of
from coach.errors import DataDamaged, EntryNotFound
from coach.pose import TrackCache, write_keypoints
from coach.storage import Correction, Measured, Store, WorkSet
from coach.texts import Texts
from coach.types import Move
from tests.coach.people import squats, track_of
from tests.ui.scripted import result
from tests.ui.scripted_diary import (
    NOW,
    TODAY,
    ScriptedDesk,
    entry,
    full_month,
    session,
    some_sessions,
    some_weeks,
)
from ui.diary.desk import DiaryDesk
from ui.diary.screen import DiaryScreen
from ui.follow.values import Outcome
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.theme import Look

YESTERDAY = TODAY - timedelta(days=1)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


# -- the desk -----------------------------------------------------------------------------


class Squats:
    """Finds the same in every track."""

    repetitions = ((0.0, 3.0),)
    attempts = held = ()

    def moves(self, track, chapters):
        return (Move("squat", 0.0, 12.0, 1),)

    def counts(self, track):
        return self

    def grade(self, *_):
        return ""


@pytest.fixture
def real(tmp_path):
    """A desk on a store of its own; its person can be changed."""
    who = [None]
    with Store(tmp_path / "one") as store:
        cache = TrackCache(tmp_path / "cache")
        desk = DiaryDesk(lambda: store, lambda: cache, Squats, lambda: who[0])
        yield desk, store, who


@pytest.fixture
def clip(tmp_path):
    file = tmp_path / "clip.npz"
    write_keypoints(file, [track_of(squats(1))], "clip")
    return file


def everything(desk):
    return desk.days(date(1990, 1, 1), date(2990, 1, 1))


def test_a_video_is_written_down_on_the_day_it_was_dropped_on(real, clip):
    desk, _, _ = real
    taken = desk.add(desk.wanted(clip, YESTERDAY), lambda _: None, threading.Event())

    assert [e.day for e in taken.entries] == [YESTERDAY]
    assert desk.days(YESTERDAY, YESTERDAY).entries == taken.entries
    assert desk.days(TODAY, TODAY).entries == ()


def test_the_desk_puts_right_and_takes_back(real, clip, tmp_path):
    desk, _, _ = real
    (new,) = desk.add(desk.wanted(clip), lambda _: None, threading.Event()).entries

    desk.correct(new.id, Correction("lunge"))
    assert [e.exercise for e in everything(desk).entries] == ["lunge"]
    desk.take_back(new.id)
    assert everything(desk).entries == (new,)
    assert desk.export(tmp_path / "all.json", "ko") == 1
    assert desk.take_in(tmp_path / "all.json").known == 1
    desk.delete(new.id)
    assert everything(desk).entries == ()


def test_every_change_is_told_to_who_sends_it_on(tmp_path, clip):
    told = []
    with Store(tmp_path / "one") as store:
        cache = TrackCache(tmp_path / "cache")
        desk = DiaryDesk(
            lambda: store, lambda: cache, Squats, lambda: None, lambda: told.append(len(told))
        )
        (new,) = desk.add(desk.wanted(clip), lambda _: None, threading.Event()).entries
        desk.correct(new.id, Correction("lunge"))
        desk.take_back(new.id)
        desk.delete(new.id)
        desk.write_down(Measured("plank", NOW, (WorkSet(0, 30, 0, held=30.0),)))
        desk.set_goal(Goal("sessions", 2))

    assert told == [0, 1, 2, 3, 4, 5]


def test_two_people_have_diaries_of_their_own(real, clip):
    desk, store, who = real
    wanted = desk.wanted(clip, YESTERDAY)
    who[0] = "지우"
    desk.write_down(Measured("plank", NOW, (WorkSet(0, 30, 0, held=30.0),)))
    desk.set_goal(Goal("minutes", 60))
    desk.add(wanted, lambda _: None, threading.Event())  # dropped by the guest before

    assert [e.exercise for e in everything(desk).entries] == ["plank"]
    assert [line.exercise for line in desk.history().lines] == ["plank"]
    assert desk.standing(TODAY, 0).goal == Goal("minutes", 60)
    who[0] = None
    assert [e.exercise for e in everything(desk).entries] == ["squat"]
    assert desk.standing(TODAY, 0).goal is None
    assert {e.new.person for e in store.entries()} == {None, "지우"}


def test_a_session_is_deleted_with_what_the_diary_took_from_it(real):
    desk, store, _ = real
    recorder = store.start_session(target(), people=1)
    recorder.finish(None)
    source = f"session:{recorder.id}:x"
    store.add_entries([entry(1, "squat", 0, source=source).new, entry(2, "lunge", 0).new])
    assert len(desk.history().sessions) == 1

    desk.delete_session(recorder.id)

    assert desk.history().sessions == ()
    assert [line.exercise for line in desk.history().lines] == ["lunge"]


def target():
    from tests.coach.storage.samples import TARGET

    return TARGET


def test_videos_that_are_left_are_remembered(real):
    desk, _, _ = real
    left = (Wanted(Path("a b.mp4"), YESTERDAY, "지우"), Wanted(Path("c.mp4")))

    desk.keep_unfinished(left)
    assert desk.unfinished() == left
    desk.keep_unfinished(())
    assert desk.unfinished() == ()


@pytest.mark.parametrize("text", ["", "3", "[1]", '[["a", "x", null]]', "{}"])
def test_a_list_of_videos_that_makes_no_sense_is_none(text):
    assert files_of_text(text) == ()


def test_history_and_days_tell_the_same(real):
    desk, store, _ = real
    store.add_entries(e.new for e in some_weeks())

    assert desk.history().lines == tuple(map(line_of, everything(desk).entries))


# -- the page -----------------------------------------------------------------------------


@pytest.fixture
def desk():
    return ScriptedDesk(some_weeks(), some_sessions())


@pytest.fixture
def open_page(qtbot, desk):
    """Opens the page in a window of the smallest size."""
    opened: list[tuple[DiaryScreen, Jobs]] = []

    def open_it(language: str = "en") -> DiaryScreen:
        jobs = Jobs()
        page = DiaryScreen(desk, jobs, lambda: NOW)
        qtbot.addWidget(page)
        opened.append((page, jobs))
        page.resize(1024, 600)
        with qtbot.waitSignal(page.shown):
            page.dress(Look(Texts(language), theme.DARK))
            page.refresh()
            page.show()
        qtbot.waitUntil(lambda: jobs.idle)
        return page

    yield open_it
    for page, jobs in opened:
        page.close_down()
        jobs.close(lambda: None)


@pytest.fixture
def page(open_page: Callable[..., DiaryScreen]) -> DiaryScreen:
    return open_page()


def settle(qtbot, page):
    qtbot.waitUntil(lambda: page._jobs.idle)


def rows(page):
    return {number: row for box in page.calendar.panel.groups for number, row in box.rows.items()}


def choose(page, qtbot, day):
    page.calendar.choose(day)
    settle(qtbot, page)


def drop(table, day, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = table.visualRect(table.days.place(day)).center() if day else None
    at = QPointF(place) if place is not None else QPointF(-1, -1)
    event = QDropEvent(at, Qt.DropAction.CopyAction, data, LEFT, NONE)
    table.dropEvent(event)


def test_the_calendar_opens_on_today(page):
    assert page.calendar.day == TODAY
    assert page.calendar.heading.text() == "November 2026"
    assert page.calendar.panel.heading.text() == "Saturday, November 21, 2026"
    assert set(rows(page)) == {6, 7}


@pytest.mark.parametrize(
    ("key", "modifier", "day"),
    [
        pytest.param(Qt.Key.Key_Left, NONE, date(2026, 11, 20), id="left"),
        pytest.param(Qt.Key.Key_Right, NONE, date(2026, 11, 22), id="right"),
        pytest.param(Qt.Key.Key_Up, NONE, date(2026, 11, 14), id="up"),
        pytest.param(Qt.Key.Key_Down, NONE, date(2026, 11, 28), id="down"),
        pytest.param(Qt.Key.Key_Home, NONE, date(2026, 11, 15), id="home"),
        pytest.param(Qt.Key.Key_End, NONE, date(2026, 11, 21), id="end"),
        pytest.param(Qt.Key.Key_PageUp, NONE, date(2026, 10, 21), id="month-back"),
        pytest.param(Qt.Key.Key_PageDown, NONE, date(2026, 12, 21), id="month-on"),
        pytest.param(Qt.Key.Key_PageUp, SHIFT, date(2025, 11, 21), id="year-back"),
    ],
)
def test_keys_lead_through_the_calendar(page, qtbot, key, modifier, day):
    page.calendar.month.setFocus()
    QTest.keyClick(page.calendar.month, key, modifier)
    settle(qtbot, page)

    assert page.calendar.day == day
    table = page.calendar.month
    assert table.days.cell(table.currentIndex()).day == day


def test_t_leads_back_to_today(page, qtbot):
    choose(page, qtbot, date(2020, 2, 29))
    assert page.calendar.heading.text() == "February 2020"

    QTest.keyClick(page.calendar.month, Qt.Key.Key_T)
    settle(qtbot, page)

    assert page.calendar.day == TODAY


def test_enter_leads_to_the_entries_of_the_day(page, qtbot):
    choose(page, qtbot, YESTERDAY)
    page.calendar.month.setFocus()

    QTest.keyClick(page.calendar.month, Qt.Key.Key_Return)

    assert page.focusWidget() is rows(page)[4].edit


def test_a_click_chooses_a_day(page, qtbot):
    table = page.calendar.month
    place = table.visualRect(table.days.place(YESTERDAY)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, place)
    settle(qtbot, page)

    assert set(rows(page)) == {4, 5}


def test_the_arrows_turn_the_page(page, qtbot):
    page.calendar.before.click()
    settle(qtbot, page)

    assert page.calendar.heading.text() == "October 2026"
    page.calendar.after.click()
    page.calendar.to_today.click()
    settle(qtbot, page)
    assert page.calendar.heading.text() == "November 2026"


def test_the_year_shows_every_day_and_leads_to_its_month(page, qtbot):
    page.calendar.zoom.button("year").click()
    settle(qtbot, page)
    year = page.calendar.year
    assert page.calendar.heading.text() == "2026"
    assert not page.calendar.panel.isVisible()
    assert year.days.rowCount() == 12

    QTest.keyClick(year, Qt.Key.Key_Up)
    assert page.calendar.day == date(2026, 10, 21)
    assert "October 21" in page.calendar.day_words.text()
    assert page.calendar.amount.text() == "14 days · 1 h 19 min"
    assert page.calendar.day_words.isVisible()
    QTest.keyClick(year, Qt.Key.Key_Return)
    settle(qtbot, page)

    assert page.calendar.heading.text() == "October 2026"
    assert page.calendar.panel.isVisible()


def test_what_screen_readers_hear_of_a_day(page):
    table = page.calendar.month
    place = table.days.place(YESTERDAY)
    spoken = table.days.data(place, Qt.ItemDataRole.AccessibleTextRole)

    assert spoken.startswith("Friday, November 20, 2026\nSquat, Push-up")
    assert table.accessibleName() == "Days of the month"


def test_tool_tips_show_names_as_they_are(page):
    table = page.calendar.month
    tip = table.days.data(table.days.place(TODAY), Qt.ItemDataRole.ToolTipRole)

    assert "춤 &lt;b&gt;연습&lt;/b&gt;" in tip
    assert "<br>" in tip


def test_a_day_that_videos_are_held_over_is_marked(page):
    table = page.calendar.month
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/v/one.mp4")])
    place = table.visualRect(table.days.place(YESTERDAY)).center()
    copy = Qt.DropAction.CopyAction
    over = QDragMoveEvent(place, copy, data, LEFT, NONE)
    table.dragMoveEvent(over)
    assert table.drop_day == YESTERDAY
    assert over.isAccepted()
    table.grab()

    table.dragLeaveEvent(QDragLeaveEvent())
    assert table.drop_day is None


def test_the_focus_begins_in_the_calendar(page):
    page.calendar.panel.write.clearFocus()
    page.refresh()

    assert page.focusWidget() is page.calendar.month


def test_an_empty_diary_says_what_to_do(qtbot, open_page, desk):
    desk.entries = desk.sessions = ()
    page = open_page("ko")

    assert page.calendar.panel.empty.isVisible()
    assert page.calendar.week.done.text() == "새로운 한 주예요"
    page.show_tab("progress")
    qtbot.waitUntil(page.progress.empty.isVisible)
    page.show_tab("sessions")
    qtbot.waitUntil(page.sessions.empty.isVisible)
    with qtbot.waitSignal(page.library_wanted):
        page.sessions.to_library.click()
    qtbot.waitUntil(lambda: not page.sessions.search.isVisible())
    with qtbot.waitSignal(page.demo_wanted):
        page.sessions.to_demo.click()
    page.show_tab("calendar")
    settle(qtbot, page)
    with qtbot.waitSignal(page.demo_wanted):
        page.calendar.panel.to_demo.click()
    assert not page.sessions.report.isVisible()


def test_an_empty_month_of_a_diary_with_history_offers_no_demo(page, qtbot):
    page.calendar.choose(date(2020, 2, 1))
    settle(qtbot, page)

    assert page.calendar.panel.empty.isVisible()
    assert not page.calendar.panel.to_demo.isVisible()


# -- putting right ------------------------------------------------------------------------


def test_an_entry_is_put_right_in_its_place(page, qtbot, desk):
    rows(page)[6].edit.click()
    form = page.calendar.panel.form
    form.exercise.lineEdit().setText("push-ups")
    form.count.setValue(9)
    form.grade.setCurrentText("B")
    form.save.click()
    settle(qtbot, page)

    (changed,) = (e for e in desk.entries if e.id == 6)
    assert changed.corrected == Correction("push_up", 9, grade="B")
    assert rows(page)[6].view.name == "Push-up"
    assert rows(page)[6].view.measured.startswith("Measured: ")
    assert page.calendar.panel.form is None


def test_an_entry_is_moved_to_another_day(page, qtbot, desk):
    rows(page)[6].edit.click()
    page.calendar.panel.form.day.setDate(QDate(2026, 11, 20))
    page.calendar.panel.form.save.click()
    settle(qtbot, page)

    assert 6 not in rows(page)
    choose(page, qtbot, YESTERDAY)
    assert 6 in rows(page)


def test_a_hold_is_put_right_in_seconds(page, qtbot, desk):
    choose(page, qtbot, TODAY - timedelta(days=9))
    rows(page)[2].edit.click()
    form = page.calendar.panel.form
    form.count.setValue(38)
    QTest.keyClick(form.count, Qt.Key.Key_Return)
    settle(qtbot, page)

    (plank,) = (e for e in desk.entries if e.id == 2)
    assert plank.corrected == Correction(seconds=38.0)


def test_a_correction_is_taken_back(page, qtbot, desk):
    choose(page, qtbot, YESTERDAY)
    rows(page)[5].edit.click()
    assert not page.calendar.panel.form.back.isHidden()

    page.calendar.panel.form.back.click()
    settle(qtbot, page)

    assert not any(e.corrected for e in desk.entries)
    rows(page)[5].edit.click()
    assert page.calendar.panel.form.back.isHidden()


def test_saving_without_a_change_changes_nothing(page, desk):
    before = desk.entries
    rows(page)[6].edit.click()

    page.calendar.panel.form.save.click()

    assert page.calendar.panel.form is None
    assert rows(page)[6].isVisible()
    assert desk.entries is before


@pytest.mark.parametrize(
    ("typed", "name"),
    [("lunge", "lunge"), ("Lunge", "lunge"), (" my dance ", "my dance"), ("  ", None)],
)
def test_what_is_typed_becomes_an_exercise(page, typed, name):
    rows(page)[6].edit.click()
    form = page.calendar.panel.form
    form.exercise.lineEdit().setText(typed)

    assert form.correction() == Correction(name)


def test_esc_closes_the_fields_and_gives_the_focus_back(page):
    rows(page)[6].edit.click()
    QTest.keyClick(page.calendar.panel.form.count, Qt.Key.Key_Escape)

    assert page.calendar.panel.form is None
    assert page.focusWidget() is rows(page)[6].edit


def test_only_one_entry_is_edited_at_a_time(page):
    rows(page)[6].edit.click()
    rows(page)[7].edit.click()

    assert rows(page)[6].isVisible()
    assert not rows(page)[7].isVisible()


def test_an_entry_is_deleted_and_brought_back(page, qtbot, desk):
    rows(page)[6].edit.click()
    page.calendar.panel.form.delete.click()

    assert 6 not in rows(page)
    assert page.deleting.bar.isVisible()
    page.deleting.back.click()
    settle(qtbot, page)
    assert 6 in rows(page)
    assert 6 in {e.id for e in desk.entries}


def test_what_is_deleted_is_gone_when_one_turns_away(page, qtbot, desk):
    rows(page)[6].edit.click()
    page.calendar.panel.form.delete.click()
    assert 6 in {e.id for e in desk.entries}

    page.rest()
    settle(qtbot, page)

    assert 6 not in {e.id for e in desk.entries}
    assert not page.deleting.bar.isVisible()
    assert set(rows(page)) == {7}


def test_closing_the_app_deletes_for_good(page, desk):
    rows(page)[6].edit.click()
    page.calendar.panel.form.delete.click()

    page.close_down()
    page._jobs.close(lambda: None)

    assert 6 not in {e.id for e in desk.entries}


def test_what_cannot_be_deleted_comes_back_with_the_reason(page, qtbot, desk):
    rows(page)[6].edit.click()
    page.calendar.panel.form.delete.click()
    desk.error = EntryNotFound("6")
    page.deleting.finish()

    qtbot.waitUntil(lambda: "“6”" in page.banner.sentence)
    desk.error = None
    page.refresh()
    settle(qtbot, page)
    assert 6 in rows(page)


def test_an_entry_is_added_by_hand(page, qtbot, desk):
    choose(page, qtbot, date(2026, 11, 3))
    QTest.keyClick(page.calendar.month, Qt.Key.Key_N)
    form = page.calendar.panel.form
    assert not form.save.isEnabled()
    form.exercise.lineEdit().setText("Squat")
    form.sets.setValue(2)
    form.each.setValue(15)
    form.minutes.setValue(4)
    form.save.click()
    settle(qtbot, page)

    new = desk.entries[-1]
    assert (new.exercise, new.repetitions, new.day) == ("squat", 30, date(2026, 11, 3))
    assert rows(page)[new.id].view.work == "2 × 15 repetitions"


def test_a_hold_is_added_by_hand(page, qtbot, desk):
    page.calendar.panel.begin_writing()
    form = page.calendar.panel.form
    form.exercise.lineEdit().setText("plank")
    form.unit.button("seconds").click()
    form.sets.setValue(1)
    form.each.setValue(45)
    QTest.keyClick(form.each, Qt.Key.Key_Return)
    settle(qtbot, page)

    assert (desk.entries[-1].seconds, desk.entries[-1].repetitions) == (45.0, 0)


def test_what_cannot_be_put_right_is_told(page, qtbot, desk):
    rows(page)[6].edit.click()
    page.calendar.panel.form.count.setValue(1)
    desk.error = EntryNotFound("6")
    page.calendar.panel.form.save.click()

    qtbot.waitUntil(lambda: "“6”" in page.banner.sentence)


def test_a_diary_that_cannot_be_read_is_told(page, qtbot, desk):
    desk.error = DataDamaged(Path("coach.sqlite3"), "malformed")
    page.refresh()

    qtbot.waitUntil(lambda: "coach.sqlite3" in page.banner.sentence)


def test_the_report_of_a_session_is_asked_for(page, qtbot):
    choose(page, qtbot, YESTERDAY)
    (box,) = page.calendar.panel.groups

    with qtbot.waitSignal(page.report_wanted) as wanted:
        box.report.click()
    assert wanted.args == [21]


# -- the goal -----------------------------------------------------------------------------


def test_a_weekly_goal_is_set_changed_and_switched_off(page, qtbot, desk):
    week = page.calendar.week
    week.change.click()
    week.number.setValue(5)
    week.save.click()
    settle(qtbot, page)
    assert desk.goal == Goal("sessions", 5)
    assert week.done.text() == "4 of 5 sessions"

    week.change.click()
    week.kind.button("minutes").click()
    week.number.setValue(20)
    week.save.click()
    settle(qtbot, page)
    assert desk.goal == Goal("minutes", 20)
    assert "goal reached" in week.done.text()

    week.change.click()
    week.kind.button("off").click()
    assert not week.number.isVisible()
    week.save.click()
    settle(qtbot, page)
    assert desk.goal is None
    assert not week.bar.isVisible()


# -- videos -------------------------------------------------------------------------------


def test_videos_dropped_on_a_day_are_logged_on_it(page, qtbot, desk):
    day = date(2026, 11, 5)
    drop(page.calendar.month, day, "/v/one.mp4", "/v/bad.mp4", "/v/old.mp4", "/v/two.mp4")

    qtbot.waitUntil(lambda: not page.intake.busy and page.done.isVisible())
    page.intake.join()
    settle(qtbot, page)
    assert desk.wishes[0] == Wanted(Path("/v/one.mp4"), day)
    assert [e.day for e in desk.entries[-2:]] == [day, day]
    assert page.files.text().startswith("New entries: 2 (Burpee), November 5. Already in the")
    assert "bad.mp4" in page.files.text()
    cell = page.calendar.month.days.cell(page.calendar.month.days.place(day))
    assert cell.names == ("Burpee",)


def test_videos_dropped_beside_the_days_keep_their_own(page, qtbot, desk):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/v/one.mp4")])
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE))

    qtbot.waitUntil(lambda: bool(desk.wishes))
    page.intake.join()
    assert desk.wishes == [Wanted(Path("/v/one.mp4"), None)]


def test_dropping_is_stopped_and_taken_up_again(page, qtbot, desk):
    desk.gate = threading.Event()
    drop(page.calendar.month, TODAY, "/v/one.mp4", "/v/two.mp4")
    qtbot.waitUntil(page.stop.isVisible)
    assert page.bar.isVisible()

    page.stop.click()
    desk.gate.set()
    qtbot.waitUntil(page.resume.isVisible)
    assert page.files.text() == "New entries: 0. The rest was stopped."
    page.intake.join()

    page.resume.click()
    qtbot.waitUntil(lambda: page.files.text().startswith("New entries: 2"))
    page.intake.join()
    assert [w.day for w in desk.wishes] == [TODAY, TODAY]


def test_what_was_not_finished_is_offered_at_the_next_start(qtbot, desk, open_page):
    desk.left = (Wanted(Path("/v/one.mp4"), YESTERDAY),)
    page = open_page()
    qtbot.waitUntil(page.resume.isVisible)
    assert page.files.text() == "Videos not finished last time: 1."

    page.resume.click()
    qtbot.waitUntil(lambda: page.files.text().startswith("New entries: 1"))
    page.intake.join()
    settle(qtbot, page)
    assert desk.wishes == [Wanted(Path("/v/one.mp4"), YESTERDAY)]
    assert desk.left == ()


def test_what_was_not_finished_can_be_let_go(qtbot, desk, open_page):
    desk.left = (Wanted(Path("/v/one.mp4")),)
    page = open_page()
    qtbot.waitUntil(page.done.isVisible)

    page.done.click()
    settle(qtbot, page)

    assert desk.left == ()


def test_what_waits_is_remembered_until_it_is_done(page, qtbot, desk):
    desk.gate = threading.Event()
    drop(page.calendar.month, TODAY, "/v/one.mp4", "/v/two.mp4")
    qtbot.waitUntil(lambda: len(desk.left) == 2)

    desk.gate.set()

    qtbot.waitUntil(lambda: desk.left == ())
    page.intake.join()


def test_closing_gives_up_what_is_read(page, qtbot, desk):
    desk.gate = threading.Event()
    drop(page.calendar.month, TODAY, "/v/one.mp4")
    qtbot.waitUntil(page.stop.isVisible)
    desk.gate.set()

    page.close_down()
    page._jobs.close(lambda: None)

    assert not page.intake.busy


def test_videos_that_come_in_do_not_disturb_who_is_editing(page, qtbot, desk):
    rows(page)[6].edit.click()
    form = page.calendar.panel.form
    drop(page.calendar.month, TODAY, "/v/one.mp4")
    qtbot.waitUntil(lambda: page.files.text().startswith("New entries: 1"))
    page.intake.join()
    settle(qtbot, page)
    assert page.calendar.panel.form is form

    form.close_.click()

    assert len(rows(page)) == 3


def test_videos_are_chosen_in_the_file_dialogue(page, qtbot, desk, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (["/v/one.mp4"], ""))

    QTest.keyClick(page, Qt.Key.Key_O, CTRL)

    qtbot.waitUntil(lambda: page.files.text().startswith("New entries: 1"))
    page.intake.join()


# -- sessions -----------------------------------------------------------------------------


@pytest.fixture
def listed(page, qtbot, desk):
    desk.entries, desk.sessions = full_month()
    with qtbot.waitSignals([page.sessions.shown] * 2):
        page.tabs.button("sessions").click()
    return page.sessions


def shown(sessions):
    return [row for row in sessions.model.rows if not isinstance(row, date)]


def test_last_month_s_squats_are_found_with_one_more_click(listed):
    squat = next(chip for chip in listed.chips if chip.property("exercise") == "squat")

    squat.click()  # Diary and Sessions were the first and second

    assert all("squat" in one.exercises for one in shown(listed))
    assert date(2026, 10, 1) in listed.model.rows


def test_a_search_and_a_month_narrow_the_list(listed):
    everything = len(shown(listed))
    assert listed.search.hasFocus() or not listed.isActiveWindow()

    QTest.keyClicks(listed.search, "plank")
    with_plank = len(shown(listed))
    listed.month.setCurrentIndex(listed.month.findData("2026-10-01"))
    in_october = len(shown(listed))

    assert everything > with_plank > in_october > 0
    QTest.keyClicks(listed.search, "nothing like it")
    assert listed.nothing.isVisible()
    assert not listed.report.isEnabled()


def test_thousands_of_sessions_are_listed(page, qtbot, desk):
    desk.sessions = tuple(session(5000 - n, n) for n in range(4000))
    with qtbot.waitSignals([page.sessions.shown] * 2):
        page.tabs.button("sessions").click()
    sessions = page.sessions

    assert len(shown(sessions)) == 4000
    first = sessions.list.visualRect(sessions.model.index(1))
    assert sessions.list.viewport().rect().contains(first)
    assert first.height() > 40


def test_the_keys_pass_over_the_months(listed):
    last = listed.model.rows.index(date(2026, 10, 1)) - 1
    listed.list.setCurrentIndex(listed.model.index(last))

    QTest.keyClick(listed.list, Qt.Key.Key_Down)
    assert listed.chosen.month == date(2026, 10, 1)
    QTest.keyClick(listed.list, Qt.Key.Key_Up)
    assert listed.chosen.month == date(2026, 11, 1)


def test_the_report_of_the_chosen_session_is_opened(page, listed, qtbot):
    QTest.keyClick(listed.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.report_wanted) as wanted:
        QTest.keyClick(listed.list, Qt.Key.Key_Return)

    assert wanted.args == [500]


def test_an_interrupted_session_offers_to_finish_its_report(page, qtbot, desk):
    desk.sessions = (session(9, 0, finished=False),)
    page.show_tab("sessions")
    qtbot.waitUntil(page.sessions.report.isEnabled)

    assert page.sessions.report.text().strip() == "Finish the report"


def test_a_session_is_deleted_and_brought_back(page, listed, qtbot, desk):
    number, count = listed.chosen.session.id, len(shown(listed))
    listed.delete.click()
    assert len(shown(listed)) == count - 1

    QTest.keyClick(page, Qt.Key.Key_Z, CTRL)
    settle(qtbot, page)
    assert len(shown(listed)) == count

    listed.delete.click()
    page.show_tab("calendar")
    settle(qtbot, page)
    assert number not in {s.id for s in desk.sessions}


# -- progress -----------------------------------------------------------------------------


@pytest.fixture
def progress(page, qtbot):
    # What is of the last year comes first, then everything.
    with qtbot.waitSignals([page.progress.shown] * 2):
        page.tabs.button("progress").click()
    return page.progress


def pick(box, value, qtbot, tab):
    with qtbot.waitSignal(tab.shown):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())


def test_progress_of_an_exercise_is_read_with_the_keys(progress, qtbot):
    pick(progress.subject, "exercise:squat", qtbot, progress)
    pick(progress.measure, "repetitions", qtbot, progress)

    QTest.keyClick(progress.curve, Qt.Key.Key_End)
    assert progress.reading.text() == "November 20, 2026 · 35 repetitions · Most repetitions"
    QTest.keyClick(progress.curve, Qt.Key.Key_Left)
    assert progress.reading.text() == "October 31, 2026 · 13 repetitions"
    assert progress.curve.accessibleDescription() == "October 31, 2026: 13 repetitions"


def test_values_and_records_stand_in_tables_too(progress, qtbot):
    pick(progress.subject, "exercise:squat", qtbot, progress)
    progress.sort.button("values").click()
    words = progress.values.words

    assert progress.values.isVisible()
    assert words.data(words.index(0, 0)) == "November 20, 2026"
    assert words.data(words.index(0, 2)) == "Most repetitions"
    progress.sort.button("records").click()
    assert progress.records.isVisible()
    assert not progress.subject.isVisible()


def test_a_longer_time_shows_more(progress, qtbot):
    pick(progress.subject, "exercise:squat", qtbot, progress)
    assert progress.measure.currentData() == "repetitions"
    progress.span.button("month").click()
    qtbot.waitUntil(lambda: len(progress.view.curve.points) == 3)
    progress.span.button("all").click()

    qtbot.waitUntil(lambda: len(progress.view.curve.points) == 11)


def test_a_measure_that_a_subject_lacks_gives_way(progress, qtbot):
    pick(progress.subject, "exercise:squat", qtbot, progress)
    pick(progress.measure, "repetitions", qtbot, progress)
    pick(progress.subject, "exercise:plank", qtbot, progress)

    assert progress.measure.currentData() == "seconds"


# -- in and out ---------------------------------------------------------------------------


def test_a_calendar_that_is_dropped_is_read_in(page, qtbot, desk):
    drop(page.calendar.month, TODAY, "/d/diary.ICS")

    qtbot.waitUntil(lambda: page.banner.sentence == "New entries: 2. Already there: 1.")
    assert desk.taken_in == [Path("/d/diary.ICS")]
    assert page.intake.items == ()


def test_the_diary_is_exported_and_imported(page, qtbot, desk, monkeypatch, tmp_path):
    asked = {"getSaveFileName": "diary", "getOpenFileName": "other.json"}
    for function, name in asked.items():
        answer = (str(tmp_path / name), "")
        monkeypatch.setattr(QFileDialog, function, lambda *_, answer=answer: answer)

    page.export.click()
    qtbot.waitUntil(lambda: page.banner.sentence == "Entries saved in diary.csv: 17.")
    page.take_in.click()
    qtbot.waitUntil(lambda: page.banner.sentence.startswith("New entries: 2"))

    assert desk.exported == [tmp_path / "diary.csv"]
    assert desk.taken_in == [tmp_path / "other.json"]


def test_a_dialogue_that_is_cancelled_does_nothing(page, desk, monkeypatch):
    for function in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, function, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))

    for button in (page.export, page.take_in, page.add):
        button.click()

    assert (desk.exported, desk.taken_in) == ([], [])
    assert page.intake.items == ()


def test_the_page_changes_its_language_at_once(page, qtbot):
    page.dress(Look(Texts("ko"), theme.LIGHT))
    settle(qtbot, page)

    assert page.add.text().strip() == "영상 추가…"
    assert page.calendar.heading.text() == "2026년 11월"
    assert page.calendar.panel.heading.text() == "2026년 11월 21일 토요일"


# -- in the window ------------------------------------------------------------------------


def test_a_report_is_opened_from_the_diary(qtbot, engine, open_window):
    window = open_window(language="en")
    engine.diary.entries, engine.diary.sessions = some_weeks(), (session(7, 0),)
    engine.report.stored[7] = Outcome(result(), {}, None)
    window.nav.button("diary").click()
    window.diary.tabs.button("sessions").click()
    qtbot.waitUntil(window.diary.sessions.report.isEnabled)

    window.diary.sessions.report.click()

    qtbot.waitUntil(lambda: window.screens.current == "report")


def test_a_report_that_cannot_be_made_is_told_in_the_diary(qtbot, open_window):
    window = open_window(language="en")
    window.show_screen("diary")

    window.training.stopped.emit("No such session.")

    assert window.screens.current == "diary"
    assert window.diary.banner.sentence == "No such session."
