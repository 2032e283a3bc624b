"""The way between the screens: the bar, keys, back; what is made only when it is needed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout

from ui.kit.screen import Roomy, Screen
from ui.navigation import PEOPLE, PLACES, SETTINGS, Screens

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
ALL = (*PLACES, PEOPLE, SETTINGS)


@pytest.mark.parametrize("place", ALL, ids=lambda place: place.name)
def test_the_bar_leads_to_every_place(window, place):
    QTest.mouseClick(window.nav.button(place.name), LEFT)

    assert window.screens.current == place.name
    assert window.nav.button(place.name).isChecked()


@pytest.mark.parametrize(
    ("key", "name"),
    [
        pytest.param(Qt.Key.Key_2, "diary", id="diary"),
        pytest.param(Qt.Key.Key_Comma, "preferences", id="settings"),
        pytest.param(Qt.Key.Key_P, "people", id="people"),
    ],
)
def test_every_place_has_a_key(window, key, name):
    window.activateWindow()
    QTest.keyClick(window, key, CONTROL)
    assert window.screens.current == name
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)

    assert window.screens.current == "library"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        pytest.param(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, id="esc"),
        pytest.param(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, id="alt-left"),
    ],
)
def test_one_comes_back_the_way_one_went(window, key, modifier):
    window.show_screen("diary")
    window.show_screen("preferences")
    QTest.keyClick(window, key, modifier)
    assert window.screens.current == "diary"
    QTest.keyClick(window, key, modifier)
    assert window.screens.current == "library"
    QTest.keyClick(window, key, modifier)

    assert window.screens.current == "library"


def test_one_does_not_come_back_into_a_session(window):
    window.show_screen("setup")
    assert not window.nav.isVisible()
    window.show_screen("follow")
    window.show_screen("report")
    assert window.nav.isVisible()
    window.go_back()

    assert window.screens.current == "library"


def test_keys_of_the_bar_rest_during_a_session(window):
    window.show_screen("follow")
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)

    assert window.screens.current == "follow"
    window.show_start()


def test_screens_are_made_when_they_are_first_needed(window):
    assert window.screens.is_made("library")
    assert not window.screens.is_made("diary")
    window.show_screen("diary")

    assert window.screens.is_made("diary")
    assert not window.screens.is_made("follow")


class Noting(Screen):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def refresh(self) -> None:
        self.told.append("refresh")

    def rest(self) -> None:
        self.told.append("rest")


def test_a_screen_is_told_when_it_is_shown_and_when_another_takes_over(qtbot):
    screens, first, second = Screens(), Noting(), Noting()
    qtbot.addWidget(screens)
    screens.register("first", lambda: first)
    screens.register("second", lambda: second)
    screens.show_screen("first")
    screens.show_screen("second")
    assert screens.back()

    assert first.told == ["refresh", "rest", "refresh"]
    assert second.told == ["refresh", "rest"]


def test_a_screen_that_needs_more_than_there_is_scrolls(qtbot):
    inside = Screen()
    column = QVBoxLayout(inside)
    label = QLabel("word " * 200)
    label.setWordWrap(True)
    column.addWidget(label)
    roomy = Roomy(inside)
    qtbot.addWidget(roomy)
    roomy.resize(300, 200)
    roomy.show()
    assert inside.height() >= column.minimumHeightForWidth(inside.width()) > 200
    assert label.height() >= label.heightForWidth(label.width())

    label.setText("short")
    qtbot.waitUntil(lambda: inside.height() == roomy.viewport().height())
    assert inside.width() == roomy.viewport().width()
