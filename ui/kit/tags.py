"""Who somebody in a picture is: tags above the heads, and boxes around people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from coach.skeleton import INDEX
from coach.types import Pose
from ui.kit import theme
from ui.kit.picture import Fit
from ui.kit.theme import Look
from ui.kit.widgets import LINES

_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_CROWN: Final = 0.95
"""From the nose to the crown, in parts of the way from the shoulders to the nose."""
_LEAST: Final = 0.25
"""The same at least, in parts of the trunk, of somebody who bends."""
_AROUND: Final = 0.08
"""Room in a box beside the keypoints, in parts of its height."""
_MOST: Final = 0.7
"""Part of the picture that the tag of one of two may take."""


def paint_pill(
    painter: QPainter,
    at: QPointF,
    text: str,
    look: Look,
    role: str = "small",
    scale: float = 1.0,
    *,
    below: float = 0.0,
) -> QRectF:
    """A word on a dark or light ground, so that it can be read on any picture; its place.

    ``below``: pixels that stay free under the word.
    """
    painter.setFont(theme.drawn_font(role, scale=scale))
    width = painter.fontMetrics().horizontalAdvance(text)
    box = QRectF(at.x(), at.y(), width + 2 * theme.M, painter.fontMetrics().height() + theme.S)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.palette.color("ground", 0.82))
    whole = box.adjusted(0, 0, 0, below)
    painter.drawRoundedRect(whole, theme.RADIUS, theme.RADIUS)
    painter.setPen(look.palette.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return whole


@dataclass(frozen=True, slots=True)
class Tag:
    """A word above somebody.

    Attributes:
        foot: middle of its lower edge in the widget, pixels.
        word: what it says. line: number of the person by whose line it is underlined, or None.
    """

    foot: QPointF
    word: str
    line: int | None = None


def person_box(pose: Pose, placed: Fit) -> QRectF:
    """The box around somebody, in the widget, a little larger than the keypoints."""
    low, high = pose.points.min(axis=0), pose.points.max(axis=0)
    corners = (placed.at(float(low[0]), float(low[1])), placed.at(float(high[0]), float(high[1])))
    box = QRectF(*corners).normalized()
    room = _AROUND * box.height()
    inside: QRectF = box.adjusted(-room, -room, room, room) & placed.place
    return inside


def above_head(pose: Pose, placed: Fit) -> QPointF | None:
    """Just above the crown, in the widget; None where that is not known."""
    nose = pose.points[INDEX["nose"]]
    shoulders, hips = pose.points[_SHOULDERS].mean(axis=0), pose.points[_HIPS].mean(axis=0)
    neck, trunk = np.linalg.norm(nose - shoulders), np.linalg.norm(shoulders - hips)
    up = np.fmax(_CROWN * neck, _LEAST * trunk)
    if not np.isfinite([*nose, up]).all():
        return None
    return placed.at(float(nose[0]), float(nose[1] - up)) - QPointF(0, theme.XS)


def above_box(box: QRectF) -> QPointF:
    """Just above a box."""
    return QPointF(box.center().x(), box.top() - theme.XS)


def spans(middles: Sequence[float], left: float, right: float) -> list[tuple[float, float]]:
    """The part from ``left`` to ``right`` that the tag of each of one or two people may take."""
    if len(middles) != 2:
        return [(left, right)] * len(middles)
    width = right - left
    border = min(max(sum(middles) / 2, right - _MOST * width), left + _MOST * width)
    halves = ((left, border - theme.XS / 2), (border + theme.XS / 2, right))
    return [halves[0], halves[1]] if middles[0] <= middles[1] else [halves[1], halves[0]]


def paint_tags(
    painter: QPainter,
    placed: Fit,
    tags: Sequence[Tag],
    look: Look,
    scale: float,
    role: str = "lead",
) -> None:
    """Tags of one size, each within its part of the picture, shortened where it must be."""
    place = placed.place
    metrics = QFontMetricsF(theme.drawn_font(role, scale=scale))
    parts = spans([tag.foot.x() for tag in tags], place.left() + theme.XS, place.right() - theme.XS)
    for tag, (left, right) in zip(tags, parts, strict=True):
        room = right - left - 2 * theme.M
        word = metrics.elidedText(tag.word, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(word) + 2 * theme.M
        thick = 0.0 if tag.line is None else 3 * scale * theme.text_scale()
        top = max(tag.foot.y() - metrics.height() - theme.S - 2 * thick, place.top() + theme.XS)
        across = min(max(tag.foot.x() - width / 2, left), max(left, right - width))
        box = paint_pill(painter, QPointF(across, top), word, look, role, scale, below=2 * thick)
        if tag.line is not None:
            _underline(painter, box, tag.line, look, thick)


def _underline(painter: QPainter, box: QRectF, number: int, look: Look, thick: float) -> None:
    token, style = LINES[number % 2]
    pen = QPen(look.palette.color(token), thick)
    pen.setStyle(style)
    painter.setPen(pen)
    foot = box.bottom() - theme.XS - thick
    painter.drawLine(QPointF(box.left() + theme.S, foot), QPointF(box.right() - theme.S, foot))


def paint_box(painter: QPainter, box: QRectF, *, marked: bool) -> None:
    """A box: whole and thick around who is marked, else thin and dashed: not colour alone."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.DARK.color("ground", 0.6), 9 if marked else 6))
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    pen = QPen(theme.DARK.color("accent" if marked else "text"), 5 if marked else 3)
    if not marked:
        pen.setDashPattern((4, 3))
    painter.setPen(pen)
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
