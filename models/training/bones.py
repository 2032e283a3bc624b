"""Poses taken apart into bones: recorded motions, other bodies, random poses, cameras.

A pose is taken apart into the directions of its bones, and put together again on other
lengths: on those of a standard adult it is canonical, on random ones it is another person.
Axes of poses: Y up, right-handed, metres, COCO-17 order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.body_size import BONES
from coach.skeleton import INDEX, N_KEYPOINTS

Array = NDArray[np.float32]

UIPRMD = "uiprmd_subjects1-6.npz"
CMU = "cmu_part.npz"
HELD_OUT = {UIPRMD: (5, 6), CMU: (9, 10, 12, 16)}
"""Subjects that are never trained on."""

PELVIS, SPINE, GIRDLE = 0, 1, 2
UPPER_ARMS, FOREARMS, THIGHS, SHINS = (3, 4), (5, 6), (7, 8), (9, 10)
NECK, EARS, NOSE, EYES = 11, 12, 13, (14, 15)
N_SEGMENTS = 16

_BY_BONE = {(first, second): length for first, second, length in BONES}
STANDARD_LENGTHS: Array = np.array(
    [
        _BY_BONE["left_hip", "right_hip"],
        0.495,
        _BY_BONE["left_shoulder", "right_shoulder"],
        *[_BY_BONE["left_shoulder", "left_elbow"]] * 2,
        *[_BY_BONE["left_elbow", "left_wrist"]] * 2,
        *[_BY_BONE["left_hip", "left_knee"]] * 2,
        *[_BY_BONE["left_knee", "left_ankle"]] * 2,
        *(0.19, 0.15, 0.12, 0.11, 0.11),
    ],
    dtype=np.float32,
)
"""(16,) metres, the body on which every pose is canonical."""

_LIMBS = {
    name: (INDEX[f"left_{name}"], INDEX[f"right_{name}"])
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "ear", "eye")
}
_FACE = np.arange(5)


@dataclass(frozen=True)
class Motion:
    """One recorded motion: points (T, 17, 3) at 15 a second, its name, person and kind."""

    points: Array
    name: str
    subject: int
    correct: bool
    source: str

    @property
    def held_out(self) -> bool:
        return self.subject in HELD_OUT[self.source]


def load_motions(folder: Path) -> list[Motion]:
    """All motions of the two files in ``folder``."""
    motions = []
    for source, name_key in ((UIPRMD, "label"), (CMU, "description")):
        with np.load(folder / source) as file:
            points, offsets, names = file["pos"], file["offsets"], file[name_key]
            subjects = file["subject"]
            correct = file["correct"] if "correct" in file else np.ones(len(names))
        for i, name in enumerate(names):
            part = points[offsets[i] : offsets[i + 1]]
            motions.append(Motion(part, str(name), int(subjects[i]), bool(correct[i]), source))
    return motions


def unit(v: NDArray[np.floating]) -> Array:
    """Vectors (..., 3) of length 1; one of no length stays none."""
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    made: Array = (v / np.maximum(length, 1e-6)).astype(np.float32)
    return made


def directions(points: Array) -> Array:
    """Bone directions of poses, (n, 17, 3) to unit vectors (n, 16, 3)."""
    at = {name: (points[:, left], points[:, right]) for name, (left, right) in _LIMBS.items()}
    middle = {name: (left + right) / 2 for name, (left, right) in at.items()}
    bones = np.empty((len(points), N_SEGMENTS, 3), np.float32)
    bones[:, PELVIS] = at["hip"][0] - at["hip"][1]
    bones[:, SPINE] = middle["shoulder"] - middle["hip"]
    bones[:, GIRDLE] = at["shoulder"][0] - at["shoulder"][1]
    for side in (0, 1):
        bones[:, UPPER_ARMS[side]] = at["elbow"][side] - at["shoulder"][side]
        bones[:, FOREARMS[side]] = at["wrist"][side] - at["elbow"][side]
        bones[:, THIGHS[side]] = at["knee"][side] - at["hip"][side]
        bones[:, SHINS[side]] = at["ankle"][side] - at["knee"][side]
        bones[:, EYES[side]] = at["eye"][side] - middle["ear"]
    bones[:, NECK] = middle["ear"] - middle["shoulder"]
    bones[:, EARS] = at["ear"][0] - at["ear"][1]
    bones[:, NOSE] = points[:, INDEX["nose"]] - middle["ear"]
    return unit(bones)


def assemble(bones: Array, lengths: Array = STANDARD_LENGTHS) -> Array:
    """Poses from bone directions (n, 16, 3) and lengths (16,) or (n, 16): (n, 17, 3)."""
    v = bones * np.broadcast_to(lengths, bones.shape[:2])[..., None]
    points = np.empty((len(bones), N_KEYPOINTS, 3), np.float32)
    neck = v[:, SPINE]
    ears = neck + v[:, NECK]
    for side, sign in ((0, 0.5), (1, -0.5)):
        hip = sign * v[:, PELVIS]
        knee = hip + v[:, THIGHS[side]]
        shoulder = neck + sign * v[:, GIRDLE]
        elbow = shoulder + v[:, UPPER_ARMS[side]]
        points[:, _LIMBS["hip"][side]] = hip
        points[:, _LIMBS["knee"][side]] = knee
        points[:, _LIMBS["ankle"][side]] = knee + v[:, SHINS[side]]
        points[:, _LIMBS["shoulder"][side]] = shoulder
        points[:, _LIMBS["elbow"][side]] = elbow
        points[:, _LIMBS["wrist"][side]] = elbow + v[:, FOREARMS[side]]
        points[:, _LIMBS["ear"][side]] = ears + sign * v[:, EARS]
        points[:, _LIMBS["eye"][side]] = ears + v[:, EYES[side]]
    points[:, INDEX["nose"]] = ears + v[:, NOSE]
    return points


def random_lengths(rng: np.random.Generator, n: int) -> Array:
    """Bone lengths of n random people, children and mistaken estimators included, (n, 16)."""
    by_kind = rng.normal(0, 1, (n, N_SEGMENTS)) * np.array(
        [0.20, 0.08, 0.16, *[0.10] * 8, 0.15, 0.15, 0.15, 0.15, 0.15]
    )
    for left, right in (UPPER_ARMS, FOREARMS, THIGHS, SHINS, EYES):
        by_kind[:, right] = by_kind[:, left] + rng.normal(0, 0.03, n)
    return (STANDARD_LENGTHS * np.exp(by_kind)).astype(np.float32)


# Random poses: forward kinematics in the person's own axes, x left, y up, z forward.


def _rotation(axis: int, angle: NDArray[np.floating]) -> Array:
    """Rotation matrices (n, 3, 3) about axis 0, 1 or 2 by angles (n,) in radians."""
    c, s = np.cos(angle), np.sin(angle)
    matrix = np.zeros((len(angle), 3, 3), np.float32)
    i, j = ((1, 2), (2, 0), (0, 1))[axis]
    matrix[:, axis, axis] = 1
    matrix[:, i, i] = matrix[:, j, j] = c
    matrix[:, i, j], matrix[:, j, i] = -s, s
    return matrix


def _turn(matrix: Array, vector: Array | tuple[float, float, float]) -> Array:
    turned: Array = np.einsum("nij,nj->ni", matrix, np.broadcast_to(vector, (len(matrix), 3)))
    return turned


def _angle(
    rng: np.random.Generator, n: int, low: float, high: float, rest: float = 0.3
) -> NDArray[np.float64]:
    """n angles in degrees between low and high, a share ``rest`` of them about 0; radians."""
    angle = rng.uniform(low, high, n)
    still = rng.random(n) < rest
    angle[still] = rng.normal(0, 5, still.sum())
    return np.radians(angle)


def _legs(rng: np.random.Generator, n: int, bones: Array) -> None:
    together = rng.random(n) < 0.6
    first: tuple[NDArray[np.float64], ...] = ()
    for side, outward in ((0, 1.0), (1, -1.0)):
        flexion = _angle(rng, n, -25, 130)
        knee = _angle(rng, n, 0, 150, rest=0.35)
        knee = np.where(rng.random(n) < 0.3, np.clip(1.1 * flexion, 0, None), knee)
        joint = [flexion, _angle(rng, n, -15, 50), knee, _angle(rng, n, -35, 45)]
        if side == 1:
            loose = rng.normal(0, 0.08, (4, n))
            joint = [
                np.where(together, a + e, b) for a, b, e in zip(first, joint, loose, strict=True)
            ]
        first = tuple(joint)
        flexion, apart, knee, rotation = joint
        hip = (
            _rotation(2, outward * apart)
            @ _rotation(0, -flexion)
            @ _rotation(1, outward * rotation)
        )
        bones[:, THIGHS[side]] = _turn(hip, (0, -1, 0))
        bones[:, SHINS[side]] = _turn(hip @ _rotation(0, np.clip(knee, 0, 2.7)), (0, -1, 0))


def _arms(rng: np.random.Generator, n: int, bones: Array, trunk: Array) -> None:
    together = rng.random(n) < 0.55
    first: tuple[NDArray[np.float64], ...] = ()
    for side, outward in ((0, 1.0), (1, -1.0)):
        joint = [
            _angle(rng, n, -45, 185, rest=0.2),
            _angle(rng, n, -25, 175, rest=0.3),
            _angle(rng, n, -90, 90, rest=0.2),
            _angle(rng, n, 0, 150, rest=0.35),
        ]
        if side == 1:
            loose = rng.normal(0, 0.08, (4, n))
            joint = [
                np.where(together, a + e, b) for a, b, e in zip(first, joint, loose, strict=True)
            ]
        first = tuple(joint)
        flexion, apart, rotation, elbow = joint
        shoulder = (
            trunk
            @ _rotation(2, outward * apart)
            @ _rotation(0, -flexion)
            @ _rotation(1, outward * rotation)
        )
        bones[:, UPPER_ARMS[side]] = _turn(shoulder, (0, -1, 0))
        bones[:, FOREARMS[side]] = _turn(
            shoulder @ _rotation(0, -np.clip(elbow, 0, 2.7)), (0, -1, 0)
        )


def _head(rng: np.random.Generator, n: int, bones: Array, trunk: Array) -> None:
    neck = (
        trunk @ _rotation(0, _angle(rng, n, -40, 50)) @ _rotation(2, _angle(rng, n, -25, 25, 0.6))
    )
    face = neck @ _rotation(1, _angle(rng, n, -60, 60, 0.6))
    bones[:, NECK] = _turn(neck, (0, 0.99, 0.14))
    bones[:, EARS] = _turn(face, (1, 0, 0))
    bones[:, NOSE] = _turn(face, (0, -0.1, 1))
    bones[:, EYES[0]] = _turn(face, (0.27, 0.25, 0.93))
    bones[:, EYES[1]] = _turn(face, (-0.27, 0.25, 0.93))


def random_bones(rng: np.random.Generator, n: int) -> Array:
    """Bone directions of n random poses within what joints can do, (n, 16, 3).

    Hips, knees, trunk, shoulders, elbows and neck take angles from their anatomical
    ranges, both sides alike in half of the poses. The body is upright in two thirds of
    them and lies, leans or is on all fours in the others.
    """
    bones = np.empty((n, N_SEGMENTS, 3), np.float32)
    bones[:, PELVIS] = (1, 0, 0)
    bend = _rotation(0, _angle(rng, n, -25, 60)) @ _rotation(2, _angle(rng, n, -35, 35, 0.6))
    trunk = bend @ _rotation(1, _angle(rng, n, -45, 45, 0.6))
    bones[:, SPINE] = _turn(bend, (0, 1, 0))
    bones[:, GIRDLE] = unit(_turn(trunk, (1, 0, 0)) + rng.normal(0, 0.06, (n, 3)))
    _legs(rng, n, bones)
    _arms(rng, n, bones, trunk)
    _head(rng, n, bones, trunk)
    floor = rng.random(n) < 0.35
    pitch = np.where(floor, rng.uniform(-np.pi, np.pi, n), rng.normal(0.1, 0.25, n))
    roll = np.where(floor, rng.normal(0, 0.5, n), rng.normal(0, 0.1, n))
    placed: Array = unit(np.einsum("nij,nsj->nsi", _rotation(0, pitch) @ _rotation(2, roll), bones))
    return placed


def mixed_bones(rng: np.random.Generator, recorded: Array, n: int, random_share: float) -> Array:
    """Bone directions of n poses: recorded ones, recombined ones and random ones.

    A recombined pose has the arms of one recording on the trunk of another, in the axes of
    the trunk.
    """
    bones = recorded[rng.integers(0, len(recorded), n)].copy()
    n_random = int(n * random_share)
    n_swap = (n - n_random) // 2
    bones[:n_random] = random_bones(rng, n_random)
    swap = slice(n_random, n_random + n_swap)
    donors = recorded[rng.integers(0, len(recorded), n_swap)]
    change = trunk_axes(bones[swap]) @ np.swapaxes(trunk_axes(donors), 1, 2)
    limbs = [*UPPER_ARMS, *FOREARMS]
    bones[swap, limbs] = np.einsum("nij,nsj->nsi", change, donors[:, limbs])
    bones += rng.normal(0, 0.03, bones.shape).astype(np.float32)
    return unit(bones)


def trunk_axes(bones: Array) -> Array:
    """Axes of the trunk as columns (left, up, forward), (n, 3, 3)."""
    up = bones[:, SPINE]
    left = bones[:, GIRDLE] - up * np.sum(bones[:, GIRDLE] * up, axis=1, keepdims=True)
    left = unit(left)
    return np.stack([left, up, np.cross(left, up)], axis=2).astype(np.float32)


def faced(
    bones: Array,
    rng: np.random.Generator,
    most_yaw: float | NDArray[np.floating],
    elevation: float = 20,
) -> Array:
    """The same poses in the axes of a camera, (n, 16, 3): x right, y up, z to the camera.

    Standing people turn their front to within ``most_yaw`` degrees of the camera (180: any
    way); people who lie or lean forward far are seen from anywhere. The camera looks up or
    down by up to ``elevation`` degrees.
    """
    n = len(bones)
    forward = trunk_axes(bones)[:, :, 2]
    now = np.arctan2(forward[:, 0], forward[:, 2])
    yaw = np.radians(rng.uniform(-most_yaw, most_yaw, n)) - now
    lying = np.abs(bones[:, SPINE, 1]) < 0.6
    yaw[lying] = rng.uniform(-np.pi, np.pi, lying.sum())
    pitch = np.radians(rng.uniform(-elevation / 2, elevation, n))
    turned: Array = np.einsum("nij,nsj->nsi", _rotation(0, pitch) @ _rotation(1, yaw), bones)
    return turned
