"""Drawing a person: limbs, joints in the colour of their error, an arrow for the cue."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from coach.angles import ANGLES
from coach.skeleton import INDEX, KEYPOINTS, LIMBS
from coach.types import Cue, Pose
from ui.kit.picture import Fit
from ui.kit.theme import Palette

GOOD_DEGREES: Final = 20.0
FAIR_DEGREES: Final = 40.0
"""Errors of a joint angle up to which it is drawn as good and as fair."""

SURE: Final = 0.5
"""Confidence from which a keypoint is drawn."""

_BODY: Final = tuple(
    (a, b) for a, b in LIMBS if not any(w in a + b for w in ("eye", "ear", "nose"))
)

_JOINTS: Final = frozenset(name for limb in _BODY for name in limb)

_ARROWS: Final = {
    "raise_arm": ("wrist", 0.0, -1.0),
    "lower_arm": ("wrist", 0.0, 1.0),
    "bend_elbow": ("elbow", 0.0, 1.0),
    "straighten_elbow": ("wrist", 0.0, -1.0),
    "bend_knee": ("hip", 0.0, 1.0),
    "straighten_knee": ("hip", 0.0, -1.0),
    "raise_leg": ("knee", 0.0, -1.0),
    "lower_leg": ("knee", 0.0, 1.0),
    "bend_hip": ("hip", 0.0, 1.0),
    "straighten_hip": ("hip", 0.0, -1.0),
    "lean_more": ("shoulder", 0.0, 1.0),
    "lean_less": ("shoulder", 0.0, -1.0),
}
"""Of each kind of cue: the joint at which its arrow stands, and where it points."""

_ARM: Final = ("shoulder", "elbow", "wrist")
_LEG: Final = ("hip", "knee", "ankle")
_SIDE: Final = ("shoulder", "hip", "knee")
_MARKED: Final = {
    "raise_arm": _ARM,
    "lower_arm": _ARM,
    "bend_elbow": _ARM,
    "straighten_elbow": _ARM,
    "bend_knee": _LEG,
    "straighten_knee": _LEG,
    "raise_leg": _LEG,
    "lower_leg": _LEG,
    "bend_hip": _SIDE,
    "straighten_hip": _SIDE,
    "lean_more": _SIDE[:2],
    "lean_less": _SIDE[:2],
}
"""Of each kind of cue: the joints along the limb that it is about."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow on a limb: keypoint, and direction on the screen (x right, y down)."""

    keypoint: str
    dx: float
    dy: float


def arrows_of(cue: Cue | None) -> tuple[Arrow, ...]:
    """The arrows of a cue, one a side; none where a cue has no limb."""
    found = _ARROWS.get(cue.kind) if cue else None
    if cue is None or found is None:
        return ()
    sides = ("left", "right") if cue.side == "both" else (cue.side,)
    joint, dx, dy = found
    return tuple(Arrow(f"{side}_{joint}", dx, dy) for side in sides)


def limbs_of(cue: Cue | None) -> tuple[tuple[str, str], ...]:
    """The limbs that a cue is about, as pairs of keypoints; none where it has no limb."""
    joints = _MARKED.get(cue.kind, ()) if cue else ()
    if cue is None:
        return ()
    sides = ("left", "right") if cue.side == "both" else (cue.side,)
    return tuple((f"{side}_{a}", f"{side}_{b}") for side in sides for a, b in pairwise(joints))


def error_token(degrees: float) -> str:
    """Palette token for a joint's error; NaN is the colour of the limbs."""
    if math.isnan(degrees):
        return "person"
    size = abs(degrees)
    return "good" if size < GOOD_DEGREES else "fair" if size < FAIR_DEGREES else "off"


def joint_tokens(errors: tuple[float, ...]) -> dict[str, str]:
    """Palette token of every keypoint that an angle belongs to."""
    return {
        name: error_token(error)
        for name, error in zip(ANGLES, errors, strict=False)
        if name in INDEX
    }


def paint_person(
    painter: QPainter,
    pose: Pose,
    placed: Fit,
    palette: Palette,
    *,
    errors: tuple[float, ...] = (),
    cue: Cue | None = None,
    line: str = "person",
) -> None:
    """Draw one person over the picture that their keypoints belong to."""
    points = [
        placed.at(float(x), float(y)) if sure and np.isfinite(x) else None
        for (x, y), sure in zip(pose.points, pose.confidence >= SURE, strict=True)
    ]
    seen = {name: point for name, point in zip(KEYPOINTS, points, strict=True) if point}
    size = max(3.0, placed.place.height() / 110)
    glow = (palette.color("ground", 0.75), size * 5.4), (palette.color("accent"), size * 4.2)
    bone = (palette.color("ground", 0.45), size * 1.9), (palette.color(line), size)
    _paint_limbs(painter, seen, limbs_of(cue), glow)
    _paint_limbs(painter, seen, _BODY, bone)
    tokens = joint_tokens(errors)
    painter.setPen(QPen(palette.color("ground", 0.7), size * 0.4))
    for name, point in seen.items():
        if name in _JOINTS:
            token = tokens.get(name, line)
            radius = size * (1.5 if token in ("fair", "off") else 1.1)
            painter.setBrush(QColor(getattr(palette, token)))
            painter.drawEllipse(point, radius, radius)
    middle = sum(point.x() for point in seen.values()) / max(len(seen), 1)
    for arrow in arrows_of(cue):
        if arrow.keypoint in seen:
            at = seen[arrow.keypoint]
            outward = 1.0 if at.x() >= middle else -1.0
            _paint_arrow(painter, at, outward, arrow, placed.place.height() / 9, palette)


def _paint_limbs(
    painter: QPainter,
    seen: dict[str, QPointF],
    limbs: Iterable[tuple[str, str]],
    strokes: Iterable[tuple[QColor, float]],
) -> None:
    """Every limb once a stroke: dark and broad under, so that it shows on any clothes."""
    lines = [QLineF(seen[a], seen[b]) for a, b in limbs if a in seen and b in seen]
    if not lines:
        return
    for color, width in strokes:
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def _paint_arrow(
    painter: QPainter, at: QPointF, outward: float, arrow: Arrow, length: float, palette: Palette
) -> None:
    """Beside the limb, on the side away from the body."""
    way = QPointF(arrow.dx, arrow.dy)
    across = QPointF(-arrow.dy, arrow.dx)
    start = at + QPointF(outward * length * 0.55, 0) - way * (length * 0.5)
    tip, head = start + way * length, length * 0.42
    base = tip - way * head
    shape = QPolygonF([tip, base + across * head * 0.7, base - across * head * 0.7])
    for color, width in ((palette.color("ground", 0.85), 0.26), (palette.color("accent"), 0.13)):
        pen = QPen(color, width * length)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(color)
        painter.drawLine(start, base)
        painter.drawPolygon(shape)
