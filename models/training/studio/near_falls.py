"""What looks like a fall and is none: going down fast on purpose, and a stumble."""

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
)
from models.training.studio.exercises.postures import (
    HANDS,
    KNEELING,
    KNEES,
    ON_BACK,
    ON_CHAIR,
    PLANK,
    POSTURES,
    transition,
)
from models.training.studio.falls import drop, upright
from models.training.studio.gait import Gait, Step, walked
from models.training.studio.keys import Key, both
from models.training.studio.lying import on_seat, seat_height
from models.training.studio.rig import Rig
from models.training.studio.take import Segment


def sit_down_fast(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Drops on to a chair; ends on it."""
    seat, quick = seat_height(rig), between(rng, 0.5, 0.75)
    story = upright(rig, rng, place)
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
    story = upright(rig, rng, place)
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
    story = upright(rig, rng, place)
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
    story = upright(rig, rng, place)
    start = story.now
    poses = [
        Key(both(pitch=6, spine_pitch=8, knee=knee, ankle=lean - heel, heel=heel, toes=0.7 * heel,
                 arm_raise=20, arm_plane=30, elbow=30))
        for knee, lean, heel in ((36, 20, 2), (72, 44, 16), (96, 68, 46))
    ]  # fmt: skip
    poses.append(Key(
        both(pitch=6, spine_pitch=6, hip_flex=14, knee=98, ankle=2, heel=82, toes=48,
             arm_raise=18, arm_plane=40, elbow=30), contacts=KNEES))  # fmt: skip
    knees = drop(story, poses, quick)
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
