"""Sets, idling and recordings with their repetitions: what counting is learned and judged on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX
from coach.tracks import RATE
from coach.types import PoseTrack
from models.training import practice
from models.training.bones import (
    EARS,
    EYES,
    FOREARMS,
    GIRDLE,
    N_SEGMENTS,
    NECK,
    NOSE,
    PELVIS,
    SHINS,
    SPINE,
    THIGHS,
    UIPRMD,
    UPPER_ARMS,
    Motion,
    assemble,
    directions,
)
from models.training.performances import (
    Joints,
    Performance,
    filmed,
    random_view,
    recorded,
    rig_of,
    spliced,
)
from models.training.studio.channels import keypoints
from models.training.studio.compose import Script, perform
from models.training.studio.draw import manner_of
from models.training.studio.exercises.postures import POSTURES
from models.training.studio.people import SetName
from models.training.studio.take import Segment
from models.training.studio.truth import Truth

_PAIRED: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "ear", "eye")
_LIMBS: Final = {
    UPPER_ARMS: ("shoulder", "elbow"),
    FOREARMS: ("elbow", "wrist"),
    THIGHS: ("hip", "knee"),
    SHINS: ("knee", "ankle"),
}

Spans = tuple[tuple[float, float], ...]

TEMPO: Final = (0.6, 1.7)
"""Factors by which motions are made faster or slower, beyond what people do by themselves."""
UNEVEN: Final = 0.25
"""Largest part by which the tempo comes and goes within one piece."""


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """One piece of what somebody does, and what is to be counted in it.

    Attributes:
        name: of the exercise, action or recording. person: name. yaw: of the camera, degrees.
        track: as an estimator sees it.
        repetitions, attempts: seconds. held: seconds in which a pose is held.
    """

    name: str
    person: str
    yaw: float
    track: PoseTrack
    repetitions: Spans
    attempts: Spans
    held: Spans


def seen(
    name: str,
    done: Performance,
    rng: np.random.Generator,
    view: dict[str, float] | None = None,
    *,
    errors: bool = True,
) -> Counting:
    """A performance before a camera, all round if no view is given; see ``filmed``."""
    view = random_view(rng, 180.0) if view is None else view
    track = filmed(done.joints, rng, **view, errors=errors)
    exercises = done.exercises
    return Counting(
        name,
        done.person,
        view["yaw"],
        track,
        tuple(span for s in exercises for span in s.repetitions),
        tuple(span for s in exercises for span in s.attempts),
        tuple((s.start, s.end) for s in exercises if s.name == "plank"),
    )


def retimed(done: Performance, rng: np.random.Generator) -> Performance:
    """The same at another tempo, which comes and goes."""
    factor = float(np.exp(rng.uniform(*np.log(TEMPO))))
    n = len(done.joints)
    wave = np.sin(2 * np.pi * (np.arange(n) / RATE / rng.uniform(8, 30) + rng.random()))
    pace = 1.0 / (factor * (1 + UNEVEN * rng.random() * wave))
    later = np.concatenate([[0.0], np.cumsum(pace)[:-1]])
    at = np.arange(0.0, later[-1], 1.0)
    old = np.interp(at, later, np.arange(n))
    low = np.minimum(old.astype(int), n - 2)
    part = (old - low)[:, None, None]
    joints = (1 - part) * done.joints[low] + part * done.joints[low + 1]

    def when(seconds: float) -> float:
        return float(np.interp(seconds * RATE, np.arange(n), later) / RATE)

    def moved(spans: Spans) -> Spans:
        return tuple((when(a), when(b)) for a, b in spans)

    segments = tuple(
        replace(
            s,
            start=when(s.start),
            end=when(s.end),
            repetitions=moved(s.repetitions),
            attempts=moved(s.attempts),
        )
        for s in done.segments
    )
    return Performance(joints, done.person, segments)


def practised(path: Path) -> list[tuple[str, Performance]]:
    """All pieces of one person's file, named."""
    return [(piece.name, piece.done) for piece in practice.read(path)]


# Recordings


IDLE: Final = (*practice.IDLE, "turn_about", "walk_backwards", "hands_on_hips", "rub_hands")
"""What people do while they wait, pieces of practice."""
CHUNK: Final = 4
"""Pieces of waiting that are filmed at once."""
AWAY: Final = (0.5, 6.0)
"""Seconds out of the picture between them."""


def idling(pieces: Sequence[tuple[str, Performance]]) -> list[Performance]:
    """Those pieces in which somebody waits."""
    return [done for name, done in pieces if name in IDLE]


def tying_shoes(person: tuple[SetName, int], rng: np.random.Generator) -> Performance:
    """Somebody crouches, does something at their feet with both hands, and gets up."""
    who, rig = rig_of(*person)
    script = Script(rng, manner_of(who), float(rng.uniform(-90, 90)))
    script.wait(float(rng.uniform(0.5, 1.5)))
    script.go_to("crouching")
    low = POSTURES["crouching"]
    for _ in range(int(rng.integers(4, 10))):
        moved = low.full()
        for name in ("arm_raise", "elbow", "forearm"):
            for side in "lr":
                moved[f"{side}_{name}"] += float(rng.normal(0, 9))
        script.pose(float(rng.uniform(0.25, 0.8)), replace(low, channels=moved))
    script.go_to("standing")
    script.wait(float(rng.uniform(0.5, 1.5)))
    take = perform(rig, script, np.arange(0.0, script.now, 1.0 / RATE))
    return Performance(keypoints(rig.body, take.motion), who.id, take.segments)


