"""Falls: key poses timed as bodies fall.

A fall takes 0.6 to 0.9 s from the loss of balance to the floor; its poses are timed so that
the way grows with the square of time, and nothing slows down before the impact.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.training.studio.acting import (
    FEET,
    STANDING,
    Acting,
    Held,
    Place,
    Story,
    action,
    between,
    freed,
    standing,
)
from models.training.studio.exercises.postures import (
    HANDS,
    KNEES,
    ON_CHAIR,
    transition,
)
from models.training.studio.keys import Key, both, solve_marks
from models.training.studio.lying import (
    ON_KNEES,
    ON_SIDE,
    PRONE,
    SUPINE,
    mirrored_if_right,
    on_seat,
    on_to_side,
    rolling,
    seat_height,
    sided,
    tilted,
)
from models.training.studio.rig import Rig


def _pace(rig: Rig) -> float:
    """Factor on falling times: a smaller body is down sooner."""
    return float(np.sqrt(rig.hips[2] / 0.92))


def in_the_air(key: Key, height: float) -> Key:
    """A pose with the seat so high, metres, and nothing that holds it for longer."""
    return replace(
        freed(key, ("pelvis",)), fresh=("pelvis",), surfaces={"pelvis": max(height, 0.0)}
    )  # fmt: skip


def fall_forward(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Trips, falls on knees and hands and on to the front; stays there ``lie`` seconds."""
    pace, lie = _pace(rig) * between(rng, 0.88, 1.1), lie or between(rng, 1.5, 5)
    stiff = between(rng, 0, 1)
    story = upright(rig, rng, place)
    onset = story.now
    poses = [
        Key(both(pitch=pitch, spine_pitch=8, knee=knee, ankle=lean - heel, heel=heel,
                 toes=0.8 * heel, arm_raise=raised, arm_plane=16, elbow=44 - 0.2 * raised,
                 head_pitch=-0.7 * pitch))
        for pitch, knee, lean, heel, raised in (
            (8, 16, 14, 3, 26), (22, 36 - 10 * stiff, 32, 14, 62),
            (36, 54 - 10 * stiff, 50, 32, 84), (48, 68 - 6 * stiff, 66, 50, 90),
            (58, 78, 80, 64, 92),
        )
    ]  # fmt: skip
    poses.append(Key(
        both(pitch=68, spine_pitch=0, hip_flex=50, knee=72, ankle=8, heel=78, toes=45,
             arm_raise=92, arm_plane=14, elbow=22, head_pitch=-36, hand_yaw=8),
        contacts=(*HANDS, *KNEES), level=True))  # fmt: skip
    impact = drop(story, poses, 0.72 * pace)
    down = PRONE.but(arm_raise=40, arm_plane=100, elbow=126, arm_turn=0, head_pitch=-22, knee=14)
    story.to(0.12 * pace, ON_KNEES)
    story.to(0.14 * pace, rolling(rig, down, 0.03))
    story.to(0.16, replace(down.but(head_pitch=-12), fresh=("pelvis",)))
    turned = between(rng, -40, 40)
    story.to(0.55, PRONE.but(head_yaw=turned))
    return _remain(story, rng, PRONE.but(head_yaw=turned), onset, impact, lie, "on_front")


