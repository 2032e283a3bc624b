"""Movements with a name, exact and as an estimator would see them: what tells exercises apart.

Of the studio's people at practice, of recordings, and of what real estimators saw of the
studio's people. What is no exercise of the vocabulary has classes of its own, named
"not: ...", and so have people who do not exist: the arms of one exercise on the body that
does another one (``grafted``), and swings between random poses (``swinging``). Classes that
are told apart make embeddings in which a new exercise has room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.exercise_windows import LONGEST, SHORTEST, described, filled, stepped
from coach.moves.exercises import EXERCISES
from coach.pose.correction import shipped_corrector
from coach.tracks import RATE
from coach.types import MODEL_NAMES, PoseTrack
from models.training.bones import (
    FOREARMS,
    GIRDLE,
    UPPER_ARMS,
    Motion,
    assemble,
    directions,
    random_bones,
    random_lengths,
)
from models.training.encoder_pool import corrected
from models.training.performances import (
    Joints,
    at_tempo,
    filmed,
    mirrored,
    random_view,
    recorded,
)
from models.training.practice import Practice, read
from models.training.split import held_out
from models.training.studio.seen_data import Seen
from models.training.studio.take import Segment

Array = NDArray[np.float32]

NOT: Final = "not: "
"""Begins the name of a class that is no exercise of the vocabulary."""
MARGIN: Final = 0.4
"""Seconds by which a window may reach over the ends of a set."""
FILMED: Final = 6.0
"""Seconds of a movement that are filmed at once, or four repetitions."""
TEMPO: Final = (0.75, 1.35)
"""Factor on the speed of a movement that is filmed once more."""
DISTANCE: Final = (2.2, 5.0)
"""Metres to the camera in a quarter of the films: people are not always wholly in the picture."""
REPETITIONS: Final = (1.2, 5.0)
"""Repetitions in a window."""
TILT: Final = np.radians([12.0, 6.0])
"""Standard deviation of the camera's pitch and roll beyond what the films have."""

REST: Final = ("stand", "look_about", "drink", "scratch_head", "look_at_phone", "hands_on_hips")
"""Actions that are a rest as well."""
ACTS: Final[Mapping[str, Sequence[str]]] = {
    "walk": ("walk", "shuffle", "walk_backwards", "turn_about", "stumble", "carry_bag"),
    "lift squatting": ("lift_box_squatting",),
    "lift stooping": ("lift_box_stooping",),
    "carry": ("carry_box",),
    "lie on back": ("lie_on_back",),
    "lie on front": ("lie_on_front",),
    "lie on side": ("lie_on_side",),
    "fall": ("fall_forward", "fall_backward", "fall_sideways", "fall_from_chair", "slip", "slump"),
    "go down": ("sit_down_fast", "drop_to_push_up", "lie_down_quickly", "kneel_down_fast"),
    "hands meet": ("hands_together", "prayer", "rub_hands"),
    "hands meet overhead": ("hands_meet_overhead",),
}
"""Actions that are no exercise, by class."""
_CLASS_OF: Final = {
    **{name: f"{NOT}{kind}" for kind, names in ACTS.items() for name in names},
    **dict.fromkeys(REST, "rest"),
}

RECORDED: Final[Mapping[str, str]] = {
    "deep squat": "squat",
    "inline lunge": "lunge",
    "side lunge": "side_lunge",
    "sit to stand": "sit_to_stand",
    "standing shoulder abduction": "shoulder_abduction",
}
"""Recorded moves that are exercises of the vocabulary; all others are not."""
AMBIGUOUS: Final = ("run", "run/jog", "jump")
"""Recordings that, seen about the hips, are nearly one of the exercises: left out."""

