"""People who do exercises, as an estimator would see them, without a picture being rendered.

A `Performance` is exact motion in the room: of the studio's people (`performed`), of
recordings (`recorded`). `filmed` puts a camera before it and adds an estimator's errors.

Joints are (T, 17, 3) metres in the room at ``RATE``: x to the right of somebody who looks
from the front, y away from them, z up; a person of heading 0 looks along -y.

The studio's people have the bodies of ``models/training/data/bodies.npz``, so that neither
torch nor anny is needed; those who are not in it are made by anny:

    python -m models.training.performances --bodies
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.pose import PoseSmoother
from coach.pose.correction import LiveCorrection
from coach.skeleton import MIRROR
from coach.tracks import RATE
from coach.types import MODEL_NAMES, ModelName, PoseTrack
from models.training.bones import Motion
from models.training.error_model import (
    DATA,
    STANDARD,
    ErrorModel,
    Situation,
    latents_of,
    poses_of,
)
from models.training.self_occlusion import body_size, self_visible
from models.training.studio.acts import acted
from models.training.studio.body import Body, load_bodies, make_body, save_bodies
from models.training.studio.camera import Camera
from models.training.studio.channels import keypoints
from models.training.studio.compose import Script, perform
from models.training.studio.draw import LYING, framed, generator, manner_of
from models.training.studio.exercises import EXERCISES
from models.training.studio.exercises.postures import POSTURES
from models.training.studio.people import Person, SetName, people
from models.training.studio.rig import Rig
from models.training.studio.take import Segment
from models.training.studio.truth import about_hips, body_frame

Joints = NDArray[np.float64]

BODIES: Final = DATA / "bodies.npz"
KEPT: Final[dict[SetName, int]] = {"train": 24, "evaluate": 24}
"""First people of a set whose bodies are kept in BODIES."""
SAMPLES: Final = 300
"""Points of the skin of a kept body: what limbs are kept from sinking into the floor by."""
FILL: Final = 0.75
"""Part of the picture that a person fills with all that they do, where no distance is given."""
SIZE: Final = (640, 480)
"""Pixels of the picture."""
IN_PICTURE: Final = np.array([1.0] * 7 + [0.9] * 2 + [0.75] * 4 + [0.64] * 2 + [0.54] * 2)
"""(17,) how large a keypoint's errors are in the picture, as parts of those in the world
across the line of sight, and
ALIKE: (17,) correlation of the two. Both as they change within a track (less its mean), in the
median over 700 tracks of ``data/seen.npz``; drawn so, they come out as large as there."""
ALIKE: Final = np.array([0.2] * 5 + [0.28] * 2 + [0.54] * 2 + [0.51] * 2 + [0.16] * 2 + [0.53] * 4)


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """What somebody does, exact and unseen.

    Attributes:
        joints: (T, 17, 3), see the module. person: whose they are.
        segments: what is done when, with repetitions and faults; seconds.
    """

    joints: Joints
    person: str
    segments: tuple[Segment, ...] = ()

    @property
    def exercises(self) -> tuple[Segment, ...]:
        """The segments in which an exercise is done."""
        return tuple(s for s in self.segments if s.kind == "exercise")

    def part(self, start: float, end: float) -> Joints:
        """Joints from one time to another, seconds."""
        return self.joints[round(start * RATE) : round(end * RATE) + 1]

    def repetitions(self) -> list[Joints]:
        """Joints of each complete repetition."""
        return [self.part(*span) for s in self.exercises for span in s.repetitions]


# The studio's people


@lru_cache(maxsize=1)
def _kept() -> dict[str, Body]:
    return load_bodies(BODIES) if BODIES.exists() else {}


@lru_cache(maxsize=64)
def rig_of(set_name: SetName, number: int) -> tuple[Person, Rig]:
    person = people(set_name, 1, number)[0]
    body = _kept().get(person.id)
    return person, Rig(make_body(person.shape) if body is None else body)


def performed(
    names: str | Sequence[str],
    person: tuple[SetName, int],
    *,
    seed: int = 0,
    repetitions: int = 3,
    faults: Mapping[str, float] | None = None,
    side: str = "left",
    tempo: float = 1.0,
    depth: float = 1.0,
    wait: float = 0.6,
) -> Performance:
    """Exercises as somebody of the studio does them, one after the other.

    Args:
        names: of the exercises. person: set and number.
        seed: of the variation from one repetition to the next.
        repetitions: of each exercise (a hold has none).
        faults: name to severity 0..1, given to every exercise that knows them.
        side: of one-sided moves, the person's own.
        tempo: factor on the speed, depth: on the range, of the person's own.
        wait: seconds before the first and after the last one; 0: none (a third quicker).
    """
    who, rig = rig_of(*person)
    names = [names] if isinstance(names, str) else list(names)
    own = manner_of(who)
    manner = replace(own, tempo=own.tempo / tempo, depth=own.depth * depth)
    posture = EXERCISES[names[0]].posture
    heading = 90.0 if posture in LYING else 0.0
    script = Script(generator(person[0], person[1], seed), manner, heading, posture=posture)
    script.pose(0.0, POSTURES[posture])
    if wait:
        script.wait(wait)
    for name in names:
        known = {kind.name for kind in EXERCISES[name].faults}
        wrong = {k: v for k, v in (faults or {}).items() if k in known}
        seconds = EXERCISES[name].seconds * manner.tempo
        script.exercise(name, repetitions, wrong, side, seconds=seconds)
    if wait:
        script.wait(wait)
    return _played(rig, script, who.id)


def standing(person: tuple[SetName, int], seconds: float, seed: int = 0) -> Performance:
    """Somebody who stands there, with the small movements of a living person."""
    who, rig = rig_of(*person)
    script = Script(generator(person[0], person[1], seed, 1), manner_of(who))
    script.wait(2.0)
    while script.now < seconds:
        script.wait(2.0)
    return _cut(_played(rig, script, who.id), seconds)


WANDERING: Final = ("walk", "turn_about", "stand", "shuffle", "look_about", "walk_backwards")


def wandering(person: tuple[SetName, int], seconds: float, seed: int = 0) -> Performance:
    """Somebody who walks about, turns round, looks here and there: does not take part."""
    who, rig = rig_of(*person)
    rng = generator(person[0], person[1], seed, 2)
    parts: list[Performance] = []
    while sum(len(p.joints) for p in parts) < seconds * RATE:
        for name in rng.permutation(WANDERING):
            script = acted(rig, rng, manner_of(who), str(name), float(rng.uniform(-60, 60)))
            parts.append(_played(rig, script, who.id))
            if sum(len(p.joints) for p in parts) >= seconds * RATE:
                break
    return _cut(spliced(parts), seconds)


def _played(rig: Rig, script: Script, name: str) -> Performance:
    take = perform(rig, script, np.arange(0.0, script.now, 1.0 / RATE))
    return Performance(keypoints(rig.body, take.motion), name, take.segments)


def _cut(performance: Performance, seconds: float) -> Performance:
    return replace(performance, joints=performance.joints[: round(seconds * RATE)])


# Recordings


_TO_ROOM: Final = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
"""From right-handed axes with y up, as ``bones`` has them."""


def recorded(motion: Motion) -> Performance:
    """A recording of ``bones.load_motions``, turned to face the front."""
    joints = motion.points.astype(np.float64) @ _TO_ROOM.T
    ahead = body_frame(joints)[:, 2, :2].mean(axis=0)
    turned = turned_by(joints, -90.0 - float(np.degrees(np.arctan2(ahead[1], ahead[0]))))
    turned[..., 2] -= turned[..., 2].min()
    return Performance(turned, f"{motion.source}-{motion.subject}")


# What can be done to joints (T, 17, 3)


def turned_by(joints: Joints, degrees: float) -> Joints:
    """Everything turned about the vertical, to the left seen from above."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned: Joints = joints @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    return turned


