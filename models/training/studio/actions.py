"""Everyday actions: standing about, lying down; and all actions by name.

Every maker takes the rig of the person, a generator and the place, and draws what is not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from models.training.studio import claps, falls, moving, near_falls
from models.training.studio.acting import (
    ARM_CHANNELS,
    STANDING,
    Acting,
    Aim,
    Held,
    Place,
    Story,
    action,
    arm_length,
    between,
    reaching,
    shoulder_middle,
    standing,
)
from models.training.studio.exercises.postures import POSTURES, Way, transition
from models.training.studio.keys import Key, both
from models.training.studio.lying import ON_KNEES, PRONE, SUPINE, on_side, on_to_side, rolling
from models.training.studio.moving import (
    carry_bag,
    carry_box,
    lift_box,
    shuffle,
    turn_about,
    walk,
    walk_backwards,
)
from models.training.studio.rig import Rig
from models.training.studio.take import Segment

Maker = Callable[[Rig, np.random.Generator, Place], Acting]

# ---- standing about


def _stood(story: Story, props: tuple[Held, ...] = ()) -> Acting:
    return story.end([action("standing", 0.0, story.now)], props=props)


def stand(rig: Rig, rng: np.random.Generator, place: Place, seconds: float | None = None) -> Acting:
    """Stands about: shifts weight, looks round, moves the arms a little."""
    seconds = seconds or between(rng, 3, 9)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    while story.now < seconds:
        aside, bend = float(rng.normal(0, 2.6)), between(rng, 0, 14)
        key = STANDING.but(
            arm_raise=between(rng, 7, 14), elbow=between(rng, 10, 26),
            head_yaw=float(rng.normal(0, 16)), head_pitch=between(rng, -4, 14),
            spine_yaw=float(rng.normal(0, 5)), roll=0.0, spine_roll=-0.5 * aside,
        )  # fmt: skip
        loose, wide = "l" if aside > 0 else "r", key.full()["l_hip_open"]
        weight = {"l_hip_open": wide + aside, "r_hip_open": wide - aside,
                  f"{loose}_knee": 4.0 + bend, f"{loose}_ankle": 2.0 + 0.5 * bend}  # fmt: skip
        key = replace(key, channels={**key.channels, **weight}, balance=False)
        story.to(between(rng, 0.6, 1.2), key)
        story.to(between(rng, 0.5, 1.6), key)
    story.to(0.7, STANDING)
    return _stood(story)


def look_about(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Looks to one side, the other, up or down."""
    story = Story(rig, place)
    story.to(0.0, STANDING)
    side = float(rng.choice([-1, 1]))
    for _ in range(int(rng.integers(2, 5))):
        turn = side * between(rng, 25, 62)
        key = standing(head_yaw=turn, spine_yaw=0.35 * turn, head_pitch=between(rng, -18, 22))
        story.to(between(rng, 0.4, 0.8), key)
        story.to(between(rng, 0.3, 1.2), key)
        side = -side
    story.to(0.6, STANDING)
    return _stood(story)


def _head(rig: Rig, aside: float, ahead: float, up: float) -> tuple[float, float, float]:
    """A spot by the head in axes of the chest; 1 is the height of the head."""
    neck = rig.body.head("head") - shoulder_middle(rig)
    tall = rig.body.tallness - float(rig.body.head("head")[2])
    return (aside * tall, float(-neck[1]) + ahead * tall, float(neck[2]) + up * tall)


def drink(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Drinks from a bottle in the right hand, once or twice."""
    hold = STANDING.but(elbow=20)
    hold = replace(hold, channels={**hold.channels, "r_grip": 1.0, "r_elbow": 46.0,
                                   "r_arm_raise": 12.0, "r_arm_plane": 60.0})  # fmt: skip
    bend = {"r_arm_raise": 50.0, "r_arm_plane": 30.0, "r_elbow": 128.0}
    mouth = Aim(_head(rig, -0.22, 0.80, 0.02), (1, -0.4, 0), (0.7, 0.2, 0.7), firmly=0.05)
    up = reaching(rig, replace(hold, channels={**hold.channels, **bend}), {"r": mouth})
    sip = replace(up, channels={**up.channels, "head_pitch": -between(rng, 10, 24)})
    story = Story(rig, place)
    story.to(0.0, hold)
    story.to(0.5, hold)
    for _ in range(int(rng.integers(1, 3))):
        story.to(between(rng, 0.6, 1.0), up)
        story.to(0.35, sip)
        story.to(between(rng, 0.8, 2.2), sip)
        story.to(between(rng, 0.6, 0.9), hold)
        story.to(between(rng, 0.2, 0.8), hold)
    return _stood(story, (Held("bottle", "right_hand", 0.0, story.now),))


def scratch_head(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Scratches the head with one hand."""
    left = bool(rng.random() < 0.5)
    start = STANDING.but(arm_raise=100, arm_plane=60, elbow=140)
    poses = []
    for shift in (-0.06, 0.06):
        aim = Aim(_head(rig, 0.46, -0.10, 0.66 + shift), (-1, 0, -0.6), (-0.5, -0.3, 0.8), 0.04)
        key = reaching(rig, start, {"l": aim})
        rest = {n: v for n, v in STANDING.full().items() if n[:2] == "r_" and n[2:] in ARM_CHANNELS}
        key = replace(key, channels={**key.channels, **rest, "head_roll": 6.0, "head_pitch": 10.0})
        poses.append(key if left else key.mirrored())
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.3, 0.8), STANDING)
    story.to(between(rng, 0.6, 0.9), poses[0])
    for i in range(int(rng.integers(4, 9))):
        story.to(between(rng, 0.14, 0.22), poses[1 - i % 2])
    story.to(between(rng, 0.6, 0.9), STANDING)
    story.to(0.3, STANDING)
    return _stood(story)


