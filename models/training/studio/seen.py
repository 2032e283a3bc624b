"""What the pose estimator makes of rendered people, beside the truth, in large numbers.

    python -m models.training.studio.seen --set train --frames 100000 --output DIR
    python -m models.training.studio.seen --output DIR --pack seen.npz

Pictures go from the renderer straight into the estimator of the app. The work is cut into
shards, each a file that depends on nothing but the set and its number: started again after
a kill, what is missing is made, and the result is that of one run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from coach.pose import PoseEstimator
from coach.skeleton import N_KEYPOINTS
from coach.types import MODEL_NAMES, Frame, ModelName, Pose
from models.training.studio import jobs
from models.training.studio.draw import draw_sequences, generator
from models.training.studio.people import SetName
from models.training.studio.scene import Picture, Scene, shoot
from models.training.studio.seen_data import Seen, joined, read_seen, write_seen
from models.training.studio.truth import Truth

FRAMES_A_SHARD: Final = 256
FPS: Final = 15.0
SHARES: Final[dict[ModelName, float]] = {"full": 0.40, "heavy": 0.35, "lite": 0.25}
"""Part of the sequences that each model sees."""
BY_ALL: Final = 0.05
"""Part of the sequences that all three see, to compare them."""
MOST_MB: Final = 60


# One shard.


def lengths(rng: np.random.Generator) -> list[int]:
    """Frames of the sequences of a shard: 16 to 48 each, FRAMES_A_SHARD together."""
    found: list[int] = []
    left = FRAMES_A_SHARD
    while left > 64:
        found.append(int(rng.integers(16, 49)))
        left -= found[-1]
    return [*found, left // 2, left - left // 2] if left > 48 else [*found, left]


def models_of(rng: np.random.Generator) -> tuple[ModelName, ...]:
    """Which models see a sequence."""
    if rng.random() < BY_ALL:
        return MODEL_NAMES
    return (str(rng.choice(list(SHARES), p=list(SHARES.values()))),)  # type: ignore[return-value]


def make_shard(set_name: SetName, folder: Path, number: int) -> None:
    """Make one shard's file."""
    rng = generator(set_name, number, 1)
    tracks: list[Seen] = []
    scenes = draw_sequences(set_name, number, lengths(rng), FPS)
    for k, scene in enumerate(scenes):
        models = models_of(rng)
        shots = list(shoot(scene))
        truth = scene.truth(np.stack([visible for _, visible in shots]))
        for model in models:
            poses = estimate([picture for picture, _ in shots], truth.time, model, truth.people)
            tracks += [
                track(
                    scene,
                    truth,
                    n,
                    number * 100 + k,
                    model,
                    [at[n] for at in poses_of(poses, truth)],
                )
                for n in range(truth.people)
            ]
    write_seen(shard_path(folder, number), joined(tracks))


def shard_path(folder: Path, number: int) -> Path:
    """The file of a shard."""
    return folder / f"{number:05}.npz"


def estimate(
    pictures: Sequence[Picture], times: NDArray[np.float64], model: ModelName, people: int
) -> list[tuple[Pose, ...]]:
    """Everybody found in each picture, by the app's estimator in VIDEO mode."""
    with PoseEstimator(model, min(people, 2), smooth=False) as estimator:
        found = [
            estimator.push(Frame(picture, float(at), i))
            for i, (picture, at) in enumerate(zip(pictures, times, strict=True))
        ]
    return [tuple(pose for pose in poses if pose is not None) for poses in found]


def poses_of(found: Sequence[Sequence[Pose]], truth: Truth) -> list[list[Pose | None]]:
    """For each frame the pose found of each person of the truth, None where there is none.

    Whose pose it is follows from the least mean distance of joints in the picture.
    """
    result: list[list[Pose | None]] = []
    for poses, points in zip(found, truth.points, strict=True):
        owned: list[Pose | None] = [None] * len(points)
        if poses:
            cost = np.array(
                [[np.linalg.norm(p.points - own, axis=1).mean() for own in points] for p in poses]
            )
            for i, n in zip(*linear_sum_assignment(cost), strict=True):
                owned[int(n)] = poses[int(i)]
        result.append(owned)
    return result


