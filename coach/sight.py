"""Bodies as a camera knows them best: where joints are across its line of sight.

How far away a joint is is what an estimator knows least: its errors that way are about twice those
across (``models/README.md``). And across the line of sight it tells the same twice, in the world
and in the picture, with errors that have little to do with each other.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import LIMB_ENDS
from coach.skeleton import INDEX
from coach.types import FloatArray

FARTHEST: Final = 5.0
"""Metres from the hips, on a standard adult, from which a keypoint is none."""
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
DEPTH: Final = 3.5
"""How many times the variance of errors across the line of sight they have along it."""
TURNED: Final = 45.0
"""Degrees between what long and short sums say from which somebody has turned."""
N_BONES: Final = len(LIMB_ENDS) + 3
"""Upper arms, forearms, thighs, shanks, left and right; the trunk, shoulders and hips."""
_MIRROR: Final[NDArray[np.intp]] = np.array([1, 0, 3, 2, 5, 4, 7, 6, 8, 9, 10])
_FLIP: Final[NDArray[np.float32]] = np.array(
    [[-1, 1, 1]] * (N_BONES - 2) + [[1, -1, -1]] * 2, np.float32
)  # shoulders and hips point from right to left


def pixels_a_metre(world: FloatArray, points: FloatArray) -> NDArray[np.floating]:
    """(T,) of this person, by least squares; NaN where not known.

    Args:
        world: (T, 17, 3) metres. points: (T, 17, 2) pixels.
    """
    known = np.isfinite(world[..., :1] + points[..., :1])
    number = np.maximum(known.sum(axis=1, keepdims=True), 1)
    about = []
    for values in (world[..., :2], points):
        shown = np.where(known, values, 0.0)
        about.append((shown - shown.sum(axis=1, keepdims=True) / number) * known)
    flat, seen = about
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        pixels = np.sum(flat * seen, axis=(1, 2)) / np.sum(flat * flat, axis=(1, 2))
    return np.where(pixels > 0, pixels, np.nan)


def sighted(
    world: FloatArray, points: FloatArray, pixels: NDArray[np.floating] | None = None
) -> FloatArray:
    """Keypoints (T, 17, 3) about the hips, metres; NaN where not known.

    Right and down as the mean of what the world points and the picture say, as the world points
    alone say where the picture says nothing; away as the world points say.
    ``pixels``: (T,) of ``pixels_a_metre``, if they are known.
    """
    pixels = pixels_a_metre(world, points) if pixels is None else pixels
    with np.errstate(invalid="ignore", over="ignore"):
        body = _near(world - world[:, _HIPS].mean(axis=1, keepdims=True))
        picture = points - points[:, _HIPS].mean(axis=1, keepdims=True)
        picture = _near(picture / pixels[:, None, None])
    both = (body[..., :2] + picture) / 2
    across = np.where(np.isfinite(both), both, body[..., :2])
    return np.concatenate([across, body[..., 2:]], axis=2).astype(np.float32)


def _near(body: NDArray[np.floating]) -> NDArray[np.floating]:
    """What lies nearer to the hips than FARTHEST, else NaN."""
    near: NDArray[np.floating] = np.where(np.abs(body) < FARTHEST, body, np.nan)
    return near


def bones_of(body: FloatArray) -> FloatArray:
    """(T, N_BONES, 3) from one end to the other, metres; of ``sighted``."""
    with np.errstate(invalid="ignore", over="ignore"):
        limbs = body[:, LIMB_ENDS[:, 1]] - body[:, LIMB_ENDS[:, 0]]
        trunk = body[:, _SHOULDERS].mean(axis=1) - body[:, _HIPS].mean(axis=1)
        across = [body[:, left] - body[:, right] for left, right in (_SHOULDERS, _HIPS)]
    return np.concatenate([limbs, np.stack([trunk, *across], axis=1)], axis=1)


def mirrored_bones(bones: FloatArray) -> FloatArray:
    """Bones (T, N_BONES, 3) of the mirror image, left and right exchanged."""
    return np.asarray(bones[:, _MIRROR] * _FLIP, np.float32)


def in_lengths(bones: NDArray[np.floating]) -> NDArray[np.float64]:
    """Bones in parts of the length that each has in the middle of all frames."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        length = np.sqrt(np.einsum("nbk,nbk->nb", bones, bones, dtype=np.float64))
        usual = _middle(length)
        return np.asarray(bones / np.where(usual > 0, usual, np.nan)[:, None], np.float64)


def _middle(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The (lower) median of the known values of every column (n, C); NaN where none is known."""
    known = np.isfinite(values)
    number = known.sum(axis=0)
    ordered = np.sort(np.where(known, values, np.inf), axis=0)
    middle = ordered[np.maximum(number - 1, 0) // 2, np.arange(values.shape[1])]
    return np.where(number > 0, middle, np.nan)


def turn_between(user: NDArray[np.floating], target: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n, 2) sums whose ``arctan2`` is the angle that turns the person to face like the target.

    About the upright, least squares (Kabsch in the plane): sums over several frames tell it of all
    of them.

    Args:
        user, target: (n, N_BONES, 3) metres; what is not known of both is left out.
    """
    sine = user[..., 2] * target[..., 0] - user[..., 0] * target[..., 2]
    cosine = user[..., 0] * target[..., 0] + user[..., 2] * target[..., 2]
    return np.stack([np.nansum(part, axis=1, dtype=np.float64) for part in (sine, cosine)], axis=1)


def settled_turn(slow: NDArray[np.floating], quick: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n,) radians by sums (n, 2) over long, or over short where those say otherwise.

    Of a few seconds errors are large; but a cut of the video, or somebody who turns, changes it at
    once.
    """
    steady, newest = (np.arctan2(sums[:, 0], sums[:, 1]) for sums in (slow, quick))
    off = np.abs((newest - steady + np.pi) % (2 * np.pi) - np.pi)
    turn: NDArray[np.float64] = np.where(off > np.radians(TURNED), newest, steady)
    return turn


def turned(bones: NDArray[np.floating], turn: NDArray[np.floating]) -> NDArray[np.floating]:
    """Bones (n, N_BONES, 3) turned about the upright by (n,) radians: away to the right."""
    c, s = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x, z = bones[..., 0], bones[..., 2]
    return np.stack([c * x + s * z, bones[..., 1], c * z - s * x], axis=-1)
