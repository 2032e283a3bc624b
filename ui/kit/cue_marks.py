"""Where the limb of a cue is, and which way it is to go: tables and geometry, no painter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from PySide6.QtCore import QPointF

from coach.types import Cue

Way = Literal["up", "down", "head", "feet", "out", "in", "front", "back", "bend", "stretch"]
"""Where an arrow points: against or with gravity; along the trunk; away from the middle of the
body or to it; where the chest faces or from it; towards the root of the limb or from it."""

_ARM: Final = ("shoulder", "elbow", "wrist")
_LEG: Final = ("hip", "knee", "ankle")
_SIDE: Final = ("shoulder", "hip", "knee")
_TRUNK: Final = ("shoulder", "hip")
_HEAD: Final = ("shoulder", "ear")
_ROOTS: Final = {"wrist": "shoulder", "ankle": "hip"}
"""Of the end of a limb: where the limb begins."""

_FRONTAL: Final = 0.35
"""Part of a step forward that must be seen across the picture for an arrow to show it."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Limb, joint and way of a kind of cue; ``crossed``: the arrow stands at the other side."""

    limb: tuple[str, ...]
    joint: str
    way: Way
    crossed: bool = False


_MARKS: Final[dict[str, _Mark]] = {
    "raise_arm": _Mark(_ARM, "wrist", "head"),
    "lower_arm": _Mark(_ARM, "wrist", "feet"),
    "bend_elbow": _Mark(_ARM, "wrist", "bend"),
    "straighten_elbow": _Mark(_ARM, "wrist", "stretch"),
    "arm_forward": _Mark(_ARM, "wrist", "front"),
    "arm_back": _Mark(_ARM, "wrist", "back"),
    "arm_out": _Mark(_ARM, "wrist", "out"),
    "arm_in": _Mark(_ARM, "wrist", "in"),
    "tuck_elbow": _Mark(_ARM, "elbow", "in"),
    "bend_knee": _Mark(_LEG, "hip", "down"),
    "straighten_knee": _Mark(_LEG, "hip", "up"),
    "raise_leg": _Mark(_LEG, "knee", "up"),
    "lower_leg": _Mark(_LEG, "knee", "down"),
    "knee_out": _Mark(_LEG, "knee", "out"),
    "knee_in": _Mark(_LEG, "knee", "in"),
    "knee_back": _Mark(_LEG, "knee", "back"),
    "knee_forward": _Mark(_LEG, "knee", "front"),
    "foot_out": _Mark(_LEG, "ankle", "out"),
    "foot_in": _Mark(_LEG, "ankle", "in"),
    "bend_hip": _Mark(_SIDE, "hip", "down"),
    "straighten_hip": _Mark(_SIDE, "hip", "up"),
    "lift_hips": _Mark(_SIDE, "hip", "up"),
    "lower_hips": _Mark(_SIDE, "hip", "down"),
    "lower_side": _Mark(_SIDE, "hip", "down"),
    "lean_more": _Mark(_TRUNK, "shoulder", "down"),
    "lean_less": _Mark(_TRUNK, "shoulder", "up"),
    "lean_back_less": _Mark(_TRUNK, "shoulder", "front"),
    "lean_side": _Mark(_TRUNK, "shoulder", "out"),
    "unlean_side": _Mark(_TRUNK, "shoulder", "in"),
    "turn_more": _Mark(_TRUNK, "shoulder", "in", crossed=True),
    "turn_less": _Mark(_TRUNK, "shoulder", "out", crossed=True),
    "drop_shoulder": _Mark(_HEAD, "shoulder", "feet"),
    "lift_head": _Mark(_HEAD, "ear", "head"),
    "lower_head": _Mark(_HEAD, "ear", "feet"),
}
"""Of each kind of cue that is about a part of the body. Tempo has none."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow on the screen, from its tail to its tip."""

    tail: QPointF
    tip: QPointF


def limbs_of(cue: Cue | None) -> tuple[tuple[str, str], ...]:
    """The limbs that a cue is about, as pairs of keypoints; none where it has no limb."""
    mark = _MARKS.get(cue.kind) if cue else None
    if cue is None or mark is None:
        return ()
    return tuple((f"{s}_{a}", f"{s}_{b}") for s in _sides(cue) for a, b in pairwise(mark.limb))


def arrows_of(
    cue: Cue | None, seen: Mapping[str, QPointF], forward: float, length: float
) -> tuple[Arrow, ...]:
    """The arrows of a cue, one a side; none where it has no limb or the way is not seen.

    Args:
        cue: what is to be changed.
        seen: places of the keypoints on the screen.
        forward: of a step forward, the part across the screen, -1 to the left, 1 to the
            right; NaN where not known.
        length: of an arrow, pixels.
    """
    mark = _MARKS.get(cue.kind) if cue else None
    if cue is None or mark is None or not seen:
        return ()
    found = (_arrow(mark, side, seen, forward, length) for side in _sides(cue))
    return tuple(arrow for arrow in found if arrow is not None)


def _sides(cue: Cue) -> tuple[str, ...]:
    return ("left", "right") if cue.side == "both" else (cue.side,)


def _arrow(
    mark: _Mark, side: str, seen: Mapping[str, QPointF], forward: float, length: float
) -> Arrow | None:
    if mark.crossed:
        side = "right" if side == "left" else "left"
    at = seen.get(f"{side}_{mark.joint}")
    if at is None:
        return None
    middle = sum(point.x() for point in seen.values()) / len(seen)
    outward = QPointF(1.0 if at.x() >= middle else -1.0, 0.0)
    way = _way(mark, side, seen, forward, outward)
    if way is None:
        return None
    if mark.way == "in":  # from outside up to the joint
        return Arrow(at - way * (1.25 * length), at - way * (0.25 * length))
    if mark.way in ("out", "front", "back"):  # from the joint away
        return Arrow(at + way * (0.25 * length), at + way * (1.25 * length))
    beside = QPointF(-way.y(), way.x())
    if QPointF.dotProduct(beside, outward) < 0:
        beside = -beside
    start = at + beside * (0.55 * length)
    along = 0.0 if mark.way == "bend" else 0.5
    return Arrow(start - way * (along * length), start + way * ((1.0 - along) * length))


def _way(
    mark: _Mark, side: str, seen: Mapping[str, QPointF], forward: float, outward: QPointF
) -> QPointF | None:
    """Unit vector on the screen, y down; None where it cannot be told."""
    match mark.way:
        case "up":
            return QPointF(0.0, -1.0)
        case "down":
            return QPointF(0.0, 1.0)
        case "out":
            return outward
        case "in":
            return -outward
        case "front" | "back":
            if not abs(forward) >= _FRONTAL:
                return None
            return QPointF(math.copysign(1.0, forward) * (1 if mark.way == "front" else -1), 0.0)
        case "head" | "feet":
            along = _unit(_middle("hip", seen), _middle("shoulder", seen)) or QPointF(0.0, -1.0)
            return along if mark.way == "head" else -along
    away = _unit(seen.get(f"{side}_{_ROOTS[mark.joint]}"), seen.get(f"{side}_{mark.joint}"))
    return away if away is None or mark.way == "stretch" else -away


def _middle(part: str, seen: Mapping[str, QPointF]) -> QPointF | None:
    known = [seen[f"{side}_{part}"] for side in ("left", "right") if f"{side}_{part}" in seen]
    return (known[0] + known[-1]) / 2 if known else None


def _unit(start: QPointF | None, end: QPointF | None) -> QPointF | None:
    if start is None or end is None:
        return None
    step = end - start
    length = math.hypot(step.x(), step.y())
    return step / length if length > 0 else None