def track(
    scene: Scene,
    truth: Truth,
    n: int,
    sequence: int,
    model: ModelName,
    poses: Sequence[Pose | None],
) -> Seen:
    """One person of a scene as one model saw them."""
    camera, count = scene.camera, len(truth)
    size = np.array(truth.size, np.float32)
    world, points = (np.full((count, N_KEYPOINTS, d), np.nan, np.float16) for d in (3, 2))
    confidence = np.zeros((count, N_KEYPOINTS), np.uint8)
    for i, pose in enumerate(poses):
        if pose is not None:
            world[i], points[i] = pose.world, pose.points / size
            confidence[i] = np.round(pose.confidence * 255)
    hips = truth.ground[:, n, 11:13].mean(axis=1)
    to_lens = (camera.position - hips) @ camera.axes.T
    names, faults, severities = doing(scene, n)
    return Seen(
        offsets=np.array([0, count]),
        sequence=np.array([sequence]),
        person=np.array([scene.cast[n].person.id]),
        model=np.array([MODEL_NAMES.index(model)], np.uint8),
        up=(camera.axes @ [0.0, 0.0, 1.0])[None].astype(np.float16),
        size=np.array([truth.size], np.int16),
        people=np.array([truth.people], np.uint8),
        world=world,
        points=points,
        confidence=confidence,
        detected=np.array([pose is not None for pose in poses]),
        true_world=truth.world[:, n].astype(np.float16),
        true_points=np.clip(truth.points[:, n] / size, -9, 9).astype(np.float16),
        visible=truth.visible[:, n],
        view=(to_lens / np.linalg.norm(to_lens, axis=1, keepdims=True)).astype(np.float16),
        time=truth.time.astype(np.float32),
        exercise=names,
        phase=truth.phase[:, n].astype(np.float16),
        fault=faults,
        severity=severities.astype(np.float16),
    )


def doing(scene: Scene, n: int) -> tuple[NDArray[np.str_], NDArray[np.str_], NDArray[np.float64]]:
    """(T,) what a person does, the gravest fault and its severity; exercises go first."""
    times = scene.times
    names, faults = (np.full(len(times), "", dtype="U32") for _ in range(2))
    severity = np.zeros(len(times))
    order = {"exercise": 1}
    for segment in sorted(scene.cast[n].take.segments, key=lambda s: order.get(s.kind, 0)):
        names[(times >= segment.start) & (times <= segment.end)] = segment.name
        for fault in segment.faults:
            graver = (times >= fault.start) & (times <= fault.end) & (fault.severity > severity)
            faults[graver], severity[graver] = fault.name, fault.severity
    return names, faults, severity


# The whole.


def make(
    shard: Callable[[SetName, Path, int], None],
    set_name: SetName,
    folder: Path,
    frames: int,
    processes: int,
) -> None:
    """Make the shards that are missing; ``shard`` makes one, of FRAMES_A_SHARD frames."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(-(-frames // FRAMES_A_SHARD))
    missing = [number for number in numbers if not shard_path(folder, number).exists()]
    print(f"{len(numbers) - len(missing)} of {len(numbers)} shards are there")
    if missing:
        work = partial(shard, set_name, folder)
        jobs.run(work, missing, processes, "frames", FRAMES_A_SHARD)


def pack(folder: Path, path: Path) -> Seen:
    """All shards of a folder in one file of at most MOST_MB."""
    seen = joined([read_seen(part) for part in sorted(folder.glob("[0-9]*.npz"))])
    write_seen(path, seen)
    megabytes = path.stat().st_size / 1e6
    if megabytes > MOST_MB:
        raise SystemExit(f"{path} has {megabytes:.1f} MB, more than {MOST_MB}: pack fewer shards")
    return seen


def described(seen: Seen) -> str:
    """A few figures, as lines."""
    lines = [f"{len(seen.time)} rows, {seen.tracks} tracks, {len(set(seen.person))} people, "
             f"{len(set(seen.exercise))} things done"]  # fmt: skip
    of_row = seen.model[seen.track_of_rows()]
    for m, name in enumerate(MODEL_NAMES):
        rows = of_row == m
        if rows.any():
            lines.append(f"{name}: {rows.sum()} rows, found in {seen.detected[rows].mean():.3f}")
    return "\n".join(lines)


def command(
    shard: Callable[[SetName, Path, int], None],
    description: str,
    frames: int,
    arguments: Sequence[str] | None,
) -> None:
    """The command line of shards: make them, or pack those that are there."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--set", choices=("train", "evaluate"), default="train")
    parser.add_argument("--frames", type=int, default=frames, help="pictures to render")
    parser.add_argument("--output", type=Path, required=True, help="folder of the shards")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pack", type=Path, help="write the shards that are there as one file")
    chosen = parser.parse_args(arguments)
    if chosen.pack:
        print(described(pack(chosen.output, chosen.pack)))
    else:
        make(shard, chosen.set, chosen.output, chosen.frames, chosen.processes)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make shards, or pack them."""
    command(make_shard, "What the estimator makes of rendered people.", 100_000, arguments)


if __name__ == "__main__":
    main()