def idled(waiting: Sequence[Performance], rng: np.random.Generator, seconds: float) -> PoseTrack:
    """Somebody who waits so long, in and out of the picture, filmed from anywhere."""
    parts: list[PoseTrack] = []
    now = 0.0
    while now < seconds:
        chosen = [waiting[int(i)] for i in rng.integers(len(waiting), size=CHUNK)]
        track = filmed(spliced(chosen).joints, rng, **random_view(rng, 180.0))
        shown = track.select(slice(0, max(2, round((seconds - now) * RATE))))
        parts.append(replace(shown, time=shown.time + now))
        now += shown.duration + float(rng.uniform(*AWAY))
    names = ("time", "points", "confidence", "world")
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
    return PoseTrack(*joined, parts[0].size, RATE)


def counting_of(truth: Truth, track: PoseTrack) -> Counting | None:
    """A clip with one exercise, seen by somebody; None of one without."""
    person = truth.labels["people"][0]
    done = [s for s in person["segments"] if s["kind"] == "exercise"]
    if len(done) != 1:
        return None

    def spans(kind: str) -> Spans:
        return tuple((float(a), float(b)) for a, b in done[0][kind])

    yaw = (truth.labels["camera"]["yaw"] + 180.0) % 360.0 - 180.0
    return Counting(
        done[0]["name"], person["id"], yaw, track, spans("repetitions"), spans("attempts"), ()
    )


def embodied(joints: Joints, like: Joints) -> Joints:
    """A motion done by a body with the bones of another motion (T, 17, 3), z up."""
    lengths = _lengths(like)
    swap = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])  # z up to y up
    hips = joints[:, 11:13].mean(axis=1)
    posed = assemble(directions((joints @ swap.T).astype(np.float32)), lengths) @ swap
    placed = posed + (hips - posed[:, 11:13].mean(axis=1))[:, None]
    placed[..., 2] += joints[..., 2].min() - placed[..., 2].min()
    return np.asarray(placed, np.float64)


def _lengths(joints: Joints) -> NDArray[np.float32]:
    """(16,) lengths of the bones of a motion, by the places that end them."""
    paired = {name: joints[:, [INDEX[f"left_{name}"], INDEX[f"right_{name}"]]] for name in _PAIRED}
    middle = {name: pair.mean(axis=1) for name, pair in paired.items()}
    across = {name: pair[:, 0] - pair[:, 1] for name, pair in paired.items()}
    bones: dict[int, Joints] = {
        PELVIS: across["hip"],
        SPINE: middle["shoulder"] - middle["hip"],
        GIRDLE: across["shoulder"],
        NECK: middle["ear"] - middle["shoulder"],
        EARS: across["ear"],
        NOSE: joints[:, INDEX["nose"]] - middle["ear"],
    }
    for side in (0, 1):
        for bone, (a, b) in _LIMBS.items():
            bones[bone[side]] = paired[b][:, side] - paired[a][:, side]
        bones[EYES[side]] = paired["eye"][:, side] - middle["ear"]
    lengths = np.zeros(N_SEGMENTS, np.float32)
    for number, vectors in bones.items():
        lengths[number] = np.median(np.linalg.norm(vectors, axis=1))
    return lengths


def recorded_sets(
    motions: Sequence[Motion],
    idle: Sequence[Performance],
    rng: np.random.Generator,
    each: int = 1,
    most: int = 30,
) -> Iterator[tuple[str, Performance]]:
    """Sets of 1 to ``most`` recorded repetitions of one person, idle before and after.

    Args:
        motions: of UI-PRMD, a repetition each. idle: by anybody.
        each: sets of each person and exercise.
    """
    people = sorted({m.subject for m in motions if m.source == UIPRMD})
    for subject in people:
        for label in sorted({m.name for m in motions if m.source == UIPRMD}):
            wanted = (UIPRMD, subject, label)
            found = [m for m in motions if (m.source, m.subject, m.name) == wanted]
            if not found:
                continue
            for _ in range(each):
                right = [m for m in found if m.correct == (rng.random() < 0.7)] or found
                n = int(np.clip(round(np.exp(rng.uniform(0, np.log(most + 0.49)))), 1, most))
                chosen = [recorded(right[i]) for i in rng.integers(len(right), size=n)]
                yield label, _a_set(chosen, label, idle, rng)


def _a_set(
    chosen: list[Performance], label: str, idle: Sequence[Performance], rng: np.random.Generator
) -> Performance:
    like = chosen[0].joints
    marked = [
        replace(c, segments=(Segment("exercise", label, 0.0, len(c.joints) / RATE,
                repetitions=((0.0, (len(c.joints) - 1) / RATE),)),))
        for c in chosen
    ]  # fmt: skip
    ends = [
        replace(i, joints=embodied(i.joints, like), segments=())
        for i in (idle[int(k)] for k in rng.integers(len(idle), size=2))
    ]
    blend = float(rng.choice([0.1, 0.1, 0.3, 0.8]))
    middle = spliced(marked, blend)
    return spliced([ends[0], middle, ends[1]], 0.8)
