"""Going somewhere, with and without something in the hands; lifting it and putting it down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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
    both_hands,
    reaching,
    standing,
)
from models.training.studio.gait import (
    Dress,
    Gait,
    curve,
    inside_foot,
    route_to,
    shuffling_gait,
    straight,
    turning,
    usual_gait,
    walked,
)
from models.training.studio.keys import Key, Mark, both, solve_marks
from models.training.studio.rig import Rig
from models.training.studio.take import Segment

SHARPEST = 35.0
"""A turn to a spot that is sharper than this is made before setting off, degrees."""
BOX = 0.36
"""Distance of the hands at the sides of a box, metres."""

# ---- walking


def walk(
    rig: Rig,
    rng: np.random.Generator,
    place: Place,
    to: tuple[float, float] | None = None,
    face: float | None = None,
    gait: Gait | None = None,
    dress: Dress | None = None,
    label: str = "walking",
) -> Acting:
    """Walks to a spot (x, y), metres, and turns to ``face`` a heading there, degrees.

    ``dress``: what else the upper body does. ``label``: of the action while it moves.
    """
    gait = (gait or usual_gait(rng)).fitted(rig)
    story = Story(rig, place)
    story.to(0.0, dress(STANDING) if dress else STANDING)
    if to is None:
        spot = replace(place, heading=place.heading + between(rng, -180, 180))
        spot = spot.ahead(between(rng, 1.2, 3.0))
        to = (spot.x, spot.y)
    start = story.now
    metres, turn = route_to(place, *to, gait)
    if abs(turn) > SHARPEST:
        _turn(story, gait, turn, dress)
        metres, turn = route_to(story.where(), *to, gait)
    steps = curve(metres, turn, gait) if abs(turn) > 1 else straight(metres, gait)
    first = inside_foot(turn) if abs(turn) > 8 else str(rng.choice(["l", "r"]))
    story.add(walked(rig, gait, story.heading, steps, first, dress))
    if face is not None and abs(face - story.heading) > 12:
        _turn(story, gait, face - story.heading, dress)
    moving = story.now
    rest = standing(heading=0.0)
    story.to(between(rng, 0.3, 0.8), dress(rest) if dress else rest)
    return story.end([action(label, start + 0.1, moving - 0.3)])


def _turn(story: Story, gait: Gait, degrees: float, dress: Dress | None) -> None:
    steps = turning(degrees)
    story.add(walked(story.rig, gait, story.heading, steps, inside_foot(degrees), dress))


def shuffle(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Walks with the slow short steps of the old."""
    spot = replace(place, heading=place.heading + between(rng, -60, 60)).ahead(
        between(rng, 0.8, 1.8)
    )
    return walk(rig, rng, place, (spot.x, spot.y), gait=shuffling_gait(rng))


