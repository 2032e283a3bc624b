"""The walk-throughs of docs/walkthroughs.md, on the real widgets, their clicks counted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from coach.paths import ROOT
from tests.ui.scripted_diary import TODAY, some_sessions, some_weeks
from tests.ui.scripted_library import best, shelved
from tests.ui.scripted_people import ScriptedPeople, household
from tests.ui.test_welcome import DEMO_PERSON
from ui.engine import Demo
from ui.follow.view import Stage

LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Clicks, and counts; a file that is picked in a dialogue of the system is one click too."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.clicks = 0

    def click(self, widget, place: QPoint | None = None) -> None:
        assert widget.isVisible(), f"{widget} cannot be clicked"
        assert widget.isEnabled(), f"{widget} does not answer"
        QTest.mouseClick(widget, LEFT, pos=place or QPoint())
        self.clicks += 1

    def will_pick(self, path: Path) -> None:
        """What is picked in the next dialogue."""

        def pick(*_: object, **__: object) -> tuple[str, str]:
            self.clicks += 1
            return str(path), ""

        def pick_many(*_: object, **__: object) -> tuple[list[str], str]:
            self.clicks += 1
            return [str(path)], ""

        self._patch.setattr(QFileDialog, "getOpenFileName", pick)
        self._patch.setattr(QFileDialog, "getOpenFileNames", pick_many)
        self._patch.setattr(QFileDialog, "getSaveFileName", pick)


@pytest.fixture
def hand(monkeypatch):
    return Hand(monkeypatch)


def written(task: str) -> int:
    """The number of clicks that docs/walkthroughs.md promises for a task."""
    text = (ROOT / "docs" / "walkthroughs.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(task)}: (\d+) clicks", text, re.MULTILINE)
    assert found is not None, task
    return int(found[1])


def is_at(window, *stages):
    return lambda: window.controller.stage in stages


TRAINING = (Stage.COUNTDOWN, Stage.RUNNING)


def test_the_first_workout_from_a_file(qtbot, window, hand, video):
    hand.will_pick(video)
    hand.click(window.library.steps.open)
    qtbot.waitUntil(lambda: window.page is window.setup)
    qtbot.waitUntil(is_at(window, Stage.READY))
    hand.click(window.setup.start)

    qtbot.waitUntil(is_at(window, *TRAINING))
    assert hand.clicks == written("First workout from a file")
    assert hand.clicks <= 4


def test_the_first_workout_without_a_camera(qtbot, open_window, engine, hand, video):
    engine.demo = Demo(video, DEMO_PERSON)
    window = open_window(language="en", welcome=True)
    hand.click(window.welcome.next)
    hand.click(window.welcome.next)
    hand.click(window.welcome.demo)
    qtbot.waitUntil(is_at(window, Stage.READY))
    hand.click(window.setup.start)

    qtbot.waitUntil(is_at(window, *TRAINING))
    assert hand.clicks == written("Demo workout without a camera")


@pytest.fixture
def again(engine, open_window, video, qtbot):
    """The library of somebody who trained yesterday."""
    last = shelved("squats", "Morning squats", best=best(84, 1), path=video, duration=1.2)
    engine.library.items = {"squats": last}
    window = open_window(language="en")
    qtbot.waitUntil(window.library.hero.start.isVisible)
    return window


def test_yesterdays_workout_again(qtbot, again, hand):
    hand.click(again.library.hero.start)
    qtbot.waitUntil(is_at(again, Stage.READY))
    hand.click(again.setup.start)

    qtbot.waitUntil(is_at(again, *TRAINING))
    assert hand.clicks == written("Yesterday's workout again") <= 2


def test_two_players(qtbot, again, engine, hand):
    hand.click(again.library.hero.start)
    qtbot.waitUntil(is_at(again, Stage.READY))
    hand.click(again.setup.people.button("2"))
    qtbot.waitUntil(lambda: engine.sessions[-1].people == 2)
    qtbot.waitUntil(is_at(again, Stage.READY))
    hand.click(again.setup.start)

    qtbot.waitUntil(is_at(again, *TRAINING))
    assert hand.clicks == written("Two players") <= 5


@pytest.fixture
def diarist(engine, open_window):
    """Somebody with some weeks in the diary."""
    engine.diary.entries, engine.diary.sessions = some_weeks(), some_sessions()
    window = open_window(language="en")
    window.diary._today = window.diary.calendar._today = lambda: TODAY
    return window


def test_last_months_squats(qtbot, diarist, hand):
    hand.click(diarist.nav.button("diary"))
    calendar = diarist.diary.calendar
    qtbot.waitUntil(calendar.before.isVisible)
    hand.click(calendar.before)
    day = date(2026, 10, 24)
    index = cell_of(qtbot, calendar.month, day)
    hand.click(calendar.month.viewport(), calendar.month.visualRect(index).center())

    qtbot.waitUntil(lambda: any("Squat" in text for text in texts_of(calendar.panel)))
    assert hand.clicks == written("Last month's squats") <= 3


def cell_of(qtbot, table, day):
    """The cell of a day, as soon as it is there."""

    def find():
        model = table.model()
        return next(
            (
                model.index(row, column)
                for row in range(model.rowCount())
                for column in range(model.columnCount())
                if (cell := table.days.cell(model.index(row, column))) and cell.day == day
            ),
            None,
        )

    qtbot.waitUntil(lambda: find() is not None)
    return find()


def texts_of(widget) -> list[str]:
    """Every word of a widget."""
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_language(window, hand):
    hand.click(window.nav.button("preferences"))
    hand.click(window.preferences.control("language").widget.button("ko"))

    assert window.nav.button("library").text().strip() == "라이브러리"
    assert hand.clicks == written("The language") <= 2


def test_everything_to_a_file(qtbot, diarist, engine, hand, tmp_path):
    hand.will_pick(tmp_path / "all.json")
    hand.click(diarist.nav.button("diary"))
    hand.click(diarist.diary.export)

    qtbot.waitUntil(lambda: engine.diary.exported == [tmp_path / "all.json"])
    assert hand.clicks == written("Everything to a file") <= 3


def test_somebody_else(qtbot, open_window, engine, hand):
    engine.people = ScriptedPeople(household())
    window = open_window(language="en")
    hand.click(window.nav.button("people"))
    tiles = window.people.tiles
    qtbot.waitUntil(lambda: "지우" in tiles.tiles and tiles.tiles["지우"].isVisible())
    hand.click(window.people.tiles.tiles["지우"])

    assert engine.person == "지우"
    assert hand.clicks == written("Somebody else trains") <= 2
