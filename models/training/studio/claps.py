"""Hands that meet: true claps with the moment of contact, and what only looks like one.

The arms are solved for the body, so that the palms of everybody meet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.training.studio.acting import (
    STANDING,
    Acting,
    Aim,
    Place,
    Story,
    action,
    arm_length,
    between,
    both_hands,
    reaching,
)
from models.training.studio.keys import Key, Mark, curves, solve_marks
from models.training.studio.rig import Rig

CONTACT_SECONDS = 0.10
"""How long the palms stay together in a clap."""
TOUCHING = 0.004
"""Skin gives way so far, metres."""
TOGETHER = 0.022
"""Wrist from the middle when the palms touch, metres."""


def _hands(rig: Rig, apart: float, ahead: float, up: float, upright: float = 0.6) -> Key:
    """Standing with the wrists ``apart`` metres, palms facing.

    ``ahead``, ``up``: of the middle between the shoulders, in lengths of the arm. ``upright``:
    how far the fingers point up.
    """
    arm = arm_length(rig)
    aim = Aim((0.5 * apart, ahead * arm, up * arm), (-1, 0, 0), (0, 1 - 0.5 * upright, upright))
    start = STANDING.but(arm_raise=34, arm_plane=14, elbow=84)
    return reaching(rig, start, both_hands(aim))


def clap(
    rig: Rig, rng: np.random.Generator, place: Place, times: int = 1, loud: bool = True
) -> Acting:
    """Claps so many times before the chest; ``claps`` are the moments at which palms touch."""
    ahead, up = between(rng, 0.52, 0.68), between(rng, -0.34, 0.0)
    apart = between(rng, 0.26, 0.50) if loud else between(rng, 0.09, 0.16)
    if not loud:
        ahead, up = between(rng, 0.40, 0.56), between(rng, -0.55, -0.25)
    approach = between(rng, 0.14, 0.20) if loud else between(rng, 0.14, 0.22)
    apart *= min(1.0, arm_length(rig) / 0.52)
    meet = _hands(rig, 2 * TOGETHER, ahead, up)
    away = _hands(rig, apart, ahead - 0.04, up - 0.02)
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.4, 1.5), STANDING)
    story.to(between(rng, 0.35, 0.6), away)
    struck = []
    for i in range(times):
        if i:
            story.to(between(rng, 0.16, 0.30), away)
        struck.append(story.to(approach, meet))
        story.to(CONTACT_SECONDS, meet)
    story.to(between(rng, 0.14, 0.24), away)
    story.to(between(rng, 0.45, 0.8), STANDING)
    story.to(0.4, STANDING)
    met = [_contact(rig, story.marks, time) for time in struck]
    return story.end([action("standing", 0.0, story.now)], claps=met)


def _contact(rig: Rig, marks: Sequence[Mark], about: float) -> float:
    """When the palms touch: the wrists as near as they will come, seconds.

    Smoothing between the keys moves this by some hundredths of a second.
    """
    times = about + np.arange(-0.12, CONTACT_SECONDS, 0.004)
    near = [mark for mark in marks if abs(mark.time - about) < 1.0]
    c = curves(solve_marks(rig, near), times)
    _, joints = rig.joints(rig.turns(c, {}), rig.main)
    apart = np.linalg.norm(rig.at(joints, "wrist.L") - rig.at(joints, "wrist.R"), axis=1)
    return round(float(times[np.argmax(apart < apart.min() + TOUCHING)]), 3)


def clap_loud(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """One clap with a wide swing."""
    return clap(rig, rng, place)


def clap_soft(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """One clap with hardly any movement."""
    return clap(rig, rng, place, loud=False)


def clap_twice(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Two claps in quick succession."""
    return clap(rig, rng, place, times=2, loud=bool(rng.random() < 0.7))


# ---- no claps


def hands_together(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Brings the hands together slowly, holds them and lets go."""
    ahead, up = between(rng, 0.42, 0.6), between(rng, -0.6, -0.2)
    meet = _hands(rig, 2 * TOGETHER, ahead, up, between(rng, 0.0, 0.6))
    near = _hands(rig, 0.20, ahead - 0.03, up)
    return _held(rig, rng, place, [(between(rng, 0.6, 0.9), near), (between(rng, 0.4, 0.8), meet),
                                   (between(rng, 1.0, 3.5), meet), (0.4, near)])  # fmt: skip


def prayer(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Palms together before the breast, fingers up, with a bow of the head."""
    meet = _hands(rig, 2 * TOGETHER, between(rng, 0.38, 0.48), between(rng, -0.3, -0.1), 1.0)
    bowed = meet.but(head_pitch=24, spine_pitch=8)
    return _held(rig, rng, place, [(between(rng, 0.7, 1.1), meet), (0.6, bowed),
                                   (between(rng, 0.6, 2.5), bowed), (0.5, meet)])  # fmt: skip


def rub_hands(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Rubs the palms against one another."""
    arm, up = arm_length(rig), between(rng, -0.5, -0.2)
    middle, stroke = between(rng, 0.46, 0.56), between(rng, 0.03, 0.06)

    def shifted(by: float) -> Key:
        aims = {
            side: Aim(
                (sign * TOGETHER, (middle + sign * by / arm) * arm, up * arm),
                (-sign, 0, 0), (0, 1, 0.2),
            )
            for side, sign in (("l", 1.0), ("r", -1.0))
        }  # fmt: skip
        return reaching(rig, STANDING.but(arm_raise=30, arm_plane=14, elbow=84), aims)

    one, other = shifted(stroke), shifted(-stroke)
    poses = [(between(rng, 0.6, 0.9), one)]
    for i in range(int(rng.integers(5, 12))):
        poses.append((between(rng, 0.14, 0.22), one if i % 2 else other))
    return _held(rig, rng, place, poses)


def hands_meet_overhead(rig: Rig, rng: np.random.Generator, place: Place) -> Acting:
    """Swings the arms up sideways until the hands meet overhead, as in a jumping jack."""
    arm = arm_length(rig)
    gap = between(rng, -0.015, 0.02)
    aim = Aim((TOGETHER + gap, 0.10 * arm, 0.97 * arm), (-1, 0, 0), (0, 0, 1))
    start = STANDING.but(arm_raise=160, arm_plane=80, elbow=30)
    up = reaching(rig, start, both_hands(aim))
    wide = STANDING.but(arm_raise=95, arm_plane=88, elbow=12)
    poses = []
    for _ in range(int(rng.integers(1, 5))):
        swing = between(rng, 0.22, 0.32)
        poses += [(swing, wide), (swing, up), (0.12, up), (swing, wide), (swing, STANDING)]
    return _held(rig, rng, place, poses)


def _held(
    rig: Rig, rng: np.random.Generator, place: Place, poses: list[tuple[float, Key]]
) -> Acting:
    story = Story(rig, place)
    story.to(0.0, STANDING)
    story.to(between(rng, 0.4, 1.2), STANDING)
    for seconds, key in poses:
        story.to(seconds, key)
    story.to(between(rng, 0.5, 0.9), STANDING)
    story.to(0.3, STANDING)
    return story.end([action("standing", 0.0, story.now)])