def mirrored(joints: Joints) -> Joints:
    """The reflection, left and right of the body exchanged with it."""
    return joints[:, MIRROR] * np.array([-1.0, 1.0, 1.0])


def delayed(joints: Joints, seconds: float) -> Joints:
    """The same so much later, the first pose kept until then, as long as before."""
    wait = round(seconds * RATE)
    return np.concatenate([np.repeat(joints[:1], wait, axis=0), joints])[: len(joints)]


def at_tempo(joints: Joints, factor: float) -> Joints:
    """The same so many times as fast."""
    at = np.arange(0.0, len(joints) - 1 + 1e-9, factor)
    low = np.minimum(at.astype(int), len(joints) - 2)
    part = (at - low)[:, None, None]
    return (1 - part) * joints[low] + part * joints[low + 1]


def frozen(joints: Joints, at: int) -> Joints:
    """The pose of one frame for as long as the whole lasts."""
    return np.repeat(joints[at : at + 1], len(joints), axis=0)


def looped(joints: Joints, frames: int) -> Joints:
    """The same again and again, so many frames in all."""
    return np.concatenate([joints] * -(-frames // len(joints)))[:frames]


def spliced(parts: Sequence[Performance], blend: float = 0.5) -> Performance:
    """One after the other, each put where the last one ended; ``blend`` seconds between them.

    Segments move along; the person is that of the first part.
    """
    joints, segments = parts[0].joints, list(parts[0].segments)
    gap = max(round(blend * RATE), 1)
    for part in parts[1:]:
        place = (joints[-1] - part.joints[0]).mean(axis=0) * np.array([1.0, 1.0, 0.0])
        moved = part.joints + place
        share = (np.arange(1, gap + 1) / (gap + 1))[:, None, None]
        start = (len(joints) + gap) / RATE
        joints = np.concatenate([joints, (1 - share) * joints[-1] + share * moved[0], moved])
        segments += [later(segment, start) for segment in part.segments]
    return Performance(joints, parts[0].person, tuple(segments))


def later(segment: Segment, seconds: float) -> Segment:
    """A segment so many seconds later, with all that is in it."""

    def moved(spans: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return tuple((a + seconds, b + seconds) for a, b in spans)

    return replace(
        segment,
        start=segment.start + seconds,
        end=segment.end + seconds,
        repetitions=moved(segment.repetitions),
        attempts=moved(segment.attempts),
        faults=tuple(
            replace(f, start=f.start + seconds, end=f.end + seconds) for f in segment.faults
        ),
    )


# The camera


@lru_cache(maxsize=1)
def error_model() -> ErrorModel:
    """The shipped one, read once."""
    return ErrorModel.load()


def filmed(
    joints: Joints,
    rng: np.random.Generator,
    yaw: float = 0.0,
    pitch: float = 0.0,
    distance: float | None = None,
    model: ModelName = "full",
    errors: bool = True,
    smooth: bool = True,
    rate: float = RATE,
) -> PoseTrack:
    """What an estimator makes of joints (T, 17, 3) before one camera.

    Args:
        joints: see the module. rng: of the errors.
        yaw: degrees about the person, 0 in front, positive to the own left of who faces it.
        pitch: degrees by which the camera looks down. It stands upright.
        distance: metres; None: so that the person fills FILL of the picture.
        model: whose errors.
        errors: with none, every joint is seen where it is.
        smooth: as the app does with poses.
        rate: frames a second of ``joints``.
    """
    camera, placed = _camera(joints, yaw, pitch, distance)
    view = camera.view(placed)
    away = view[:, 11:13].mean(axis=1)
    true = about_hips(view).astype(np.float32)
    time = np.arange(len(joints)) / rate
    if not errors:
        sure = np.ones(true.shape[:2], np.float32)
        return PoseTrack(time, camera.project(placed), sure, true, SIZE, rate)
    situation = _situation(camera, placed, true, away, model)
    world, confidence, found = error_model().draw_rows(situation, 1, rng, rate)
    other = error_model().scattered(situation, 1, rng.spawn(1)[0], rate)
    points = _pictured(camera, situation, (world, confidence), other, away)
    for values in (world, points):
        values[~found] = np.nan
    confidence[~found] = 0.0
    track = PoseTrack(time, points, confidence, world, SIZE, rate)
    return _smoothed(track, found) if smooth else track


def _camera(
    joints: Joints, yaw: float, pitch: float, distance: float | None
) -> tuple[Camera, Joints]:
    """A camera that looks at the middle of all that somebody does, put at the origin."""
    low, high = joints.min(axis=(0, 1)), joints.max(axis=(0, 1))
    middle = (low + high) / 2
    placed = joints - middle * np.array([1.0, 1.0, 0.0])
    width, height = SIZE

    look = float(middle[2])
    camera = Camera(yaw, distance or 3.5, look, look, width=width, height_px=height)
    if distance is None:
        camera = framed(camera, placed, FILL)
    lens = camera.look + camera.distance * np.tan(np.radians(pitch))
    return replace(camera, height=float(lens)), placed


def _situation(
    camera: Camera, placed: Joints, true: NDArray[Any], away: NDArray[Any], model: ModelName
) -> Situation:
    n = len(true)
    view = (-away / np.linalg.norm(away, axis=1, keepdims=True)).astype(np.float32)
    pixels = camera.project(placed)
    inside = ((pixels >= 0) & (pixels < np.array(SIZE))).all(axis=2)
    return Situation(
        true,
        view,
        np.repeat(camera.axes[None, :, 2], n, axis=0).astype(np.float32),
        self_visible(true, view),
        inside,
        np.maximum(body_size(pixels), 8),
        np.full(n, MODEL_NAMES.index(model)),
    )


def _pictured(
    camera: Camera,
    situation: Situation,
    seen: tuple[NDArray[Any], NDArray[Any]],
    other: NDArray[Any],
    away: NDArray[Any],
) -> NDArray[np.float32]:
    """(T, 17, 2) pixels of the joints that an estimator sees in the world.

    One that turns or scales a pose has still found its joints; what it gets wrong of each in the
    picture is smaller, and only part of what it gets wrong in the world.

    Args:
        seen: world points and confidences. other: errors that those have nothing to do with.
    """
    latents = latents_of(situation, *seen)
    latents[:, :4] = 0.0
    size = np.repeat(IN_PICTURE, 3)
    alike = np.repeat(ALIKE, 3)
    latents[:, 4:55] *= size * alike
    latents[:, 4:55] += size * np.sqrt(1 - alike**2) * other[:, 4:55]
    flat, _ = poses_of(situation, latents)
    flat = flat * (body_size(situation.world) / STANDARD)[:, None, None] + away[:, None]
    middle = np.array([camera.width / 2, camera.height_px / 2])
    pixels = flat[..., :2] / flat[..., 2:] * camera.focal + middle
    return pixels.astype(np.float32)


def _smoothed(track: PoseTrack, found: NDArray[np.bool_]) -> PoseTrack:
    smoother = PoseSmoother()
    poses = [smoother.push(track.pose(i) if found[i] else None) for i in range(len(track))]
    return PoseTrack.of(poses, track.time, track.size, track.fps)


def corrected_live(track: PoseTrack) -> PoseTrack:
    """A track as it is corrected live, when nothing after a frame is known."""
    correction = LiveCorrection()
    world = track.world.copy()
    for i in np.flatnonzero(track.seen):
        world[i] = correction.push(track.pose(i), float(track.time[i])).world
    return replace(track, world=world)


def random_view(rng: np.random.Generator, most_yaw: float = 57.0) -> dict[str, float]:
    """Arguments of ``filmed`` for a camera at home, within so many degrees of the front."""
    return {"yaw": float(rng.uniform(-most_yaw, most_yaw)), "pitch": float(rng.uniform(-8, 15))}


def main() -> None:
    """Make the lean bodies of KEPT (needs anny and torch)."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bodies", action="store_true", required=True, help=f"write {BODIES.name}")
    parser.parse_args()
    chosen = [person for name, n in KEPT.items() for person in people(name, n)]
    bodies = {person.id: make_body(person.shape) for person in chosen}
    save_bodies(BODIES, bodies, SAMPLES)


if __name__ == "__main__":
    main()
