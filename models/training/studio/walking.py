"""Walking and turning on the spot: feet that stay where they were put down.

A route is a list of stretches; it gives the channel curves of the place, the heading and
both feet. A footprint is noted as the station (place and heading) at which a standing
person would have that foot there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.training.studio.body import Array
from models.training.studio.pose import CHANNELS

STEP = 0.50
"""Length of a step in metres."""
STEP_SECONDS = 0.52
HALF_WIDTH = 0.16
"""Distance of a standing foot from the middle, metres."""
LEG, BALL = 0.82, 0.12
"""Hip to ankle, and ankle to the ball of the foot, metres."""


def minimum_jerk(u: Array) -> Array:
    """Smooth step from 0 to 1 for u from 0 to 1 (Flash and Hogan 1985)."""
    u = np.clip(u, 0.0, 1.0)
    step: Array = u**3 * (10 - 15 * u + 6 * u**2)
    return step


@dataclass(frozen=True, slots=True)
class Station:
    """Where somebody stands: metres on the floor, heading in degrees."""

    x: float = 0.0
    y: float = 0.0
    heading: float = 0.0

    def ahead(self, metres: float) -> Station:
        """The station so far straight ahead."""
        turn = np.radians(self.heading)
        return Station(
            self.x + metres * float(np.sin(turn)), self.y - metres * float(np.cos(turn)),
            self.heading,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One foot ("l" or "r") goes to a station between two times; the body goes along."""

    side: str
    start: float
    end: float
    foot: Station
    body: Station


def turn(start: float, at: Station, heading: float) -> list[Step]:
    """Turn on the spot in two steps, the foot on the inside first."""
    final = Station(at.x, at.y, heading)
    half = Station(at.x, at.y, (at.heading + heading) / 2)
    first, second = ("l", "r") if heading > at.heading else ("r", "l")
    return [
        Step(first, start, start + 0.5, final, half),
        Step(second, start + 0.5, start + 1.0, final, final),
    ]


def go(start: float, at: Station, metres: float) -> list[Step]:
    """Walk straight ahead and put the feet together at the end."""
    n = max(2, round(metres / STEP))
    length = metres / (n + 0.5)
    steps = []
    for k in range(n + 1):
        foot = at.ahead(min((k + 1.5 if k else 1.2) * length, metres))
        body = at.ahead(min((k + 1 if k else 0.65) * length, metres))
        begin = start + k * STEP_SECONDS
        steps.append(Step("lr"[k % 2], begin, begin + STEP_SECONDS, foot, body))
    return steps


def route(begin: Station, steps: Sequence[Step], times: Array) -> dict[str, Array]:
    """Channel curves (T,) of somebody who stands at ``begin`` and takes these steps."""
    c = {name: np.full(len(times), CHANNELS[name]) for name in CHANNELS}
    body = _body(begin, steps, times)
    c["place_x"], c["place_y"], c["heading"] = body.T
    going = _walking(steps, times)
    c["crouch"] += 8 * going
    c["shin"] += 4 * going
    for side, outward in (("l", 1.0), ("r", -1.0)):
        foot, lift = _foot(begin, steps, side, times)
        _plant(c, side, outward, foot, body)
        _raise_heel(c, side)
        c[f"{side}_foot_z"] += 0.085 * lift
        c[f"{side}_foot_pitch"] += 22 * lift
        c[f"{side}_arm_plane"] += going * (12 - CHANNELS[f"{side}_arm_plane"])
        c[f"{side}_arm_raise"] -= going * (5 + 50 * c[f"{side}_foot_y"])
        c[f"{side}_elbow"] += 14 * going
    spread = np.maximum(np.abs(c["l_foot_y"]), np.abs(c["r_foot_y"]))
    c["pelvis_z"] -= LEG - np.sqrt(LEG**2 - _soft(spread, 5) ** 2)
    return c


def _body(begin: Station, steps: Sequence[Step], times: Array) -> Array:
    """(T, 3) x, y and heading: even speed inside a walk, smooth at its ends."""
    knots = [(0.0, begin)]
    for step in steps:
        if step.start > knots[-1][0] + 1e-6:
            knots.append((step.start, knots[-1][1]))
        knots.append((step.end, step.body))
    knots.append((max(times[-1], knots[-1][0]) + 1.0, knots[-1][1]))
    at = [t for t, _ in knots]
    path = [np.interp(times, at, [getattr(s, k) for _, s in knots]) for k in ("x", "y", "heading")]
    return np.stack([_soft(p) for p in path], axis=-1)


def _soft(values: Array, frames: int = 9) -> Array:
    window = np.hanning(frames + 2)[1:-1]
    padded = np.pad(values, frames // 2, mode="edge")
    smooth: Array = np.convolve(padded, window / window.sum(), mode="valid")
    return smooth


def _walking(steps: Sequence[Step], times: Array) -> Array:
    """(T,) 1 while walking ahead, 0 while standing or turning."""
    busy = np.zeros(len(times))
    for step in steps:
        if step.end - step.start >= STEP_SECONDS - 1e-6:
            busy[(times >= step.start) & (times <= step.end)] = 1.0
    return _soft(busy, 15)


def _foot(begin: Station, steps: Sequence[Step], side: str, times: Array) -> tuple[Array, Array]:
    """(T, 3) station of a foot and (T,) how far it is lifted, 0..1."""
    place = np.tile([begin.x, begin.y, begin.heading], (len(times), 1))
    lift = np.zeros(len(times))
    last = place[0].copy()
    for step in (s for s in steps if s.side == side):
        u = (times - step.start) / (step.end - step.start)
        new = np.array([step.foot.x, step.foot.y, step.foot.heading])
        place += minimum_jerk(u)[:, None] * (new - last)
        lift += np.where((u > 0) & (u < 1), np.sin(np.pi * np.clip(u, 0, 1)) ** 2, 0.0)
        last = new
    return place, lift


def _raise_heel(c: dict[str, Array], side: str) -> None:
    """A foot that is left behind rolls over its ball, in place."""
    behind = minimum_jerk((-c[f"{side}_foot_y"] - 0.06) / 0.30)
    pitch = np.radians(38 * behind)
    c[f"{side}_foot_pitch"] += 38 * behind
    c[f"{side}_foot_z"] += BALL * np.sin(pitch)
    c[f"{side}_foot_y"] += BALL * (1 - np.cos(pitch))


def _plant(c: dict[str, Array], side: str, outward: float, foot: Array, body: Array) -> None:
    """Note a foot's station in the frame of the body, in place."""
    away = np.radians(foot[:, 2])
    x = foot[:, 0] + np.cos(away) * outward * HALF_WIDTH - body[:, 0]
    y = foot[:, 1] + np.sin(away) * outward * HALF_WIDTH - body[:, 1]
    back = np.radians(-body[:, 2])
    across = np.cos(back) * x - np.sin(back) * y - outward * HALF_WIDTH
    along = np.sin(back) * x + np.cos(back) * y
    c[f"{side}_foot_x"] += outward * across
    c[f"{side}_foot_y"] -= along
    c[f"{side}_foot_yaw"] += outward * (foot[:, 2] - body[:, 2])
