"""Measures the pose estimator on rendered clips whose joints are known.

    python -m models.training.evaluate_pose [CLIP.mp4 ...] [--model full] [--speed]

A clip's truth is the keypoints file beside it (``CLIP.npz``); without clips named, all of
``assets/demo`` are taken. Printed for each: PCK@0.2, jitter at rest (raw and smoothed), the
delay that smoothing adds, and with two people how often they were found and confused.
``--speed`` adds milliseconds a frame of each model, for one person and for two places.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.media import probe, read_frames
from coach.paths import DEMO
from coach.pose import PoseEstimator, PoseSmoother, pck, read_keypoints
from coach.types import MODEL_NAMES, Frame, ModelName, PoseTrack

Array = NDArray[np.floating]

REST: Final = 0.05  # m/s; all true joints slower: the person is at rest
SLOW: Final = (0.08, 0.3)  # m/s
FAST: Final = 0.5  # m/s
SPEED_FRAMES: Final = 150


@dataclass(frozen=True, slots=True)
class PoseFigures:
    """What was measured on one clip; NaN where the clip does not show it.

    Attributes:
        pck: PCK@0.2 of all people.
        jitter_raw_mm, jitter_mm: root mean square of the move of a world point from frame
            to frame while the person is at rest, without and with smoothing.
        delay_fast_ms, delay_slow_ms: delay added by smoothing to joints of that speed.
        found: part of the frames in which each person of the truth was found.
        confused: part of the found poses that lie on the other person.
    """

    pck: float
    jitter_raw_mm: float
    jitter_mm: float
    delay_fast_ms: float
    delay_slow_ms: float
    found: float
    confused: float


def evaluate_clip(clip: Path, model: ModelName) -> PoseFigures:
    """Figures of one clip against the truth beside it."""
    truth = read_keypoints(clip.with_suffix(".npz"))
    raw = estimate(clip, model, len(truth))
    smooth = tuple(smoothed(track) for track in raw)
    jitters, fast, slow = [], [], []
    for person, track, calm in zip(truth, raw, smooth, strict=True):
        speed = at_times(joint_speed(person.world, person.time), person.time, track.time)
        still = np.tile(speed.max(axis=1, keepdims=True) < REST, speed.shape[1])
        jitters.append((jitter_mm(track.world, still), jitter_mm(calm.world, still)))
        fast.append(added_delay_ms(track, calm, speed > FAST))
        slow.append(added_delay_ms(track, calm, (speed > SLOW[0]) & (speed < SLOW[1])))
    jitter_raw, jitter = np.mean(jitters, axis=0)
    return PoseFigures(
        pck=pck(smooth, truth).mean,
        jitter_raw_mm=float(jitter_raw),
        jitter_mm=float(jitter),
        delay_fast_ms=float(np.mean(fast)),
        delay_slow_ms=float(np.mean(slow)),
        found=float(np.mean([track.seen.mean() for track in raw])),
        confused=confused(raw, truth),
    )


def estimate(clip: Path, model: ModelName, people: int) -> tuple[PoseTrack, ...]:
    """Tracks of the people of a video, without smoothing."""
    info = probe(clip)
    with PoseEstimator(model, people, smooth=False) as estimator:
        frames = [(frame.time, estimator.push(frame)) for frame in read_frames(clip)]
    times = [seconds for seconds, _ in frames]
    return tuple(
        PoseTrack.of([poses[i] for _, poses in frames], times, (info.width, info.height), info.fps)
        for i in range(people)
    )


def smoothed(track: PoseTrack) -> PoseTrack:
    """The track as the smoothing estimator gives it."""
    smoother = PoseSmoother()
    poses = [
        smoother.push(track.pose(i)) if seen else smoother.push(None)
        for i, seen in enumerate(track.seen)
    ]
    return PoseTrack.of(poses, track.time, track.size, track.fps)


def joint_speed(points: Array, times: Array) -> Array:
    """(T, 17) speed of each joint over four frames, units a second; 0 at the ends."""
    speed = np.zeros(points.shape[:2])
    step = np.linalg.norm(points[4:] - points[:-4], axis=2)
    speed[2:-2] = step / (times[4:] - times[:-4])[:, None]
    return speed


def at_times(values: Array, times: Array, asked: Array) -> Array:
    """Rows of ``values`` (T, ...) at the times nearest to those asked."""
    after = np.clip(np.searchsorted(times, asked), 1, len(times) - 1)
    nearer = asked - times[after - 1] < times[after] - asked
    return values[np.where(nearer, after - 1, after)]


def jitter_mm(world: Array, still: NDArray[np.bool_]) -> float:
    """Root mean square frame-to-frame move of joints (T, 17, 3) where ``still``, mm."""
    moves = np.linalg.norm(np.diff(world, axis=0), axis=2)[still[1:] & still[:-1]]
    moves = moves[np.isfinite(moves)]
    return float(1000 * np.sqrt(np.mean(moves**2))) if len(moves) else float("nan")


def added_delay_ms(raw: PoseTrack, smooth: PoseTrack, moving: NDArray[np.bool_]) -> float:
    """By how much ``raw`` has to be delayed to be most like ``smooth``, world points, ms."""
    seen = raw.seen & (raw.time > raw.time[0] + 0.3)
    mask = moving & seen[:, None]
    if mask.sum() < 60 or not raw.seen.all():
        return float("nan")
    delays = np.arange(0, 0.15, 0.002)
    misses = []
    for delay in delays:
        later = np.array(
            [
                [np.interp(raw.time - delay, raw.time, axis) for axis in joint]
                for joint in raw.world.transpose(1, 2, 0)
            ]
        ).transpose(2, 0, 1)
        misses.append(np.mean(np.sum((later - smooth.world) ** 2, axis=2)[mask]))
    return float(1000 * delays[int(np.argmin(misses))])


def confused(found: Sequence[PoseTrack], truth: Sequence[PoseTrack]) -> float:
    """Part of the poses found that lie nearer to another person than to their own.

    The people of the truth are taken in the order in which they stand at first.
    """
    if len(truth) < 2:
        return float("nan")
    order = sorted(truth, key=lambda person: float(np.nanmean(person.points[0, :, 0])))
    wrong = total = 0
    for own, track in enumerate(found):
        miss = np.array(
            [
                np.linalg.norm(
                    track.points - at_times(person.points, person.time, track.time), axis=2
                ).mean(axis=1)
                for person in order
            ]
        )[:, track.seen]
        wrong += int(np.sum(np.argmin(miss, axis=0) != own))
        total += miss.shape[1]
    return wrong / total if total else float("nan")


def milliseconds_a_frame(frames: Sequence[Frame], model: ModelName, people: int) -> float:
    """Median time of ``push``, wall clock."""
    times = []
    with PoseEstimator(model, people) as estimator:
        for frame in frames:
            start = time.perf_counter()
            estimator.push(frame)
            times.append(time.perf_counter() - start)
    return float(1000 * np.median(times[5:]))


def _clips(named: Iterable[Path]) -> list[Path]:
    clips = list(named) or sorted(DEMO.glob("*.mp4"))
    return [clip for clip in clips if clip.with_suffix(".npz").is_file()]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Quality and speed of the pose estimator.")
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args(arguments)
    clips = _clips(options.clips)
    print(f"{'clip':<22} PCK@0.2  jitter raw/smooth mm  delay fast/slow ms  found  confused")
    for clip in clips:
        f = evaluate_clip(clip, options.model)
        print(
            f"{clip.stem:<22} {f.pck:7.3f}  {f.jitter_raw_mm:10.2f} /{f.jitter_mm:7.2f}"
            f"  {f.delay_fast_ms:11.0f} /{f.delay_slow_ms:5.0f}  {f.found:5.2f}  {f.confused:8.3f}",
            flush=True,
        )
    if options.speed and clips:
        print("\nmodel  people  ms a frame (median)")
        frames = list(islice(read_frames(clips[0]), SPEED_FRAMES))
        for model in MODEL_NAMES:
            for people in (1, 2):
                print(f"{model:<6} {people:6}  {milliseconds_a_frame(frames, model, people):6.1f}")


if __name__ == "__main__":
    main()
