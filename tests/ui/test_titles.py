"""A title is shown as it is written, whatever it looks like and however long it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel

from coach.storage import Profile
from tests.ui import access, screenshots, screenshots_library, scripted, scripted_diary
from tests.ui.scripted_library import best, shelved
from tests.ui.scripted_people import ScriptedPeople
from ui.follow.values import Outcome
from ui.follow.view import Stage
from ui.people.desk import Person

ODD = "<b>x</b> & 'drop' 운동 #1.mp4"
LONG = ("아침 squats, gently & <i>slow</i> " * 12)[:300]
TITLES = [pytest.param(ODD, id="odd"), pytest.param(LONG, id="300-characters")]


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path):
    made = screenshots.Studio(tmp_path, "en", "dark", QSize(1024, 640))
    yield made
    made.close()


def check(studio, title: str, *, exact: bool = True) -> None:
    """The title is somewhere as it is, nothing is HTML, and nothing is pushed out."""
    studio.settle()
    window = studio.window
    labels = [label for label in window.findChildren(QLabel) if label.isVisible()]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if label.text())
    if exact:
        words = [label.text() for label in labels] + [
            widget.accessibleName() for widget in access.shown(window)
        ]
        assert any(title in text for text in words), "the title is not shown"
    assert window.size() == studio.size
    assert access.clipped(window) == []
    assert access.cut_off(window) == []


@pytest.mark.parametrize("title", TITLES)
def test_in_the_library(studio, title):
    items = [shelved("one", title, best=best(80, 1)), shelved("two", title, missing=True)]
    screenshots_library.library(studio, items)

    check(studio, title)


@pytest.mark.parametrize("title", TITLES)
def test_in_the_set_up_and_while_following(qtbot, studio, video, title):
    studio.engine.target_changes = {"title": title}
    window = studio.window
    window.open_video(video)
    qtbot.waitUntil(lambda: window.controller.stage is Stage.READY)
    check(studio, title)

    window.setup.start.click()
    assert window.page is window.follow
    check(studio, title, exact=False)  # painted over the picture
    window.controller.leave()


@pytest.mark.parametrize("title", TITLES)
def test_in_the_report(studio, title):
    studio.window.show_screen("report")
    studio.window.report.show_outcome(Outcome(scripted.result(title=title), {}))

    check(studio, title, exact=False)


@pytest.mark.parametrize("title", TITLES)
def test_in_the_diary(studio, title):
    entries = tuple(
        scripted_diary.entry(number, "squat", number % 9, title=title) for number in range(20)
    )
    studio.engine.diary.entries = entries
    studio.window.show_screen("diary")

    check(studio, title, exact=False)


@pytest.mark.parametrize("title", [ODD, LONG[:200]], ids=["odd", "200-characters"])
def test_as_the_name_of_a_person(studio, title):
    studio.engine.people = ScriptedPeople((Person(Profile(title), 3, 4),))
    studio.window.people._desk = studio.engine.people
    studio.window.show_screen("people")
    studio.settle()
    studio.window._set_person(title)
    check(studio, title)

    studio.window.people.tiles.edits[title].click()
    check(studio, title)


@pytest.mark.parametrize("title", TITLES)
def test_in_the_settings(studio, title):
    preferences = studio.engine.preferences
    held = replace(preferences.kept.sessions[0], title=title)
    preferences.kept = replace(preferences.kept, sessions=(held,))
    studio.window.show_screen("preferences")
    studio.window.preferences.show_page("data")
    studio.settle()

    assert title in studio.window.preferences.data.session.itemText(0)
    check(studio, title, exact=False)
