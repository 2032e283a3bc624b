"""Falls, and what looks like one: key poses timed as bodies fall.

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
    CHAIR,
    HANDS,
    KNEELING,
    KNEES,
    ON_BACK,
    ON_CHAIR,
    PLANK,
    POSTURES,
    transition,
)
from models.training.studio.gait import Gait, Step, walked
from models.training.studio.keys import Key, Mark, both, solve_marks
from models.training.studio.rig import Rig
from models.training.studio.take import Segment


def _pace(rig: Rig) -> float:
    """Factor on falling times: a smaller body is down sooner."""
    return float(np.sqrt(rig.hips[2] / 0.92))


def _in_the_air(key: Key, height: float) -> Key:
    """A pose with the seat so high, metres, and nothing that holds it for longer."""
    return replace(
        freed(key, ("pelvis",)), fresh=("pelvis",), surfaces={"pelvis": max(height, 0.0)}
    )  # fmt: skip


def rolling(rig: Rig, key: Key, height: float = 0.0) -> Key:
    """A lying pose at the moment when the chest arrives: it does not bear weight yet.

    ``height``: of what the seat or belly touches, over the floor, metres.
    """
    pitch = float(solve_marks(rig, [Mark(0.0, key)]).channels["pitch"][0])
    return replace(
        key, channels={**key.channels, "pitch": pitch}, contacts=("pelvis",), level=False,
        surfaces={"pelvis": height},
    )  # fmt: skip


def _mirror(key: Key, left: bool) -> Key:
    return key if left else key.mirrored()


# ---- poses; one-sided ones to the own left

PRONE = Key(
    both(pitch=90, hip_flex=0, hip_open=8, hip_turn=6, knee=6, ankle=-52, arm_raise=72,
         arm_plane=88, arm_turn=66, elbow=100, head_pitch=-4),
    contacts=("pelvis", "chest"), level=True,
)  # fmt: skip
ON_KNEES = Key(
    both(pitch=80, spine_pitch=-4, hip_flex=22, knee=46, ankle=-30, toes=20, arm_raise=66,
         arm_plane=70, elbow=84, head_pitch=-30), contacts=KNEES,
)  # fmt: skip
"""The body comes down in front of the knees."""
SUPINE = Key(
    both(pitch=-90, hip_flex=2, hip_open=12, hip_turn=18, knee=12, ankle=-22, arm_raise=38,
         arm_plane=92, elbow=22, head_pitch=2),
    contacts=("pelvis", "chest"), level=True,
)  # fmt: skip


def fall_forward(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Trips, falls on knees and hands and on to the front; stays there ``lie`` seconds."""
    pace, lie = _pace(rig) * between(rng, 0.88, 1.1), lie or between(rng, 1.5, 5)
    stiff = between(rng, 0, 1)
    story = _upright(rig, rng, place)
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
    impact = _drop(story, poses, 0.72 * pace)
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
    story = _upright(rig, rng, place)
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
    impact = _drop(story, poses, 0.72 * pace)
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
    story = _upright(rig, rng, place)
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
        poses.append(_mirror(_in_the_air(key, seat * (1 - fallen)), left))
    poses.append(_mirror(Key(
        {**both(pitch=-46, spine_pitch=22, hip_flex=60, knee=30, ankle=-12, arm_raise=72,
                arm_plane=124, elbow=26, head_pitch=28), "r_knee": 66},
        contacts=("pelvis",), fresh=("pelvis",)), left))  # fmt: skip
    impact = _drop(story, poses, 0.52 * pace)
    rolled = _sided(SUPINE.but(hip_flex=52, knee=34, head_pitch=20, arm_raise=66),
                    {}, {"knee": 66.0})  # fmt: skip
    story.to(0.22 * pace, _mirror(rolling(rig, rolled), left))
    story.to(0.14, _mirror(rolled, left))
    story.to(0.30, SUPINE.but(hip_flex=24, knee=34, arm_raise=60, hip_turn=8))
    return _remain(story, rng, SUPINE, onset, impact, lie, "on_back", settle=0.45)


def _tilted(tilt: float, contacts: tuple[str, ...], level: bool = False, **angles: float) -> Key:
    """A pose tipped over to the own left: turned right, twisted back left, then pitched back.

    The same as a roll, but the pelvis can be levelled and rolled on to the back or front.
    """
    return Key({**both(**angles), "heading": -90.0, "twist": 90.0, "pitch": -tilt}, contacts,
               level=level)  # fmt: skip


