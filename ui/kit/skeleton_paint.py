"""Drawing a person: limbs, joints in colour and shape of their error, an arrow for the cue."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from coach.angles import ANGLES
from coach.directions import trunk_axes
from coach.skeleton import INDEX, KEYPOINTS, LIMBS
from coach.types import Cue, Pose
from ui.kit.cue_marks import Arrow, arrows_of, limbs_of
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
_TRUNK: Final = ("left_shoulder", "right_shoulder", "right_hip", "left_hip")

GHOST_OPACITY: Final = 0.55
"""Of the target's pose over the person, 0..1."""
_COARSE: Final = 900
"""Height in pixels of a picture from which its edges are not smoothed: a fifth of the time."""
_LIMB: Final = 0.2
_HEAD: Final = (0.19, 0.25)
"""Width of its limbs, and half the width and height of its head, of the trunk's length."""
_THINNEST: Final = 3.0
_SHORTEST_ARROW: Final = 44.0
"""Pixels of limbs and arrows on a small picture."""


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
    watch: str = "accent",
) -> None:
    """Draw one person over the picture that their keypoints belong to.

    ``line`` and ``watch``: palette tokens of the limbs, and of what the cue is about.
    """
    seen = _seen(pose.points, pose.confidence >= SURE, placed)
    size = max(_THINNEST, placed.place.height() / 110)
    # Opaque, and with round ends only where no joint covers them: a third of the time.
    glow = (palette.color("ground"), size * 5.2), (palette.color(watch), size * 4.2)
    bone = (palette.color("ground"), size * 1.8), (palette.color(line), size)
    _paint_limbs(painter, seen, limbs_of(cue), glow, Qt.PenCapStyle.RoundCap)
    _paint_limbs(painter, seen, _BODY, bone, Qt.PenCapStyle.FlatCap)
    tokens = joint_tokens(errors)
    for name, point in seen.items():
        if name in _JOINTS:
            paint_joint(painter, point, size, tokens.get(name, line), palette)
    high = placed.place.height()
    length = max(high / 7, min(_SHORTEST_ARROW, high / 4))
    for arrow in arrows_of(cue, seen, forward_across(pose, placed.mirrored), length):
        _paint_arrow(painter, arrow, length, palette, watch)


def paint_joint(painter: QPainter, at: QPointF, size: float, token: str, palette: Palette) -> None:
    """A joint as the marks of the bands are: filled when good, half when fair, open when off."""
    ground, color = palette.color("ground"), QColor(getattr(palette, token))
    is_filled = token not in ("fair", "off")
    radius = size * (1.4 if is_filled else 2.0)
    painter.setPen(QPen(ground, size * 0.6))
    painter.setBrush(color if is_filled else ground)
    painter.drawEllipse(at, radius, radius)
    if is_filled:
        return
    inner = radius - size * 0.5
    painter.setPen(QPen(color, size * 0.7))
    painter.drawEllipse(at, inner, inner)
    if token == "fair":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        box = QRectF(at.x() - inner, at.y() - inner, 2 * inner, 2 * inner)
        painter.drawPie(box, 90 * 16, 180 * 16)


def paint_ghost(
    painter: QPainter, points: NDArray[np.floating], placed: Fit, palette: Palette
) -> None:
    """A translucent figure of somebody's pose; (17, 2) pixels of the picture, NaN: unseen."""
    seen = _seen(points, np.isfinite(points).all(axis=1), placed)
    limbs = QPainterPath()
    for a, b in _BODY:
        if a in seen and b in seen:
            limbs.moveTo(seen[a])
            limbs.lineTo(seen[b])
    if not all(corner in seen for corner in _TRUNK):
        return
    upper, lower = (seen[_TRUNK[i]] + seen[_TRUNK[i + 1]] for i in (0, 2))
    trunk = math.hypot((upper - lower).x(), (upper - lower).y()) / 2
    stroker = QPainterPathStroker()
    stroker.setWidth(trunk * _LIMB)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    figure = stroker.createStroke(limbs)
    figure.addPolygon(QPolygonF([seen[corner] for corner in _TRUNK]))
    figure.closeSubpath()
    if "left_ear" in seen and "right_ear" in seen:
        middle = (seen["left_ear"] + seen["right_ear"]) / 2
        figure.addEllipse(middle, trunk * _HEAD[0], trunk * _HEAD[1])
    figure.setFillRule(Qt.FillRule.WindingFill)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, placed.place.height() < _COARSE)
    painter.fillPath(figure, palette.color("accent", GHOST_OPACITY))
    painter.restore()


def paint_figure(painter: QPainter, pose: Pose, area: QRectF, color: QColor) -> None:
    """A small figure of a pose, as large as fits into an area."""
    sure = pose.confidence >= SURE
    if not sure.any():
        return
    low, high = pose.points[sure].min(axis=0), pose.points[sure].max(axis=0)
    across, down = (max(float(v), 1.0) for v in high - low)
    scale = min(area.width() / across, area.height() / down) * 0.86
    corner = area.center() - QPointF(across, down) * (scale / 2)
    moved = (pose.points - low) * scale + np.array([corner.x(), corner.y()])
    seen = {n: QPointF(*map(float, p)) for n, p, s in zip(KEYPOINTS, moved, sure, strict=True) if s}
    width = max(_THINNEST, area.height() / 22)
    _paint_limbs(painter, seen, _BODY, ((color, width),), Qt.PenCapStyle.RoundCap)
    ears = [seen[name] for name in ("left_ear", "right_ear", "nose") if name in seen]
    if ears:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(ears[0], width * 1.7, width * 1.9)


def forward_across(pose: Pose, mirrored: bool) -> float:
    """Of a step forward, the part across the screen, -1..1, right is positive; NaN: unknown."""
    across = float(trunk_axes(pose.world[None])[0, 2, 0])
    return -across if mirrored else across


def _seen(points: NDArray[np.floating], sure: NDArray[np.bool_], placed: Fit) -> dict[str, QPointF]:
    """Places of the keypoints in the widget, by name."""
    return {
        name: placed.at(float(x), float(y))
        for name, (x, y), is_sure in zip(KEYPOINTS, points, sure, strict=True)
        if is_sure and math.isfinite(x)
    }


def _paint_limbs(
    painter: QPainter,
    seen: dict[str, QPointF],
    limbs: Iterable[tuple[str, str]],
    strokes: Iterable[tuple[QColor, float]],
    ends: Qt.PenCapStyle,
) -> None:
    """Every limb once a stroke: dark and broad under, so that it shows on any clothes."""
    lines = [QLineF(seen[a], seen[b]) for a, b in limbs if a in seen and b in seen]
    if not lines:
        return
    for color, width in strokes:
        pen = QPen(color, width)
        pen.setCapStyle(ends)
        painter.setPen(pen)
        painter.drawLines(lines)


def _paint_arrow(
    painter: QPainter, arrow: Arrow, length: float, palette: Palette, token: str
) -> None:
    """Broad, with a dark edge, so that it is seen from the mat on any ground."""
    way = (arrow.tip - arrow.tail) / length
    across = QPointF(-way.y(), way.x())
    head = length * 0.45
    base = arrow.tip - way * head
    shape = QPolygonF([arrow.tip, base + across * head * 0.75, base - across * head * 0.75])
    for color, width in ((palette.color("ground"), 0.3), (palette.color(token), 0.16)):
        pen = QPen(color, width * length)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(color)
        painter.drawLine(arrow.tail, base)
        painter.drawPolygon(shape)
