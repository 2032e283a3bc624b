import os
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coach.diary.intake import Item, Stage
from coach.errors import DataDamaged, EntryNotFound, VideoUnreadable
from coach.pose import TrackCache, write_keypoints
from coach.storage import Correction, Store, WorkSet
from coach.texts import Texts
from coach.types import Move
from tests.coach.people import squats, track_of
from tests.ui.scripted_diary import TODAY, entry, some_weeks
from ui.diary.desk import DiaryDesk, DiaryPage
from ui.diary.screen import WEEKS
from ui.diary.view import diary_view, exercise_choices, intake_view

EN, KO = Texts("en"), Texts("ko")


def view_of(*entries, weeks=WEEKS, today=TODAY, texts=EN, kilograms=None):
    weights = {} if kilograms is None else {None: kilograms}
    return diary_view(DiaryPage(entries, weights), weeks, today, texts)


# -- what is shown ------------------------------------------------------------------------


def test_an_empty_diary_has_nothing_to_show():
    view = view_of()

    assert (view.facts, view.weeks, view.older) == ((), (), False)


def test_a_week_is_headed_by_its_days_and_amount():
    sets = (WorkSet(0, 40, 12), WorkSet(60, 100, 10))
    (week,) = view_of(entry(1, "squat", 1, *sets), kilograms=70.0).weeks

    assert week.heading == "16 November – 22 November 2026"
    assert week.amount == "22 repetitions · 2 min · about 5 kcal"


def test_weeks_are_headed_in_korean_too():
    (week,) = view_of(entry(1, "squat", 1), texts=KO).weeks

    assert week.heading == "2026년 11월 16일 – 11월 22일"
    assert week.rows[0].when == "금 11월 20일, 07:30"
    assert week.rows[0].work == "12회"


def test_a_row_says_what_was_done():
    done = entry(1, "squat", 1, WorkSet(0, 1, 8), WorkSet(2, 3, 7), grade="B", range_deg=97.4)
    row = view_of(done).weeks[0].rows[0]

    assert (row.when, row.name) == ("Fri 20 November, 07:30", "Squat")
    assert (row.work, row.grade, row.range) == ("2 sets, 15 repetitions", "B", "97°")
    assert row.measured == ""
    assert row.spoken == "Fri 20 November, 07:30, Squat, 2 sets, 15 repetitions, grade B"


def test_a_row_that_was_put_right_says_what_was_measured():
    corrected = Correction(exercise="lunge", repetitions=9)
    row = view_of(entry(1, "squat", 1, corrected=corrected)).weeks[0].rows[0]

    assert (row.name, row.work) == ("Lunge", "9 repetitions")
    assert row.measured == "Measured: Squat, 12 repetitions"


def test_a_hold_is_told_in_seconds():
    hold = WorkSet(0, 45, 0, held=41.4)
    (week,) = view_of(entry(1, "plank", 1, hold, corrected=Correction(seconds=40.0))).weeks

    assert week.rows[0].work == "40 s held"
    assert week.rows[0].measured == "Measured: Plank, 41 s held"
    assert week.amount == "1 min · 40 s held"


def test_the_newest_comes_first_and_older_weeks_wait():
    view = view_of(*some_weeks(), weeks=2)

    assert [row.id for row in view.weeks[0].rows] == [7, 6, 5, 4, 3]
    assert [row.id for row in view.weeks[1].rows] == [2, 1]
    assert view.older
    assert not view_of(*some_weeks(), weeks=12).older


def test_the_figures_are_of_all_weeks_and_of_this_one():
    facts = view_of(*some_weeks(), kilograms=70.0).facts

    assert [(f.value, f.note) for f in facts] == [
        ("12", "longest: 12"),
        ("5 min", "days with exercise: 3"),
        ("about 18 kcal", "an estimate"),
        ("55 repetitions", "Jumping jack, 17 November"),
    ]


def test_without_a_weight_no_energy_is_claimed():
    assert [f.label for f in view_of(*some_weeks()).facts] == [
        "Weeks in a row",
        "This week",
        "Most in one go",
    ]


def test_after_a_while_this_week_is_empty():
    streak, week, _ = view_of(*some_weeks(), today=date(2027, 3, 1)).facts

    assert (streak.value, week.value) == ("0", "0 min")


