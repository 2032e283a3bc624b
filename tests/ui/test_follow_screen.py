"""The follow screen: what is where, what keys do, the bar that goes away, the other screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coach.session import Alarm
from coach.texts import Texts
from coach.types import Cue, Move
from tests.ui import scripted
from tests.ui.conftest import Clock
from ui.follow.fading import IDLE_S, Fading
from ui.follow.keys import SHORTCUTS
from ui.follow.layouts import LAYOUTS
from ui.follow.screen import FollowScreen
from ui.follow.second_screen import SecondScreen
from ui.follow.showing import follow_view
from ui.follow.view import Situation, Stage
from ui.kit import theme
from ui.kit.theme import DARK, PALETTES, Look
from ui.kit.widgets import Fitted, Label, height_of
from ui.settings import Settings

SMALLEST, FULL_HD, FOUR_K = QSize(1024, 600), QSize(1920, 1080), QSize(3840, 2160)
KNEES = Cue("bend_knee", "both", 20.0)
LONG = Cue("lift_hips", "both", 25.0)


class ScriptedControl(QObject):
    """Takes what the screen asks for."""

    changed = Signal(object)
    state_arrived = Signal(object)
    scored = Signal(float, object)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage.RUNNING
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **named: self.calls.append((name, *args, *named.values()))


class Stand:
    """A follow screen with a scripted control, and the choices that it makes."""

    def __init__(self, language: str = "en", palette: str = "dark") -> None:
        self.control = ScriptedControl()
        self.clock, self.mouse = Clock(), QPoint(10, 10)
        self.texts = Texts(language)
        self.screen = FollowScreen(self.control, clock=self.clock, mouse=lambda: self.mouse)
        self.settings = Settings()
        self.screen.chosen.connect(self._keep)
        self.screen.dress(Look(self.texts, PALETTES[palette]))
        self.screen.begin(1)

    def _keep(self, name: str, value: object) -> None:
        self.settings = replace(self.settings, **{name: value})
        self.screen.show_choices(self.settings)

    def choose(self, **choices: object) -> None:
        for name, value in choices.items():
            self._keep(name, value)

    def show(self, size: QSize) -> None:
        self.screen.resize(size)
        self.screen.show()
        QApplication.processEvents()

    def tell(self, stage: Stage = Stage.RUNNING, people: int = 1, **changes: Any) -> None:
        """A moment of a session."""
        self.control.stage = stage
        persons = tuple(
            scripted.person(score, dx=dx, cue=changes.pop("cue", KNEES))
            for score, dx in ((88.0, -90.0), (64.0, 110.0))[:people]
        )
        halves = changes.pop("attempts", 0)
        persons = tuple(replace(one, attempts=halves) for one in persons)
        live = scripted.live_state(
            persons,
            move=Move("standing_knee_raise", 200.0, 216.0, 12),
            next_move=Move("lateral_raise", 217.0, 230.0, 10),
            target_pose=scripted.pose(),
            target_shown=8,
            synchrony=0.83,
        )
        target = scripted.ScriptedTarget(Path("x.mp4"), duration=754.0)
        values: dict[str, Any] = {"claps": True, "next_pose": scripted.pose()} | changes
        cues = tuple(person.cue for person in persons)
        moment = Situation(stage, target, live, people, 212.0, 3, cues, **values)
        self.screen.show_state(live)
        self.screen.show_view(follow_view(moment, self.texts))
        for _ in range(3):  # a layout inside a layout asks for another round
            QApplication.processEvents()

    def picture(self, width: int = 160, height: int = 90) -> None:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkGreen)
        self.screen.show_picture(image, 0.0)

    def key(self, code: Qt.Key) -> None:
        QTest.keyClick(self.screen, code)


@pytest.fixture
def stand(qtbot: Any, qapp: QApplication) -> Iterator[Callable[..., Stand]]:
    made: list[Stand] = []

    def make(*args: str, size: QSize = SMALLEST, text: float = 1.0) -> Stand:
        theme.set_text_scale(text)
        qapp.setStyleSheet(theme.stylesheet(DARK))
        made.append(Stand(*args))
        made[-1].show(size)
        return made[-1]

    yield make
    theme.set_text_scale(1.0)
    for one in made:
        one.screen.close()
        one.screen.deleteLater()


def place(screen: FollowScreen, widget: QWidget) -> Any:
    """Of a widget on the screen."""
    return widget.rect().translated(widget.mapTo(screen, QPoint(0, 0)))


# -- where everything is --------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [SMALLEST, QSize(900, 1600), FOUR_K], ids=["small", "tall", "4k"])
@pytest.mark.parametrize("people", [1, 2])
def test_nothing_lies_over_another_in_any_layout(stand, layout, size, people):
    one = stand(size=size)
    one.choose(follow_layout=layout)
    one.screen.begin(people)
    one.picture()
    one.tell(people=people)
    screen = one.screen
    shown = [w for w in (screen.target, screen.self_view, screen.panel) if w.isVisible()]

    for widget in shown:
        assert screen.board.rect().contains(widget.geometry())
    assert screen.target in shown
    assert (screen.self_view in shown) == (layout != "target")
    assert not screen.panel.geometry().intersects(screen.target.geometry())
    assert not screen.panel.geometry().intersects(screen.self_view.geometry()) or (
        not screen.self_view.isVisible()
    )
    covers = screen.target.geometry().intersects(screen.self_view.geometry())
    assert covers == (layout == "corner") or not screen.self_view.isVisible()
    assert screen.self_view.has_pixels == (layout != "skeleton")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("layout", ["auto", "stacked", "corner"])
@pytest.mark.parametrize("people", [1, 2])
@pytest.mark.parametrize("text", [1.0, 2.0])
def test_the_panel_has_room_for_all_it_says(stand, language, layout, people, text):
    one = stand(language, text=text)
    one.choose(follow_layout=layout)
    one.screen.begin(people)
    one.tell(people=people, cue=LONG)
    panel = one.screen.panel
    smallest = panel.minimumSizeHint()

    assert smallest.width() <= panel.width()
    assert smallest.height() <= panel.height()
    for label in panel.findChildren(Label):
        if not label.isVisible() or not label.text():
            continue
        metrics, room = label.fontMetrics(), label.contentsRect()
        if label is panel.cue:
            flags = int(Qt.TextFlag.TextWordWrap)
            assert metrics.boundingRect(room, flags, label.text()).height() <= room.height()
        elif not isinstance(label, Fitted):
            assert metrics.horizontalAdvance(label.text()) <= room.width() + 1, label.text()


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_all_controls_are_inside_the_window(stand, text):
    one = stand("ko", text=text)
    one.tell(Stage.PAUSED)
    screen = one.screen

    for button in screen.bar.findChildren(QWidget):
        if button.isVisible():
            assert screen.rect().contains(place(screen, button))
            assert button.width() + 2 >= button.minimumSizeHint().width()
    assert screen.width() == SMALLEST.width()


def test_the_type_grows_with_the_window(stand):
    small, large = stand().screen.board.scale, stand(size=FOUR_K).screen.board.scale

    assert 0.9 <= small <= 1.1
    assert large >= 2.5


def test_an_upright_video_gets_its_panel_beside_it_where_it_is_alone(stand):
    one = stand()
    one.choose(follow_layout="target")
    one.picture(90, 160)
    one.tell()

    assert one.screen.panel.is_upright
    assert one.screen.target.height() > 1.5 * SMALLEST.height() / 2


def test_the_card_over_the_target_is_inside_the_window_however_narrow_the_target_is(stand):
    one = stand("ko")
    one.choose(follow_layout="side")
    one.picture(90, 200)
    for stage in (Stage.READY, Stage.PAUSED, Stage.FAILED):
        one.tell(stage, failure="x" * 90)
        curtain = one.screen.target.curtain
        assert one.screen.rect().contains(place(one.screen, curtain))
        assert curtain.button.height() + 2 >= curtain.button.sizeHint().height()


@pytest.mark.parametrize("layout", ["side", "target"])
def test_what_cannot_be_judged_is_told_where_the_cue_stands_in_any_layout(stand, layout):
    one = stand()
    one.choose(follow_layout=layout)
    one.tell(cue=None, notice="Step back.")

    assert one.screen.panel.cue.text() == "Step back."
    assert one.screen.panel.cue.property("tone") == ""
    assert one.screen.panel.isVisible()


def test_the_old_picture_of_a_lost_camera_is_dimmed_and_has_no_skeleton(stand):
    one = stand()
    one.choose(follow_layout="side")
    one.tell()
    pane = one.screen.self_view
    seen = pane.grab().toImage()
    one.screen.show_view(replace(one.screen._view, blind="Waiting."))
    dimmed = pane.grab().toImage()

    def pixels(image: QImage, token: str) -> int:
        wanted = DARK.color(token).rgb()
        return sum(
            image.pixel(x, y) == wanted
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        )

    assert pixels(seen, "accent") > 20  # arrows of the cue
    assert pixels(dimmed, "accent") == 0
    assert dimmed.pixelColor(40, 120).value() < seen.pixelColor(40, 120).value()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("text", [1.0, 2.0])
@pytest.mark.parametrize("is_off", [False, True], ids=["question", "alarm"])
def test_the_question_and_the_alarm_have_room_for_all_they_say(stand, language, text, is_off):
    one = stand(language, text=text)
    one.tell(Stage.PAUSED, alarm=Alarm(0, 0.0, is_off=is_off), alarm_left=8)
    card = one.screen.alarm._card

    assert card.height() >= height_of(card, card.width())
    assert one.screen.rect().contains(place(one.screen, card))
    for button in (one.screen.alarm.button, one.screen.alarm.hush):
        assert button.isHidden() or button.width() + 2 >= button.sizeHint().width()


def test_the_first_button_is_as_wide_whatever_it_says(stand):
    one = stand()
    widths = set()
    for stage in (Stage.READY, Stage.RUNNING, Stage.PAUSED):
        one.tell(stage)
        widths.add(one.screen.pause.width())

    assert len(widths) == 1


def test_of_a_wait_the_way_out_does_not_take_the_keys(stand):
    one = stand()
    one.tell(Stage.ANALYSING)
    curtain = one.screen.target.curtain

    assert curtain.button.text() == one.texts("follow_cancel")
    assert curtain.button.property("kind") == ""
    assert not curtain.button.hasFocus()
    one.tell(Stage.READY)
    assert curtain.button.property("kind") == "primary"


def test_two_people_are_told_apart_over_their_heads_and_in_the_panel(stand):
    one = stand()
    one.screen.begin(2)
    one.tell(people=2)

    assert one.screen.self_view._names == ("Person 1", "Person 2")
    assert one.screen.panel.move_block.together.accessibleName() == "in step"
    assert one.screen.scores[1].accessibleName() == "Person 2 64 fair"
    one.screen.begin(1)
    one.tell()
    assert not one.screen.panel.move_block.together.isVisible()


def test_praise_has_another_colour_than_a_correction(stand):
    one = stand()
    one.tell()
    assert one.screen.panel.cue.property("tone") == "accent"
    view = replace(one.screen._view, cue="That's right now.", cue_tone="good")
    one.screen.show_view(view)
    assert one.screen.panel.cue.property("tone") == "good"


# -- choices and keys -----------------------------------------------------------------


def test_the_layout_key_goes_round_says_where_it_is_and_is_remembered(stand):
    one = stand()
    one.tell()
    seen = []
    for _ in LAYOUTS:
        one.key(Qt.Key.Key_L)
        seen.append(one.settings.follow_layout)
        assert one.screen.target._title == one.texts(f"follow_layout_{seen[-1]}")

    assert seen == [*LAYOUTS[1:], LAYOUTS[0]]
    one.screen._told.timeout.emit()
    assert one.screen.target._title == "Morning squats"
    one.screen._told.stop()


def test_the_small_picture_goes_to_the_next_corner_by_key_and_by_click(stand):
    one = stand()
    one.choose(follow_layout="corner")
    one.tell()
    before = one.screen.self_view.pos()
    one.key(Qt.Key.Key_K)
    between = one.screen.self_view.pos()
    QTest.mouseClick(one.screen.self_view, Qt.MouseButton.LeftButton)

    assert one.settings.follow_corner == "top_left"
    assert len({before.toTuple(), between.toTuple(), one.screen.self_view.pos().toTuple()}) == 3


def test_a_flipped_target_is_shown_flipped_and_compared_flipped(stand):
    one = stand()
    one.key(Qt.Key.Key_V)

    assert one.settings.follow_flip
    assert one.screen.target.mirrored
    assert ("flip_target", True) in one.control.calls
    one.key(Qt.Key.Key_V)
    assert not one.screen.target.mirrored
    assert one.control.calls[-1] == ("flip_target", False)
    one.screen._told.stop()


def test_the_ghost_is_switched_by_key_and_ticked_in_the_menu(stand):
    one = stand()
    one.tell()
    one.key(Qt.Key.Key_G)

    assert one.settings.follow_ghost
    assert one.screen.bar.menu.ghost.isChecked()
    one.screen.bar.menu.ghost.trigger()
    assert not one.settings.follow_ghost
    one.screen._told.stop()


def test_the_voice_is_switched_by_key_and_ticked_in_the_menu(stand):
    one = stand()
    one.tell()
    one.key(Qt.Key.Key_C)

    assert not one.settings.voice
    assert not one.screen.bar.menu.voice.isChecked()
    assert one.screen.target._title == one.texts("follow_voice_off")
    one.screen.bar.menu.voice.trigger()
    assert one.settings.voice
    assert one.screen.bar.menu.voice.isChecked()
    one.screen._told.stop()


def test_the_voice_is_not_switched_off_by_a_slip_where_everything_is_told(stand):
    one = stand()
    one.choose(spoken_only=True)
    one.tell()
    one.screen.bar.menu.voice.trigger()

    assert one.settings.voice
    assert one.screen.bar.menu.voice.isChecked()
    assert one.screen.target._title == one.texts("follow_voice_stays")
    one.screen._told.stop()


def test_half_repetitions_are_told_beside_the_count(stand):
    one = stand()
    one.tell(attempts=2)
    block = one.screen.panel.move_block
    assert block.halves.isVisible()
    assert (block.repetitions.text(), block.halves.text()) == ("7 / 12", "2 of them half")
    place_of_count = block.repetitions.pos()
    one.tell()

    assert not block.halves.isVisible()
    assert block.repetitions.pos() == place_of_count


@pytest.mark.parametrize("text", [1.0, 2.0])
def test_the_count_stays_beside_the_pose_however_narrow_the_block(stand, text):
    one = stand(text=text)
    one.tell()
    block = one.screen.panel.move_block
    one.screen.show_view(replace(one.screen._view, repetitions="held 188 s of 188 s"))
    for width in (block.minimumWidth() + 200, block.minimumWidth()):
        block.resize(width, block.height())
        block.layout().activate()
        assert block.repetitions.geometry().right() < block.figure.geometry().left()


def test_a_card_that_goes_by_itself_leaves_the_focus_to_the_screen(stand):
    one = stand()
    one.screen.activateWindow()
    one.tell(Stage.CATCHING_UP)
    curtain = one.screen.target.curtain
    curtain.button.setFocus()
    assert one.screen.focusWidget() is curtain.button

    one.tell(Stage.RUNNING)

    assert one.screen.focusWidget() is one.screen


def test_before_the_sides_are_known_a_flipped_target_has_the_same_sides(stand):
    one = stand()
    one.choose(follow_ghost=True, follow_flip=True)
    one.tell()

    assert one.screen.self_view._is_flipped


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda s: s.act)
def test_every_key_does_something_and_has_a_name(stand, shortcut):
    one = stand()
    one.tell()
    one.control.calls.clear()
    asked: list[object] = []
    one.screen.full_screen_wanted.connect(lambda: asked.append("full screen"))
    one.screen.edit.clicked.connect(lambda: asked.append("edit"))
    one.screen.edit.setEnabled(True)
    settings, title = one.settings, one.screen.target._title
    for key in shortcut.keys[:1]:
        one.key(key)

    done = (
        bool(one.control.calls)
        or bool(asked)
        or one.settings != settings
        or one.screen.keys_card.isVisible()
        or one.screen.target._title != title
    )
    assert done
    assert Texts("ko")(shortcut.name) != Texts("en")(shortcut.name)
    one.screen._told.stop()


def test_no_key_does_two_things():
    keys = [key for shortcut in SHORTCUTS for key in shortcut.keys]

    assert len(set(keys)) == len(keys)


def test_the_list_of_keys_covers_the_screen_until_a_key_is_pressed(stand):
    one = stand("ko", text=2.0)
    one.tell(Stage.PAUSED)
    one.key(Qt.Key.Key_Question)
    card = one.screen.keys_card

    assert card.isVisible()
    assert card.hasFocus()
    inside = card._card.geometry()
    assert card.rect().contains(inside)
    one.control.calls.clear()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert not card.isVisible()
    assert one.control.calls == []


# -- the bar --------------------------------------------------------------------------


@pytest.fixture
def faded(stand) -> Stand:
    """A running session whose bar has just gone."""
    one = stand()
    one.screen.fading.set_still(True)
    one.tell()
    one.clock.now += IDLE_S
    one.screen.fading.look()
    return one


def test_the_bar_goes_when_the_mouse_rests_and_the_moves_get_its_place(stand):
    one = stand()
    one.screen.fading.set_still(True)
    one.tell()
    QApplication.processEvents()
    width = one.screen.moves.width()
    one.clock.now += IDLE_S - 0.1
    one.screen.fading.look()
    assert one.screen.bar.isVisible()
    one.clock.now += 0.2
    one.screen.fading.look()
    QApplication.processEvents()

    assert not one.screen.bar.isVisible()
    assert one.screen.moves.width() > 2 * width
    assert one.screen.cursor().shape() == Qt.CursorShape.BlankCursor


def test_a_movement_of_the_mouse_brings_the_bar_back(faded):
    faded.mouse = QPoint(11, 10)
    faded.screen.fading.look()

    assert faded.screen.bar.isVisible()
    assert faded.screen.cursor().shape() != Qt.CursorShape.BlankCursor


def test_tab_brings_the_bar_back_and_leads_into_it(faded):
    faded.screen.activateWindow()
    faded.screen.setFocus()
    faded.key(Qt.Key.Key_Tab)

    assert faded.screen.bar.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert faded.screen.bar.isAncestorOf(focus)
    faded.clock.now += 2 * IDLE_S
    faded.screen.fading.look()
    assert faded.screen.bar.isVisible()  # while a control has the focus


def test_the_bar_is_there_whenever_nothing_runs(faded):
    faded.tell(Stage.PAUSED)
    assert faded.screen.bar.isVisible()

    faded.clock.now += 2 * IDLE_S
    faded.screen.fading.look()
    faded.screen.hide()
    assert not faded.screen.fading._timer.isActive()


def test_the_bar_fades_unless_motion_is_unwanted(stand, qtbot):
    one = stand()
    one.tell()
    one.clock.now += IDLE_S
    one.screen.fading.look()

    assert one.screen.bar.isVisible()  # on its way
    assert not one.screen.fading.is_shown
    qtbot.waitUntil(lambda: not one.screen.bar.isVisible())


def test_reduced_motion_of_the_settings_is_kept(stand):
    one = stand()
    one.choose(motion="reduced")
    one.tell()
    one.clock.now += IDLE_S
    one.screen.fading.look()

    assert not one.screen.bar.isVisible()


def test_a_bar_that_is_called_back_while_it_fades_is_whole(qtbot, clock):
    holder = QWidget()
    qtbot.addWidget(holder)
    bar = QWidget(holder)
    holder.show()
    fading = Fading(bar, clock=clock, mouse=lambda: QPoint(0, 0))
    fading.set_running(True)
    clock.now += IDLE_S
    fading.look()
    fading.stir()
    fading.set_running(False)
    qtbot.wait(5)

    assert bar.isVisible()
    assert not bar.graphicsEffect().isEnabled()


# -- the other screen -----------------------------------------------------------------


class FakeScreen(QObject):
    """A screen at the right of the first one."""

    def __init__(self, like: Any) -> None:
        super().__init__()
        self._like = like

    def geometry(self) -> Any:
        return self._like.geometry()


def test_the_target_goes_to_the_other_screen_and_comes_back(stand, qapp):
    one = stand()
    screen = one.screen
    screen.second._screens = lambda: [screen.screen(), FakeScreen(screen.screen())]
    one.picture()
    one.tell()
    one.key(Qt.Key.Key_T)

    assert screen.second.is_away
    assert screen.target.window() is not screen
    assert screen.self_view.width() > screen.board.width() * 0.9 or screen.panel.is_upright
    one.picture()
    one.tell(Stage.PAUSED)
    assert screen.target.curtain.isVisible()
    assert place(screen, screen.target.curtain).intersects(place(screen, screen.self_view))
    QTest.keyClick(screen.target.window(), Qt.Key.Key_T)

    assert not screen.second.is_away
    assert screen.target.window() is screen
    assert screen.board.rect().contains(screen.target.geometry())


def test_a_screen_that_goes_away_gives_the_target_back(stand):
    one = stand()
    screen = one.screen
    other = FakeScreen(screen.screen())
    screen.second._screens = lambda: [screen.screen(), other]
    one.tell()
    one.key(Qt.Key.Key_T)
    screen.second._lose(other)

    assert screen.target.window() is screen
    assert screen.target.isVisible()
    assert not screen.bar.menu.second.isChecked()


def test_without_another_screen_it_is_said(stand):
    one = stand()
    one.tell()
    one.key(Qt.Key.Key_T)

    assert not one.screen.second.is_away
    assert one.screen.target._title == "There is no other screen"
    one.screen._told.stop()


def test_leaving_the_follow_screen_takes_the_target_back(stand):
    one = stand()
    screen = one.screen
    screen.second._screens = lambda: [screen.screen(), FakeScreen(screen.screen())]
    one.tell()
    one.key(Qt.Key.Key_T)
    screen.hide()

    assert screen.target.window() is screen


def test_a_second_screen_is_one_that_the_controls_are_not_on(qtbot):
    home = QWidget()
    qtbot.addWidget(home)
    other = FakeScreen(home.screen())

    assert SecondScreen(home, screens=lambda: [home.screen()]).other() is None
    assert SecondScreen(home, screens=lambda: [home.screen(), other]).other() is other


def test_a_camera_picture_of_another_shape_is_laid_out_again(stand):
    one = stand()
    one.choose(follow_layout="side")
    one.picture()
    one.tell()
    before = one.screen.self_view.width()
    live = scripted.live_state((scripted.person(80.0),), np.zeros((640, 360, 3), np.uint8))
    one.screen.show_state(live)

    assert one.screen.self_view.width() < before


def test_the_editor_of_the_moves_fits_below_the_pictures(stand):
    one = stand("ko")
    one.tell(Stage.READY)
    moves = (Move("squat", 10.0, 80.0, 10), Move("lunge", 100.0, 170.0, 10))
    one.screen.editor.begin(moves, moves, 754.0)
    one.tell(Stage.EDITING)

    assert one.screen.size() == SMALLEST
    assert one.screen.target.isVisible()
    assert not one.screen.panel.isVisible()
    assert not one.screen.moves.isVisible()
