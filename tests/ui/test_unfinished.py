"""What broke off is offered at the next start, to whom it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from coach.diary.unfinished import unfinished
from coach.errors import FileMissing
from coach.paths import TRACKS
from coach.pose import TrackCache
from coach.storage import Profile, SessionSummary, Store, StoredTarget
from coach.storage.tables import SESSION
from coach.tracks import RATE
from coach.types import Move
from tests.ui import scripted
from tests.ui.scripted_reports import track
from ui.follow.values import Outcome
from ui.house import House
from ui.people.desk import Person
from ui.report.desk import Left, ReportDesk

WHEN = datetime(2026, 11, 20, 19, 30, tzinfo=timezone(timedelta(hours=9)))
BROKEN_OFF = SessionSummary(
    7, WHEN, "Squats <b>12</b>", "ab", None, 1, 41.0, 75.0, 80.0, finished=False
)
POSES = track(scripted.STANDING, 41.0, (640, 480))


def broken_off(folder, video, seconds=12.0, person=None):
    """A session of which nothing but frames came to the disk, as after a power cut."""
    moves = (Move("squat", 2.0, 10.0, 4),)
    target = StoredTarget("Morning squats", video, "ab12", 41.0, moves)
    TrackCache(folder / TRACKS).save("ab12", "heavy", 1, RATE, (POSES,))
    with Store(folder, clock=lambda: WHEN) as store:
        recorder = store.start_session(target, 1, person)
        for i in range(int(seconds * RATE)):
            recorder.add(i / RATE, i / RATE, (POSES.pose(i),), (scripted.frame_score(80.0),))
        recorder.finish(None)
        with store.database.writing() as connection:  # as if its end had never come
            connection.execute(update(SESSION).values(finished=0))
    return recorder.id


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.close()


# -- in the data folder ---------------------------------------------------------------------------


def test_the_report_of_a_session_that_broke_off_is_finished_by_opening_it(house, tmp_path, video):
    number = broken_off(tmp_path, video)
    desk = ReportDesk(house)
    assert desk.look().session.id == number

    outcome = desk.open(number)

    store = house.store()
    assert outcome.result.people[0].time.size
    assert store.summary(number).finished
    assert store.session(number).result is not None
    assert desk.look() == Left(None)


def test_who_does_not_want_the_report_is_not_asked_again(house, tmp_path, video):
    number = broken_off(tmp_path, video)
    desk = ReportDesk(house)

    desk.leave(number)

    assert desk.look() == Left(None)
    assert not house.store().summary(number).finished
    later = broken_off(tmp_path, video)
    assert desk.look().session.id == later


def test_each_person_is_asked_for_their_own(house, tmp_path, video):
    broken_off(tmp_path, video, person="Mina")

    store = house.store()

    assert unfinished(store, None) is None
    assert unfinished(store, "Mina").names == ("Mina",)


def test_a_moment_is_not_worth_a_report(house, tmp_path, video):
    broken_off(tmp_path, video, seconds=3.0)

    assert ReportDesk(house).look() == Left(None)


def test_a_session_may_be_running_in_another_copy_of_the_app(house, tmp_path, video):
    number = broken_off(tmp_path, video)
    other = House(tmp_path)
    assert other.is_alone

    desk = ReportDesk(house)

    assert desk.look() == Left(None, alone=False)
    desk.open(number)
    assert not house.store().summary(number).finished
    other.close()
    assert desk.look().session.id == number


# -- on the first page ----------------------------------------------------------------------------


def note_of(window, qtbot):
    qtbot.waitUntil(lambda: bool(window.library.note.sentence))
    return window.library.note


def test_the_next_start_offers_to_finish_the_report(qtbot, engine, open_window):
    engine.report.left_over = Left(BROKEN_OFF)
    engine.report.stored[7] = Outcome(scripted.result(), {})
    window = open_window(language="en")

    note = note_of(window, qtbot)
    assert note.sentence.startswith("Your training “Squats <b>12</b>” of November 20")
    assert "1:15" in note.sentence
    note.buttons[0].click()

    qtbot.waitUntil(lambda: window.screens.current == "report")


def test_what_is_left_is_left(qtbot, engine, open_window):
    engine.report.left_over = Left(BROKEN_OFF)
    window = open_window(language="ko")

    note_of(window, qtbot).buttons[1].click()

    qtbot.waitUntil(lambda: engine.report.left == [7])
    assert window.library.note.sentence == ""


def test_a_report_that_cannot_be_made_is_told_on_the_first_page(
    qtbot, engine, open_window, tmp_path
):
    engine.report.left_over = Left(BROKEN_OFF)
    engine.report.error = FileMissing(tmp_path / "squats.mp4")
    window = open_window(language="en")

    note_of(window, qtbot).buttons[0].click()

    qtbot.waitUntil(lambda: "squats.mp4" in window.library.banner.sentence)


def test_each_is_asked_once_when_they_come(qtbot, engine, open_window):
    engine.people.known = (Person(Profile("Mina"), 1, 0),)
    window = open_window(language="en")
    qtbot.waitUntil(lambda: window.jobs.idle)
    engine.report.left_over = Left(replace(BROKEN_OFF, person="Mina"))

    window.choose_person("Mina")
    note_of(window, qtbot).tell("")
    window.choose_person(None)
    window.choose_person("Mina")

    qtbot.waitUntil(lambda: window.jobs.idle)
    assert window.library.note.sentence == ""


def test_a_second_copy_of_the_app_says_so(qtbot, engine, open_window):
    engine.report.left_over = Left(None, alone=False)
    window = open_window(language="en")

    assert note_of(window, qtbot).sentence.startswith("Coach is open twice")