ARMS: Final = (
    "lateral_raise", "y_raise", "shoulder_press", "biceps_curl", "arm_circle", "clap",
    "shoulder_abduction", "bent_over_row",
)  # fmt: skip
BODIES: Final = (
    "side_lunge", "step_touch", "torso_twist", "side_bend", "toe_touch", "standing_knee_raise",
    "high_knees", "glute_bridge", "lying_leg_raise", "bird_dog", "rowing", "calf_raise",
)  # fmt: skip
"""Exercises whose arms, and whose bodies, are put together."""


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """One movement with one name, exact.

    Attributes:
        joints: (T, 17, 3) in the room, see ``performances``.
        name: of EXERCISES, or of a class that begins with NOT. person: name.
        span: first and last frame of it; what is about it leads in and out.
        repetition: seconds of one; 0 where nothing repeats.
    """

    joints: Joints
    name: str
    person: str
    span: tuple[int, int]
    repetition: float


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A movement before a camera.

    Attributes:
        world: (T, 17, 3) metres, camera axes, corrected, no gaps.
        track: as the estimator saw it; None: not kept.
        name, person, span, repetition: of the ``Movement``.
    """

    world: Array
    track: PoseTrack | None
    name: str
    person: str
    span: tuple[int, int]
    repetition: float

    def seconds(self) -> tuple[float, float]:
        """Start and end of the movement in the track."""
        return self.span[0] / RATE, self.span[1] / RATE


# Movements


def practised(folder: Path, set_name: str, trained: bool | None) -> list[Movement]:
    """The movements of all people in a folder.

    Args:
        trained: only of people who are trained on, or (False) only of the others; None: all.
    """
    found: list[Movement] = []
    for path in sorted(folder.glob(f"{set_name}-*.npz")):
        pieces = read(path)
        if trained is None or trained != held_out(pieces[0].done.person):
            found += [movement for piece in pieces for movement in _of_piece(piece)]
    return found


def _of_piece(piece: Practice) -> Iterator[Movement]:
    if piece.kind == "action":
        name = _CLASS_OF.get(piece.name)
        if name is not None:
            n = len(piece.done.joints)
            yield Movement(piece.done.joints, name, piece.done.person, (0, n - 1), 0.0)
        return
    for segment in piece.done.segments:
        if segment.kind == "exercise":
            yield _of_segment(piece, segment, segment.name)
        elif segment.kind == "transition" and segment.end - segment.start > 1.5:
            yield _of_segment(piece, segment, f"{NOT}posture")


def _of_segment(piece: Practice, segment: Segment, name: str) -> Movement:
    lead = 1.0
    start = max(segment.start - lead, 0.0)
    joints = piece.done.part(start, segment.end + lead)
    first = round((segment.start - start) * RATE)
    last = min(first + round((segment.end - segment.start) * RATE), len(joints) - 1)
    lengths = [b - a for a, b in segment.repetitions]
    one = float(np.median(lengths)) if lengths else 0.0
    return Movement(joints, name, piece.done.person, (first, last), one)


def from_recordings(motions: Iterable[Motion], trained: bool) -> list[Movement]:
    """Recordings of people who are trained on, or of the others.

    Single repetitions of somebody are put together by threes.
    """
    found, sets = [], {}
    for motion in motions:
        if motion.held_out == trained or motion.name in AMBIGUOUS:
            continue
        if motion.source.startswith("cmu"):
            kind = "walk" if "walk" in motion.name else motion.name
            done = recorded(motion)
            span = (0, len(done.joints) - 1)
            found.append(Movement(done.joints, f"{NOT}{kind}", done.person, span, 0.0))
        else:
            sets.setdefault((motion.name, motion.subject, motion.correct), []).append(motion)
    for (name, _, _), several in sets.items():
        known = RECORDED.get(name, f"{NOT}{name}")
        for i in range(0, len(several), 3):
            found.append(_joined(several[i : i + 3], known))
    return found


def _joined(motions: Sequence[Motion], name: str) -> Movement:
    parts = [recorded(motion) for motion in motions]
    joints = parts[0].joints
    for part in parts[1:]:
        place = (joints[-1] - part.joints[0]).mean(axis=0) * np.array([1.0, 1.0, 0.0])
        share = (np.arange(1, 6) / 6)[:, None, None]
        start = part.joints[0] + place
        blend = (1 - share) * joints[-1] + share * start
        joints = np.concatenate([joints, blend, part.joints + place])
    one = float(np.median([len(part.joints) for part in parts])) / RATE
    return Movement(joints, name, parts[0].person, (0, len(joints) - 1), one)


def grafted(movements: Sequence[Movement], rng: np.random.Generator, count: int) -> list[Movement]:
    """People who do not exist: the arms of one exercise on a body that does another.

    Every pair of ARMS and BODIES is a class. A repetition of the arms takes as long as one
    of the body, or as two.
    """
    of: dict[str, list[Movement]] = {}
    for movement in movements:
        of.setdefault(movement.name, []).append(movement)
    pairs = [(a, b) for a in ARMS for b in BODIES if a in of and b in of]
    found = []
    for i in range(count if pairs else 0):
        arms, body = pairs[i % len(pairs)]
        upper, whole = (of[n][int(rng.integers(len(of[n])))] for n in (arms, body))
        found.append(_graft(upper, whole, float(rng.choice([1.0, 1.0, 0.5]))))
    return found


def _graft(upper: Movement, whole: Movement, ratio: float) -> Movement:
    first, last = whole.span
    bones = directions(whole.joints[first : last + 1].astype(np.float32))
    donor = directions(upper.joints[upper.span[0] : upper.span[1] + 1].astype(np.float32))
    pace = ratio * (upper.repetition or 2.0) / (whole.repetition or 2.0)
    at = np.arange(len(bones)) * pace
    there = np.abs((at + len(donor) - 1) % (2 * max(len(donor) - 1, 1)) - (len(donor) - 1))
    donor = donor[np.clip(np.round(there).astype(int), 0, len(donor) - 1)]
    turn = np.einsum("tij,tik->tjk", _trunk(bones), _trunk(donor))
    for segment in (*UPPER_ARMS, *FOREARMS):
        bones[:, segment] = np.einsum("tij,tj->ti", turn, donor[:, segment])
    joints = assemble(bones).astype(np.float64)
    name = f"{NOT}{upper.name} arms, {whole.name}"
    return Movement(joints, name, whole.person, (0, len(joints) - 1), whole.repetition)


def _trunk(bones: Array) -> Array:
    """(T, 3, 3) rows left, up and forward of the trunk."""
    up = bones[:, 1]
    left = bones[:, GIRDLE] - np.sum(bones[:, GIRDLE] * up, axis=1, keepdims=True) * up
    left /= np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-6)
    return np.stack([left, up, np.cross(left, up)], axis=1)


def swinging(rng: np.random.Generator, count: int) -> list[Movement]:
    """Somebody between two or three random poses, to and fro."""
    found = []
    for i in range(count):
        poses = assemble(random_bones(rng, int(rng.integers(2, 4)))) @ _TO_ROOM.T
        one = float(np.exp(rng.uniform(np.log(0.8), np.log(5.0))))
        time = np.arange(0.0, min(3.0 * one, 10.0), 1 / RATE)
        share = (1 - np.cos(2 * np.pi * time / one)) / 2 * (len(poses) - 1)
        low = np.minimum(share.astype(int), len(poses) - 2)
        part = (share - low)[:, None, None]
        joints = poses[low] * (1 - part) + poses[low + 1] * part
        joints = joints - joints[..., 2].min() * np.array([0.0, 0.0, 1.0])
        found.append(Movement(joints, f"{NOT}swing", f"swing-{i}", (0, len(time) - 1), one))
    return found


_TO_ROOM: Final = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
"""From right-handed axes with y up."""


# Films


def film(movement: Movement, rng: np.random.Generator, vary: bool = True) -> Film | None:
    """From a random side, by a random model; None where hardly anybody is found.

    Args:
        vary: another body, tempo and side at every call; else only another camera, and the
            track is kept.
    """
    movement = _stretch(movement, rng) if vary else movement
    joints, (first, last), one = movement.joints, movement.span, movement.repetition
    if vary:
        factor = float(np.exp(rng.uniform(*np.log(TEMPO))))
        joints = at_tempo(joints, factor)
        first, last = (min(round(n / factor), len(joints) - 1) for n in (first, last))
        one /= factor
        if rng.random() < 0.5:
            joints = mirrored(joints)
        if rng.random() < 0.7:
            joints = rebuilt(joints, rng)
    model = MODEL_NAMES[int(rng.integers(len(MODEL_NAMES)))]
    far = float(rng.uniform(*DISTANCE)) if rng.random() < 0.25 else None
    track = filmed(joints, rng, **random_view(rng, 180), distance=far, model=model)
    world = filled(shipped_corrector().track(track).world)
    if world is None or track.seen.mean() < 0.5:
        return None
    return Film(world, None if vary else track, movement.name, movement.person, (first, last), one)


def _stretch(movement: Movement, rng: np.random.Generator) -> Movement:
    """A part of a long movement: what one window may show, and some more."""
    first, last = movement.span
    most = round(max(FILMED, 4 * movement.repetition) * RATE)
    if last - first <= most:
        return movement
    start = int(rng.integers(first, last - most))
    low, high = max(start - round(RATE), 0), start + most + round(RATE)
    return replace(
        movement, joints=movement.joints[low:high], span=(start - low, start - low + most)
    )


def rebuilt(joints: Joints, rng: np.random.Generator) -> Joints:
    """The same movement by somebody of other proportions."""
    bones = directions(joints.astype(np.float32))
    middle = joints[:, 11:13].mean(axis=1, keepdims=True)
    lengths = random_lengths(rng, 1)[0]
    made: Joints = assemble(bones, lengths).astype(np.float64) + middle
    return made


def from_seen(seen: Seen) -> list[Film]:
    """What real estimators saw of people of the studio who are trained on."""
    found = []
    points = corrected(seen, shipped_corrector())
    for k in range(seen.tracks):
        rows = slice(int(seen.offsets[k]), int(seen.offsets[k + 1]))
        names, counts = np.unique(seen.exercise[rows], return_counts=True)
        name = str(names[counts.argmax()])
        world = filled(points[rows].astype(np.float32))
        if held_out(str(seen.person[k])) or world is None or counts.max() < 0.9 * counts.sum():
            continue
        if name not in EXERCISES:
            if "_to_" not in name:
                continue
            name = f"{NOT}posture"
        found.append(Film(world, None, name, str(seen.person[k]), (0, len(world) - 1), 0.0))
    return found


# Windows


def window(film: Film, rng: np.random.Generator) -> tuple[Array, float]:
    """STEPS poses of a random stretch, and its seconds."""
    first, last = film.span
    low = max(first - MARGIN * RATE, 0.0)
    high = min(last + MARGIN * RATE, len(film.world) - 1.0)
    if film.repetition:
        seconds = film.repetition * float(np.exp(rng.uniform(*np.log(REPETITIONS))))
    else:
        seconds = float(np.exp(rng.uniform(np.log(1.0), np.log(6.0))))
    seconds = min(max(seconds, SHORTEST), LONGEST, (high - low) / RATE)
    start = low + float(rng.random()) * max(high - low - seconds * RATE, 0.0)
    return stepped(film.world, start, start + seconds * RATE), seconds


def batch(films: Sequence[Film], rng: np.random.Generator) -> Array:
    """One window of each film as the network gets them, (N, S, F); the camera tilted a little."""
    pairs = [window(one, rng) for one in films]
    poses = np.stack([pose for pose, _ in pairs])
    poses = np.einsum("nij,nskj->nski", _tilts(len(poses), rng), poses).astype(np.float32)
    return described(poses, np.array([seconds for _, seconds in pairs]))


def _tilts(n: int, rng: np.random.Generator) -> Array:
    """Small rotations about the camera's x and z axes, (N, 3, 3)."""
    a, b = rng.normal(0, 1, (2, n)) * TILT[:, None]
    zero, one = np.zeros(n), np.ones(n)
    ca, sa, cb, sb = np.cos(a), np.sin(a), np.cos(b), np.sin(b)
    pitch = np.array([[one, zero, zero], [zero, ca, -sa], [zero, sa, ca]])
    roll = np.array([[cb, -sb, zero], [sb, cb, zero], [zero, zero, one]])
    tilts: Any = np.einsum("ijn,jkn->nik", pitch, roll).astype(np.float32)
    return tilts
