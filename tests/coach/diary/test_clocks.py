"""Clocks on the wall that are set, summer time, other zones, midnight: days stay what they were."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coach.diary import Done, Recording, entries_of, keep_session, streak
from coach.diary.video import time_of
from coach.storage import Store, WorkSet
from tests.coach.storage.samples import TARGET, fill, session_result

BERLIN = ZoneInfo("Europe/Berlin")
SUMMER_BEGINS = date(2026, 3, 29)
SUMMER_ENDS = date(2026, 10, 25)


class WallClock:
    """Says the moment that it was set to, in a fixed offset as the system does."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.moment.isoformat())


def berlin(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=BERLIN, fold=fold)


@pytest.fixture
def zone(monkeypatch):
    """The zone of the machine."""

    def move_to(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield move_to
    monkeypatch.undo()
    time.tzset()


def trained(store: Store, clock: WallClock, began: datetime, ended: datetime, seconds=2.0) -> int:
    """A session that begins and ends by the clock on the wall; its number."""
    clock.moment = began
    recorder = store.start_session(TARGET, 1)
    fill(recorder, round(30 * seconds))
    clock.moment = ended
    recorder.finish(session_result(80.0))
    return recorder.id


@pytest.fixture
def clock():
    return WallClock()


@pytest.fixture
def store(tmp_path, clock):
    with Store(tmp_path, clock=clock) as opened:
        yield opened


def squats(start: float) -> Done:
    return Done("squat", WorkSet(start, start + 20.0, 10))


# -- the clock is set ---------------------------------------------------------------------


def test_a_clock_that_is_set_back_in_a_session_loses_nothing_of_it(store, clock):
    number = trained(store, clock, berlin(2026, 3, 4, 19, 30), berlin(2025, 3, 4, 7, 0))

    (summary,) = store.history()
    assert summary.id == number
    assert summary.finished
    assert summary.recorded_s == pytest.approx(2.0, abs=0.1)


def test_a_clock_that_is_set_forward_in_a_session_makes_it_no_longer(store, clock):
    trained(store, clock, berlin(2026, 3, 4, 19, 30), berlin(2027, 3, 4, 7, 0))

    assert store.history()[0].recorded_s == pytest.approx(2.0, abs=0.1)


def test_two_sessions_of_one_moment_are_two(store, clock):
    moment = berlin(2026, 3, 4, 19, 30)
    numbers = [trained(store, clock, moment, moment + timedelta(seconds=2)) for _ in range(2)]
    for number in numbers:
        keep_session(store, store.summary(number), session_result(80.0))

    assert len(store.history()) == 2
    assert numbers[0] != numbers[1]


def test_days_that_are_still_to_come_do_not_count_in_the_weeks():
    today = date(2026, 3, 4)
    days = [today - timedelta(weeks=i) for i in range(3)]

    assert streak([*days, today + timedelta(weeks=50)], today) == streak(days, today)


# -- summer time --------------------------------------------------------------------------


@pytest.mark.parametrize("night", [SUMMER_BEGINS, SUMMER_ENDS], ids=["begins", "ends"])
def test_weeks_in_a_row_do_not_break_when_summer_time_changes(night):
    days = [night + timedelta(days=i) for i in range(-21, 22, 7)]

    assert streak(days, days[-1]).weeks == len(days)


def test_of_the_hour_that_comes_twice_the_later_one_is_newer(store, clock):
    first = berlin(2026, 10, 25, 2, 40)
    later = berlin(2026, 10, 25, 2, 10, fold=1)
    assert later.timestamp() > first.timestamp()
    older = trained(store, clock, first, first + timedelta(seconds=2))
    newer = trained(store, clock, later, later + timedelta(seconds=2))

    assert [session.id for session in store.history()] == [newer, older]
    assert {session.started.date() for session in store.history()} == {SUMMER_ENDS}


def test_a_time_of_day_on_another_day_is_in_the_summer_time_of_that_day(zone, tmp_path):
    zone("Europe/Berlin")
    file = tmp_path / "a.npz"
    file.write_bytes(b"")
    winter = berlin(2026, 1, 15, 19, 30)
    os.utime(file, (winter.timestamp(), winter.timestamp()))

    moment = time_of(file, date(2026, 7, 1))

    assert (moment.hour, moment.minute) == (19, 30)
    assert moment.utcoffset() == timedelta(hours=2)


# -- midnight, and other zones ------------------------------------------------------------


def test_what_is_done_after_midnight_is_of_the_next_day():
    began = datetime.fromisoformat("2026-03-04T23:50:00+01:00")
    before, after = entries_of(
        Recording("session:1", "squats", began), [squats(60.0), Done("lunge", WorkSet(900, 920, 8))]
    )

    assert before.measured.started.date() == date(2026, 3, 4)
    assert after.measured.started.date() == date(2026, 3, 5)


def test_a_day_stays_what_it_was_where_it_was(store, clock, zone):
    zone("Asia/Seoul")
    began = datetime.fromisoformat("2026-03-04T00:30:00+09:00")
    number = trained(store, clock, began, began + timedelta(minutes=1))
    keep_session(store, store.summary(number), session_result(80.0))

    zone("America/Los_Angeles")

    assert [entry.day for entry in store.entries()] == [date(2026, 3, 4)]
    assert store.history()[0].started.date() == date(2026, 3, 4)
