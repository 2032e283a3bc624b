"""Random poses, each a picture by itself, as pose estimators see them.

    python -m models.training.studio.poses --frames 60000 --output DIR
    python -m models.training.studio.poses --output DIR --pack poses.npz

Exercises repeat a few poses; an encoder has to know all that a body can do. Joint angles
are drawn within their anatomical ranges, the body is upright, bent, on all fours or lying,
turned any way; estimators look at each picture as if it were the first (IMAGE mode).
Shards, restarts and the file are those of ``models.training.studio.seen``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from coach.pose.estimator import pose_of_landmarks
from coach.pose.landmarker import read_model
from coach.skeleton import INDEX
from coach.types import ModelName, Pose
from models.training.studio.anatomy import RANGES
from models.training.studio.body import Array, Body, make_body
from models.training.studio.channels import CHANNELS, SIDED, BoneMotion, keypoints
from models.training.studio.draw import LONG_SIDES, a_look, framed, generator
from models.training.studio.people import Person, SetName, people
from models.training.studio.rig import Rig
from models.training.studio.scene import Cast, Picture, Scene, shoot
from models.training.studio.seen import (
    FRAMES_A_SHARD,
    command,
    models_of,
    poses_of,
    shard_path,
    track,
)
from models.training.studio.seen_data import Seen, joined, write_seen
from models.training.studio.take import Take

POSES_A_LOOK: Final = 32
STREAM: Final = 7
"""Keeps the random numbers of these shards apart from those of the exercises."""
SIDED_RANGES: Final = {
    # channel: lowest, highest, spread about rest, share about rest; degrees
    "hip_flex": (-20.0, 125.0, 6.0, 0.35),
    "hip_open": (-10.0, 50.0, 6.0, 0.55),
    "hip_turn": (-30.0, 45.0, 8.0, 0.6),
    "knee": (0.0, 140.0, 6.0, 0.35),
    "ankle": (-35.0, 25.0, 6.0, 0.5),
    "arm_raise": (0.0, 178.0, 10.0, 0.2),
    "arm_plane": (-25.0, 125.0, 25.0, 0.1),
    "arm_turn": (-70.0, 70.0, 25.0, 0.3),
    "elbow": (0.0, 145.0, 10.0, 0.35),
    "forearm": (-60.0, 60.0, 20.0, 0.4),
}
MIDDLE_RANGES: Final = {
    "spine_pitch": (-25.0, 60.0, 6.0, 0.55),
    "spine_roll": (-35.0, 35.0, 5.0, 0.7),
    "spine_yaw": (-45.0, 45.0, 6.0, 0.7),
    "head_pitch": (-40.0, 45.0, 10.0, 0.5),
    "head_roll": (-25.0, 25.0, 5.0, 0.7),
    "head_yaw": (-60.0, 60.0, 12.0, 0.6),
}
ALIKE: Final = 0.5
"""Part of the poses whose arms (or legs) do the same on both sides."""
STANDING: Final = 0.6
"""Part of the poses off the floor that stand on one leg or both."""
FILLED: Final = (0.75, 1.05)
"""Part of the picture that the farthest reaching of a look's poses fills."""
CLEAR: Final = 0.13
"""Metres that wrists and elbows stay away from the line of the trunk."""


def random_channels(rng: np.random.Generator, n: int) -> dict[str, Array]:
    """Channels (n,) of random poses, placed anywhere and turned any way."""
    table = {name: np.full(n, value) for name, value in CHANNELS.items()}
    legs, arms = rng.random(n) < ALIKE, rng.random(n) < ALIKE
    for name, limits in SIDED_RANGES.items():
        left, right = (_drawn(rng, n, SIDED[name], limits) for _ in range(2))
        alike = legs if name in ("hip_flex", "hip_open", "hip_turn", "knee", "ankle") else arms
        right = np.where(alike, left + rng.normal(0, 3.0, n), right)
        table[f"l_{name}"], table[f"r_{name}"] = left, right
    for name, limits in MIDDLE_RANGES.items():
        table[name] = _drawn(rng, n, 0.0, limits)
    kind = rng.choice(3, n, p=[0.64, 0.16, 0.20])  # upright, bent over, lying
    upright, over = rng.normal(5, 9, n), rng.uniform(30, 110, n)
    lying = rng.choice([-90.0, 90.0], n) + rng.normal(0, 18, n)
    table["pitch"] = np.choose(kind, [upright, over, lying])
    bent = np.where(rng.random(n) < 0.45, 5.0, rng.uniform(0, 125, n))  # of standing legs
    one, two = rng.random(n) < STANDING, rng.random(n) < 0.75
    for side, stands in (("l", one & (kind != 2)), ("r", one & two & (kind != 2))):
        knee = bent + rng.normal(0, 3, n)
        flex = 0.92 * knee + np.where(kind == 0, table["pitch"], 0.5 * table["pitch"])
        table[f"{side}_knee"] = np.where(stands, knee, table[f"{side}_knee"])
        table[f"{side}_hip_flex"] = np.where(stands, flex, table[f"{side}_hip_flex"])
        for name in ("knee", "hip_flex"):
            table[f"{side}_{name}"] = np.clip(table[f"{side}_{name}"], *RANGES[name])
    table["roll"] = rng.normal(0, 5, n) + np.where(kind == 2, rng.normal(0, 30, n), 0)
    table["heading"] = rng.uniform(-180, 180, n)
    table["z"] = np.full(n, 3.0)  # in the air: nothing gives way to a floor
    return table


