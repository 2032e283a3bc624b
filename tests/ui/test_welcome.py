"""The first minute: three pages, the language first, the demo workout without a camera."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coach.texts import Texts
from ui.engine import CameraOption, Demo
from ui.settings import load_settings

LEFT = Qt.MouseButton.LeftButton
DEMO_PERSON = CameraOption("good.mp4", "", is_file=True, is_demo=True)


def click(widget):
    QTest.mouseClick(widget, LEFT)


@pytest.fixture
def new(open_window, engine, video):
    """The window as somebody new sees it."""
    engine.demo = Demo(video, DEMO_PERSON)
    return open_window(language="en", welcome=True)


def test_somebody_new_is_welcomed_once(qtbot, new, open_window, tmp_path):
    assert new.page is new.welcome
    assert not new.nav.isVisible()
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").welcomed)
    new.close()

    assert open_window(language="en", welcome=True).screens.current == "library"


def test_there_are_three_pages_at_most_and_each_can_be_skipped(new):
    seen = 1
    while new.welcome.next.isVisible():
        click(new.welcome.next)
        seen += 1

    assert seen <= 3
    assert new.welcome.skip.isVisible()
    click(new.welcome.skip)
    assert new.page is new.library
    assert new.nav.isVisible()


def test_the_ways_to_and_fro_keep_their_places(new):
    def middle(button):
        return button.mapTo(new.welcome, button.rect().center()).x()

    assert not new.welcome.back.isVisible()
    counters = []
    for page in range(3):
        new.welcome.show_page(page)
        new.welcome.layout().activate()
        QTest.qWait(1)
        counters.append(middle(new.welcome.where))
        if page:
            assert middle(new.welcome.back) < counters[-1]
        forward = new.welcome.next if page < 2 else new.welcome.skip
        assert middle(forward) > counters[-1]

    assert max(counters) - min(counters) <= 1
    assert new.welcome.skip.text() == Texts("en")("welcome_leave")


def test_the_language_comes_first_and_changes_at_once(new):
    click(new.welcome.language.button("ko"))

    assert new.settings.language == "ko"
    assert new.welcome.next.text() == Texts("ko")("welcome_next")


def test_keys_do_what_the_buttons_do(new):
    QTest.keyClick(new.welcome, Qt.Key.Key_Right)
    assert new.welcome.page == 1
    QTest.keyClick(new.welcome, Qt.Key.Key_Left)
    assert new.welcome.page == 0
    QTest.keyClick(new.welcome, Qt.Key.Key_Escape)

    assert new.page is new.library


def test_the_demo_workout_starts_without_a_camera(qtbot, new, engine, video):
    engine.cameras_found = ()
    new.welcome.show_page(2)
    click(new.welcome.demo)

    qtbot.waitUntil(lambda: bool(engine.sessions))
    assert engine.targets[0].path == video
    assert new.training.set_up.camera == DEMO_PERSON
    assert new.settings.camera == ""


def test_a_video_of_ones_own_is_asked_for(new, monkeypatch, video):
    asked = []

    def ask(*arguments, **_):
        asked.append(arguments)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: ("", ""))
    new.welcome.show_page(2)
    click(new.welcome.video)

    assert new.page is new.library
    assert asked