def test_one_can_choose_the_vocabulary_and_one_s_own_exercises():
    choices = dict(exercise_choices(some_weeks(), EN))

    assert choices["squat"] == "Squat"
    assert "춤 <b>연습</b>" in choices
    assert choices.keys().isdisjoint({"unknown", "rest", "clap"})


@pytest.mark.parametrize(
    ("items", "sentence", "fraction", "busy", "failed"),
    [
        pytest.param((), "", 0.0, False, False, id="nothing"),
        pytest.param(
            (Item(Path("a.mp4"), Stage.READING, 0.5), Item(Path("b.mp4"))),
            "Looking at a.mp4 (1 of 2)", 0.25, True, False, id="first",
        ),
        pytest.param(
            (Item(Path("a.mp4"), Stage.FAILED), Item(Path("b.mp4"), Stage.READING, 0.5)),
            "Looking at b.mp4 (2 of 2)", 0.75, True, True, id="second-after-a-bad-one",
        ),
        pytest.param(
            (Item(Path("a"), Stage.ADDED, 1.0, 3), Item(Path("b"), Stage.KNOWN, 1.0)),
            "New entries: 3. Already in the diary: 1.", 1.0, False, False, id="done",
        ),
        pytest.param(
            (Item(Path("a"), Stage.NOTHING), Item(Path("b"), Stage.CANCELLED)),
            "New entries: 0. No exercise found in a. The rest was stopped.", 1.0, False, False,
            id="stopped",
        ),
    ],
)  # fmt: skip
def test_files_on_their_way_are_told(items, sentence, fraction, busy, failed):
    view = intake_view(items, EN)

    assert (view.sentence, view.busy, view.failed) == (sentence, busy, failed)
    assert view.fraction == pytest.approx(fraction)


def test_a_file_that_failed_is_named_with_the_reason():
    error = VideoUnreadable(Path("a.mp4"), "no picture")
    mine, ours = Item(Path("a.mp4"), Stage.FAILED, error=error), Item(Path("b"), Stage.FAILED)

    assert "a.mp4" in intake_view([mine], EN).sentence
    assert EN("ui_bug") in intake_view([ours], EN).sentence


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


def test_the_desk_goes_through_the_store(tmp_path):
    file = tmp_path / "clip.npz"
    write_keypoints(file, [track_of(squats(1))], "clip")
    with Store(tmp_path / "one") as store, Store(tmp_path / "two") as other:
        desk = DiaryDesk(lambda: store, lambda: TrackCache(tmp_path / "cache"), Squats)
        (new,) = desk.add(file, lambda _: None, threading.Event()).entries

        desk.correct(new.id, Correction("lunge"))
        assert [e.exercise for e in desk.load().entries] == ["lunge"]
        desk.take_back(new.id)
        desk.set_weight(70.5)
        assert desk.load() == DiaryPage((new,), {None: 70.5})
        desk.set_weight(None)
        assert desk.load() == DiaryPage((new,), {})
        assert desk.export(tmp_path / "all.json", "ko") == 1
        taken = DiaryDesk(lambda: other, lambda: TrackCache(tmp_path), Squats).take_in(
            tmp_path / "all.json"
        )
        assert (taken.added, taken.known) == (1, 0)
        desk.delete(new.id)
        assert desk.load().entries == ()


# -- the page -----------------------------------------------------------------------------


@pytest.fixture
def page(qtbot, engine, open_window):
    """The diary in a window, with some weeks."""
    engine.diary.entries = some_weeks()
    window = open_window(language="en")
    window.diary._today = lambda: TODAY
    with qtbot.waitSignal(window.diary.shown, timeout=5000):
        QTest.mouseClick(window.nav.button("diary"), Qt.MouseButton.LeftButton)
    assert window.page is window.diary
    return window.diary


def row_of(page, number):
    return next(card.rows[number] for card in page.weeks if number in card.rows)


def drop(page, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none.NoModifier))


def test_the_diary_is_reached_from_the_start_and_left_with_esc(page, qtbot):
    window = page.window()
    assert len(page.weeks) == WEEKS
    assert not page.empty.isVisible()

    QTest.keyClick(page, Qt.Key.Key_Escape)

    assert window.page is window.library


def test_an_empty_diary_says_what_to_do(qtbot, open_window):
    window = open_window(language="ko")
    with qtbot.waitSignal(window.diary.shown, timeout=5000):
        window.show_diary()

    assert window.diary.empty.isVisible()
    assert not window.diary.export.isEnabled()
    assert not window.diary.older.isVisible()


