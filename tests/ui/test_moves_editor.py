"""The moves on the follow screen and their editor, on the real widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from coach.texts import Texts
from coach.types import Move
from ui.follow.view import Stage
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import dress_all
from ui.moves.edit import spans_of
from ui.moves.editor import MovesEditor

MOVES = (
    Move("squat", 10.0, 30.0, 8),
    Move("plank", 40.0, 60.0, 0, "held"),
    Move("lunge", 60, 90, 6),
)
LENGTH_S = 100.0


def dressed(editor, language="en"):
    look = Look(Texts(language), theme.DARK)
    dress_all(editor, look)
    editor.dress(look)


@pytest.fixture
def editor(qtbot):
    editor = MovesEditor()
    qtbot.addWidget(editor)
    dressed(editor)
    editor.resize(1000, 240)
    editor.begin(MOVES, MOVES, LENGTH_S)
    qtbot.waitExposed(editor)
    yield editor
    editor.hide()


def place(editor, seconds):
    return QPoint(round(seconds / LENGTH_S * editor.strip.width()), 20)


def drag(editor, start, end):
    strip = editor.strip
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=place(editor, start))
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(strip, place(editor, start + part * (end - start)))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=place(editor, end))


def keys(editor, code, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(editor.strip, code, modifier)


def spans(editor):
    return [(m.name, round(m.start), round(m.end)) for m in editor.moves]


def test_an_end_is_dragged_and_the_video_goes_along(editor, qtbot):
    sought = []
    editor.sought.connect(sought.append)

    drag(editor, 30.0, 35.0)

    assert spans(editor)[0] == ("squat", 10, 35)
    assert sought[-1] == pytest.approx(35.0, abs=0.2)


def test_a_drag_is_one_change_to_undo(editor):
    drag(editor, 30.0, 36.0)
    QTest.keyClick(editor.strip, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert editor.moves == MOVES
    assert not editor.undo.isEnabled()


def test_of_two_ends_that_touch_that_of_the_chosen_move_is_taken(editor):
    editor.choose(2)
    drag(editor, 60.0, 65.0)

    assert spans(editor)[1:] == [("plank", 40, 60), ("lunge", 65, 90)]


def test_all_of_it_can_be_done_by_key(editor):
    keys(editor, Qt.Key.Key_Right)
    assert editor.name.text() == "Plank"
    editor.show_time(50.0)
    keys(editor, Qt.Key.Key_S)
    assert spans(editor)[1:3] == [("plank", 40, 50), ("plank", 50, 60)]
    keys(editor, Qt.Key.Key_J)
    assert spans(editor)[1] == ("plank", 40, 60)
    keys(editor, Qt.Key.Key_Delete)

    assert spans(editor) == [("squat", 10, 30), ("lunge", 60, 90)]


def test_a_key_with_shift_goes_along_the_video_by_a_fifth_of_a_second(editor):
    sought = []
    editor.sought.connect(sought.append)
    editor.show_time(20.0)

    keys(editor, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert sought == [pytest.approx(20.2)]


def test_the_fields_change_the_chosen_move(editor):
    editor.choose(1)
    editor.start.setValue(42.0)
    editor.end.setValue(58.0)

    assert spans(editor)[1] == ("plank", 42, 58)


@pytest.mark.parametrize(
    ("language", "written", "name"),
    [
        ("en", "side plank, mine", "side plank, mine"),
        ("en", "burpee", "burpee"),
        ("ko", "버피", "burpee"),
    ],
)
def test_a_name_is_written_in_the_language_of_the_screen(editor, language, written, name):
    dressed(editor, language)
    editor.name.setText(written)
    editor.name.setModified(True)
    QTest.keyClick(editor.name, Qt.Key.Key_Return)

    assert editor.moves[0].name == name


def test_the_vocabulary_is_offered_while_a_name_is_written(editor):
    words = editor.name.completer()
    words.setCompletionPrefix("raise")

    offered = {words.completionModel().index(i, 0).data() for i in range(words.completionCount())}

    assert {"Lateral raise", "Front raise", "Y raise"} <= offered


def test_reset_goes_back_to_what_was_found_and_can_be_undone(editor):
    keys(editor, Qt.Key.Key_Delete)
    editor.reset.click()
    assert editor.moves == MOVES
    editor.undo.click()

    assert len(editor.moves) == 2


def test_moves_as_they_were_found_are_kept_as_none(editor, qtbot):
    with qtbot.waitSignal(editor.kept) as kept:
        editor.keep.click()
    assert kept.args == [None]

    editor.remove.click()
    with qtbot.waitSignal(editor.kept) as kept:
        editor.keep.click()
    assert kept.args == [MOVES[1:]]


def test_a_video_without_moves_leaves_nothing_to_press_but_the_way_out(editor):
    editor.begin((), (), LENGTH_S)

    enabled = [b.isEnabled() for b in (editor.split, editor.join, editor.remove, editor.undo)]

    assert enabled == [False] * 4
    assert editor.cancel.isEnabled()


def test_moves_of_one_name_have_one_colour_and_their_name_in_the_language():
    first, second, third = spans_of(
        (MOVES[0], MOVES[1], Move("squat", 60.0, 90.0, 5)), LENGTH_S, Texts("ko")
    )

    assert first.hue == third.hue != second.hue
    assert (first.name, second.name, second.held) == ("스쿼트", "플랭크", True)
    assert (first.start, first.end) == (0.1, 0.3)


# -- on the follow screen ---------------------------------------------------------------


@pytest.fixture
def ready(qtbot, window, video):
    window.open_video(video)
    qtbot.waitUntil(lambda: window.controller.stage is Stage.READY)
    return window


def test_the_follow_screen_shows_the_moves_along_the_time(ready):
    assert [s.name for s in ready.follow.moves.spans][:2] == ["Squat", "Lateral raise"]
    assert ready.follow.moves.isVisibleTo(ready.follow)


def test_edited_moves_are_kept_and_the_session_can_begin(qtbot, ready, engine):
    QTest.keyClick(ready.follow, Qt.Key.Key_E)
    editor = ready.follow.editor
    assert ready.controller.stage is Stage.EDITING
    assert editor.isVisibleTo(ready)

    editor.remove.click()
    editor.keep.click()

    qtbot.waitUntil(lambda: ready.controller.stage is Stage.READY)
    assert engine.targets[0].moves[0].name == "lateral_raise"
    assert ready.follow.moves.spans[0].name == "Lateral raise"
    assert not editor.isVisibleTo(ready)


def test_escape_leaves_the_moves_as_they_were(ready, engine):
    before = engine.targets[0].moves
    QTest.keyClick(ready.follow, Qt.Key.Key_E)
    ready.follow.editor.remove.click()
    QTest.keyClick(ready.follow.editor.strip, Qt.Key.Key_Escape)

    assert ready.controller.stage is Stage.READY
    assert engine.targets[0].moves == before


def test_nothing_starts_while_the_moves_are_edited(ready):
    QTest.keyClick(ready.follow, Qt.Key.Key_E)

    QTest.keyClick(ready.follow.editor.strip, Qt.Key.Key_Space)
    QTest.keyClick(ready.follow.editor.name, Qt.Key.Key_Return)
    ready.controller.toggle_pause()

    assert ready.controller.stage is Stage.EDITING


def test_the_moves_cannot_be_edited_before_all_are_known(qtbot, open_window, engine, video):
    engine.target_changes = {"done": False, "ready_until": 12.0}
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.controller.stage is Stage.READY)

    QTest.keyClick(window.follow, Qt.Key.Key_E)

    assert window.controller.stage is Stage.READY
    assert not window.follow.edit.isEnabled()
