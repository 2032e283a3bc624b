"""Walking as key poses: steps whose feet stay where they land, straight, curved or on the spot.

The legs of every key are solved in the plane of walking from where the ankles are under the
hips, so that both feet on the floor agree on where the body is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.training.studio.acting import FEET, STANDING, Place, between
from models.training.studio.channels import SIDES
from models.training.studio.keys import Key, Mark, minimum_jerk
from models.training.studio.rig import Rig

STRAIGHTEST = 7.0
"""Knee of a leg that lands or leaves, degrees at least."""
LEFT_BEHIND, LANDED = 0.16, 0.97
"""Part of a step at which the foot behind has left its place, and is over its new one."""
SAMPLES = 10
"""Keys of a step."""
RISE = 0.034
"""Of the hips over the standing leg in a step of 0.64 m, metres."""
STANCE, CLOSING = 6.0, 5.0
"""Feet outward while standing and turning, and of the last foot put down, degrees at the hip."""


@dataclass(frozen=True, slots=True)
class Gait:
    """How somebody walks.

    Attributes:
        tempo: steps a minute. step: metres; negative for walking backwards.
        clearance: height of the swinging ankle above a standing one, metres.
        heel: pitch of the foot behind as it leaves, degrees.
        swing: of the arms to either side of their middle, degrees. elbow: their flexion.
        crouch: how much lower than on nearly straight legs the hips go, metres.
        lean: forward pitch of the trunk, half in the pelvis, half in the spine, degrees.
        look: head down, degrees. width: feet outward, degrees at the hip. toes: out, degrees.
    """

    tempo: float = 108.0
    step: float = 0.64
    clearance: float = 0.10
    heel: float = 42.0
    swing: float = 17.0
    elbow: float = 18.0
    crouch: float = 0.0
    lean: float = 4.0
    look: float = 4.0
    width: float = 1.5
    toes: float = 7.0

    def fitted(self, rig: Rig) -> Gait:
        """The same with a step that these legs can make."""
        legs = rig.length("upperleg01.L", "lowerleg01.L") + rig.length("lowerleg01.L", "foot.L")
        longest = 0.88 * legs if self.step > 0 else 0.45 * legs
        part = min(1.0, legs / 0.84)
        return replace(
            self, step=float(np.clip(self.step, -longest, longest)),
            clearance=part * self.clearance, crouch=part * self.crouch,
        )  # fmt: skip


def usual_gait(rng: np.random.Generator) -> Gait:
    """Somebody walking about, 80 to 125 steps a minute."""
    tempo = between(rng, 84, 124)
    return Gait(
        tempo=tempo,
        step=0.40 + 0.0024 * tempo + float(rng.normal(0, 0.05)),
        clearance=between(rng, 0.07, 0.12),
        heel=between(rng, 34, 48),
        swing=between(rng, 8, 26),
        elbow=between(rng, 10, 34),
        lean=between(rng, 1, 7),
        look=between(rng, -2, 16),
        toes=between(rng, 3, 14),
    )


def shuffling_gait(rng: np.random.Generator) -> Gait:
    """Slow short steps, feet hardly lifted, bent forward."""
    return Gait(
        tempo=between(rng, 78, 104),
        step=between(rng, 0.18, 0.32),
        clearance=between(rng, 0.025, 0.045),
        heel=between(rng, 8, 18),
        swing=between(rng, 2, 7),
        elbow=between(rng, 25, 55),
        crouch=between(rng, 0.02, 0.05),
        lean=between(rng, 14, 34),
        look=between(rng, -4, 8),
        width=between(rng, 2, 4),
        toes=between(rng, 8, 18),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One foot is put down: the distance of the feet along the way then, and the turn, degrees."""

    apart: float
    turn: float = 0.0


Dress = Callable[[Key], Key]
"""What else a walker does with the upper body (carries something, ...)."""


