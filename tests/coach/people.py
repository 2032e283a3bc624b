"""Exact synthetic people for the tests: a body from joint angles, a track from a recipe."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX
from coach.types import PoseTrack

UP = np.array([0.0, -1.0, 0.0])  # world axes: y down


@dataclass(frozen=True)
class Body:
    """Lengths in metres."""

    thigh: float = 0.42
    shank: float = 0.41
    trunk: float = 0.50
    upper_arm: float = 0.29
    forearm: float = 0.25
    shoulders: float = 0.34
    hips: float = 0.22


def stand(
    *,
    arms: tuple[float, float] = (5.0, 5.0),
    elbows: tuple[float, float] = (5.0, 5.0),
    hips: tuple[float, float] = (0.0, 0.0),
    knees: tuple[float, float] = (0.0, 0.0),
    lean: float = 0.0,
    body: Body = Body(),
) -> NDArray[np.float32]:
    """World points (17, 3) of somebody who faces the camera; angles in degrees, (left, right).

    ``arms`` are raised sideways; ``hips`` are flexed forward from the trunk's direction,
    ``knees`` backward.
    """
    lean_r = np.radians(lean)
    trunk_up = np.array([0.0, -np.cos(lean_r), -np.sin(lean_r)])
    points = np.zeros((17, 3))
    neck = trunk_up * body.trunk
    head = neck + trunk_up * 0.20
    points[INDEX["nose"]] = head + [0, 0, -0.10]
    for side, sign in (
        ("left", 1.0),
        ("right", -1.0),
    ):  # facing: the left is at the picture's right
        n = 0 if side == "left" else 1
        points[INDEX[f"{side}_eye"]] = head + [0.03 * sign, -0.03, -0.09]
        points[INDEX[f"{side}_ear"]] = head + [0.08 * sign, -0.01, 0.0]
        shoulder = neck + [sign * body.shoulders / 2, 0, 0]
        raised = np.radians(arms[n])
        along = -trunk_up * np.cos(raised) + np.array([sign, 0, 0]) * np.sin(raised)
        elbow = shoulder + along * body.upper_arm
        bent = np.radians(arms[n] + elbows[n])
        along = -trunk_up * np.cos(bent) + np.array([sign, 0, 0]) * np.sin(bent)
        points[INDEX[f"{side}_shoulder"]] = shoulder
        points[INDEX[f"{side}_elbow"]] = elbow
        points[INDEX[f"{side}_wrist"]] = elbow + along * body.forearm
        hip = np.array([sign * body.hips / 2, 0, 0])
        angle = lean_r - np.radians(hips[n])  # of the thigh from straight down, towards the back
        thigh = np.array([0, np.cos(angle), np.sin(angle)])
        angle += np.radians(knees[n])
        shank = np.array([0, np.cos(angle), np.sin(angle)])
        points[INDEX[f"{side}_hip"]] = hip
        points[INDEX[f"{side}_knee"]] = hip + thigh * body.thigh
        points[INDEX[f"{side}_ankle"]] = hip + thigh * body.thigh + shank * body.shank
    return points.astype(np.float32)


def turned_round(world: NDArray[np.floating], degrees: float) -> NDArray[np.float32]:
    """The same (T, 17, 3) before a camera so many degrees aside."""
    a = np.radians(degrees)
    turn = np.array([[np.cos(a), 0, -np.sin(a)], [0, 1, 0], [np.sin(a), 0, np.cos(a)]])
    return (world @ turn).astype(np.float32)


def cut_to(
    world: NDArray[np.floating], half: int, degrees: float
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """The same, cut to such a camera at frame ``half``; and the shot of every frame."""
    cut = np.concatenate([world[:half], turned_round(world[half:], degrees)]).astype(np.float32)
    return cut, (np.arange(len(cut)) >= half).astype(np.int32)


def track_of(world: NDArray[np.floating], fps: float = 15.0, start: float = 0.0) -> PoseTrack:
    """A track of world points (T, 17, 3), seen by a camera far away."""
    world = np.asarray(world, np.float32)
    n = len(world)
    points = world[..., :2] * 200.0 + np.array([320.0, 240.0], np.float32)
    confidence = np.isfinite(world).all(axis=2).astype(np.float32)
    return PoseTrack(start + np.arange(n) / fps, points, confidence, world, (640, 480), fps)


def unsure(track: PoseTrack, confidence: float = 0.9) -> PoseTrack:
    """The same as an estimator would see it, never wholly sure."""
    return replace(track, confidence=track.confidence * np.float32(confidence))


def swing(n: int, repetitions: int) -> NDArray[np.float64]:
    """0 to 1 and back, ``repetitions`` times in ``n`` frames."""
    phase = np.arange(n) / max(n - 1, 1) * repetitions
    return (1 - np.cos(2 * np.pi * phase)) / 2


def squats(
    repetitions: int = 4, *, depth: float = 1.0, seconds: float = 3.0, fps: float = 15.0
) -> NDArray[np.float32]:
    """World points of squats, thighs horizontal at depth 1."""
    amount = swing(round(repetitions * seconds * fps), repetitions) * depth
    return np.stack(
        [
            stand(
                hips=(100 * a, 100 * a),
                knees=(110 * a, 110 * a),
                lean=30 * a,
                arms=(5 + 60 * a,) * 2,
            )
            for a in amount
        ]
    )


def raises(
    repetitions: int = 4,
    *,
    left: float = 90.0,
    right: float = 90.0,
    seconds: float = 3.0,
    fps: float = 15.0,
) -> NDArray[np.float32]:
    """World points of lateral raises that reach ``left`` and ``right`` degrees."""
    amount = swing(round(repetitions * seconds * fps), repetitions)
    return np.stack([stand(arms=(5 + (left - 5) * a, 5 + (right - 5) * a)) for a in amount])


def knee_lifts(
    repetitions: int = 4, *, side: str = "left", seconds: float = 3.0, fps: float = 15.0
) -> NDArray[np.float32]:
    """World points of one knee lifted to the hip, the other leg straight."""
    amount = swing(round(repetitions * seconds * fps), repetitions)
    poses = []
    for a in amount:
        lifted = (90 * a, 0.0) if side == "left" else (0.0, 90 * a)
        poses.append(stand(hips=lifted, knees=lifted))
    return np.stack(poses)


def still(seconds: float, fps: float = 15.0) -> NDArray[np.float32]:
    """World points of somebody who just stands."""
    return np.stack([stand()] * round(seconds * fps))
