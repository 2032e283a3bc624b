"""Where bones point in the axes of the body, compared as two cameras know it best.

A camera knows a joint across its line of sight better than along it (``coach.sight``). So besides
the angles, which mix both, the bones of two people are compared along three axes that they share:
to the left, up, and forward, where the left is that of both people's shoulders and hips once the
person is turned to face like the target. Lengths are those of the bones themselves, so build
cancels, and a difference counts by what both cameras can know along its axis.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.sight import DEPTH, in_lengths, turn_between, turned

Floats = NDArray[np.floating]

AXES: Final = 3
"""To the left, up, forward."""
ARMS: Final = ((0, 2), (1, 3))
"""Bones of ``coach.sight`` of the left and the right arm."""
LEGS: Final = ((4, 6), (5, 7))
"""The same of the legs."""
TRUNK: Final = (8, 9, 10)
"""The trunk itself; shoulders and hips, which point from right to left."""
N_POINTING: Final = 8 * AXES + AXES + 2 * (AXES - 1)
"""Values of a side: limbs of this side and of the other, the trunk, and how shoulders and hips are
raised and turned."""


def along_body(target: Floats, user: Floats) -> tuple[Floats, Floats, NDArray[np.float64]]:
    """Bones (n, N_BONES, AXES) of both in the axes that they share, and (AXES,) how sure that is.

    Args:
        target, user: (n, N_BONES, 3) metres, of ``coach.sight``, of the same moments and sides.

    Returns:
        Parts of each bone's own length, NaN where not known; and the standard deviation of errors
        along each axis, in those across the line of sight.
    """
    turn = float(np.arctan2(*turn_between(user, target).sum(axis=0)))
    wanted, done = in_lengths(target), turned(in_lengths(user), np.full(len(user), turn))
    across = np.concatenate([wanted[:, TRUNK[1:]], done[:, TRUNK[1:]]])
    left = np.arctan2(*(np.nansum(across[..., axis]) for axis in (2, 0)))
    unsure = (_variances(left) + _variances(left + turn)) / 2
    return _along(wanted, left), _along(done, left), np.sqrt(unsure)


def _along(bones: Floats, left: float) -> Floats:
    """In the axes of a body whose left is at that angle, radians from the camera's right."""
    c, s = np.cos(left), np.sin(left)
    x, down, away = np.moveaxis(bones, -1, 0)
    return np.stack([c * x + s * away, -down, s * x - c * away], axis=-1)


def _variances(left: float) -> NDArray[np.float64]:
    c, s = np.cos(left) ** 2, np.sin(left) ** 2
    return np.array([c + DEPTH * s, 1.0, s + DEPTH * c])


def of_sides(off: Floats) -> NDArray[np.float64]:
    """(2, ..., N_POINTING) of bones (..., N_BONES, AXES), as seen from the left and the right."""
    both = []
    for side, sign in enumerate((1, -1)):
        limbs = [*ARMS[side], *LEGS[side], *ARMS[1 - side], *LEGS[1 - side], TRUNK[0]]
        outward = off[..., limbs, :] * np.array([sign, 1, 1])
        across = off[..., TRUNK[1:], 1:] * sign
        flat = (part.reshape(*off.shape[:-2], -1) for part in (outward, across))
        both.append(np.concatenate([*flat], axis=-1))
    return np.stack(both)


GROUPS: Final = tuple(
    tuple(bone * AXES + axis for bone in bones for axis in range(AXES))
    for bones in (*ARMS, *LEGS, TRUNK)
)
"""Columns of bones laid flat, by the limb whose ends of the movement they are compared at."""
