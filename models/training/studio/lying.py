"""Lying poses, and the ways in which a body comes to lie."""

from __future__ import annotations

from dataclasses import replace

from models.training.studio.exercises.postures import CHAIR, KNEES
from models.training.studio.keys import Key, Mark, both, solve_marks
from models.training.studio.rig import Rig

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


def rolling(rig: Rig, key: Key, height: float = 0.0) -> Key:
    """A lying pose at the moment when the chest arrives: it does not bear weight yet.

    ``height``: of what the seat or belly touches, over the floor, metres.
    """
    pitch = float(solve_marks(rig, [Mark(0.0, key)]).channels["pitch"][0])
    return replace(
        key, channels={**key.channels, "pitch": pitch}, contacts=("pelvis",), level=False,
        surfaces={"pelvis": height},
    )  # fmt: skip


def mirrored_if_right(key: Key, left: bool) -> Key:
    return key if left else key.mirrored()


def tilted(tilt: float, contacts: tuple[str, ...], level: bool = False, **angles: float) -> Key:
    """A pose tipped over to the own left: turned right, twisted back left, then pitched back.

    The same as a roll, but the pelvis can be levelled and rolled on to the back or front.
    """
    return Key({**both(**angles), "heading": -90.0, "twist": 90.0, "pitch": -tilt}, contacts,
               level=level)  # fmt: skip


def sided(key: Key, left: dict[str, float], right: dict[str, float]) -> Key:
    """Some channels of the left and of the right side set apart."""
    table = {f"l_{n}": v for n, v in left.items()} | {f"r_{n}": v for n, v in right.items()}
    return replace(key, channels={**key.channels, **table})


ON_SIDE = sided(
    replace(tilted(90, ("pelvis", "chest"), level=True, spine_pitch=14, hip_turn=0, ankle=-20,
                    head_pitch=8, head_roll=-10), surfaces={"chest": 0.05}),
    {"hip_flex": 38, "knee": 58, "hip_open": 0, "arm_raise": 84, "arm_plane": -20, "elbow": 40},
    {"hip_flex": 56, "knee": 76, "hip_open": -10, "arm_raise": 44, "arm_plane": 14, "elbow": 62},
)  # fmt: skip
"""Lying on the left side, legs bent, the chest a little up on the arm."""


def on_side(left: bool, **channels: float) -> Key:
    """Lying on one side; in headings of somebody who lay on the back before rolling there."""
    table = {**ON_SIDE.channels, **both(**channels), "heading": 0.0}
    return mirrored_if_right(replace(ON_SIDE, channels=table), left)


def on_to_side(flat: Key, left: bool) -> list[tuple[float, Key]]:
    """From lying on the back (``flat``) on to one side: seconds and poses, the side last."""
    side, trunk, way = on_side(True), ("pelvis", "chest"), []
    under = {n: v for n, v in side.channels.items() if n.startswith(("l_arm", "l_elbow"))}
    for seconds, twist, share in ((0.6, 22.0, 0.3), (0.35, 48.0, 0.55), (0.35, 70.0, 0.8)):
        channels = {**flat.toward(side, share).channels, **under, "twist": twist}
        surfaces = {"chest": 0.02 + 0.03 * share, "pelvis": 0.022}
        half = Key(channels, trunk, fresh=trunk, surfaces=surfaces, level=True)
        way.append((seconds, mirrored_if_right(half, left)))
    return [*way, (0.45, replace(on_side(left), fresh=trunk))]


def seat_height(rig: Rig) -> float:
    """Of a chair that fits: the usual one, lower for small people, metres."""
    knee = float(rig.body.head("lowerleg01.L")[2])
    return float(min(CHAIR, knee - 0.02))


def on_seat(key: Key, seat: float) -> Key:
    """A sitting pose on a seat of this height."""
    if "pelvis" not in key.contacts:
        return key
    return replace(key, surfaces={"pelvis": seat})