def _sided(key: Key, left: dict[str, float], right: dict[str, float]) -> Key:
    """Some channels of the left and of the right side set apart."""
    table = {f"l_{n}": v for n, v in left.items()} | {f"r_{n}": v for n, v in right.items()}
    return replace(key, channels={**key.channels, **table})


_ON_SIDE = _sided(
    replace(_tilted(90, ("pelvis", "chest"), level=True, spine_pitch=14, hip_turn=0, ankle=-20,
                    head_pitch=8, head_roll=-10), surfaces={"chest": 0.05}),
    {"hip_flex": 38, "knee": 58, "hip_open": 0, "arm_raise": 84, "arm_plane": -20, "elbow": 40},
    {"hip_flex": 56, "knee": 76, "hip_open": -10, "arm_raise": 44, "arm_plane": 14, "elbow": 62},
)  # fmt: skip
"""Lying on the left side, legs bent, the chest a little up on the arm."""


def on_side(left: bool, **channels: float) -> Key:
    """Lying on one side; in headings of somebody who lay on the back before rolling there."""
    table = {**_ON_SIDE.channels, **both(**channels), "heading": 0.0}
    return _mirror(replace(_ON_SIDE, channels=table), left)


def on_to_side(flat: Key, left: bool) -> list[tuple[float, Key]]:
    """From lying on the back (``flat``) on to one side: seconds and poses, the side last."""
    side, trunk, way = on_side(True), ("pelvis", "chest"), []
    under = {n: v for n, v in side.channels.items() if n.startswith(("l_arm", "l_elbow"))}
    for seconds, twist, share in ((0.6, 22.0, 0.3), (0.35, 48.0, 0.55), (0.35, 70.0, 0.8)):
        channels = {**flat.toward(side, share).channels, **under, "twist": twist}
        surfaces = {"chest": 0.02 + 0.03 * share, "pelvis": 0.022}
        half = Key(channels, trunk, fresh=trunk, surfaces=surfaces, level=True)
        way.append((seconds, _mirror(half, left)))
    return [*way, (0.45, replace(on_side(left), fresh=trunk))]