class _Legs:
    """Leg angles of one body from where its ankles are."""

    def __init__(self, rig: Rig) -> None:
        body = rig.body
        self.thigh = rig.length("upperleg01.L", "lowerleg01.L")
        self.shin = rig.length("lowerleg01.L", "foot.L")
        ankle, ball = body.head("foot.L"), body.head("toe2-1.L")
        self.ankle = float(ankle[2])
        self.ball = float(np.hypot(*(ball - ankle)[:2]))
        self.rise = float(ankle[2] - ball[2])

    def longest(self, knee: float) -> float:
        """Hip to ankle at this flexion."""
        c = np.cos(np.radians(180 - knee))
        return float(np.sqrt(self.thigh**2 + self.shin**2 - 2 * self.thigh * self.shin * c))

    def hip_height(self, apart: float, crouch: float) -> float:
        """Of the hips over two flat feet so far apart."""
        long = self.longest(STRAIGHTEST)
        return self.ankle + float(np.sqrt(long**2 - (0.5 * apart) ** 2)) - crouch

    def on_ball(self, ahead: float, heel: float) -> tuple[float, float]:
        """Ankle ahead of the hips and above the floor, of a foot whose flat ankle was ``ahead``."""
        turn = np.radians(heel)
        moved = self.ball - (self.ball * np.cos(turn) - self.rise * np.sin(turn))
        up = self.ankle - self.rise + self.rise * np.cos(turn) + self.ball * np.sin(turn)
        return ahead + float(moved), float(up)

    def bent(self, ahead: float, below: float) -> tuple[float, float, float]:
        """Thigh forward, knee and lean of the shin, degrees, from where the ankle is."""
        a, b = self.thigh, self.shin
        far = float(np.clip(np.hypot(ahead, below), 1.05 * abs(a - b) + 0.05, self.longest(2.0)))
        knee = 180 - np.degrees(np.arccos((a * a + b * b - far * far) / (2 * a * b)))
        top = np.degrees(np.arccos(np.clip((a * a + far * far - b * b) / (2 * a * far), -1, 1)))
        thigh = np.degrees(np.arctan2(ahead, below)) + top
        return float(thigh), float(knee), float(knee - thigh)


@dataclass(frozen=True, slots=True)
class _Foot:
    """A foot in a key: ankle ahead of the hips and above the floor, pitch, on the floor or not."""

    ahead: float
    up: float
    heel: float = 0.0
    down: bool = True
    open: float = 1.5


def walked(
    rig: Rig,
    gait: Gait,
    heading: float,
    steps: Sequence[Step],
    first: str = "l",
    dress: Dress | None = None,
    before: float = 0.0,
) -> list[Mark]:
    """Marks of these steps in world headings, from standing or, if the feet already are
    ``before`` apart, from the last mark of other steps.

    The last step should put the feet together (``apart`` 0). The first mark is at 0 s.
    """
    walk = _Walk(rig, gait, heading, dress)
    stance, swing = ("r", "l") if first == "l" else ("l", "r")
    now = 0.0
    if before == 0:
        walk.stand(0.0)
        now = 0.12
    else:
        walk.open = dict.fromkeys(SIDES, gait.width)
    for i, step in enumerate(steps):
        seconds = 60.0 / gait.tempo * (1.12 if before == 0 or step.apart == 0 else 1.0)
        walk.step(now, seconds, (stance, swing), before, step, i + 1 == len(steps))
        now += seconds
        before = step.apart
        stance, swing = swing, stance
    walk.stand(now + 0.45)
    return walk.marks


