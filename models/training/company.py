"""Clips in which somebody else is in the picture too, made of the demo clips.

Another person is cut out along the true keypoints and put before or behind the one who
exercises: passing by, standing there, or still as on a poster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.media import read_frames
from coach.paths import DEMO
from coach.skeleton import INDEX, LIMBS
from coach.types import Frame
from models.training.studio.truth import Truth, read_truth

Image = NDArray[np.uint8]

MAIN: Final = "target"
START: Final = 2.0
LENGTH: Final = 9.0
"""Seconds of the demo clips that are used."""


@dataclass(frozen=True)
class Other:
    """Somebody else in the picture.

    Attributes:
        scale: of their size against the demo clip they come from.
        path: (second, x) of the middle of the hips, parts of the picture's width, in between
            straight; front: whether before the one who exercises; moving: else a poster.
        foot: height of their feet in the picture, 1 the lower edge.
    """

    scale: float
    path: tuple[tuple[float, float], ...]
    front: bool
    foot: float
    moving: bool = True
    clip: str = "poor"


COMPANY: Final[dict[str, Other]] = {
    "child_behind": Other(0.55, ((2, -0.2), (5, 1.2)), False, 0.84),
    "child_in_front": Other(0.65, ((2, 1.2), (5, -0.2)), True, 0.98),
    "adult_in_front": Other(1.2, ((2, -0.3), (5, 1.3)), True, 1.05),
    "adult_stops_in_front": Other(1.2, ((2, -0.3), (4, 0.5), (5.5, 0.5), (7, 1.3)), True, 1.05),
    "stands_behind": Other(0.8, ((0, 0.68), (9, 0.68)), False, 0.85),
    "stands_close_behind": Other(0.9, ((0, 0.56), (9, 0.6)), False, 0.88),
    "poster": Other(0.5, ((0, 0.2), (9, 0.2)), False, 0.6, moving=False),
}


def in_company(other: Other) -> Iterator[tuple[Frame, NDArray[np.float32]]]:
    """Frames from time 0, and the true points (17, 2) of the one who exercises."""
    truth, theirs = read_truth(DEMO / f"{MAIN}.npz"), read_truth(DEMO / f"{other.clip}.npz")
    pictures = zip(_part(MAIN), _part(other.clip), strict=False)
    still: Image | None = None
    for frame, second in pictures:
        own, their = _points(truth, frame.time), _points(theirs, second.time)
        if not other.moving:
            still = second.image if still is None else still
            second, their = replace(second, image=still), _points(theirs, START)
        at = np.interp(frame.time - START, *zip(*other.path, strict=True))
        put = _placed(second.image, their, other, float(at))
        image = _over(frame.image, *put)
        if not other.front:
            image = _over(image, frame.image, silhouette(own, frame.size))
        yield Frame(image, frame.time - START, frame.index), own


def _part(clip: str) -> Iterator[Frame]:
    for frame in read_frames(DEMO / f"{clip}.mp4", start=START, rate=15):
        if frame.time > START + LENGTH:
            return
        yield frame


def _points(truth: Truth, time: float) -> NDArray[np.float32]:
    return truth.points[int(np.searchsorted(truth.time, time - 1e-3)), 0]


def _placed(
    image: Image, points: NDArray[np.float32], other: Other, at: float
) -> tuple[Image, NDArray[np.uint8]]:
    """Picture and silhouette of somebody, scaled and moved to their place."""
    height, width = image.shape[:2]
    hips = points[[INDEX["left_hip"], INDEX["right_hip"]], 0].mean()
    feet = points[[INDEX["left_ankle"], INDEX["right_ankle"]], 1].max()
    move = np.array(
        [
            [other.scale, 0, at * width - other.scale * hips],
            [0, other.scale, other.foot * height - other.scale * feet],
        ]
    )
    mask = silhouette(points, (width, height))
    return (
        np.asarray(cv2.warpAffine(image, move, (width, height)), np.uint8),
        np.asarray(cv2.warpAffine(mask, move, (width, height)), np.uint8),
    )


def silhouette(points: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.uint8]:
    """(H, W) 255 where a body with those keypoints about is."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    tall = float(np.ptp(points[:, 1]))
    thick = max(2, round(0.09 * tall))
    for a, b in LIMBS:
        ends = (tuple(int(v) for v in points[INDEX[name]]) for name in (a, b))
        cv2.line(mask, *ends, 255, thick)
    trunk = [INDEX[f"{s}"] for s in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
    cv2.fillConvexPoly(mask, points[trunk].astype(np.int32), 255)
    head = points[:5].mean(axis=0)
    cv2.circle(mask, (int(head[0]), int(head[1])), round(0.085 * tall), 255, -1)
    for end in ("left_wrist", "right_wrist", "left_ankle", "right_ankle"):
        x, y = points[INDEX[end]]
        cv2.circle(mask, (int(x), int(y)), round(0.07 * tall), 255, -1)
    return mask


def _over(below: Image, above: Image, mask: NDArray[np.uint8]) -> Image:
    return np.where(mask[..., None] > 127, above, below)
