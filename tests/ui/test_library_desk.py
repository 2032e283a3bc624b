"""The real desk of the library, on a data folder of its own."""

from __future__ import annotations

import shutil
import threading

import pytest

from coach.backlog import GivenUp
from coach.paths import DEMO
from coach.storage import StoredTarget
from ui.house import House
from ui.library.desk import LibraryDesk

pytestmark = pytest.mark.skipif(not (DEMO / "target.mp4").exists(), reason="needs the demo clips")


def find_nothing(path, track, chapters):
    """No moves."""
    return ()


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def desk(house):
    return LibraryDesk(house, DEMO / "target.mp4", find_nothing)


def do(work, thing, stop=None):
    return work(thing, lambda _: None, stop or threading.Event())


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "still.mp4"
    shutil.copy(DEMO / "still.mp4", path)
    return path


def test_the_demo_workout_is_there_from_the_start(desk, house):
    (demo,) = desk.load()

    assert demo.is_demo
    assert not demo.missing
    assert not demo.analysed
    assert house.store().videos() == ()


def test_the_demo_workout_can_be_starred_and_stays_the_only_one(desk):
    (demo,) = desk.load()
    desk.change(demo.key, {"favourite": True})

    (starred,) = desk.load()

    assert starred.is_demo
    assert starred.video.favourite


def test_an_added_video_stands_behind_the_demo_workout_until_it_is_removed(desk, video):
    added = do(desk.add, video)
    assert [item.key for item in desk.load()][1:] == [added.content_hash]

    desk.remove(added.content_hash)
    assert len(desk.load()) == 1
    assert video.exists()

    desk.restore(added)
    assert desk.load()[1].video == added


def test_a_video_that_is_gone_is_missing_until_it_is_located(desk, video, tmp_path):
    added = do(desk.add, video)
    moved = video.rename(tmp_path / "moved.mp4")
    assert desk.load()[1].missing

    desk.locate(added.content_hash, moved)

    assert not desk.load()[1].missing


def test_bests_are_those_of_who_trains(desk, house, video):
    added = do(desk.add, video)
    target = StoredTarget("Still", video, added.content_hash, 45.0, ())
    house.store().start_session(target, 1, "지우").finish(None)

    assert desk.load()[1].best is None
    house.person = "지우"
    assert desk.load()[1].best is not None


def test_nothing_is_added_after_it_was_stopped(desk, video):
    stop = threading.Event()
    stop.set()

    with pytest.raises(GivenUp):
        do(desk.add, video, stop)
    assert len(desk.load()) == 1


def test_a_picture_is_made_once_and_there_is_none_of_what_is_gone(desk, video):
    do(desk.add, video)
    item = desk.load()[1]
    file = desk.picture(item)
    made = file.stat().st_mtime_ns

    assert desk.picture(item) == file
    assert file.stat().st_mtime_ns == made
    file.unlink()
    video.unlink()
    assert desk.picture(desk.load()[1]) is None
