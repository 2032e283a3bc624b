import logging
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CoachBug, DataUnwritable, ModelMissing, VideoUnreadable
from coach.media import content_hash
from coach.pose import BackgroundAnalysis, TrackCache, analyse
from coach.pose.analysis import by_prominence
from coach.types import Frame, Pose, PoseTrack
from tests.coach.media.video_files import regular, write_video

PATIENCE_S = 10.0  # for threads; reached only where something is broken
SIZE = (64, 48)


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


class FakeEstimator:
    """Sees people of the given heights at the given places (parts of the picture)."""

    def __init__(self, *people: tuple[float, float]) -> None:
        self.people = people
        self.opened = self.closed = self.resets = 0
        self.gate: threading.Semaphore | None = None
        self.waiting = threading.Event()
        self.niceness: set[int] = set()

    def make(self, model: str, people: int) -> "FakeEstimator":
        assert people == len(self.people)
        return self

    def __enter__(self) -> "FakeEstimator":
        self.opened += 1
        return self

    def __exit__(self, *error: object) -> None:
        self.closed += 1

    def push(self, frame: Frame) -> tuple[Pose | None, ...]:
        if self.gate is not None and not self.gate.acquire(blocking=False):
            self.waiting.set()
            assert self.gate.acquire(timeout=PATIENCE_S)
        if sys.platform != "win32":
            self.niceness.add(niceness())
        return tuple(self._pose(frame, *person) for person in self.people)

    def reset(self) -> None:
        self.resets += 1

    def _pose(self, frame: Frame, x: float, height: float) -> Pose:
        width, picture_height = frame.size
        y = np.linspace(0.5 - height / 2, 0.5 + height / 2, 17) * picture_height
        points = np.stack([np.full(17, x * width), y], axis=1)
        return Pose(points, np.ones(17), np.zeros((17, 3)), frame.time)


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second at 30 frames a second."""
    return write_video(tmp_path_factory.mktemp("video") / "a.mp4", regular(30, 30))


@pytest.fixture(scope="module")
def cut_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a dark picture, then one of a bright one, at 15 frames a second."""

    def dark_then_bright(i: int, of: int, size: tuple[int, int]) -> np.ndarray:
        return np.full((size[1], size[0], 3), 51 if i < of // 2 else 204, np.uint8)

    path = tmp_path_factory.mktemp("video") / "cut.mp4"
    return write_video(path, regular(30, 15), draw=dark_then_bright)


@pytest.fixture
def one() -> FakeEstimator:
    return FakeEstimator((0.5, 0.8))


@pytest.fixture
def cache(tmp_path: Path) -> TrackCache:
    return TrackCache(tmp_path / "cache")


def test_a_video_becomes_a_track_at_the_rate_asked(video, one):
    (track,) = analyse(video, rate=15, make_estimator=one.make)

    assert track.time == pytest.approx(regular(15, 15), abs=0.0011)
    assert (track.size, len(track)) == (SIZE, 15)
    assert track.fps == pytest.approx(30, rel=0.02)
    assert (one.opened, one.closed) == (1, 1)


def test_points_are_in_pixels_of_the_video_even_if_a_smaller_picture_is_analysed(tmp_path, one):
    path = write_video(tmp_path / "a.mp4", regular(2), size=(1920, 1080))

    (track,) = analyse(path, make_estimator=one.make)

    assert track.size == (1920, 1080)
    assert track.points[0, 0] == pytest.approx([960, 108], abs=1)
    assert track.points[0, 16] == pytest.approx([960, 972], abs=1)


def test_progress_grows_to_the_end(video, one):
    told: list[float] = []
    analyse(video, progress=told.append, make_estimator=one.make)

    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 10


def stopped_at(fraction, path, cache, estimator):
    """The track of an analysis that is ended there."""
    stop = threading.Event()

    def tell(done):
        if done > fraction:
            stop.set()

    (track,) = analyse(path, cache=cache, progress=tell, stop=stop, make_estimator=estimator.make)
    return track


@pytest.mark.parametrize("fraction", [0.3, 0.6, 0.9])
def test_an_analysis_goes_on_where_it_was_ended(cut_video, one, cache, monkeypatch, fraction):
    monkeypatch.setattr("coach.pose.analysis.WARM_UP", 0.4)
    monkeypatch.setattr("coach.pose.analysis._LEAST_PART", 3)
    (whole,) = analyse(cut_video, make_estimator=one.make)
    first = stopped_at(fraction, cut_video, cache, one)
    pushed: list[float] = []
    push = one.push
    one.push = lambda frame: pushed.append(frame.time) or push(frame)

    (track,) = analyse(cut_video, cache=cache, make_estimator=one.make)

    assert 0 < len(first) < len(whole)
    assert min(pushed) > first.time[-1] - 0.5
    assert track.time == pytest.approx(whole.time)
    assert track.shot.tolist() == whole.shot.tolist()
    assert track.points == pytest.approx(whole.points)
    assert len(list(cache.folder.iterdir())) == 1  # the beginning is not kept beside the whole
    assert cache.load(content_hash(cut_video), "heavy", 1, 15.0) is not None


def test_the_time_to_go_counts_from_where_an_analysis_goes_on(cut_video, one, cache, monkeypatch):
    monkeypatch.setattr("coach.pose.analysis._LEAST_PART", 3)
    stopped_at(0.5, cut_video, cache, one)
    now = [0.0]
    run = BackgroundAnalysis(cut_video, cache=cache, clock=lambda: now[0], make_estimator=one.make)
    left = []

    def tell(fraction):
        now[0] += 1.0
        left.append((fraction, run.remaining_s))

    run.run(tell)

    began, (fraction, seconds) = 0.5, left[3]
    assert seconds == pytest.approx(4 * (1 - fraction) / (fraction - began), rel=0.35)


def test_two_people_are_not_gone_on_with(cut_video, cache, monkeypatch):
    monkeypatch.setattr("coach.pose.analysis._LEAST_PART", 3)
    two = FakeEstimator((0.3, 0.8), (0.7, 0.7))
    stop = threading.Event()
    analyse(
        cut_video, people=2, cache=cache, progress=lambda f: f > 0.5 and stop.set(), stop=stop,
        make_estimator=two.make,
    )  # fmt: skip

    assert cache.load_part(content_hash(cut_video), "heavy", 2, 15.0) is None


def test_a_stop_gives_what_is_known_and_keeps_nothing_so_short(video, one, cache):
    stop = threading.Event()

    def stop_soon(fraction: float) -> None:
        if fraction > 0.3:
            stop.set()

    (track,) = analyse(video, cache=cache, progress=stop_soon, stop=stop, make_estimator=one.make)
    analyse(video, cache=cache, make_estimator=one.make)

    assert 0 < len(track) < 15
    assert one.opened == 2


def test_the_most_prominent_person_comes_first(video):
    small_then_big = FakeEstimator((0.5, 0.3), (0.6, 0.8))

    first, second = analyse(video, people=2, make_estimator=small_then_big.make)

    assert np.ptp(first.points[0, :, 1]) > np.ptp(second.points[0, :, 1])


@pytest.mark.parametrize(
    ("one_person", "other"),
    [
        pytest.param(((0.5, 0.6), 10), ((0.05, 0.6), 10), id="more-central"),
        pytest.param(((0.5, 0.6), 10), ((0.5, 0.5), 10), id="bigger"),
        pytest.param(((0.5, 0.6), 10), ((0.5, 0.7), 4), id="longer-seen"),
        pytest.param(((0.1, 0.2), 1), ((0.5, 0.8), 0), id="seen-at-all"),
    ],
)
def test_prominence_is_size_place_and_presence(one_person, other):
    def track(person: tuple[float, float], frames: int) -> PoseTrack:
        image = np.zeros((48, 64, 3), np.uint8)
        (pose,) = FakeEstimator(person).push(Frame(image, 0.0, 0))
        return PoseTrack.of([pose] * frames, regular(10), SIZE, 25)

    winner, loser = track(*one_person), track(*other)

    assert by_prominence([loser, winner])[0] is winner
    assert by_prominence([winner, loser])[0] is winner


# --- the cache -----------------------------------------------------------------------------


def test_the_second_time_the_cache_answers(video, one, cache):
    (first,) = analyse(video, cache=cache, make_estimator=one.make)
    (again,) = analyse(video, cache=cache, make_estimator=one.make)

    assert one.opened == 1
    assert np.array_equal(first.points, again.points)
    assert np.array_equal(first.time, again.time)
    assert (first.size, first.fps) == (again.size, again.fps)


def test_a_copy_under_another_name_is_known(video, one, cache, tmp_path):
    analyse(video, cache=cache, make_estimator=one.make)
    copy = tmp_path / "holiday.mp4"
    copy.write_bytes(video.read_bytes())
    analyse(copy, cache=cache, make_estimator=one.make)

    assert one.opened == 1


@pytest.mark.parametrize(
    "other", [{"model": "full"}, {"rate": 10.0}], ids=["another-model", "another-rate"]
)
def test_other_wishes_are_analysed_anew(video, one, cache, other):
    analyse(video, cache=cache, make_estimator=one.make)
    analyse(video, cache=cache, make_estimator=one.make, **other)

    assert one.opened == 2


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x05\x06" + bytes(18)])
def test_a_damaged_cache_file_is_made_again(video, one, cache, tmp_path, content):
    analyse(video, cache=cache, make_estimator=one.make)
    (kept,) = (tmp_path / "cache").iterdir()
    good = kept.stat().st_size
    kept.write_bytes(content)

    (track,) = analyse(video, cache=cache, make_estimator=one.make)

    assert (one.opened, len(track)) == (2, 15)
    assert kept.stat().st_size == good


def test_a_cache_that_cannot_be_written_does_not_cost_the_tracks(video, one, tmp_path, caplog):
    (tmp_path / "cache").write_text("a file in the way")

    with caplog.at_level(logging.WARNING):
        (track,) = analyse(video, cache=TrackCache(tmp_path / "cache"), make_estimator=one.make)

    assert len(track) == 15
    assert "not kept" in caplog.text


def test_a_cache_that_cannot_be_written_says_so_when_asked(video, one, tmp_path):
    (tmp_path / "cache").write_text("a file in the way")
    tracks = analyse(video, make_estimator=one.make)

    with pytest.raises(DataUnwritable):
        TrackCache(tmp_path / "cache").save("hash", "full", 1, 15, tracks)


# --- in the background -----------------------------------------------------------------------


class Seconds:
    """A clock that moves on by a tenth of a second whenever it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now


def test_a_track_is_there_before_the_analysis_is_complete(video, one):
    one.gate = threading.Semaphore(6)
    analysis = BackgroundAnalysis(video, make_estimator=one.make, clock=Seconds())
    began = (analysis.remaining_s, analysis.fraction, analysis.analysed_until)
    analysis.start()
    assert one.waiting.wait(PATIENCE_S)

    (part,) = analysis.track()
    assert began == (None, 0.0, 0.0)
    assert len(part) == 6
    assert analysis.analysed_until == pytest.approx(5 / 15, abs=0.002)
    assert analysis.fraction == pytest.approx(1 / 3, abs=0.02)
    assert analysis.remaining_s is not None
    assert analysis.remaining_s > 0
    assert not analysis.done

    one.gate.release(100)
    assert analysis.join(PATIENCE_S)
    assert analysis.done
    assert (analysis.fraction, analysis.remaining_s) == (1.0, 0.0)
    assert analysis.analysed_until == pytest.approx(1.0, abs=0.05)
    assert len(analysis.track()[0]) == 15


def test_a_cached_video_is_done_at_once(video, one, cache):
    analyse(video, cache=cache, make_estimator=one.make)
    analysis = BackgroundAnalysis(video, cache=cache, make_estimator=one.make)
    analysis.start()

    assert analysis.join(PATIENCE_S)
    assert analysis.done
    assert one.opened == 1
    assert analysis.analysed_until == pytest.approx(1.0, abs=0.05)


def test_a_finished_analysis_is_cached(video, one, cache):
    analysis = BackgroundAnalysis(video, cache=cache, make_estimator=one.make)
    analysis.start()
    analysis.join(PATIENCE_S)
    analyse(video, cache=cache, make_estimator=one.make)

    assert one.opened == 1


def test_cancelling_ends_the_thread_and_keeps_what_is_known(video, one, cache, tmp_path):
    one.gate = threading.Semaphore(3)
    analysis = BackgroundAnalysis(video, cache=cache, make_estimator=one.make)
    analysis.start()
    assert one.waiting.wait(PATIENCE_S)
    analysis.cancel()
    one.gate.release(100)

    assert analysis.join(PATIENCE_S)
    assert (analysis.done, analysis.error) == (False, None)
    assert one.closed == 1
    assert not (tmp_path / "cache").exists()


def test_before_the_first_pose_the_track_is_empty(video, one):
    (track,) = BackgroundAnalysis(video, make_estimator=one.make).track()

    assert len(track) == 0


def test_an_unreadable_video_ends_in_its_error(tmp_path, one):
    (tmp_path / "a.mp4").write_bytes(b"nothing of a video" * 10)
    analysis = BackgroundAnalysis(tmp_path / "a.mp4", make_estimator=one.make)
    analysis.start()
    analysis.join(PATIENCE_S)

    assert isinstance(analysis.error, VideoUnreadable)
    assert not analysis.done


def test_a_missing_model_ends_in_its_error(video):
    def no_model(model: str, people: int) -> FakeEstimator:
        raise ModelMissing(Path("heavy.task"))

    analysis = BackgroundAnalysis(video, make_estimator=no_model)
    analysis.start()
    analysis.join(PATIENCE_S)

    assert isinstance(analysis.error, ModelMissing)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_the_thread_does_not_leave_anybody_waiting(video):
    def broken(model: str, people: int) -> FakeEstimator:
        raise ZeroDivisionError

    analysis = BackgroundAnalysis(video, make_estimator=broken)
    analysis.start()
    analysis.join(PATIENCE_S)

    assert isinstance(analysis.error, CoachBug)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has it by thread")
def test_only_the_thread_of_the_analysis_steps_back(video, one):
    before = niceness()
    analysis = BackgroundAnalysis(video, make_estimator=one.make)
    analysis.start()
    analysis.join(PATIENCE_S)

    assert one.niceness == {min(before + 10, 19)}
    assert niceness() == before


def test_an_analysis_starts_once(video, one):
    analysis = BackgroundAnalysis(video, make_estimator=one.make)
    analysis.start()
    analysis.join(PATIENCE_S)

    with pytest.raises(CoachBug, match="starts once"):
        analysis.start()


def test_a_cut_begins_a_shot_and_the_estimator_starts_anew(
    cut_video: Path, one: FakeEstimator, cache: TrackCache
) -> None:
    (track,) = analyse(cut_video, cache=cache, make_estimator=one.make)
    (again,) = analyse(cut_video, cache=cache, make_estimator=one.make)

    assert one.resets == 1
    assert track.shot.tolist() == again.shot.tolist() == [0] * 15 + [1] * 15
    np.testing.assert_allclose(track.light, [0.2] * 15 + [0.8] * 15, atol=0.02)
    np.testing.assert_array_equal(again.light, track.light)


def test_a_forgotten_video_leaves_nothing_and_others_stay(tmp_path, cache, video, one):
    tracks = analyse(video, make_estimator=one.make)
    cache.save("theirs", "full", 1, 15, tracks)
    cache.save_part("theirs", "heavy", 1, 15, tracks)
    cache.save("other", "full", 1, 15, tracks)

    cache.forget("theirs")

    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.name.startswith("other-")
