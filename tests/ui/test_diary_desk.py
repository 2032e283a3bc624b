"""The desk of the diary on a real data folder."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from coach.pose import TrackCache
from coach.storage import Correction, Measured, Profile, Store, WorkSet
from ui.diary.desk import DiaryDesk

WHEN = datetime(2026, 11, 20, 19, 30, tzinfo=timezone(timedelta(hours=9)))


def squats(count):
    return Measured("squat", WHEN, (WorkSet(0.0, 30.0, count),), "B")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path) as opened:
        yield opened


@pytest.fixture
def readings(store, monkeypatch):
    """Of whom all entries were read."""
    read: list[str | None] = []
    lines = store.lines
    monkeypatch.setattr(store, "lines", lambda person: read.append(person) or lines(person))
    return read


def desk_of(store, tmp_path, person):
    return DiaryDesk(lambda: store, lambda: TrackCache(tmp_path), lambda: None, lambda: person[0])


def test_all_entries_are_read_again_only_after_a_change(store, readings, tmp_path):
    desk = desk_of(store, tmp_path, [None])
    desk.write_down(squats(8))

    assert [line.repetitions for line in desk.history().lines] == [8]
    assert [line.repetitions for line in desk.history().lines] == [8]
    assert readings == [None]

    (line,) = desk.history().lines
    desk.correct(line.id, Correction(repetitions=10))
    assert [line.repetitions for line in desk.history().lines] == [10]
    desk.delete(line.id)
    assert desk.history().lines == ()


def test_everybody_has_their_own_entries(store, readings, tmp_path):
    person = [None]
    desk = desk_of(store, tmp_path, person)
    store.set_profile(Profile("Mina"))
    desk.write_down(squats(8))
    assert len(desk.history().lines) == 1

    person[0] = "Mina"
    assert desk.history().lines == ()
    store.give_nameless("Mina")

    assert len(desk.history().lines) == 1
    assert readings == [None, "Mina", "Mina"]