def walk_backwards(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Some steps back."""
    gait = replace(usual_gait(rng), step=-between(rng, 0.25, 0.4), tempo=between(rng, 82, 104))
    spot = place.ahead(-between(rng, 0.7, 1.6))
    return walk(rig, rng, place, (spot.x, spot.y), gait=gait)


def turn_about(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Turns on the spot."""
    story = Story(rig, place)
    story.to(0.0, STANDING)
    degrees = float(rng.choice([-1, 1])) * between(rng, 60, 180)
    _turn(story, usual_gait(rng).fitted(rig), degrees, None)
    end = story.now
    story.to(0.4, STANDING)
    return story.end([action("walking", 0.1, end - 0.3)])


# ---- carrying and lifting


def _dressed(key: Key, contacts_free: Key) -> Key:
    """``key`` with the arms of the other pose."""
    arms = {n: v for n, v in contacts_free.full().items() if n[2:] in ARM_CHANNELS}
    return replace(key, channels={**key.channels, **arms})


def _before_belly(rig: Rig, rng: np.random.Generator) -> Key:
    """Standing with a box in front of the belly."""
    arm = arm_length(rig)
    aim = Aim((0.5 * BOX, between(rng, 0.46, 0.56) * arm, -between(rng, 0.56, 0.72) * arm),
              (-1, 0, 0.25), (0, 1, -0.1))  # fmt: skip
    held = reaching(rig, STANDING.but(arm_raise=16, arm_plane=30, elbow=80), both_hands(aim))
    return held.but(grip=0.4, spine_pitch=-4)


def _at_floor(rig: Rig, rng: np.random.Generator, stooped: bool) -> tuple[Key, Key]:
    """Bent to a box on the floor with the hands at its sides, and half way there."""
    if stooped:
        low = both(knee=34, pitch=62, spine_pitch=44, head_pitch=-10, hip_open=9)
    else:
        low = both(knee=112, ankle=6, pitch=34, spine_pitch=26, head_pitch=-26, hip_open=14,
                   hip_turn=18, heel=6)  # fmt: skip
    full = Key(low, balance=True)
    goal = 0.16 + between(rng, 0, 0.1) + HANGING * arm_length(rig)
    share = 1.0
    for _ in range(5):  # as deep as it takes
        high = _shoulder_height(rig, STANDING.toward(full, share))
        share = float(np.clip(share + (high - goal) / (0.9 * rig.hips[2]), 0.5, 1.08))
    deep = STANDING.toward(full, share)
    return _reaching_down(rig, deep), _reaching_down(rig, STANDING.toward(full, 0.55 * share))


HANGING = 0.93
"""Length of an arm that hangs nearly straight, in its length."""


def _reaching_down(rig: Rig, key: Key) -> Key:
    """The pose with both arms hanging before the body to the sides of a box."""
    c, down = key.full(), HANGING * arm_length(rig)
    lean = np.radians(c["pitch"] + c["spine_pitch"] - 14)
    ahead, below = float(np.sin(lean)), -float(np.cos(lean))
    aim = Aim((0.5 * BOX, ahead * down, below * down), (-1, 0, 0), (0, ahead, below))
    start = key.but(arm_raise=float(np.degrees(lean)), arm_plane=10, elbow=14)
    return replace(reaching(rig, start, both_hands(aim)).but(grip=0.4), balance=True)


def _shoulder_height(rig: Rig, key: Key) -> float:
    """Of somebody in this pose, metres."""
    solved = solve_marks(rig, [Mark(0.0, key)]).channels
    _, joints = rig.joints(rig.turns(solved, {}), rig.main)
    return float(solved["z"][0] + rig.at(joints, "upperarm01.L")[0, 2])


def _take_up(
    story: Story, rng: np.random.Generator, low: Key, half: Key, belly: Key
) -> tuple[Segment, float]:
    """Bends, takes a box from the floor and stands up with it; when it is taken."""
    pace = between(rng, 0.8, 1.25)
    start = story.now
    story.to(0.65 * pace, half)
    story.to(0.55 * pace, low)
    taken = story.to(0.25 * pace, low)
    story.to(0.60 * pace, half)
    end = story.to(0.65 * pace, belly)
    return action("lifting", start + 0.1, end), taken


def _put_down(story: Story, rng: np.random.Generator, low: Key, half: Key) -> tuple[Segment, float]:
    """Puts the box on the floor and stands up; when it is left."""
    pace = between(rng, 0.8, 1.25)
    start = story.now
    story.to(0.70 * pace, half)
    story.to(0.60 * pace, low)
    left = story.to(0.20 * pace, low)
    story.to(0.50 * pace, half)
    end = story.to(0.60 * pace, STANDING)
    return action("lifting", start + 0.1, end - 0.1), left


def lift_box(
    rig: Rig, rng: np.random.Generator, place: Place, stooped: bool | None = None
) -> Acting:
    """Lifts a box from the floor, holds it before the belly, puts it down again."""
    stooped = bool(rng.random() < 0.5) if stooped is None else stooped
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.2, 0.6), STANDING)
    belly = _before_belly(rig, rng)
    low, half = _at_floor(rig, rng, stooped)
    up, taken = _take_up(story, rng, low, half, belly)
    story.to(between(rng, 0.6, 2.0), belly)
    held = story.now
    down, left = _put_down(story, rng, low, half)
    story.to(0.3, STANDING)
    segments = (up, action("carrying", up.end, held), down)
    return story.end(segments, props=[Held("box", "both_hands", taken, left)])


def lift_box_squatting(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Lifts with bent knees."""
    return lift_box(rig, rng, place, stooped=False)


def lift_box_stooping(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Lifts with a bent back."""
    return lift_box(rig, rng, place, stooped=True)


def carry_box(
    rig: Rig, rng: np.random.Generator, place: Place, to: tuple[float, float] | None = None
) -> Acting:
    """Takes a box from the floor, carries it to a spot, puts it down."""
    stooped = bool(rng.random() < 0.4)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.2, 0.5), STANDING)
    belly = _before_belly(rig, rng)
    low, half = _at_floor(rig, rng, stooped)
    up, taken = _take_up(story, rng, low, half, belly)
    gait = replace(usual_gait(rng), tempo=between(rng, 84, 110), lean=0.0, swing=2.0)
    here = story.where()
    if to is None:
        spot = replace(here, heading=here.heading + between(rng, -100, 100))
        spot = spot.ahead(between(rng, 1.0, 2.4))
        to = (spot.x, spot.y)
    way = walk(rig, rng, here, to, gait=gait, dress=lambda key: _dressed(key, belly))
    story.add(way.marks)
    story.to(between(rng, 0.3, 1.2), belly)
    held = story.now
    down, left = _put_down(story, rng, low, half)
    story.to(0.3, STANDING)
    segments = (up, action("carrying", up.end, held), down)
    return story.end(segments, props=[Held("box", "both_hands", taken, left)])


def carry_bag(
    rig: Rig, rng: np.random.Generator, place: Place, to: tuple[float, float] | None = None
) -> Acting:
    """Walks with a heavy bag in the right hand, leaning a little against it."""
    lean = between(rng, 2, 8)
    hand = {
        "r_arm_raise": 11.0, "r_arm_plane": 84.0, "r_elbow": 8.0, "r_grip": 1.0, "r_shrug": -3.0,
        "r_forearm": -20.0, "spine_roll": lean, "head_roll": -0.8 * lean,
    }  # fmt: skip

    def dress(key: Key) -> Key:
        return replace(key, channels={**key.channels, **hand})

    gait = replace(usual_gait(rng), tempo=between(rng, 84, 112))
    walked_there = walk(rig, rng, place, to, gait=gait, dress=dress, label="carrying")
    segments = (action("carrying", 0.0, walked_there.seconds),)
    props = (Held("bag", "right_hand", 0.0, walked_there.seconds),)
    return replace(walked_there, segments=segments, props=props)
