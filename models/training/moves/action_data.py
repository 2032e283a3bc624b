"""What the recognisers of actions and falls learn from and are measured on: filmed motions.

Pieces of practice are filmed from cameras all round with an estimator's errors. Each moment
is labelled with the action, "none of them", or not at all, and with whether somebody has just
fallen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.actions import ACTIONS, STEPS
from coach.moves.motion import Motion, corrected_motion, motion_on_clock
from coach.tracks import RATE, resample
from coach.types import MODEL_NAMES, PoseTrack
from models.training.performances import Joints, corrected_live, filmed
from models.training.practice import Practice, read
from models.training.split import held_out
from models.training.studio.actions import FALLS, NEAR_FALLS
from models.training.studio.people import SetName
from models.training.studio.take import Segment

Labels = NDArray[np.int64]

OTHER: Final = len(ACTIONS)
"""The label of what is none of the actions."""
UNLABELLED: Final = -1
FALLEN: Final = (0.2, 1.3)
"""Seconds after the impact between which a fall is to be noticed."""
FORGOTTEN: Final = 3.0
"""Seconds after the impact from when on a fall is past; before, nothing is asked."""
STAYS: Final = 4.0
"""Seconds for which somebody stays as they are after a fall or what looks like one."""
SWAY: Final = 0.004
"""Metres by which who stays still sways."""
PITCH: Final = (-10.0, 25.0)
"""Degrees by which cameras look down."""
TEMPO: Final = (0.9, 1.15)
"""Factors on the speed of what is learned from."""
LIVE: Final = 0.6
"""Part of what is learned from that is corrected as it is live."""
LOST: Final = 0.25
"""Part of what is learned from in which the estimator loses the person for a while."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A piece of practice as an estimator saw it.

    Attributes:
        name: of the piece. person: who. track: seen.
        motion: of the track, corrected. actions: (T,) places in ACTIONS, OTHER or UNLABELLED.
        fallen: (T,) 1 just fallen, 0 not, UNLABELLED in between.
        impacts: seconds, of falls.
    """

    name: str
    person: str
    track: PoseTrack
    motion: Motion
    segments: tuple[Segment, ...]
    actions: Labels
    fallen: Labels
    impacts: tuple[float, ...]


def pieces_of(
    folders: Iterable[Path], set_name: SetName, people: range | None = None
) -> list[Practice]:
    """Pieces of everybody of a set whose files are there."""
    paths = [p for folder in folders for p in sorted(folder.glob(f"{set_name}-*.npz"))]
    chosen = [p for p in paths if people is None or int(p.stem.rsplit("-", 1)[1]) in people]
    return [piece for path in chosen for piece in read(path)]


def parted(pieces: Sequence[Practice]) -> tuple[list[Practice], list[Practice]]:
    """Those of people to train on, and of people held out."""
    held = [held_out(piece.done.person) for piece in pieces]
    return (
        [p for p, out in zip(pieces, held, strict=True) if not out],
        [p for p, out in zip(pieces, held, strict=True) if out],
    )


def scene(
    piece: Practice,
    rng: np.random.Generator,
    *,
    tempo: tuple[float, float] = (1.0, 1.0),
    lost: float = 0.0,
    yaw: float | None = None,
    live: bool = True,
) -> Scene:
    """A piece seen once.

    Args:
        tempo: factor on the speed, drawn between.
        lost: how likely the estimator loses the person for a while.
        yaw: of the camera; None: any.
        live: its keypoints are corrected as they are live, else as those of a recording.
    """
    joints, segments = piece.done.joints, piece.done.segments
    if piece.name in (*FALLS, *NEAR_FALLS):
        joints, segments = _stayed(joints, segments, rng)
    factor = float(rng.uniform(*tempo))
    joints, segments = _quicker(joints, segments, factor)
    yaw = float(rng.uniform(-180, 180)) if yaw is None else yaw
    pitch = float(rng.uniform(*PITCH))
    track = filmed(joints, rng, yaw, pitch, model=MODEL_NAMES[int(rng.integers(1, 3))])
    if rng.random() < lost:
        track = _lost(track, rng)
    return labelled(piece.name, piece.done.person, track, segments, live=live)


def labelled(
    name: str, person: str, track: PoseTrack, segments: tuple[Segment, ...], *, live: bool
) -> Scene:
    """A track with what is known of it; ``live``: see ``scene``."""
    motion = motion_on_clock(corrected_live(resample(track))) if live else corrected_motion(track)
    return Scene(
        name,
        person,
        track,
        motion,
        segments,
        action_labels(segments, motion.time),
        fall_labels(segments, motion.time),
        tuple(s.end for s in segments if s.name == "falling"),
    )


def action_labels(segments: Sequence[Segment], time: NDArray[np.float64]) -> Labels:
    """Labels of moments: where both an action and an exercise are named, or none, there is none."""
    votes = np.zeros((len(time), OTHER + 1), bool)
    for segment in segments:
        within = (time >= segment.start) & (time <= segment.end)
        if segment.kind == "action":
            votes[within, ACTIONS.index(segment.name)] = True
        elif segment.kind == "transition" or segment.name not in ("rest", "clap"):
            votes[within, OTHER] = True
    labels = np.argmax(votes, axis=1)
    labels[votes.sum(axis=1) != 1] = UNLABELLED
    return labels


def fall_labels(segments: Sequence[Segment], time: NDArray[np.float64]) -> Labels:
    """Whether somebody has just fallen."""
    labels = np.zeros(len(time), np.int64)
    for segment in segments:
        if segment.name == "falling":
            after = time - segment.end
            labels[(time > segment.start) & (after < FORGOTTEN)] = UNLABELLED
            labels[(after >= FALLEN[0]) & (after <= FALLEN[1])] = 1
    return labels


def steady(labels: Labels) -> NDArray[np.bool_]:
    """(T,) whether most of the window of actions that ends there, its newest part, is one."""
    most = STEPS // 2 + 1
    padded = np.pad(labels, (most - 1, 0), constant_values=UNLABELLED)
    part = np.lib.stride_tricks.sliding_window_view(padded, most)
    return np.asarray((part == labels[:, None]).all(axis=1) & (labels >= 0))


def _stayed(
    joints: Joints, segments: tuple[Segment, ...], rng: np.random.Generator
) -> tuple[Joints, tuple[Segment, ...]]:
    """The same with STAYS more seconds in the last pose; an action goes on as long."""
    more = round(STAYS * RATE)
    phase = np.linspace(0, STAYS * 2 * np.pi * float(rng.uniform(0.2, 0.4)), more)
    sway = SWAY * np.sin(phase)[:, None, None] * rng.normal(0, 1, (1, joints.shape[1], 3))
    end = (len(joints) - 1) / RATE
    longer = tuple(
        replace(s, end=s.end + STAYS) if s.kind == "action" and s.end > end - 0.2 else s
        for s in segments
    )
    return np.concatenate([joints, joints[-1] + sway]), longer


def _quicker(
    joints: Joints, segments: tuple[Segment, ...], factor: float
) -> tuple[Joints, tuple[Segment, ...]]:
    """The same at another speed."""
    at = np.arange(0, len(joints) - 1, factor)
    before = at.astype(int)
    part = (at - before)[:, None, None]
    moved = (1 - part) * joints[before] + part * joints[before + 1]
    return moved, tuple(replace(s, start=s.start / factor, end=s.end / factor) for s in segments)


def _lost(track: PoseTrack, rng: np.random.Generator) -> PoseTrack:
    """The same with the person not seen for a while."""
    start = rng.uniform(0, track.duration)
    gone = (track.time >= start) & (track.time < start + rng.uniform(0.3, 1.2))
    points, confidence, world = (
        np.array(values) for values in (track.points, track.confidence, track.world)
    )
    points[gone], confidence[gone], world[gone] = np.nan, 0, np.nan
    return PoseTrack(track.time, points, confidence, world, track.size, track.fps)


def joined(scenes: Sequence[Scene], apart: int) -> tuple[Motion, Labels, Labels]:
    """All scenes as one motion with their labels, ``apart`` unseen frames between them."""
    joints, place, actions, fallen = [], [], [], []
    for one in scenes:
        gap = ((0, apart), (0, 0))
        joints.append(np.pad(one.motion.joints, (*gap, (0, 0)), constant_values=np.nan))
        place.append(np.pad(one.motion.place, gap, constant_values=np.nan))
        for kept, labels in ((actions, one.actions), (fallen, one.fallen)):
            kept.append(np.pad(labels, (0, apart), constant_values=UNLABELLED))
    length = sum(map(len, actions))
    motion = Motion(np.arange(length) / RATE, np.concatenate(joints), np.concatenate(place))
    return motion, np.concatenate(actions), np.concatenate(fallen)


def scenes_of(pieces: Sequence[Practice], rng: np.random.Generator, views: int) -> list[Scene]:
    """Every action seen so many times, every set and workout once; at slightly other speeds."""
    return [
        scene(piece, rng, tempo=TEMPO, lost=LOST, live=rng.random() < LIVE)
        for piece in pieces
        for _ in range(views if piece.kind == "action" else 1)
    ]
