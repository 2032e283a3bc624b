"""Which keypoints a picture truly shows: limb by limb, from what was drawn where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array
from models.training.studio.camera import Camera

NO_LIMB = 0
_HEAD, _TRUNK = 1, 2
_LIMBS: tuple[tuple[str, int], ...] = (
    ("upperarm", 3), ("shoulder", 3), ("lowerarm", 4), ("wrist", 4), ("finger", 4),
    ("metacarpal", 4), ("upperleg", 5), ("lowerleg", 6), ("foot", 7), ("toe", 7),
    ("clavicle", _TRUNK), ("spine", _TRUNK), ("pelvis", _TRUNK), ("breast", _TRUNK),
    ("root", _TRUNK),
)  # fmt: skip
"""Beginnings of bone names and the limb they belong to; right limbs are RIGHT higher."""
_RIGHT = 5
_SHOULDER, _ELBOW, _WRIST, _HIP, _KNEE, _ANKLE = (
    {_TRUNK, 3}, {3, 4}, {4}, {_TRUNK, 5}, {5, 6}, {6, 7},
)  # fmt: skip
_OWN: tuple[set[int], ...] = (*([{_HEAD}] * 5), _SHOULDER, _ELBOW, _WRIST, _HIP, _KNEE, _ANKLE)
"""Limbs that a keypoint is part of: five of the head, then one of each pair."""
_DEEP = (0.05, 0.05, 0.05, 0.06, 0.06, 0.12, 0.08, 0.07, 0.17, 0.10, 0.08)
"""How far below the surface it lies at most, metres."""


def limb_of_bone(bones: Sequence[str]) -> NDArray[np.int64]:
    """(B,) number of the limb of each bone."""
    limbs = []
    for name in bones:
        limb = next((number for start, number in _LIMBS if name.startswith(start)), _HEAD)
        limbs.append(limb + _RIGHT if limb > _TRUNK and name.endswith(".R") else limb)
    return np.array(limbs)


def _table() -> tuple[NDArray[np.bool_], Array]:
    """(17, 16) whether a keypoint is part of a limb, and (17,) depths, metres."""
    own, deep = np.zeros((17, 16), bool), np.zeros(17)
    for k in range(17):
        pair = k if k < 5 else 5 + (k - 5) // 2
        right = k >= 5 and (k - 5) % 2 == 1
        deep[k] = _DEEP[pair]
        own[k, NO_LIMB] = True
        for limb in _OWN[pair]:
            own[k, limb + _RIGHT if right and limb > _TRUNK else limb] = True
    return own, deep


_PART_OF, _DEPTHS = _table()


def seen_keypoints(
    camera: Camera,
    joints: Array,
    owners: NDArray[np.uint8],
    depth: NDArray[np.float32],
    actor: int,
    planes: tuple[float, float],
) -> NDArray[np.bool_]:
    """(17,) which keypoints are seen.

    ``joints``: (17, 3) world. ``owners``: (H, W) 16 times the actor plus the limb drawn at a
    pixel; 255 for the room. ``depth``: (H, W) of OpenGL, 0..1, between the near and far
    ``planes``. Without the names of limbs (``NO_LIMB``) depth alone decides.
    """
    height, width = owners.shape
    reach = max(1, round(max(height, width) / 640))
    steps = np.arange(-reach, reach + 1)
    along = camera.view(joints)[:, 2]
    before = along > planes[0]
    pixels = camera.project(np.where(before[:, None], joints, camera.position + camera.axes[2]))
    inside = before & (pixels >= 0).all(axis=1) & (pixels < (width, height)).all(axis=1)
    corner = np.clip(np.floor(pixels), -9, max(height, width) + 9).astype(np.int64)
    x = np.clip(corner[:, 0, None, None] + steps, 0, width - 1)
    y = np.clip(corner[:, 1, None, None] + steps[:, None], 0, height - 1)
    owner = owners[y, x].astype(np.int64)
    limb = owner % 16
    own = (owner // 16 == actor) & _PART_OF[np.arange(17)[:, None, None], limb]
    surface = _metres(depth[y, x], planes)
    near = surface > (along - _DEPTHS)[:, None, None]
    seen: NDArray[np.bool_] = inside & (own & near).any(axis=(1, 2))
    return seen


def _metres(depth: NDArray[Any], planes: tuple[float, float]) -> Array:
    near, far = planes
    metres: Array = (
        2 * near * far / (far + near - (2 * depth.astype(np.float64) - 1) * (far - near))
    )
    return metres