def fall_backward(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Loses balance backwards, sits down hard and rolls on to the back."""
    pace, lie = _pace(rig) * between(rng, 0.88, 1.1), lie or between(rng, 1.5, 5)
    story = upright(rig, rng, place)
    onset = story.now
    poses = [
        Key(both(pitch=pitch, spine_pitch=spine, knee=knee, ankle=lean, arm_raise=raised,
                 arm_plane=plane, elbow=36, head_pitch=0.9 * spine))
        for pitch, spine, knee, lean, raised, plane in (
            (-3, 6, 10, -6, 30, 40), (-10, 14, 34, -14, 60, 60), (-18, 20, 62, -16, 66, 90),
            (-28, 24, 92, -14, 52, 130), (-36, 26, 108, -18, 46, 150),
        )
    ]  # fmt: skip
    poses.append(Key(
        both(pitch=-46, spine_pitch=24, knee=98, ankle=-30, arm_raise=44, arm_plane=150, elbow=40,
             head_pitch=30), contacts=("pelvis", *FEET)))  # fmt: skip
    impact = drop(story, poses, 0.72 * pace)
    rolled = SUPINE.but(hip_flex=58, knee=62, spine_pitch=6, head_pitch=22, arm_raise=62, elbow=30)
    story.to(0.22 * pace, rolling(rig, rolled))
    story.to(0.14, rolled.but(spine_pitch=2))
    story.to(0.30, SUPINE.but(hip_flex=34, knee=44, arm_raise=58, hip_turn=8))
    return _remain(story, rng, SUPINE, onset, impact, lie, "on_back", settle=0.5)


def slip(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """The feet shoot away forward; falls free on the seat, then the back."""
    pace, lie = _pace(rig), lie or between(rng, 1.5, 5)
    left = bool(rng.random() < 0.5)
    seat = float(rig.hips[2]) - 0.10
    story = upright(rig, rng, place)
    onset = story.now
    poses = []
    for fallen, angles, other in (
        (0.06, {"pitch": -8, "hip_flex": 22, "knee": 12, "spine_pitch": 8, "arm_raise": 40,
                "arm_plane": 70, "elbow": 40}, 4),
        (0.28, {"pitch": -20, "hip_flex": 48, "knee": 18, "spine_pitch": 18, "arm_raise": 78,
                "arm_plane": 80, "elbow": 36, "head_pitch": 14}, 26),
        (0.58, {"pitch": -34, "hip_flex": 62, "knee": 26, "spine_pitch": 22, "arm_raise": 84,
                "arm_plane": 96, "elbow": 30, "head_pitch": 22}, 44),
        (0.84, {"pitch": -42, "hip_flex": 64, "knee": 30, "spine_pitch": 22, "arm_raise": 78,
                "arm_plane": 112, "elbow": 28, "head_pitch": 26}, 52),
    ):  # fmt: skip
        key = Key({**both(**angles, ankle=-10), "r_hip_flex": other, "r_knee": 22 + other})
        poses.append(mirrored_if_right(in_the_air(key, seat * (1 - fallen)), left))
    poses.append(mirrored_if_right(Key(
        {**both(pitch=-46, spine_pitch=22, hip_flex=60, knee=30, ankle=-12, arm_raise=72,
                arm_plane=124, elbow=26, head_pitch=28), "r_knee": 66},
        contacts=("pelvis",), fresh=("pelvis",)), left))  # fmt: skip
    impact = drop(story, poses, 0.52 * pace)
    rolled = sided(SUPINE.but(hip_flex=52, knee=34, head_pitch=20, arm_raise=66),
                    {}, {"knee": 66.0})  # fmt: skip
    story.to(0.22 * pace, mirrored_if_right(rolling(rig, rolled), left))
    story.to(0.14, mirrored_if_right(rolled, left))
    story.to(0.30, SUPINE.but(hip_flex=24, knee=34, arm_raise=60, hip_turn=8))
    return _remain(story, rng, SUPINE, onset, impact, lie, "on_back", settle=0.45)


def fall_sideways(
    rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0, roll: bool = True
) -> Acting:
    """Tips over to one side on hip and hand; rolls on to the back sooner or later if ``roll``."""
    pace, lie = _pace(rig) * between(rng, 0.9, 1.1), lie or between(rng, 1.5, 5)
    left = bool(rng.random() < 0.5)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    still = tilted(0, FEET, knee=5, ankle=2.5, hip_flex=2.5)
    story.to(between(rng, 0.3, 0.5), mirrored_if_right(still, left))
    story.to(between(rng, 0.4, 1.0), mirrored_if_right(still, left))
    onset = story.now
    poses = []
    for tilt, knee, contacts, spine, arm, seat_up in (
        (8, 12, FEET, -6, 34, 0), (20, 32, FEET, -14, 62, 0), (32, 50, ("l_foot",), -18, 80, 0),
        (46, 84, (), -18, 86, 0.40), (58, 80, (), -18, 90, 0.18),
    ):  # fmt: skip
        key = tilted(tilt, contacts, knee=knee, hip_flex=0.65 * knee, ankle=0.35 * knee,
                      spine_roll=spine, head_roll=spine)  # fmt: skip
        key = sided(key, {"arm_raise": arm, "arm_plane": min(74, 110 - 2 * tilt), "elbow": 34},
                     {"arm_raise": 0.9 * arm, "arm_plane": 80, "elbow": 50,
                      "knee": 0.8 * knee, "hip_flex": 0.4 * knee})  # fmt: skip
        if not contacts:
            key = in_the_air(key, seat_up * pace**2)
        poses.append(mirrored_if_right(key, left))
    key = sided(
        tilted(68, ("pelvis",), knee=76, hip_flex=40, ankle=-10, spine_roll=-16, head_roll=-16),
        {"arm_raise": 84, "arm_plane": -24, "elbow": 50},
        {"arm_raise": 60, "arm_plane": 40, "elbow": 50, "hip_open": 2})  # fmt: skip
    key = replace(key, fresh=("pelvis",), surfaces={"pelvis": 0.03})
    poses.append(mirrored_if_right(key, left))
    impact = drop(story, poses, 0.70 * pace)
    story.to(0.20 * pace, mirrored_if_right(rolling(rig, ON_SIDE), left))
    story.to(0.25, mirrored_if_right(ON_SIDE, left))
    aside = story.now
    story.to(float(rng.choice([0.5, lie])), mirrored_if_right(ON_SIDE, left))
    if not roll:
        side = "on_left_side" if left else "on_right_side"
        return _remain(story, rng, mirrored_if_right(ON_SIDE, left), onset, impact, lie, side)
    story.heading += -90.0 if left else 90.0
    for seconds, key in reversed(on_to_side(SUPINE, left)[:-1]):
        story.to(seconds, key)
    flat = replace(SUPINE, fresh=SUPINE.contacts)
    return _remain(story, rng, flat, onset, impact, lie, "on_back", since=aside)


def slump(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Grows faint: the knees give way slowly, then falls forward without the hands."""
    slow, lie = between(rng, 0.9, 1.5), lie or between(rng, 2, 5)
    story = upright(rig, rng, place)
    onset = story.now
    poses = [
        Key(both(pitch=pitch, spine_pitch=spine, knee=knee, ankle=lean - heel, heel=heel,
                 toes=0.7 * heel, arm_raise=8, elbow=20, head_pitch=1.3 * spine))
        for pitch, spine, knee, lean, heel in (
            (4, 12, 22, 10, 0), (6, 18, 52, 26, 4), (8, 24, 84, 48, 22), (8, 27, 98, 70, 50),
        )
    ]  # fmt: skip
    poses.append(Key(
        both(pitch=8, spine_pitch=28, hip_flex=16, knee=96, ankle=0, heel=84, toes=45,
             arm_raise=12, elbow=22, head_pitch=36), contacts=KNEES))  # fmt: skip
    drop(story, poses, slow)
    story.to(0.30 * slow, Key(
        both(pitch=30, hip_flex=60, knee=118, spine_pitch=30, head_pitch=34, arm_raise=20,
             ankle=-30, toes=20), contacts=KNEES))  # fmt: skip
    story.to(0.26, Key(
        both(pitch=66, spine_pitch=8, hip_flex=30, knee=60, ankle=-40, arm_raise=62,
             arm_plane=60, elbow=50, head_pitch=-8, hip_open=6), contacts=KNEES))  # fmt: skip
    limp = PRONE.but(arm_raise=58, elbow=84, head_yaw=30)
    impact = story.to(0.20, rolling(rig, limp))
    story.to(0.16, limp)
    return _remain(story, rng, PRONE.but(head_yaw=48), onset, impact, lie, "on_front")


def fall_from_chair(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Sits down, sits a while, slides off the chair forward on knees, hands and front."""
    pace, lie = _pace(rig) * between(rng, 0.9, 1.15), lie or between(rng, 1.5, 4)
    seat = seat_height(rig)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    for seconds, key in transition("standing", "on_chair"):
        story.to(seconds, on_seat(key, seat))
    sat = story.now
    story.to(between(rng, 0.8, 3), on_seat(ON_CHAIR.but(head_pitch=8), seat))
    onset = story.now
    story.to(
        0.42 * pace,
        on_seat(
            ON_CHAIR.but(pitch=22, spine_pitch=34, head_pitch=24, arm_raise=20, elbow=30), seat
        ),
    )
    poses = [
        Key(both(pitch=pitch, spine_pitch=spine, knee=knee, ankle=lean - heel, heel=heel,
                 toes=0.7 * heel, arm_raise=raised, arm_plane=20, elbow=34, head_pitch=-6))
        for pitch, spine, knee, lean, heel, raised in (
            (30, 28, 108, 32, 8, 44), (42, 20, 112, 52, 26, 70), (56, 12, 102, 70, 48, 82),
        )
    ]  # fmt: skip
    poses.append(Key(
        both(pitch=70, spine_pitch=6, hip_flex=52, knee=84, ankle=0, heel=76, toes=45,
             arm_raise=86, arm_plane=14, elbow=28, head_pitch=-26, hand_yaw=8),
        contacts=(*HANDS, *KNEES), level=True, surfaces=dict.fromkeys(KNEES, 0.008)))  # fmt: skip
    impact = drop(story, poses, 0.5 * pace)
    down = PRONE.but(arm_raise=40, arm_plane=100, elbow=126, arm_turn=0, head_pitch=-18, knee=16)
    story.to(0.09 * pace, ON_KNEES.but(pitch=76, hip_flex=36, knee=60))
    story.to(0.08 * pace, ON_KNEES)
    story.to(0.18 * pace, rolling(rig, down, 0.065))
    story.to(0.16, replace(down, fresh=("pelvis",)))
    chair = Held("chair", "floor", sat, onset, (0.0, 0.06))
    ended = _remain(story, rng, PRONE.but(head_yaw=-40), onset, impact, lie, "on_front", 0.6)
    return replace(ended, props=(chair,))


# ---- what they share

ACCELERATION = 2.4
"""Power of time with which the way down grows: 2 in free fall, more while the feet still hold."""
SOONEST = 0.05
"""Seconds between two poses at least."""


def drop(story: Story, poses: list[Key], seconds: float) -> float:
    """Falls through these poses, timed by the height of the hips in each; returns the impact."""
    trial = [*story.marks]
    ahead = Story(story.rig, story.place)
    ahead.marks, ahead.now, ahead.heading = trial, story.now, story.heading
    for key in poses:
        ahead.to(0.1, key)
    c = solve_marks(story.rig, ahead.marks).channels
    high = (c["z"] + c["lift"])[len(story.marks) - 1 :]
    fallen = np.clip((high[0] - high[1:]) / (high[0] - high[-1]), 0.0, 1.0)
    at = seconds * np.maximum(fallen, 0.02) ** (1 / ACCELERATION)
    at = np.maximum.accumulate(at)
    before = 0.0
    for key, time in zip(poses, at, strict=True):
        story.to(max(SOONEST, time - before), key)
        before = max(before + SOONEST, time)
    return story.now


def upright(rig: Rig, rng: np.random.Generator, place: Place) -> Story:
    """Stands a moment."""
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.5, 1.6), standing(head_yaw=between(rng, -12, 12)))
    return story


def _remain(
    story: Story,
    rng: np.random.Generator,
    key: Key,
    onset: float,
    impact: float,
    lie: float,
    posture: str,
    settle: float = 0.6,
    since: float | None = None,
) -> Acting:
    """Settles into a pose, stays there with small movements; labels of the whole.

    ``since``: when it has been lying already.
    """
    story.to(settle, key)
    lies = story.now
    key = replace(key, fresh=())
    while story.now < lies + lie:
        moved = key.but(head_pitch=key.full()["head_pitch"] + between(rng, -3, 3))
        story.to(between(rng, 0.7, 1.4), moved)
    segments = (
        action("standing", 0.0, onset),
        action("falling", onset, impact),
        action("lying", lies - 0.5 * settle if since is None else since, story.now),
    )
    return story.end(segments, posture)