def test_older_weeks_come_when_asked_for(page, qtbot):
    assert page.older.isVisible()

    with qtbot.waitSignal(page.shown, timeout=5000):
        page.older.click()

    assert len(page.weeks) == 12
    assert not page.older.isVisible()


def test_an_entry_is_put_right_in_its_place(page, qtbot, engine):
    row_of(page, 6).edit.click()
    editor = page.editor
    assert not row_of(page, 6).isVisible()

    editor.exercise.lineEdit().setText("push-ups")
    editor.count.setValue(9)
    with qtbot.waitSignal(page.shown, timeout=5000):
        editor.save.click()

    assert engine.diary.entries[-2].corrected == Correction("push_up", 9)
    assert row_of(page, 6).view.name == "Push-up"
    assert row_of(page, 6).view.measured.startswith("Measured: ")
    assert page.editor is None


def test_a_hold_is_put_right_in_seconds(page, qtbot, engine):
    row_of(page, 2).edit.click()
    page.editor.count.setValue(38)
    with qtbot.waitSignal(page.shown, timeout=5000):
        QTest.keyClick(page.editor.count, Qt.Key.Key_Return)

    (plank,) = (e for e in engine.diary.entries if e.id == 2)
    assert plank.corrected == Correction(seconds=38.0)


def test_a_correction_is_taken_back(page, qtbot, engine):
    row_of(page, 5).edit.click()
    assert not page.editor.back.isHidden()

    with qtbot.waitSignal(page.shown, timeout=5000):
        page.editor.back.click()

    assert not any(e.corrected for e in engine.diary.entries)
    row_of(page, 5).edit.click()
    assert page.editor.back.isHidden()


def test_saving_without_a_change_changes_nothing(page, engine):
    before = engine.diary.entries
    row_of(page, 5).edit.click()

    page.editor.save.click()

    assert page.editor is None
    assert row_of(page, 5).isVisible()
    assert engine.diary.entries is before


@pytest.mark.parametrize(
    ("typed", "name"),
    [("lunge", "lunge"), ("Lunge", "lunge"), (" my dance ", "my dance"), ("  ", None)],
)
def test_what_is_typed_becomes_an_exercise(page, typed, name):
    row_of(page, 4).edit.click()
    page.editor.exercise.lineEdit().setText(typed)

    assert page.editor.correction() == Correction(name)


def test_an_entry_is_deleted_at_the_second_click(page, qtbot, engine):
    row_of(page, 5).edit.click()
    page.editor.delete.click()
    assert len(engine.diary.entries) == 17

    with qtbot.waitSignal(page.shown, timeout=5000):
        page.editor.delete.click()

    assert 5 not in {e.id for e in engine.diary.entries}
    assert all(5 not in card.rows for card in page.weeks)


def test_the_body_weight_gives_the_energy(page, qtbot, engine):
    assert (page.weight.text(), page.weight.accessibleName()) == ("", "Weight, kg")

    QTest.keyClicks(page.weight, "70")
    with qtbot.waitSignal(page.shown, timeout=5000):
        QTest.keyClick(page.weight, Qt.Key.Key_Return)

    assert engine.diary.weights == {None: 70}
    assert "about 18 kcal" in page.weeks[0].accessibleName()


def test_esc_leaves_the_fields_and_then_the_page(page):
    row_of(page, 4).edit.click()

    QTest.keyClick(page.editor.count, Qt.Key.Key_Escape)

    assert page.editor is None
    assert page.window().page is page


def test_only_one_entry_is_edited_at_a_time(page):
    row_of(page, 4).edit.click()
    row_of(page, 1).edit.click()

    assert row_of(page, 4).isVisible()
    assert not row_of(page, 1).isVisible()


def test_what_cannot_be_put_right_is_told(page, qtbot, engine):
    row_of(page, 4).edit.click()
    page.editor.count.setValue(1)
    engine.diary.error = EntryNotFound("4")
    page.editor.save.click()

    qtbot.waitUntil(lambda: "“4”" in page.banner.sentence)


def test_a_diary_that_cannot_be_read_is_told(qtbot, engine, open_window):
    engine.diary.error = DataDamaged(Path("coach.sqlite3"), "malformed")
    window = open_window(language="en")

    window.show_diary()

    qtbot.waitUntil(lambda: "coach.sqlite3" in window.diary.banner.sentence)


