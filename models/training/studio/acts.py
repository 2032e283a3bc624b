"""Scripts of actions, of people who change places, of children who run past."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from models.training.studio.acting import Place
from models.training.studio.actions import ACTIONS, walk
from models.training.studio.body import make_body
from models.training.studio.camera import Camera
from models.training.studio.compose import Manner, Script, perform
from models.training.studio.people import small_child
from models.training.studio.rig import Rig
from models.training.studio.scene import Cast
from models.training.studio.take import Take


def acted(rig: Rig, rng: np.random.Generator, manner: Manner, name: str, heading: float) -> Script:
    """A script of one of ACTIONS."""
    script = Script(rng, manner, heading)
    script.act(ACTIONS[name](rig, rng, Place(0.0, 0.0, heading)))
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
    there = -side * right + depth * nearer
    aside = -90.0 if side > 0 else 90.0
    heading = yaw + aside
    script = Script(rng, manner, heading, (float(x), float(y)))
    script.wait(float(rng.uniform(0.3, 0.8)))
    place, goal = Place(float(x), float(y), heading), (float(there[0]), float(there[1]))
    script.act(walk(rig, rng, place, goal, face=yaw))
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
