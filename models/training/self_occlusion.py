"""Which joints of a body hide behind the body itself, from its keypoints alone.

Limbs, trunk and head are capsules; a joint is hidden if one that does not end in it lies
between it and the camera. For motion that was never rendered.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX, N_KEYPOINTS
from coach.types import FloatArray

_LIMBS: Final = (
    ("shoulder", "elbow", 0.026),
    ("elbow", "wrist", 0.022),
    ("hip", "knee", 0.042),
    ("knee", "ankle", 0.030),
)
"""Ends and radius, in sizes of the body (``body_size``: about the height of an adult)."""
_TRUNK: Final = 0.055
_HEAD: Final = 0.052
_MARGIN: Final = 0.012
_FACE: Final = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")


def body_size(points: NDArray[Any]) -> FloatArray:
    """Half the summed lengths of limbs and sides of the trunk, (..., 17, D) to (...)."""
    total: Any = 0.0
    for a, b in (*((a, b) for a, b, _ in _LIMBS), ("shoulder", "hip")):
        for side in ("left", "right"):
            limb = points[..., INDEX[f"{side}_{a}"], :] - points[..., INDEX[f"{side}_{b}"], :]
            total = total + np.linalg.norm(limb, axis=-1)
    return np.asarray(total / 2, np.float32)


def self_visible(points: NDArray[Any], view: NDArray[Any]) -> NDArray[np.bool_]:
    """Which joints the body itself does not hide.

    Args:
        points: (..., 17, 3) metres, any axes.
        view: (..., 3) unit vector from the body to the lens (which is taken to be far).

    Returns:
        (..., 17).
    """
    scale = body_size(points)[..., None, None]
    p = np.asarray(points / np.maximum(scale, 1e-6), np.float32)
    view = np.broadcast_to(view, (*p.shape[:-2], 3))
    near = np.einsum("...kd,...d->...k", p, view)
    flat = p - near[..., None] * view[..., None, :]
    hidden = np.zeros(p.shape[:-1], bool)
    for start, end, radius, own in _capsules():
        a, b = (np.einsum("k,...kd->...d", w, flat) for w in (start, end))
        depth_a, depth_b = near @ start, near @ end
        along = b - a
        length = np.maximum(np.sum(along**2, axis=-1), 1e-9)
        for joint in range(N_KEYPOINTS):
            if joint in own:
                continue
            share = np.clip(np.sum((flat[..., joint, :] - a) * along, axis=-1) / length, 0, 1)
            apart = np.linalg.norm(flat[..., joint, :] - a - share[..., None] * along, axis=-1)
            front = depth_a + share * (depth_b - depth_a) - near[..., joint]
            hidden[..., joint] |= (apart < radius) & (front > _MARGIN)
    return ~hidden


Weights = NDArray[np.float32]


def _capsules() -> list[tuple[Weights, Weights, float, set[int]]]:
    """Ends as weights of the 17 joints, radius, and joints that belong to the capsule."""
    found = []
    for side in ("left", "right"):
        for a, b, radius in _LIMBS:
            ends = INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"]
            found.append((_at(ends[0]), _at(ends[1]), radius, set(ends)))
    shoulders, hips = (
        tuple(INDEX[f"{side}_{name}"] for side in ("left", "right")) for name in ("shoulder", "hip")
    )
    for share in (0.2, 0.5, 0.8):
        top, bottom = (_at(pair[0], 1 - share) + _at(pair[1], share) for pair in (shoulders, hips))
        found.append((top, bottom, _TRUNK, {*shoulders, *hips}))
    face = {INDEX[name] for name in _FACE}
    ears = INDEX["left_ear"], INDEX["right_ear"]
    middle = _at(ears[0], 0.5) + _at(ears[1], 0.5)
    found.append((middle, middle, _HEAD, face))
    # The back of the head hides the face; ears stay on its outline.
    inner = _at(ears[0], 0.6) + _at(ears[1], 0.4), _at(ears[0], 0.4) + _at(ears[1], 0.6)
    found.append((*inner, _HEAD * 0.8, set(ears)))
    return found


def _at(joint: int, weight: float = 1.0) -> Weights:
    weights = np.zeros(N_KEYPOINTS, np.float32)
    weights[joint] = weight
    return weights