class _Walk:
    def __init__(self, rig: Rig, gait: Gait, heading: float, dress: Dress | None) -> None:
        self.legs, self.gait, self.heading, self.dress = _Legs(rig), gait, heading, dress
        self.marks: list[Mark] = []
        self.sign = 1.0 if gait.step >= 0 else -1.0
        self.open = {side: STANDING.full()[f"{side}_hip_open"] for side in SIDES}

    def stand(self, time: float) -> None:
        lean = 0.5 * self.gait.lean if self.gait.lean > 10 else 0.0
        key = STANDING.but(heading=self.heading, pitch=lean, spine_pitch=lean)
        self.marks.append(Mark(time, self.dress(key) if self.dress else key))

    def step(
        self,
        now: float,
        seconds: float,
        sides: tuple[str, str],
        before: float,
        step: Step,
        last: bool,
    ) -> None:
        """Keys from both feet down, ``before`` apart, to the next foot put down."""
        gait, legs, sign = self.gait, self.legs, self.sign
        stance, swing = sides
        after, travel = step.apart, 0.5 * (before + step.apart)
        tall = [legs.hip_height(apart, gait.crouch) for apart in (before, after)]
        rise = RISE * min(1.2, (2 * travel / 1.28) ** 2)
        lands = gait.width if after else CLOSING if before else STANCE
        opens = (self.open[swing], lands)
        for k in range(1, SAMPLES + (0 if last else 1)):
            part = k / SAMPLES
            hips = -0.5 * before + part * travel  # ahead of the standing ankle
            heel = self._heel(part, after)
            stands = _Foot(*legs.on_ball(-sign * hips, heel), heel, True, self.open[stance])
            if k == SAMPLES:
                swings = _Foot(sign * 0.5 * after, legs.ankle, 0.0, True, lands)
            else:
                swings = self._swinging(part, before, after, hips, opens)
            high = tall[0] + part * (tall[1] - tall[0]) + rise * np.sin(np.pi * part) ** 2
            self._mark(
                now + part * seconds, {stance: stands, swing: swings}, float(high),
                self.heading + part * step.turn, swing, -float(np.cos(np.pi * part)),
                min(1.0, travel / 0.3),
            )  # fmt: skip
        self.heading += step.turn
        self.open[swing] = lands

    def _heel(self, part: float, apart: float) -> float:
        """Pitch of the standing foot at this part of a step whose feet end so far apart."""
        if self.sign < 0:
            return 0.0
        late = max(0.0, (part - 0.55) / (0.45 + LEFT_BEHIND))
        return self.gait.heel * min(1.0, apart / 0.35) * late**2

    def _swinging(
        self, part: float, before: float, after: float, hips: float, opens: tuple[float, float]
    ) -> _Foot:
        """The foot in the air; it leaves and lands with minimum jerk."""
        legs, sign = self.legs, self.sign
        w = float(np.clip((part - LEFT_BEHIND) / (LANDED - LEFT_BEHIND), 0, 1))
        gone = float(minimum_jerk(np.array(w)))
        heel = self._heel(1 + min(part, LEFT_BEHIND), before)
        left, high = legs.on_ball(-before * sign, heel)
        place = left + gone * (after * sign - left) - hips * sign
        up = legs.ankle + (high - legs.ankle) * np.cos(0.5 * np.pi * w) ** 2
        up += self.gait.clearance * 6.75 * w * (1 - w) ** 2
        toes_up = -min(16.0, 32 * after) if sign > 0 else 10.0
        pitch = float(np.interp(w, (0, 0.45, 0.85, 1), (heel, 0.25 * heel, toes_up, 0.4 * toes_up)))
        aside = opens[0] + gone * (opens[1] - opens[0]) + 1.5 * np.sin(np.pi * w)
        return _Foot(float(place), float(up), pitch, False, float(aside))

    def _mark(
        self,
        time: float,
        feet: dict[str, _Foot],
        tall: float,
        heading: float,
        swing: str,
        swung: float,
        much: float,
    ) -> None:
        gait = self.gait
        pitch, spine = 0.5 * gait.lean, 0.5 * gait.lean
        swinging = -swung if swing == "l" else swung  # of the spine, to the own left
        turn = 5.0 * much * min(1.0, abs(gait.swing) / 20) * -swinging
        c = {
            "heading": heading, "pitch": pitch, "spine_pitch": spine,
            "spine_yaw": turn, "head_yaw": -0.8 * turn,
            "head_pitch": gait.look - 0.7 * gait.lean,
        }  # fmt: skip
        for side, foot in feet.items():
            thigh, knee, lean = self.legs.bent(foot.ahead, tall - foot.up)
            c[f"{side}_hip_flex"] = thigh + pitch
            c[f"{side}_knee"] = knee
            c[f"{side}_ankle"] = lean - foot.heel
            c[f"{side}_heel"] = max(0.0, foot.heel) if foot.down else 0.0
            c[f"{side}_toes"] = max(0.0, foot.heel) if foot.down else 8.0
            c[f"{side}_hip_open"] = foot.open
            c[f"{side}_hip_turn"] = gait.toes
            ahead = -swung if side == swing else swung  # arms go against the legs
            c.update(_arm(side, gait.swing * self.sign * much * ahead, gait))
        key = Key(c, tuple(f"{side}_foot" for side in SIDES if feet[side].down))
        self.marks.append(Mark(time, self.dress(key) if self.dress else key))


def _arm(side: str, ahead: float, gait: Gait) -> dict[str, float]:
    """A hanging arm swung so many degrees forward."""
    aside = 8.0
    ahead += 3.0 - 0.6 * min(gait.lean, 20)
    return {
        f"{side}_arm_raise": float(np.hypot(ahead, aside)),
        f"{side}_arm_plane": float(np.degrees(np.arctan2(aside, ahead))),
        f"{side}_elbow": gait.elbow + 0.5 * max(0.0, ahead),
    }


# ---- routes


def straight(metres: float, gait: Gait) -> list[Step]:
    """Steps over a distance, feet together at its end."""
    n = max(1, round(metres / abs(gait.step)))
    return [Step(metres / n)] * n + [Step(0.0)]


def turning(degrees: float, each: float = 42.0) -> list[Step]:
    """Steps on the spot; the foot on the inside should go first."""
    n = 2 * max(1, round(abs(degrees) / each / 2))
    return [Step(0.0, degrees / n)] * n


def curve(metres: float, degrees: float, gait: Gait) -> list[Step]:
    """Steps along an arc."""
    n = max(2, round(metres / abs(gait.step)))
    return [Step(metres / n, degrees / n)] * n + [Step(0.0)]


def inside_foot(degrees: float) -> str:
    """The foot with which a turn begins."""
    return "l" if degrees > 0 else "r"


def route_to(place: Place, x: float, y: float, gait: Gait) -> tuple[float, float]:
    """Metres and degrees of turn to walk to a spot (backwards: facing away from it)."""
    metres, heading = place.toward(x, y)
    if gait.step < 0:
        heading = place.toward(2 * place.x - x, 2 * place.y - y)[1]
    return metres, heading - place.heading


__all__ = [
    "FEET", "Gait", "Step", "curve", "inside_foot", "route_to", "shuffling_gait", "straight",
    "turning", "usual_gait", "walked",
]  # fmt: skip