def fall_sideways(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Tips over to one side on hip and hand; remains there or rolls on to the back."""
    pace, lie = _pace(rig) * between(rng, 0.9, 1.1), lie or between(rng, 1.5, 5)
    left = bool(rng.random() < 0.5)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.3, 0.5), _mirror(_tilted(0, FEET, knee=5, ankle=2.5, hip_flex=2.5),
             left))  # fmt: skip
    story.to(between(rng, 0.4, 1.0), _mirror(_tilted(0, FEET, knee=5, ankle=2.5, hip_flex=2.5),
             left))  # fmt: skip
    onset = story.now
    poses = []
    for tilt, knee, contacts, spine, arm, seat_up in (
        (8, 12, FEET, -6, 34, 0), (20, 32, FEET, -14, 62, 0), (32, 50, ("l_foot",), -18, 80, 0),
        (46, 84, (), -18, 86, 0.40), (58, 80, (), -18, 90, 0.18),
    ):  # fmt: skip
        key = _tilted(tilt, contacts, knee=knee, hip_flex=0.65 * knee, ankle=0.35 * knee,
                      spine_roll=spine, head_roll=spine)  # fmt: skip
        key = _sided(key, {"arm_raise": arm, "arm_plane": min(74, 110 - 2 * tilt), "elbow": 34},
                     {"arm_raise": 0.9 * arm, "arm_plane": 80, "elbow": 50,
                      "knee": 0.8 * knee, "hip_flex": 0.4 * knee})  # fmt: skip
        if not contacts:
            key = _in_the_air(key, seat_up * pace**2)
        poses.append(_mirror(key, left))
    key = _sided(
        _tilted(68, ("pelvis",), knee=76, hip_flex=40, ankle=-10, spine_roll=-16, head_roll=-16),
        {"arm_raise": 84, "arm_plane": -24, "elbow": 50},
        {"arm_raise": 60, "arm_plane": 40, "elbow": 50, "hip_open": 2})  # fmt: skip
    key = replace(key, fresh=("pelvis",), surfaces={"pelvis": 0.02})
    poses.append(_mirror(key, left))
    impact = _drop(story, poses, 0.70 * pace)
    story.to(0.20 * pace, _mirror(rolling(rig, _ON_SIDE), left))
    story.to(0.25, _mirror(_ON_SIDE, left))
    if rng.random() < 0.5:
        side = "on_left_side" if left else "on_right_side"
        return _remain(story, rng, _mirror(_ON_SIDE, left), onset, impact, lie, side)
    story.to(0.5, _mirror(_ON_SIDE, left))
    story.heading += -90.0 if left else 90.0
    half = _sided(replace(SUPINE.but(hip_flex=44, knee=60, hip_open=6, hip_turn=4),
                          channels={**SUPINE.but(hip_flex=44, knee=60, hip_open=6).channels,
                                    "twist": 45.0}), {}, {})  # fmt: skip
    story.to(0.5, _mirror(half, left))
    return _remain(story, rng, SUPINE, onset, impact, lie, "on_back", settle=0.6)


def slump(rig: Rig, rng: np.random.Generator, place: Place, lie: float = 0.0) -> Acting:
    """Grows faint: the knees give way slowly, then falls forward without the hands."""
    slow, lie = between(rng, 0.9, 1.5), lie or between(rng, 2, 5)
    story = _upright(rig, rng, place)
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
    _drop(story, poses, slow)
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
        contacts=(*HANDS, *KNEES), level=True))  # fmt: skip
    impact = _drop(story, poses, 0.5 * pace)
    down = PRONE.but(arm_raise=40, arm_plane=100, elbow=126, arm_turn=0, head_pitch=-18, knee=16)
    story.to(0.14 * pace, ON_KNEES)
    story.to(0.18 * pace, rolling(rig, down, 0.055))
    story.to(0.16, replace(down, fresh=("pelvis",)))
    chair = Held("chair", "floor", sat, onset, (0.0, 0.06))
    ended = _remain(story, rng, PRONE.but(head_yaw=-40), onset, impact, lie, "on_front", 0.6)
    return replace(ended, props=(chair,))


# ---- near misses


def sit_down_fast(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Drops on to a chair; ends on it."""
    seat, quick = seat_height(rig), between(rng, 0.5, 0.75)
    story = _upright(rig, rng, place)
    start = story.now
    story.to(0.45 * quick, Key(both(pitch=34, spine_pitch=12, knee=62, ankle=10, arm_raise=40,
             arm_plane=20, elbow=40, head_pitch=-20)))  # fmt: skip
    sat = story.to(0.55 * quick, on_seat(ON_CHAIR.but(pitch=6, spine_pitch=12), seat))
    story.to(0.35, on_seat(ON_CHAIR.but(pitch=-10, spine_pitch=14), seat))
    story.to(between(rng, 0.6, 2), on_seat(ON_CHAIR, seat))
    segments = (action("standing", 0.0, start), Segment("transition", "sit_down_fast", start, sat))
    return story.end(segments, "on_chair", [Held("chair", "floor", sat, story.now, (0.0, 0.06))])


def drop_to_push_up(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Hands to the floor and a jump back into the plank, within a second or so."""
    quick = between(rng, 0.85, 1.2)
    story = _upright(rig, rng, place)
    start = story.now
    story.to(0.24 * quick, Key(both(pitch=42, spine_pitch=20, knee=64, ankle=22, arm_raise=60,
             arm_plane=12, elbow=16, head_pitch=-12)))  # fmt: skip
    story.to(0.22 * quick, POSTURES["crouching"])
    story.to(0.16 * quick, freed(POSTURES["crouching"], HANDS, pitch=74, hip_flex=66, knee=70,
             heel=0, ankle=0, toes=20, lift=0.05))  # fmt: skip
    there = story.to(0.22 * quick, replace(PLANK, fresh=FEET))
    story.to(0.2, PLANK)
    story.to(between(rng, 0.3, 0.8), PLANK)
    segments = (action("standing", 0.0, start), Segment("transition", "drop_to_push_up", start,
                there))  # fmt: skip
    return story.end(segments, "plank")


def lie_down_quickly(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Down on the back for crunches, briskly but under control."""
    quick = between(rng, 0.6, 0.85)
    story = _upright(rig, rng, place)
    start = story.now
    for seconds, key in transition("standing", "on_back"):
        story.to(seconds * quick, key)
    lies = story.now
    story.to(between(rng, 0.5, 1.5), ON_BACK)
    segments = (
        action("standing", 0.0, start),
        Segment("transition", "lie_down_quickly", start, lies),
        action("lying", lies, story.now),
    )
    return story.end(segments, "on_back")


def kneel_down_fast(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Both knees to the floor in well under a second."""
    quick = between(rng, 0.55, 0.8)
    story = _upright(rig, rng, place)
    start = story.now
    poses = [
        Key(both(pitch=6, spine_pitch=8, knee=knee, ankle=lean - heel, heel=heel, toes=0.7 * heel,
                 arm_raise=20, arm_plane=30, elbow=30))
        for knee, lean, heel in ((36, 20, 2), (72, 44, 16), (96, 68, 46))
    ]  # fmt: skip
    poses.append(Key(
        both(pitch=6, spine_pitch=6, hip_flex=14, knee=98, ankle=2, heel=82, toes=48,
             arm_raise=18, arm_plane=40, elbow=30), contacts=KNEES))  # fmt: skip
    knees = _drop(story, poses, quick)
    story.to(0.4, KNEELING)
    story.to(between(rng, 0.4, 1.2), KNEELING)
    segments = (action("standing", 0.0, start), Segment("transition", "kneel_down_fast", start,
                knees))  # fmt: skip
    return story.end(segments, "kneeling")


def stumble(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Walks, trips, catches the fall with quick long steps and stands again."""
    story = Story(rig, place)
    calm = Gait(tempo=between(rng, 96, 115), step=between(rng, 0.5, 0.65)).fitted(rig)
    hasty = Gait(
        tempo=between(rng, 140, 165), step=0.6, lean=between(rng, 28, 44), look=-4, swing=26,
        elbow=50, clearance=0.13, crouch=0.04,
    ).fitted(rig)  # fmt: skip
    first = "l" if rng.random() < 0.5 else "r"
    story.add(walked(rig, calm, place.heading, [Step(calm.step)] * 2 + [Step(0.25)], first)[:-1])
    trips = story.now
    other = "r" if first == "l" else "l"
    arms = both(arm_raise=between(rng, 48, 80), arm_plane=40, elbow=34)

    def caught(key: Key) -> Key:
        return replace(key, channels={**key.channels, **arms}, balance=False)

    rest = walked(rig, hasty, place.heading, [Step(hasty.step), Step(hasty.step), Step(0.0)],
                  other, caught, before=0.25)  # fmt: skip
    story.add(rest[:-1])
    recovered = story.now
    story.to(0.6, STANDING)
    story.to(0.5, STANDING)
    segments = (
        action("walking", 0.1, trips),
        Segment("transition", "stumble", trips, recovered),
        action("standing", recovered, story.now),
    )
    return story.end(segments)


# ---- what they share

ACCELERATION = 2.4
"""Power of time with which the way down grows: 2 in free fall, more while the feet still hold."""
SOONEST = 0.05
"""Seconds between two poses at least."""


def _drop(story: Story, poses: list[Key], seconds: float) -> float:
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


def _upright(rig: Rig, rng: np.random.Generator, place: Place) -> Story:
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
) -> Acting:
    """Settles into a pose, stays there with small movements; labels of the whole."""
    story.to(settle, key)
    lies = story.now
    while story.now < lies + lie:
        moved = key.but(head_pitch=key.full()["head_pitch"] + between(rng, -3, 3))
        story.to(between(rng, 0.7, 1.4), moved)
    segments = (
        action("standing", 0.0, onset),
        action("falling", onset, impact),
        action("lying", lies - 0.5 * settle, story.now),
    )
    return story.end(segments, posture)


def seat_height(rig: Rig) -> float:
    """Of a chair that fits: the usual one, lower for small people, metres."""
    knee = float(rig.body.head("lowerleg01.L")[2])
    return float(min(CHAIR, knee - 0.02))


def on_seat(key: Key, seat: float) -> Key:
    """A sitting pose on a seat of this height."""
    if "pelvis" not in key.contacts:
        return key
    return replace(key, surfaces={"pelvis": seat})
