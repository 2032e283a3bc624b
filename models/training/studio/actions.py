"""Everyday actions: walking, carrying, lifting, standing about, lying down; all of them by name.

Every maker takes the rig of the person, a generator and the place, and draws what is not given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from models.training.studio import claps, falls
from models.training.studio.acting import (
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
    shoulder_middle,
    standing,
)
from models.training.studio.exercises.postures import POSTURES, Way, transition
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

Maker = Callable[[Rig, np.random.Generator, Place], Acting]

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
    arms = {n: v for n, v in contacts_free.full().items() if n[2:] in _ARM}
    return replace(key, channels={**key.channels, **arms})


_ARM = ("arm_raise", "arm_plane", "arm_turn", "elbow", "forearm", "wrist", "shrug", "grip")


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
        rest = {n: v for n, v in STANDING.full().items() if n[:2] == "r_" and n[2:] in _ARM}
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
        rest = {n: v for n, v in STANDING.full().items() if n[:2] == "r_" and n[2:] in _ARM}
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


def _down(rig: Rig, posture: str) -> Way:
    """From standing to lying; on to the front over the knees."""
    if posture != "on_front":
        return transition("standing", posture)
    prone = falls.rolling(rig, falls.PRONE, 0.03)
    return (*transition("standing", "plank"), *transition("plank", "all_fours"),
            (0.5, falls.ON_KNEES), (0.5, prone),
            (0.3, replace(falls.PRONE, fresh=("pelvis",))))  # fmt: skip


def _up(rig: Rig, posture: str) -> Way:
    """From lying to standing."""
    if posture != "on_front":
        return ((0.6, POSTURES[posture]), *transition(posture, "standing"))
    prone = replace(falls.rolling(rig, falls.PRONE, 0.03), fresh=("pelvis",))
    return ((0.6, falls.PRONE), (0.3, prone), (0.5, falls.ON_KNEES),
            (0.6, POSTURES["all_fours"]), *transition("all_fours", "standing"))  # fmt: skip


def _relaxed(flat: Key, posture: str, rng: np.random.Generator) -> Key:
    """Somebody who lies at ease."""
    if posture == "on_front":
        return falls.PRONE.but(head_yaw=float(rng.choice([-1, 1])) * between(rng, 20, 45))
    if rng.random() < 0.5:
        return falls.SUPINE.but(arm_raise=between(rng, 16, 50))
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
    for seconds, key in falls.on_to_side(flat, left):
        story.to(seconds, key)
    aside = story.now
    while story.now < aside + lie:
        story.to(between(rng, 0.9, 1.6), falls.on_side(left, head_pitch=between(rng, 4, 14)))
    rises = story.now
    for seconds, key in reversed(falls.on_to_side(flat, left)[:-1]):
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
        lift_box_squatting, lift_box_stooping, carry_box, carry_bag,
        stand, look_about, drink, scratch_head, look_at_phone, hands_on_hips,
        lie_on_back, lie_on_front, lie_on_side,
        falls.fall_forward, falls.fall_backward, falls.fall_sideways, falls.fall_from_chair,
        falls.slip, falls.slump,
        falls.sit_down_fast, falls.drop_to_push_up, falls.lie_down_quickly,
        falls.kneel_down_fast, falls.stumble,
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
