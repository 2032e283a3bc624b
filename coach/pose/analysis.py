"""Pose tracks of whole videos: made once, in the background if wanted, and cached."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachBug, CoachError, DataUnwritable, OutputUnwritable, UserCanFix
from coach.media.prefetch import prefetched
from coach.media.shots import ShotFrame, with_shots
from coach.media.video import VideoInfo, content_hash, probe, read_frames
from coach.paths import make_private
from coach.pose.estimator import PoseEstimator
from coach.pose.instructors import Instructor, by_choice
from coach.pose.keypoints_file import read_keypoints, write_keypoints
from coach.pose.people import MAX_PEOPLE
from coach.skeleton import INDEX, N_KEYPOINTS
from coach.types import Frame, ModelName, Pose, PoseTrack

RATE: Final = 15.0
"""Poses a second by default."""

ANALYSIS_HEIGHT: Final = 720
"""Higher pictures are scaled down to this height, pixels; below it nothing is gained in time."""

CACHE_VERSION: Final = 2
"""To be raised whenever the same video would give other tracks (models, smoothing, shots)."""

WARM_UP: Final = 3.0
"""Seconds of video that are looked at once more where an analysis goes on, so that the
estimator has found its person when new pictures come."""

DECODED_AHEAD: Final = 4
"""Frames decoded while the pose model looks at the one before them."""

_PART: Final = ".part.npz"
_LEAST_PART: Final = 10 * RATE
"""Frames from which a beginning is worth keeping."""

_NICENESS: Final = 10
_LOG: Final = logging.getLogger(__name__)


class Estimator(Protocol):
    """The part of ``PoseEstimator`` that is used."""

    def push(self, frame: Frame) -> tuple[Pose | None, ...]:
        """The people of a frame, one place each."""

    def reset(self) -> None:
        """Forget the pictures so far: a cut."""


_Key = tuple[str, ModelName, int, float]
"""Content hash, model, people, rate."""

MakeEstimator = Callable[[ModelName, int], AbstractContextManager[Estimator]]


class TrackCache:
    """Finished tracks on disk, by content of the video, model, people and rate.

    Attributes:
        folder: where they are.
    """

    def __init__(self, folder: Path) -> None:
        """folder: made when the first track is kept."""
        self.folder = Path(folder)

    def load(
        self, video_hash: str, model: ModelName, people: int, rate: float
    ) -> tuple[PoseTrack, ...] | None:
        """The tracks, None where there are none or their file is damaged."""
        return _tracks_in(self._path(video_hash, model, people, rate), people)

    def known(self, model: ModelName, people: int, rate: float) -> frozenset[str]:
        """Content hashes of the videos whose tracks are kept."""
        end = self._path("", model, people, rate).name
        names = (file.name for file in self.folder.glob(f"*{end}"))
        return frozenset(name.removesuffix(end) for name in names)

    def save(
        self,
        video_hash: str,
        model: ModelName,
        people: int,
        rate: float,
        tracks: Sequence[PoseTrack],
    ) -> None:
        """Keep the tracks of a whole video; the file appears whole or not at all.

        Raises:
            DataUnwritable: no permission, a full disk.
        """
        path = self._path(video_hash, model, people, rate)
        self._write(path, tracks, video_hash)
        try:
            path.with_suffix(_PART).unlink(missing_ok=True)
        except OSError as error:
            raise DataUnwritable(self.folder, str(error)) from error

    def load_part(
        self, video_hash: str, model: ModelName, people: int, rate: float
    ) -> tuple[PoseTrack, ...] | None:
        """The tracks of the beginning of a video whose analysis was ended, or None."""
        path = self._path(video_hash, model, people, rate)
        return _tracks_in(path.with_suffix(_PART), people)

    def save_part(
        self,
        video_hash: str,
        model: ModelName,
        people: int,
        rate: float,
        tracks: Sequence[PoseTrack],
    ) -> None:
        """Keep the tracks of the beginning of a video, to go on there; DataUnwritable."""
        path = self._path(video_hash, model, people, rate)
        self._write(path.with_suffix(_PART), tracks, video_hash)

    def forget(self, video_hash: str) -> None:
        """Remove the tracks of a video, whole or begun; DataUnwritable."""
        try:
            for file in self.folder.glob(f"{video_hash}-*"):
                file.unlink(missing_ok=True)
        except OSError as error:
            raise DataUnwritable(self.folder, str(error)) from error

    def _write(self, path: Path, tracks: Sequence[PoseTrack], video_hash: str) -> None:
        try:
            make_private(self.folder)
            write_keypoints(path, tracks, video_hash)
        except (OSError, OutputUnwritable) as error:
            raise DataUnwritable(self.folder, str(error)) from error

    def _path(self, video_hash: str, model: ModelName, people: int, rate: float) -> Path:
        return self.folder / f"{video_hash}-{model}-{people}-{rate:g}-v{CACHE_VERSION}.npz"


def _tracks_in(file: Path, people: int) -> tuple[PoseTrack, ...] | None:
    try:
        tracks = read_keypoints(file)
    except UserCanFix:
        return None
    return tracks if len(tracks) == people else None


def analyse(
    path: Path,
    *,
    model: ModelName = "heavy",
    people: int = 1,
    rate: float = RATE,
    cache: TrackCache | None = None,
    progress: Callable[[float], None] | None = None,
    stop: threading.Event | None = None,
    make_estimator: MakeEstimator = PoseEstimator,
) -> tuple[PoseTrack, ...]:
    """The tracks of a video, from the cache where it has them.

    Args:
        path: the video.
        model: "lite", "full" or "heavy".
        people: how many to look for; so many tracks come back, the most prominent person
            (biggest, most central, longest seen) first. Nobody found: tracks of NaN.
        rate: poses a second, at most.
        cache: where finished tracks are kept; one that cannot be written is only logged.
        progress: called with the part done, 0 to 1.
        stop: once set, the tracks so far come back; of one person the cache keeps them, so
            that the next analysis goes on there.
        make_estimator: opens the estimator of a model for so many people.

    Raises:
        The errors of ``coach.media.probe``; ModelMissing, ModelDamaged.
    """
    run = BackgroundAnalysis(path, model, people, rate, cache, make_estimator=make_estimator)
    run.run(progress, stop)
    return run.track()


class BackgroundAnalysis:
    """The analysis of one video in a thread of its own, usable from its first pose on.

    Every attribute may be read from any thread at any time.

    >>> analysis = BackgroundAnalysis(path, cache=TrackCache(folder))
    >>> analysis.start()
    >>> analysis.track()  # as far as it is known
    """

    def __init__(
        self,
        path: Path,
        model: ModelName = "heavy",
        people: int = 1,
        rate: float = RATE,
        cache: TrackCache | None = None,
        *,
        instructor: Instructor | None = None,
        clock: Callable[[], float] = time.monotonic,
        make_estimator: MakeEstimator = PoseEstimator,
    ) -> None:
        """Arguments as of ``analyse``; clock: seconds, growing.

        instructor: who comes first in ``track``, among all who can be told apart, whatever
            ``people`` says; None: the most prominent.
        """
        self._path = Path(path)
        self._model = model
        self._people = people if instructor is None else MAX_PEOPLE
        self._instructor = instructor
        self._rate = rate
        self._cache = cache
        self._clock = clock
        self._make_estimator = make_estimator
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._poses = _GrowingPoses(self._people)
        self._whole: tuple[PoseTrack, ...] | None = None
        self._info: VideoInfo | None = None
        self._began = self._began_at = 0.0
        self._error: CoachError | None = None

    def start(self) -> None:
        """Begin; a cached video is done within milliseconds (the hash of its file)."""
        if self._thread is not None:
            raise CoachBug("an analysis starts once")
        self._thread = threading.Thread(target=self._run_aside, name="analysis", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon (after the frame in work); what is known stays readable."""
        self._cancelled.set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the thread, at most ``timeout`` seconds; whether it has ended."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def track(self) -> tuple[PoseTrack, ...]:
        """One track a person, as far as known; the instructor, or the most prominent, first."""
        return self._ordered(self._so_far() if self._whole is None else self._whole)

    def _so_far(self) -> tuple[PoseTrack, ...]:
        info = self._info
        size, fps = ((info.width, info.height), info.fps) if info else ((0, 0), self._rate)
        return by_prominence(self._poses.tracks(size, fps))

    def _ordered(self, tracks: tuple[PoseTrack, ...]) -> tuple[PoseTrack, ...]:
        return tracks if self._instructor is None else by_choice(tracks, self._instructor)

    @property
    def done(self) -> bool:
        """Whether the whole video is analysed."""
        return self._whole is not None

    @property
    def error(self) -> CoachError | None:
        """Why the analysis ended early, None while all is well or after ``cancel``."""
        return self._error

    @property
    def analysed_until(self) -> float:
        """Seconds of the video up to which poses are known; its whole length when done."""
        if self._whole is not None:
            length = self._info.duration if self._info else 0.0
            return max(length, self._whole[0].duration)
        return self._poses.until

    @property
    def fraction(self) -> float:
        """Part of the video that is analysed, 0 to 1."""
        if self.done:
            return 1.0
        if self._info is None or self._info.duration <= 0:
            return 0.0
        return min(1.0, self._poses.until / self._info.duration)

    @property
    def remaining_s(self) -> float | None:
        """Seconds that the rest will take at the speed so far; None while unknown."""
        fraction = self.fraction
        if self.done:
            return 0.0
        done = fraction - self._began_at
        if done <= 0:
            return None
        return (self._clock() - self._began) * (1 - fraction) / done

    def run(
        self,
        progress: Callable[[float], None] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        """Analyse in the calling thread; arguments and errors as of ``analyse``."""
        info = probe(self._path)
        self._info = info
        key = (content_hash(self._path), self._model, self._people, self._rate)
        whole = self._cache.load(*key) if self._cache else None
        if whole is None:
            self._take_up(key)
            if not self._read_through(info, progress, stop):
                self._keep_part(key)
                return
            whole = self._so_far()
            self._keep(key, whole)
        self._whole = whole
        if progress:
            progress(1.0)

    def _read_through(
        self,
        info: VideoInfo,
        progress: Callable[[float], None] | None,
        stop: threading.Event | None,
    ) -> bool:
        """Push every frame through the estimator; whether the end was reached."""
        with self._make_estimator(self._model, self._people) as estimator:
            self._began = self._clock()
            known, start = self._poses.until, max(0.0, self._poses.until - WARM_UP)
            frames = read_frames(
                self._path, rate=self._rate, start=start, max_height=ANALYSIS_HEIGHT
            )
            shot, before = 0, self._poses.shot_at(start)
            for shown in prefetched(with_shots(frames), DECODED_AHEAD):
                if self._cancelled.is_set() or (stop and stop.is_set()):
                    return False
                if shown.shot != shot:
                    estimator.reset()
                    shot = shown.shot
                poses = estimator.push(shown.frame)
                if known and shown.frame.time <= known + 0.5 / self._rate:
                    continue
                scale = np.array([info.width, info.height]) / shown.frame.size
                self._poses.add(shown, before + shot, poses, scale)
                if progress:
                    progress(self.fraction)
        return True

    def _keep(self, key: _Key, whole: Sequence[PoseTrack]) -> None:
        if self._cache is None:
            return
        try:
            self._cache.save(*key, whole)
        except DataUnwritable as error:
            _LOG.warning("the tracks of %s are not kept: %s", self._path, error)

    def _take_up(self, key: _Key) -> None:
        """Begin where an earlier analysis ended; two people could not be told apart there."""
        part = self._cache.load_part(*key) if self._cache and self._people == 1 else None
        if part is not None:
            self._poses.fill(part)
            self._began_at = self.fraction

    def _keep_part(self, key: _Key) -> None:
        """Keep what is known of a video that was not looked at to its end."""
        tracks = self._so_far()
        if self._cache is None or self._people != 1 or len(tracks[0]) < _LEAST_PART:
            return
        try:
            self._cache.save_part(*key, tracks)
        except DataUnwritable as error:
            _LOG.warning("the beginning of %s is not kept: %s", self._path, error)

    def _run_aside(self) -> None:
        lower_priority()
        try:
            self.run()
        except CoachError as error:
            self._error = error
        finally:
            if not (self.done or self._error or self._cancelled.is_set()):
                self._error = CoachBug("the analysis broke off")


class _GrowingPoses:
    """Poses of N people, appended by one thread and read by others."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._times: list[float] = []
        self._shots: list[tuple[int, float]] = []
        self._poses: list[tuple[NDArray[np.float32], ...]] = []
        self._last: tuple[PoseTrack, ...] = ()

    @property
    def until(self) -> float:
        """Time of the last frame, 0 before the first."""
        times = self._times
        return times[-1] if times else 0.0

    def shot_at(self, time: float) -> int:
        """Number of the shot at a time; 0 where nothing is known."""
        at = int(np.searchsorted(self._times, time))
        return self._shots[at][0] if at < len(self._shots) else 0

    def fill(self, tracks: Sequence[PoseTrack]) -> None:
        """Begin with what is known already."""
        for i, at in enumerate(tracks[0].time):
            self._poses.append(
                tuple(
                    np.stack([array[i] for array in arrays])
                    for arrays in (
                        [t.points for t in tracks],
                        [t.confidence for t in tracks],
                        [t.world for t in tracks],
                    )
                )
            )
            self._shots.append((int(tracks[0].shot[i]), float(tracks[0].light[i])))
            self._times.append(float(at))

    def add(
        self,
        shown: ShotFrame,
        shot: int,
        poses: Sequence[Pose | None],
        scale: NDArray[np.floating],
    ) -> None:
        """Append a frame of a shot; ``scale`` (2,) takes its pixels to those of the video."""
        points = np.full((self._people, N_KEYPOINTS, 2), np.nan, np.float32)
        confidence = np.zeros((self._people, N_KEYPOINTS), np.float32)
        world = np.full((self._people, N_KEYPOINTS, 3), np.nan, np.float32)
        for i, pose in enumerate(poses):
            if pose is not None:
                points[i] = pose.points * scale
                confidence[i], world[i] = pose.confidence, pose.world
        self._poses.append((points, confidence, world))
        self._shots.append((shot, shown.light))
        self._times.append(shown.frame.time)

    def tracks(self, size: tuple[int, int], fps: float) -> tuple[PoseTrack, ...]:
        """The tracks so far; the same objects again while nothing was added."""
        n, last = len(self._times), self._last
        if not last or len(last[0]) != n:
            time = np.array(self._times[:n], dtype=np.float64)
            shape = (n, self._people, N_KEYPOINTS)
            points, confidence, world = (
                np.array([frame[k] for frame in self._poses[:n]], np.float32).reshape(*shape, *tail)
                for k, tail in enumerate(((2,), (), (3,)))
            )
            shot = np.array([number for number, _ in self._shots[:n]], np.int32)
            light = np.array([light for _, light in self._shots[:n]], np.float32)
            last = self._last = tuple(
                PoseTrack(time, points[:, i], confidence[:, i], world[:, i], size, fps, shot, light)
                for i in range(self._people)
            )
        return last


def by_prominence(tracks: Sequence[PoseTrack]) -> tuple[PoseTrack, ...]:
    """The tracks, the instructor first: who is biggest, most central and longest seen."""
    return tuple(sorted(tracks, key=prominence, reverse=True))


def prominence(track: PoseTrack) -> float:
    """How much somebody stands out: mean over all frames of body height times nearness.

    Height is that of the keypoints, in picture heights; nearness falls from 1 in the
    middle of the picture to 0.5 at its sides. Frames in which nobody is seen count as 0.
    """
    seen = np.isfinite(track.points).all(axis=-1).any(axis=-1)
    if not seen.any():
        return 0.0
    points = track.points[seen]
    height = np.nanmax(points[..., 1], axis=1) - np.nanmin(points[..., 1], axis=1)
    hips = points[:, [INDEX["left_hip"], INDEX["right_hip"]], 0]
    middle = np.nanmean(points[..., 0], axis=1)
    centre = np.where(np.isnan(hips).any(axis=1), middle, hips.mean(axis=1))
    off = np.clip(np.abs(centre / track.size[0] - 0.5), 0, 0.5)
    return float(np.sum(height / track.size[1] * (1 - off)) / len(track))


def lower_priority() -> None:
    """Let everybody else go first; threads that this one starts inherit it (Linux)."""
    if sys.platform.startswith("linux"):
        thread = threading.get_native_id()
        usual = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, max(usual, _NICENESS))