def _drawn(
    rng: np.random.Generator, n: int, rest: float, limits: tuple[float, float, float, float]
) -> Array:
    low, high, spread, still = limits
    wide = rng.uniform(low, high, n)
    return np.where(rng.random(n) < still, rest + rng.normal(0, spread, n), wide)


def random_motion(rig: Rig, rng: np.random.Generator, n: int) -> BoneMotion:
    """n random poses of a body, each resting on the floor above the origin."""
    kept: list[BoneMotion] = []
    while sum(map(len, kept)) < n:
        motion = rig.solve(random_channels(rng, 2 * n), {})
        free = is_free(keypoints(rig.body, motion))
        kept.append(BoneMotion(motion.rotation[free], motion.shift[free]))
    rotation = np.concatenate([m.rotation for m in kept])[:n]
    shift = np.concatenate([m.shift for m in kept])[:n]
    return put_down(rig, BoneMotion(rotation, shift))


def put_down(rig: Rig, motion: BoneMotion) -> BoneMotion:
    """Each pose resting on the floor above the origin."""
    rotation, shift = motion.rotation, motion.shift
    low = np.stack([
        rig.surface(BoneMotion(rotation[i : i + 1], shift[i : i + 1]))[0, :, 2].min()
        for i in range(len(motion))
    ])  # fmt: skip
    middle = keypoints(rig.body, motion)[..., :2].mean(axis=1)
    return BoneMotion(rotation, shift - np.column_stack([middle, low])[:, None])


def is_free(points: Array) -> Array:
    """(n,) whether no arm goes through the trunk or the head."""
    hips = points[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1)
    neck = points[:, [INDEX["left_shoulder"], INDEX["right_shoulder"]]].mean(axis=1)
    head = points[:, :5].mean(axis=1)
    free = np.ones(len(points), bool)
    for name in ("left_wrist", "right_wrist", "left_elbow", "right_elbow"):
        at = points[:, INDEX[name]]
        along = np.clip(
            np.sum((at - hips) * (neck - hips), axis=1) / np.sum((neck - hips) ** 2, axis=1), 0, 1
        )
        axis = hips + along[:, None] * (neck - hips)
        free &= np.linalg.norm(at - axis, axis=1) > CLEAR
        free &= np.linalg.norm(at - head, axis=1) > CLEAR
    return free


def scenes(set_name: SetName, number: int) -> Iterator[Scene]:
    """The looks of one shard: one person, POSES_A_LOOK poses before each camera."""
    rng = generator(set_name, number, STREAM)
    person = people(set_name, 1, 5000 + number)[0]
    body = make_body(person.shape)
    rig = Rig(body)
    for i in range(FRAMES_A_SHARD // POSES_A_LOOK):
        motion = random_motion(rig, rng, POSES_A_LOOK)
        yield _scene(rng, set_name, (number, i), person, body, motion)


def _scene(
    rng: np.random.Generator,
    set_name: SetName,
    place: tuple[int, int],
    person: Person,
    body: Body,
    motion: BoneMotion,
) -> Scene:
    times = np.arange(len(motion)) / 1.0
    take = Take(times, motion, {}, (), np.zeros(len(times)))
    joints = keypoints(body, motion)
    look = a_look(rng, joints, int(rng.choice(LONG_SIDES)), 15.0)
    camera = look.camera
    if not look.hard:
        camera = framed(camera, joints, float(rng.uniform(*FILLED)))
    return Scene(
        f"poses-{set_name}-{place[0]:05}-{place[1]}",
        (STREAM, *place),
        1.0,
        (Cast(person, body, take),),
        camera,
        look.room,
        effects=replace(look.effects, shutter=0.0),
    )


def look_at(pictures: Sequence[Picture], model: ModelName) -> list[tuple[Pose, ...]]:
    """Who is found in each picture, without a memory of the others."""
    from mediapipe import Image, ImageFormat
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=read_model(model)),
        running_mode=vision.RunningMode.IMAGE,
    )
    found = []
    with closing(vision.PoseLandmarker.create_from_options(options)) as landmarker:
        for i, picture in enumerate(pictures):
            image = Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(picture))
            found.append(_poses(landmarker.detect(image), picture, float(i)))
    return found


def _poses(result: Any, picture: Picture, time: float) -> tuple[Pose, ...]:
    size = (picture.shape[1], picture.shape[0])
    return tuple(
        pose_of_landmarks(
            np.array([(p.x, p.y, p.visibility, p.presence) for p in seen], np.float32),
            np.array([(p.x, p.y, p.z) for p in world], np.float32),
            size,
            time,
        )
        for seen, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
    )


def make_shard(set_name: SetName, folder: Path, number: int) -> None:
    """Make one shard's file."""
    rng = generator(set_name, number, STREAM + 1)
    tracks: list[Seen] = []
    for k, scene in enumerate(scenes(set_name, number)):
        shots = list(shoot(scene))
        truth = scene.truth(np.stack([visible for _, visible in shots]))
        for model in models_of(rng):
            found = look_at([picture for picture, _ in shots], model)
            poses = [at[0] for at in poses_of(found, truth)]
            tracks.append(track(scene, truth, 0, number * 100 + k, model, poses))
    write_seen(shard_path(folder, number), joined(tracks))


def main(arguments: Sequence[str] | None = None) -> None:
    """Make shards, or pack them."""
    command(make_shard, "Random poses as the estimator sees them.", 60_000, arguments)


if __name__ == "__main__":
    main()
