"""Where the two pictures lie: pure geometry, no widget in here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from PySide6.QtCore import QRectF

Layout = Literal["auto", "side", "stacked", "corner", "skeleton", "target"]
LAYOUTS: Final[tuple[Layout, ...]] = get_args(Layout)
"""In the order in which the key goes round: whichever is larger of the two that follow,
target beside self, target over self, self small in a corner, self without its picture,
target alone."""

Corner = Literal["top_left", "top_right", "bottom_right", "bottom_left"]
CORNERS: Final[tuple[Corner, ...]] = get_args(Corner)
"""Where the small picture may lie, clockwise."""

GAP: Final = 12.0
"""Pixels between the pictures, and from the small one to the edge of the large one."""

CLEARLY: Final = 1.2
"""By how much pictures are to be larger for the panel to stand beside and not below them."""
SMALL_PART: Final = 0.45
"""Part of the height of the place that a square small picture takes."""
_SMALL_WIDEST: Final = 0.3
_SMALL_HIGHEST: Final = 0.6
"""Parts of the place that the small picture takes at most."""
_LEAST_SHARE: Final = 0.3
"""Part of the height that each of two pictures over each other has at least."""
_NARROWEST: Final = 0.28
_LOWEST: Final = 260.0
"""Part of the width, and pixels of the height, that each of two pictures has at least where
there is so much: words stand on them."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places of the pictures, pixels; None: not shown.

    Attributes:
        target, person: of the video and of oneself.
        has_picture: whether the camera's picture is seen, or the skeleton alone.
    """

    target: QRectF | None
    person: QRectF | None
    has_picture: bool = True


def after(layout: Layout) -> Layout:
    """The layout that the key goes to."""
    return LAYOUTS[(LAYOUTS.index(layout) + 1) % len(LAYOUTS)]


def next_corner(corner: Corner) -> Corner:
    """The corner that comes next, clockwise."""
    return CORNERS[(CORNERS.index(corner) + 1) % len(CORNERS)]


def as_layout(name: str) -> Layout:
    """The layout of a name that was read."""
    return name if name in LAYOUTS else "auto"


def as_corner(name: str) -> Corner:
    """The corner of a name that was read."""
    return name if name in CORNERS else "bottom_right"


def arrange(
    layout: Layout, area: QRectF, target: float, person: float, corner: Corner = "bottom_right"
) -> Arrangement:
    """Where the pictures lie in an area.

    Args:
        layout: how they are arranged; area: place for both, pixels.
        target, person: width over height of the pictures.
        corner: of the small picture, in the layout "corner".
    """
    match layout:
        case "target":
            return Arrangement(area, None)
        case "corner":
            return Arrangement(area, _small(area, person, corner))
        case "side":
            return Arrangement(*_side(area, target, person))
        case "stacked":
            return Arrangement(*_stacked(area, target, person))
    both = _side(area, target, person), _stacked(area, target, person)
    beside, over = (min(_seen(a, target), _seen(b, person)) for a, b in both)
    return Arrangement(*both[over > beside], has_picture=layout != "skeleton")


def alone(area: QRectF, layout: Layout) -> Arrangement:
    """The person alone, while the target is on another screen."""
    return Arrangement(None, area, has_picture=layout != "skeleton")


def is_larger(one: Arrangement, other: Arrangement, target: float, person: float) -> bool:
    """Whether the pictures of an arrangement are clearly larger than those of another.

    ``target``, ``person``: width over height of the pictures. The small picture of the
    corner does not count.
    """
    return _size(one, target, person) > CLEARLY * _size(other, target, person)


def _size(arrangement: Arrangement, target: float, person: float) -> float:
    """Size of the smaller of the pictures that count."""
    video, own = arrangement.target, arrangement.person
    if video is None:
        return _seen(own, person) if own is not None else 0.0
    if own is None or video.contains(own):
        return _seen(video, target)
    return min(_seen(video, target), _seen(own, person))


def _side(area: QRectF, target: float, person: float) -> tuple[QRectF, QRectF]:
    """Next to each other, as high as fits, no wider than their pictures."""
    room = area.width() - GAP
    height = min(area.height(), room / (target + person))
    least = _NARROWEST * room
    widths = [max(aspect * height, least) for aspect in (target, person)]
    spare = room - sum(widths)
    if spare < 0:  # one is very narrow: the other gives way
        wider = int(widths[1] > widths[0])
        widths[wider] += spare
    left = area.left() + max(spare, 0.0) / 2
    high = max(height, min(area.height(), _LOWEST))
    top = area.top() + (area.height() - high) / 2
    return (
        QRectF(left, top, widths[0], high),
        QRectF(left + widths[0] + GAP, top, widths[1], high),
    )


def _stacked(area: QRectF, target: float, person: float) -> tuple[QRectF, QRectF]:
    """Over each other, as wide as fits."""
    room = area.height() - GAP
    share = (1 / target) / (1 / target + 1 / person)
    high = room * min(max(share, _LEAST_SHARE), 1 - _LEAST_SHARE)
    heights = high, room - high
    wide = max(heights[0] * target, heights[1] * person, _NARROWEST * area.width())
    wide = min(area.width(), wide)
    left = area.left() + (area.width() - wide) / 2
    return (
        QRectF(left, area.top(), wide, heights[0]),
        QRectF(left, area.top() + heights[0] + GAP, wide, heights[1]),
    )


def _small(area: QRectF, aspect: float, corner: Corner) -> QRectF:
    height = SMALL_PART * area.height() / math.sqrt(aspect)  # of one size, whatever its shape
    height = min(height, _SMALL_HIGHEST * area.height(), _SMALL_WIDEST * area.width() / aspect)
    width = height * aspect
    vertical, horizontal = corner.split("_")
    left = area.left() + GAP if horizontal == "left" else area.right() - GAP - width
    top = area.top() + GAP if vertical == "top" else area.bottom() - GAP - height
    return QRectF(left, top, width, height)


def _seen(place: QRectF, aspect: float) -> float:
    """Length of the side of a square as large as the picture that fits into a place."""
    width = min(place.width(), place.height() * aspect)
    return math.sqrt(width * width / aspect)