def look_at_phone(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Looks at a phone in one hand, types with the thumb or the other hand."""
    arm, left = arm_length(rig), bool(rng.random() < 0.4)
    start = STANDING.but(arm_raise=22, arm_plane=16, elbow=104, head_pitch=30)
    near = Aim((0.05, 0.52 * arm, -0.36 * arm), (-0.3, -0.7, 0.7), (-0.2, 0.6, 0.8), 0.05)
    aims = {"l": near}
    if rng.random() < 0.5:
        aims["r"] = Aim((-0.10, 0.50 * arm, -0.40 * arm), (0.8, 0.2, -0.5), (0.5, 0.8, 0.3), 0.04)
    key = reaching(rig, start, aims)
    if "r" not in aims:
        rest = {n: v for n, v in STANDING.full().items() if n[:2] == "r_" and n[2:] in ARM_CHANNELS}
        key = replace(key, channels={**key.channels, **rest})
    key = replace(key, channels={**key.channels, "l_grip": 0.6})
    key = key if left else key.mirrored()
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.6, 1.0), key)
    for _ in range(int(rng.integers(2, 6))):
        moved = key.but(head_pitch=between(rng, 24, 36), spine_pitch=between(rng, 2, 9))
        story.to(between(rng, 0.7, 1.4), moved)
    story.to(between(rng, 0.6, 1.0), STANDING)
    return _stood(story)


def hands_on_hips(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Rests with the hands on the hips, breathing after exercise."""
    key = STANDING.but(arm_raise=38, arm_plane=112, arm_turn=-52, elbow=98, forearm=30, wrist=-20)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.6, 1.0), key)
    for _ in range(int(rng.integers(2, 5))):
        story.to(between(rng, 0.8, 1.4), key.but(head_yaw=float(rng.normal(0, 14)),
                 head_pitch=between(rng, 0, 20), spine_pitch=between(rng, 0, 8)))  # fmt: skip
    story.to(between(rng, 0.6, 1.0), STANDING)
    return _stood(story)


# ---- lying


def _lie(
    rig: Rig, rng: np.random.Generator, place: Place, posture: str, lie: float | None, rise: bool
) -> Acting:
    """Lies down in a posture, stays, gets up again if ``rise``."""
    pace, lie = between(rng, 0.95, 1.5), lie or between(rng, 2, 7)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.3, 0.9), STANDING)
    upright = story.now
    for seconds, key in _down(rig, posture):
        story.to(seconds * pace, key)
    lies = story.now
    flat = POSTURES[posture]
    relaxed = _relaxed(flat, posture, rng)
    story.to(between(rng, 0.8, 1.2), relaxed)
    while story.now < lies + lie:
        yaw = relaxed.full()["head_yaw"] + between(rng, -8, 8)
        story.to(between(rng, 0.8, 1.6), relaxed.but(head_yaw=yaw))
    rises = story.now
    segments = [
        action("standing", 0.0, upright),
        Segment("transition", "lie_down", upright, lies),
        action("lying", lies - 0.2, rises),
    ]
    if not rise:
        return story.end(segments, posture)
    for seconds, key in _up(rig, posture):
        story.to(seconds * pace, key)
    up = story.now
    story.to(0.5, STANDING)
    segments += [Segment("transition", "get_up", rises, up), action("standing", up, story.now)]
    return story.end(segments)


KNEE_PLANK = Key(
    both(pitch=66, hip_flex=14, hip_open=3, hip_turn=0, knee=36, ankle=-30, toes=30, arm_raise=72,
         arm_plane=12, elbow=12, head_pitch=-14, hand_yaw=6),
    contacts=("l_hand", "r_hand", "l_knee", "r_knee"), level=True,
)  # fmt: skip
"""On hands and knees, hips forward, as in a push-up on the knees."""


def _down(rig: Rig, posture: str) -> Way:
    """From standing to lying; on to the front over the knees."""
    if posture != "on_front":
        return transition("standing", posture)
    prone = rolling(rig, PRONE, 0.06)
    return (*transition("standing", "plank"), (0.5, KNEE_PLANK), (0.5, ON_KNEES), (0.6, prone),
            (0.3, replace(PRONE, fresh=("pelvis",))))  # fmt: skip


