"""Cameras missing, taken, refused, frozen, black, upside down, slow: what the screens say."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coach.errors import (
    CameraBlack,
    CameraBusy,
    CameraFrozen,
    CameraLost,
    CameraNotFound,
    CameraRefused,
)
from coach.texts import LANGUAGES, Texts
from tests.ui import scripted
from tests.ui.test_setup import show, stage_is
from ui.engine import CameraOption
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.view import Stage
from ui.settings import load_settings

EN = Texts("en")
LEFT = Qt.MouseButton.LeftButton
FAULTS = [
    kind("HD Webcam")
    for kind in (
        CameraNotFound, CameraRefused, CameraBusy, CameraLost, CameraFrozen, CameraBlack,
    )
]  # fmt: skip
USB = CameraOption("2", "USB camera")
DEMO = CameraOption("demo.mp4", "", is_file=True, is_demo=True)
NOBODY = scripted.person(np.nan)


def name(fault):
    return type(fault).__name__


@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_the_set_up_says_what_is_wrong_and_goes_on_by_itself(qtbot, opened, engine, fault):
    engine.sessions[0].send(scripted.live_state((NOBODY,), problem=fault))
    qtbot.waitUntil(lambda: opened.setup.trouble.sentence == EN.error(fault))
    assert not opened.setup.start.isEnabled()

    engine.sessions[0].send(scripted.live_state((scripted.person(np.nan),)))

    qtbot.waitUntil(lambda: opened.setup.trouble.sentence == "")
    assert opened.setup.start.isEnabled()
    assert len(engine.sessions) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_while_following_the_screen_says_it_and_the_session_goes_on(
    qtbot,
    opened,
    engine,
    clock,
    fault,
):
    opened.controller.press_start()
    clock.now += COUNTDOWN_S
    qtbot.waitUntil(stage_is(opened, Stage.RUNNING))
    session = engine.sessions[0]
    session.send(scripted.live_state((NOBODY,), problem=fault))
    if isinstance(fault, CameraLost | CameraFrozen | CameraBlack):  # it gave pictures before
        qtbot.waitUntil(lambda: "HD Webcam" in opened.follow.panel.cue.text())
        assert opened.follow.banner.sentence == ""
    else:
        qtbot.waitUntil(lambda: opened.follow.banner.sentence == EN.error(fault))

    session.send(scripted.live_state((scripted.person(88.0),)))

    qtbot.waitUntil(lambda: opened.follow.banner.sentence == opened.follow.panel.cue.text() == "")
    assert opened.controller.stage is Stage.RUNNING
    assert "finish" not in session.calls


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_every_fault_has_a_sentence_of_its_own(fault, language):
    texts = Texts(language)
    sentence = texts.error(fault)

    assert "HD Webcam" in sentence
    assert sentence not in [texts.error(other) for other in FAULTS if other is not fault]


# -- upside down, slow --------------------------------------------------------------------


def over(points=scripted.STANDING):
    """Somebody before a camera that hangs upside down."""
    return np.array([640, 480], np.float32) - points


def test_a_picture_upside_down_is_told_and_turned_with_a_click(qtbot, opened, engine, tmp_path):
    setup = opened.setup
    assert not setup.turn.isVisibleTo(setup)
    show(opened, engine, 0.0, points=over())
    assert setup.sentence.text() == EN("setup_say_over")
    assert (setup.turn.property("kind"), setup.start.property("kind")) == ("primary", "")

    QTest.mouseClick(setup.turn, LEFT)

    qtbot.waitUntil(lambda: len(engine.sessions) == 2)
    assert engine.setup.turn == 180
    assert opened.preferences.control("camera_turn").widget.currentIndex() == 2
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").camera_turn == 180)
    qtbot.waitUntil(stage_is(opened, Stage.READY))
    show(opened, engine, 0.0, start=10.0)
    assert setup.sentence.text() == EN("setup_ready")
    assert not setup.turn.isVisibleTo(setup)


def test_a_camera_that_gives_few_pictures_is_told_last(opened, engine):
    show(opened, engine, 0.0, seconds=2.0)
    assert opened.setup.sentence.text() == EN("setup_ready")

    show(opened, engine, 0.0, seconds=4.0, start=10.0, every=4)

    assert opened.setup.sentence.text() == EN("setup_say_slow")
    assert opened.setup.start.isEnabled()


# -- which one ----------------------------------------------------------------------------


def plug(window):
    """The system tells that its cameras are others now."""
    window.training.set_up._devices.videoInputsChanged.emit()


def test_a_camera_that_is_plugged_in_takes_the_place_of_the_demo_person(
    qtbot, open_window, engine, video
):
    engine.cameras_found = (DEMO,)
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.training.set_up.camera == DEMO)

    engine.cameras_found = (USB, DEMO)
    plug(window)

    qtbot.waitUntil(lambda: window.training.set_up.camera == USB)
    qtbot.waitUntil(stage_is(window, Stage.READY))


def test_a_camera_that_was_pulled_out_is_waited_for(qtbot, opened, engine):
    engine.cameras_found = (DEMO,)
    plug(opened)

    qtbot.waitUntil(lambda: DEMO in opened.training.set_up.cameras)
    assert opened.training.set_up.camera == scripted.CAMERA
    assert len(engine.sessions) == 1


def test_the_camera_of_the_settings_is_the_one_of_the_next_training(
    qtbot, open_window, engine, video
):
    engine.cameras_found = (scripted.CAMERA, USB)
    window = open_window(language="en")
    window.open_video(video)
    qtbot.waitUntil(lambda: window.training.set_up.camera == scripted.CAMERA)
    window.training.set_up.leave()
    window.show_screen("preferences")
    chosen = window.preferences.control("camera").widget
    qtbot.waitUntil(lambda: chosen.count() == 3)
    assert [chosen.itemText(i) for i in range(3)] == [
        EN("set_camera_default"), "HD Webcam", "USB camera",
    ]  # fmt: skip

    chosen.setCurrentIndex(2)
    chosen.activated.emit(2)
    window.open_video(video)

    qtbot.waitUntil(lambda: window.training.set_up.camera == USB)


def test_a_chosen_camera_that_is_not_there_stays_chosen(qtbot, open_window):
    window = open_window(language="en")
    window.choices.keep(camera="7")
    window.show_screen("preferences")
    chosen = window.preferences.control("camera").widget

    qtbot.waitUntil(lambda: chosen.count() == 3)
    assert chosen.currentText() == EN("set_camera_gone", name=EN("ui_camera_number", n=8))


def test_without_hands_a_missing_camera_is_not_waited_for(open_window, engine):
    open_window(exit_at_end=True)
    assert engine.setup.waits is False
