"""Videos of the library: found, taken in, looked through, found again."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.backlog import GivenUp
from coach.diary.everything import export_everything
from coach.errors import FileMissing, OtherVideo, VideoHasNoPicture, VideoUnknown, VideoUnreadable
from coach.media import content_hash
from coach.media.thumbnail import SIZE, write_thumbnail
from coach.paths import DEMO, TRACKS
from coach.pose import TrackCache
from coach.session.library import MOST, locate, look_through, take_in, videos_in
from coach.storage import Store, StoredTarget
from coach.texts import Texts
from coach.tracks import MODEL, RATE
from coach.types import Move
from tests.coach.people import still, track_of

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MOVES = (Move("squat", 0, 2, 3), Move("rest", 2, 3, 0, kind="rest"), Move("lunge", 3, 5, 4))


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "Morning squats.mp4"
    shutil.copy(DEMO / "still.mp4", path)
    return path


@pytest.fixture
def cache(tmp_path, video):
    """It knows the poses of the video."""
    made = TrackCache(tmp_path / "data" / TRACKS)
    made.save(content_hash(video), MODEL, 1, RATE, [track_of(still(30))])
    return made


# -- finding --------------------------------------------------------------------------------


def test_videos_are_found_in_folders_and_files_are_taken_as_they_are(tmp_path):
    for name in ("b/2.MP4", "b/1.mkv", "a.mp4", "b/c/3.mov", "b/.hidden/4.mp4", "b/.5.mp4"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "b" / "notes.txt").touch()
    (tmp_path / "b" / "way").symlink_to(tmp_path)  # would lead round and round

    found = videos_in(
        [tmp_path / "odd.xyz", tmp_path / "b", tmp_path / "a.mp4"], (".mp4", ".mkv", ".mov")
    )

    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["odd.xyz", "b/1.mkv", "b/2.MP4", "b/c/3.mov", "a.mp4"]


def test_a_search_has_an_end_and_can_be_stopped(tmp_path, monkeypatch):
    for n in range(5):
        (tmp_path / f"{n}.mp4").touch()
    stop = threading.Event()
    stop.set()
    assert videos_in([tmp_path], [".mp4"], stop) == ()

    monkeypatch.setattr("coach.session.library.MOST", 3)
    assert len(videos_in([tmp_path], [".mp4"])) == 3
    assert MOST >= 5000


# -- taking in --------------------------------------------------------------------------------


def test_a_video_is_taken_in_with_its_length(store, video):
    taken = take_in(store, video, NOW)

    assert store.videos() == (taken,)
    assert (taken.title, taken.path, taken.added) == ("Morning squats", video, NOW)
    assert taken.duration == pytest.approx(45, abs=2)


def test_a_video_that_moved_keeps_its_title_tags_and_star(store, video, tmp_path):
    name = take_in(store, video, NOW, title="Squats", url="https://vimeo.com/1").content_hash
    store.change_video(name, tags=("legs",), favourite=True, moves=("squat",))
    moved = video.rename(tmp_path / "moved.mp4")

    again = take_in(store, moved, NOW + timedelta(days=1))

    assert store.videos() == (again,)
    assert (again.path, again.title, again.tags, again.favourite, again.moves) == (
        moved, "Squats", ("legs",), True, ("squat",),
    )  # fmt: skip
    assert (again.added, again.url) == (NOW, "https://vimeo.com/1")


def test_what_is_no_video_is_not_taken_in(store, tmp_path):
    (tmp_path / "notes.mp4").write_text("hello")

    with pytest.raises((VideoUnreadable, VideoHasNoPicture)):
        take_in(store, tmp_path / "notes.mp4", NOW)
    with pytest.raises(FileMissing):
        take_in(store, tmp_path / "gone.mp4", NOW)
    assert store.videos() == ()


# -- looking through --------------------------------------------------------------------------


def look(store, name, cache, find=lambda path, track, chapters: MOVES, stop=None):
    return look_through(store, name, cache, find, lambda _: None, stop or threading.Event())


def test_the_exercises_of_a_video_are_noted(store, video, cache):
    name = take_in(store, video, NOW).content_hash
    store.change_video(name, duration=float("nan"), title="Mine")

    look(store, name, cache)

    (kept,) = store.videos()
    assert kept.moves == ("squat", "lunge")
    assert kept.duration == pytest.approx(45, abs=2)
    assert kept.title == "Mine"


def test_an_analysis_that_is_stopped_notes_nothing(store, video, tmp_path):
    name = take_in(store, video, NOW).content_hash
    stop = threading.Event()
    stop.set()

    with pytest.raises(GivenUp):
        look(store, name, TrackCache(tmp_path / "empty"), stop=stop)

    assert store.videos()[0].moves == ()


def test_a_video_that_is_gone_is_told(store, video, cache):
    name = take_in(store, video, NOW).content_hash
    video.unlink()

    with pytest.raises(FileMissing):
        look(store, name, cache)
    with pytest.raises(VideoUnknown):
        look(store, "nothing", cache)


def test_the_cache_knows_which_videos_are_analysed(video, cache, tmp_path):
    assert cache.known(MODEL, 1, RATE) == {content_hash(video)}
    assert cache.known("heavy", 1, RATE) == frozenset()
    assert TrackCache(tmp_path / "nowhere").known(MODEL, 1, RATE) == frozenset()


# -- finding again ------------------------------------------------------------------------------


def test_a_missing_file_is_known_by_its_content(store, video, tmp_path):
    name = take_in(store, video, NOW).content_hash
    moved = video.rename(tmp_path / "elsewhere.mp4")

    locate(store, name, moved)

    assert store.videos()[0].path == moved


def test_another_video_is_not_taken_for_the_missing_one(store, video):
    name = take_in(store, video, NOW).content_hash

    with pytest.raises(OtherVideo):
        locate(store, name, DEMO / "poor.mp4")
    with pytest.raises(FileMissing):
        locate(store, name, video.with_name("gone.mp4"))
    with pytest.raises(VideoUnknown):
        locate(store, "nothing", video)
    assert store.videos()[0].path == video


# -- a small picture ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "duration", [45.0, float("nan"), 9000.0], ids=["usual", "unknown", "wrong"]
)
def test_a_video_has_a_small_picture(video, tmp_path, duration):
    file = tmp_path / "pictures" / "a.jpg"
    write_thumbnail(video, file, duration)

    picture = cv2.imread(str(file))
    assert picture.shape == (SIZE[1], SIZE[0], 3)
    assert np.ptp(picture) > 50
    assert [path.name for path in file.parent.iterdir()] == ["a.jpg"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_is_taken_in_and_found_again(tmp_path, video):
    film = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), b"a\xff %20.mp4")))
    shutil.copyfile(video, film)
    with Store(tmp_path / "data") as store:
        taken = take_in(store, film, NOW)
        target = StoredTarget(taken.title, film, taken.content_hash, 1.0, ())
        recorder = store.start_session(target, 1)
        recorder.finish(None)

        assert taken.title == "a? %20"
        assert store.videos()[0].path == film
        assert store.session(recorder.id).target.path == film
        assert export_everything(store, tmp_path / "all.zip", Texts("en"), NOW) > 0