def _up(rig: Rig, posture: str) -> Way:
    """From lying to standing."""
    if posture != "on_front":
        return ((0.6, POSTURES[posture]), *transition(posture, "standing"))
    prone = replace(rolling(rig, PRONE, 0.06), fresh=("pelvis",))
    return ((0.6, PRONE), (0.3, prone), (0.5, ON_KNEES), (0.5, KNEE_PLANK),
            (0.5, POSTURES["plank"]), *transition("plank", "standing"))  # fmt: skip


def _relaxed(flat: Key, posture: str, rng: np.random.Generator) -> Key:
    """Somebody who lies at ease."""
    if posture == "on_front":
        return PRONE.but(head_yaw=float(rng.choice([-1, 1])) * between(rng, 20, 45))
    if rng.random() < 0.5:
        return SUPINE.but(arm_raise=between(rng, 16, 50))
    return flat.but(arm_raise=between(rng, 16, 44), head_yaw=between(rng, -20, 20))


def lie_on_back(
    rig: Rig, rng: np.random.Generator, place: Place, lie: float | None = None, rise: bool = True
) -> Acting:
    """Lies down on the back for ``lie`` seconds; gets up again unless told not to."""
    return _lie(rig, rng, place, "on_back", lie, rise)


def lie_on_front(
    rig: Rig, rng: np.random.Generator, place: Place, lie: float | None = None, rise: bool = True
) -> Acting:
    """Lies down on the front for ``lie`` seconds; gets up again unless told not to."""
    return _lie(rig, rng, place, "on_front", lie, rise)


def lie_on_side(
    rig: Rig, rng: np.random.Generator, place: Place, lie: float | None = None, rise: bool = True
) -> Acting:
    """Lies down on the back, rolls on to one side, and back before getting up."""
    lie = lie or between(rng, 2, 6)
    down = _lie(rig, rng, place, "on_back", 0.5, rise=False)
    left = bool(rng.random() < 0.5)
    story = Story(rig, place)
    story.marks, story.now = list(down.marks), down.seconds
    flat = POSTURES["on_back"]
    for seconds, key in on_to_side(flat, left):
        story.to(seconds, key)
    aside = story.now
    while story.now < aside + lie:
        story.to(between(rng, 0.9, 1.6), on_side(left, head_pitch=between(rng, 4, 14)))
    rises = story.now
    for seconds, key in reversed(on_to_side(flat, left)[:-1]):
        story.to(seconds, key)
    story.to(0.7, replace(flat, fresh=("pelvis", "chest")))
    lying = replace(down.segments[-1], end=rises)
    segments = [*down.segments[:-1], lying]
    if not rise:
        return story.end(segments, "on_back")
    for seconds, key in transition("on_back", "standing"):
        story.to(1.1 * seconds, key)
    up = story.now
    story.to(0.5, STANDING)
    segments += [Segment("transition", "get_up", rises, up), action("standing", up, story.now)]
    return story.end(segments)


ACTIONS: Mapping[str, Maker] = {
    maker.__name__: maker
    for maker in (
        walk, shuffle, walk_backwards, turn_about,
        moving.lift_box_squatting, moving.lift_box_stooping, carry_box, carry_bag,
        stand, look_about, drink, scratch_head, look_at_phone, hands_on_hips,
        lie_on_back, lie_on_front, lie_on_side,
        falls.fall_forward, falls.fall_backward, falls.fall_sideways, falls.fall_from_chair,
        falls.slip, falls.slump,
        near_falls.sit_down_fast, near_falls.drop_to_push_up, near_falls.lie_down_quickly,
        near_falls.kneel_down_fast, near_falls.stumble,
        claps.clap_loud, claps.clap_soft, claps.clap_twice,
        claps.hands_together, claps.prayer, claps.rub_hands, claps.hands_meet_overhead,
    )
}  # fmt: skip
"""Everything, by name."""
FALLS = ("fall_forward", "fall_backward", "fall_sideways", "fall_from_chair", "slip", "slump")
NEAR_FALLS = ("sit_down_fast", "drop_to_push_up", "lie_down_quickly", "kneel_down_fast", "stumble")
CLAPS = ("clap_loud", "clap_soft", "clap_twice")
NEAR_CLAPS = ("hands_together", "prayer", "rub_hands", "hands_meet_overhead")

__all__ = [
    "ACTIONS", "CLAPS", "FALLS", "NEAR_CLAPS", "NEAR_FALLS", "Acting", "Held", "Maker", "Place",
    "carry_bag", "carry_box", "drink", "hands_on_hips", "lie_on_back", "lie_on_front",
    "lie_on_side", "lift_box", "look_about", "look_at_phone", "scratch_head", "shuffle", "stand",
    "turn_about", "walk", "walk_backwards",
]  # fmt: skip
