"""What people do that is no exercise, by name, and people who walk through the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from models.training.studio import claps, falls
from models.training.studio.acting import Acting, Place, Story, action
from models.training.studio.body import make_body
from models.training.studio.camera import Camera
from models.training.studio.compose import Manner, Script, perform
from models.training.studio.gait import inside_foot, straight, turning, usual_gait, walked
from models.training.studio.people import small_child
from models.training.studio.rig import Rig
from models.training.studio.scene import Cast
from models.training.studio.take import Take

Maker = Callable[[Rig, np.random.Generator, Place], Acting]


def walk(
    rig: Rig,
    rng: np.random.Generator,
    place: Place,
    metres: float | None = None,
    turn: float | None = None,
) -> Acting:
    """Walks straight ahead, then turns on the spot by degrees to the own left."""
    metres = float(rng.uniform(0.8, 1.8)) if metres is None else metres
    turn = float(rng.choice([-180, -90, 90, 180])) if turn is None else turn
    gait = usual_gait(rng).fitted(rig)
    story = Story(rig, place)
    story.add(walked(rig, gait, place.heading, straight(metres, gait)))
    there = story.now
    if turn:
        story.add(walked(rig, gait, story.heading, turning(turn), inside_foot(turn)))
    return story.end([action("walking", 0.0, there), action("standing", there, story.now)])


ACTS: Final[dict[str, Maker]] = {
    "walk": walk,
    "fall_forward": falls.fall_forward,
    "fall_backward": falls.fall_backward,
    "fall_sideways": falls.fall_sideways,
    "fall_from_chair": falls.fall_from_chair,
    "slip": falls.slip,
    "slump": falls.slump,
    "stumble": falls.stumble,
    "sit_down_fast": falls.sit_down_fast,
    "drop_to_push_up": falls.drop_to_push_up,
    "lie_down_quickly": falls.lie_down_quickly,
    "kneel_down_fast": falls.kneel_down_fast,
    "clap_loud": claps.clap_loud,
    "clap_soft": claps.clap_soft,
    "clap_twice": claps.clap_twice,
    "hands_together": claps.hands_together,
    "rub_hands": claps.rub_hands,
    "hands_meet_overhead": claps.hands_meet_overhead,
}


def acted(rig: Rig, rng: np.random.Generator, manner: Manner, name: str, heading: float) -> Script:
    """A script of one of ACTS."""
    script = Script(rng, manner, heading)
    script.act(ACTS[name](rig, rng, Place(0.0, 0.0, heading)))
    return script


def crossing(
    rig: Rig, rng: np.random.Generator, manner: Manner, yaw: float, side: float, depth: float
) -> Script:
    """Walks from one side of the picture of a camera at ``yaw`` to the other and faces it.

    ``side``: metres to the right at the start. ``depth``: metres nearer to the camera than
    the middle of the floor.
    """
    turn = np.radians(yaw)
    right = np.array([np.cos(turn), np.sin(turn)])
    nearer = np.array([np.sin(turn), -np.cos(turn)])
    x, y = side * right + depth * nearer
    aside = -90.0 if side > 0 else 90.0
    heading = yaw + aside
    script = Script(rng, manner, heading, (float(x), float(y)))
    script.wait(float(rng.uniform(0.3, 0.8)))
    script.act(walk(rig, rng, Place(float(x), float(y), heading), 2 * abs(side), -aside))
    return script


BEHIND: Final = (-1.25, -0.95)
"""Where children run past: metres nearer to the camera than the middle of the floor."""


def passer_by(rng: np.random.Generator, camera: Camera, times: np.ndarray) -> Cast:
    """A small child who walks across the picture behind the middle of the floor."""
    child = small_child(int(rng.integers(2**31)), "passing")
    body = make_body(child.shape)
    rig = Rig(body)
    side = float(rng.choice([-1, 1])) * float(rng.uniform(1.0, 1.6))
    script = crossing(rig, rng, Manner(sway=1.5), camera.yaw, side, float(rng.uniform(*BEHIND)))
    late = float(rng.uniform(0, max(times[-1] - script.now, 0.0) + 0.5))
    take: Take = perform(rig, script, np.maximum(times - late, 0.0))
    return Cast(child, body, replace(take, times=times))