def test_many_videos_are_dropped_and_a_bad_one_stops_nothing(page, qtbot, engine):
    drop(page, "/v/one.mp4", "/v/bad.mp4", "/v/old.mp4", "/v/two.mp4")

    qtbot.waitUntil(lambda: len(page.weeks[0].rows) == 7, timeout=5000)
    qtbot.waitUntil(lambda: not page.stop.isVisible())
    assert page.progress.text().startswith("New entries: 2. Already in the diary: 1. ")
    assert "bad.mp4" in page.progress.text()
    page.intake.join()


def test_dropping_is_stopped(page, qtbot, engine):
    engine.diary.gate = threading.Event()
    drop(page, "/v/one.mp4", "/v/two.mp4")
    qtbot.waitUntil(page.stop.isVisible)
    assert page.bar.isVisible()

    page.stop.click()
    engine.diary.gate.set()

    qtbot.waitUntil(lambda: page.progress.text() == "New entries: 0. The rest was stopped.")
    page.intake.join()


def test_videos_rest_while_somebody_trains(page, qtbot, engine, video):
    window = page.window()
    window.show_start()
    window.open_video(video)
    qtbot.waitUntil(lambda: window.page is window.follow, timeout=5000)
    drop(page, "/v/one.mp4")
    assert page.intake.busy

    window.controller.leave("")

    qtbot.waitUntil(lambda: not page.intake.busy, timeout=5000)
    page.intake.join()


def test_closing_the_window_gives_up_what_is_read(page, qtbot, engine):
    engine.diary.gate = threading.Event()
    drop(page, "/v/one.mp4")
    qtbot.waitUntil(page.stop.isVisible)
    engine.diary.gate.set()

    page.window().close()

    assert not page.intake.busy


def test_videos_that_come_in_do_not_disturb_who_is_editing(page, qtbot, engine):
    row_of(page, 4).edit.click()
    editor = page.editor
    drop(page, "/v/one.mp4")
    qtbot.waitUntil(lambda: page.progress.text() == "New entries: 1.", timeout=5000)
    qtbot.waitUntil(lambda: page.window().jobs.idle)
    page.intake.join()
    assert page.editor is editor

    editor.close_.click()

    assert len(page.weeks[0].rows) == 6


def test_a_calendar_that_is_dropped_is_read_in(page, qtbot, engine):
    drop(page, "/d/diary.ICS")

    qtbot.waitUntil(lambda: page.banner.sentence == "New entries: 2. Already there: 1.")
    assert engine.diary.taken_in == [Path("/d/diary.ICS")]


def test_the_diary_is_exported_and_imported(page, qtbot, engine, monkeypatch, tmp_path):
    asked = {"getSaveFileName": "diary", "getOpenFileName": "other.json"}
    for function, name in asked.items():
        answer = (str(tmp_path / name), "")
        monkeypatch.setattr(QFileDialog, function, lambda *_, answer=answer: answer)

    page.export.click()
    qtbot.waitUntil(lambda: page.banner.sentence == "Entries saved in diary.csv: 17.")
    page.take_in.click()
    qtbot.waitUntil(lambda: page.banner.sentence.startswith("New entries: 2"))

    assert engine.diary.exported == [tmp_path / "diary.csv"]
    assert engine.diary.taken_in == [tmp_path / "other.json"]


def test_videos_are_chosen_in_the_file_dialogue(page, qtbot, engine, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (["/v/one.mp4"], ""))

    QTest.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: page.progress.text() == "New entries: 1.", timeout=5000)
    page.intake.join()


def test_a_dialogue_that_is_cancelled_does_nothing(page, engine, monkeypatch):
    for function in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, function, lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))

    for button in (page.export, page.take_in, page.add):
        button.click()

    assert (engine.diary.exported, engine.diary.taken_in) == ([], [])
    assert page.intake.items == ()


def test_the_page_changes_its_language_at_once(page, qtbot):
    with qtbot.waitSignal(page.shown, timeout=5000):
        page.window().choices.keep(language="ko")

    assert page.add.text().strip() == "영상 추가…"
    assert row_of(page, 4).view.name == "스쿼트"
    assert os.linesep not in page.progress.text()
