"""The live pipeline against a bare MediaPipe loop, and the speed of the analysis.

Ours is ``PoseEstimator`` (landmarks, who is who, smoothing) and ``Follower`` (distances,
encoder, alignment, score, feedback); the bare loop hands the same decoded frames to the
same model and does nothing with the answer. The two take turns every half second of film,
each stretch of five seconds gives a ratio, and the median of the stretches counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import cut
from benchmarks.table import Row
from coach.embedding import Encoder
from coach.media import read_frames
from coach.paths import DEMO
from coach.pose import PoseEstimator, analyse, read_keypoints
from coach.pose.correction import LiveCorrection
from coach.pose.landmarker import read_model
from coach.pose.stderr import chatter_dropped
from coach.scoring import load_curve
from coach.session import Features, features_of
from coach.session.follower import Follower
from coach.session.host import TURN_S
from coach.session.known import Known, KnownTarget
from coach.session.stretches import stretches_of
from coach.types import Frame, ModelName, Move, Pose

GOAL = 0.9
TURN, STRETCH = 15, 10
"""Frames a turn, turns a stretch: five seconds of film."""


class FilmTarget(KnownTarget):
    """A target whose analysis is finished."""

    def __init__(self, features: Features, moves: tuple[Move, ...]) -> None:
        super().__init__()
        self._moves = moves
        self.known = Known(None, features)

    @property
    def moves(self) -> tuple[Move, ...]:
        """See ``KnownTarget``."""
        return self._moves


class OurLoop:
    """Frames to scores, as the live session does it: one thread finds, one scores."""

    def __init__(self, people: int, target: KnownTarget, encoder: Encoder) -> None:
        self._estimator = PoseEstimator("full", people, live=True)
        self._followers = [Follower(target, encoder, load_curve(), "auto") for _ in range(people)]
        self._corrections = [LiveCorrection() for _ in range(people)]
        self._scoring = ThreadPoolExecutor(max_workers=1)
        self._before: Future[None] | None = None
        self.own_ms: list[float] = []
        self.n_scored = 0

    def push(self, frame: Frame) -> None:
        """Find people while those of the frame before are scored."""
        poses = self._estimator.push(frame)
        self.finish()
        self._before = self._scoring.submit(self._score, frame, poses)

    def finish(self) -> None:
        """Wait until all that was found is scored."""
        before, self._before = self._before, None
        if before is not None:
            before.result()

    def close(self) -> None:
        """Free the model."""
        self._scoring.shutdown()
        self._estimator.close()

    def _score(self, frame: Frame, poses: Sequence[Pose | None]) -> None:
        begun = time.perf_counter()
        for follower, correction, pose in zip(
            self._followers, self._corrections, poses, strict=True
        ):
            fixed = None if pose is None else correction.push(pose, frame.time)
            self.n_scored += follower.push(fixed, frame.time, frame.time) is not None
            follower.view()
        self.own_ms.append(1000 * (time.perf_counter() - begun))


class BareLoop:
    """MediaPipe alone, with the model of ``OurLoop``."""

    def __init__(self, people: int) -> None:
        with chatter_dropped():
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision

            self._image: Any = mediapipe.Image
            self._rgb: Any = mediapipe.ImageFormat.SRGB
            self._landmarker: Any = vision.PoseLandmarker.create_from_options(
                vision.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_buffer=read_model("full")),
                    running_mode=vision.RunningMode.VIDEO,
                    num_poses=people,
                )
            )

    def push(self, frame: Frame) -> None:
        """Find the landmarks and drop them."""
        picture = self._image(image_format=self._rgb, data=frame.image)
        self._landmarker.detect_for_video(picture, round(frame.time * 1000))

    def finish(self) -> None:
        """Nothing is left to be done."""

    def close(self) -> None:
        """Free the model."""
        self._landmarker.close()


def pipeline(people: int, stretches: int) -> list[Row]:
    """Frames a second of ours over those of the bare loop, by the clock and by the processor."""
    sys.setswitchinterval(TURN_S)  # as in the process of a session
    film, name = _film(people)
    encoder = Encoder()
    target = _target(encoder)
    with _closing(OurLoop(people, target, encoder), BareLoop(people)) as (ours, bare):
        with chatter_dropped():
            _turn(ours, bare, list(islice(film, TURN)), ours_first=True)
        ours.own_ms.clear()
        turns: list[NDArray[np.float64]] = []
        while len(turns) < stretches * STRETCH and len(frames := list(islice(film, TURN))) == TURN:
            turns.append(_turn(ours, bare, frames, ours_first=len(turns) % 2 == 0))
        found = ours.n_scored / (people * TURN * (len(turns) + 1))
    spent = (
        np.array(turns)[: len(turns) // STRETCH * STRETCH].reshape(-1, STRETCH, 2, 2).sum(axis=1)
    )
    return _rows(people, name, spent, np.array(ours.own_ms), found)


def _rows(
    people: int, name: str, spent: NDArray[np.float64], own_ms: NDArray[np.float64], found: float
) -> list[Row]:
    """``spent`` (stretches, ours or bare, clock or processor) seconds."""
    who = "one person" if people == 1 else "two people"
    ratios = spent[:, 1] / spent[:, 0]
    fps = np.median(STRETCH * TURN / spent[:, :, 0], axis=0)
    cpu_ms = np.median(1000 * spent[:, :, 1], axis=0) / (STRETCH * TURN)
    clock, cpu = np.median(ratios, axis=0).tolist()
    note = (
        f"{fps[0]:.1f} and {fps[1]:.1f} frames/s, {ratios[:, 0].min():.2f} to "
        f"{ratios[:, 0].max():.2f} in {len(spent)} stretches of {STRETCH * TURN} frames of {name}"
    )
    return [
        Row(f"frames/s over bare MediaPipe, {who}", clock, "x", GOAL, note=note),
        Row(
            f"the same by processor time, {who}",
            cpu,
            "x",
            GOAL,
            note=f"{cpu_ms[0]:.1f} and {cpu_ms[1]:.1f} ms a frame",
        ),
        Row(
            f"our own part of a frame, {who}",
            float(np.median(own_ms)),
            "ms",
            note=f"distances to feedback, median; mean {own_ms.mean():.2f}, 99 % within "
            f"{np.quantile(own_ms, 0.99):.1f}; {100 * found:.0f} % of the poses scored",
        ),
    ]


def _turn(
    ours: OurLoop, bare: BareLoop, frames: Sequence[Frame], *, ours_first: bool
) -> NDArray[np.float64]:
    """Seconds of both for a few frames: rows ours and bare, columns clock and processor."""
    spent = np.zeros((2, 2))
    for which in (0, 1) if ours_first else (1, 0):
        loop = bare if which else ours
        clock, processor = time.perf_counter(), time.process_time()
        for frame in frames:
            loop.push(frame)
        loop.finish()
        spent[which] = time.perf_counter() - clock, time.process_time() - processor
    return spent


def _film(people: int) -> tuple[Iterator[Frame], str]:
    """Decoded frames, and what they are; two people are put together where no clip is."""
    one = read_frames(DEMO / "good.mp4")
    if people == 1:
        return one, "good.mp4"
    both = DEMO / "two_people.mp4"
    if both.exists():
        return read_frames(both), both.name
    other = read_frames(DEMO / "target.mp4")
    beside = (
        Frame(np.concatenate([a.image, b.image], axis=1), a.time, a.index)
        for a, b in zip(one, other, strict=False)
    )
    return beside, "good.mp4 beside target.mp4"


def _target(encoder: Encoder) -> KnownTarget:
    track = read_keypoints(DEMO / "target.npz")[0]
    features = features_of(track, encoder, from_zero=True)
    return FilmTarget(features, stretches_of(track, encoder))


@contextmanager
def _closing(ours: OurLoop, bare: BareLoop) -> Iterator[tuple[OurLoop, BareLoop]]:
    try:
        yield ours, bare
    finally:
        ours.close()
        bare.close()


def analysis(seconds: float, models: Sequence[ModelName]) -> list[Row]:
    """How much faster than it plays a target is analysed, at 15 poses a second."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "target.mp4"
        cut(DEMO / "target.mp4", clip, seconds)
        for model in models:
            begun = time.perf_counter()
            track = analyse(clip, model=model)[0]
            taken = time.perf_counter() - begun
            note = f"{len(track)} poses of target.mp4 in {taken:.1f} s"
            rows.append(Row(f"analysis with {model}", seconds / taken, "x rt", note=note))
    return rows
