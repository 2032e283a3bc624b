"""Rotations as matrices, for many frames at once."""

from __future__ import annotations

import numpy as np

from models.training.studio.body import Array


def rotation(axis: Array | str, degrees: Array | float) -> Array:
    """(..., 3, 3) rotation matrices about unit axes (..., 3) or one of "x", "y", "z".

    Rodrigues' formula. A pose is solved by tens of thousands of these.
    """
    angle = np.radians(np.asarray(degrees, dtype=np.float64))
    sine, cosine = np.sin(angle), np.cos(angle)
    if isinstance(axis, str):
        return _about("xyz".index(axis), sine, cosine)
    if axis.ndim == 1:
        x, y, z = axis.tolist()
        cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    else:
        cross = np.zeros((*axis.shape, 3))
        cross[..., 0, 1], cross[..., 0, 2] = -axis[..., 2], axis[..., 1]
        cross[..., 1, 0], cross[..., 1, 2] = axis[..., 2], -axis[..., 0]
        cross[..., 2, 0], cross[..., 2, 1] = -axis[..., 1], axis[..., 0]
    result: Array = sine[..., None, None] * cross
    result = result + (1 - cosine)[..., None, None] * (cross @ cross)
    for i in range(3):
        result[..., i, i] += 1.0
    return result


def _about(i: int, sine: Array, cosine: Array) -> Array:
    """The same about the i-th axis of the room."""
    j, k = (i + 1) % 3, (i + 2) % 3
    result = np.zeros((*sine.shape, 3, 3))
    result[..., i, i] = 1.0
    result[..., j, j] = result[..., k, k] = cosine
    result[..., k, j], result[..., j, k] = sine, -sine
    return result


def rotation_to(a: Array, b: Array) -> Array:
    """(T, 3, 3) the smallest rotation that turns directions a to b."""
    a, b = unit(a), unit(b)
    axis = np.cross(a, b)
    size = np.linalg.norm(axis, axis=-1, keepdims=True)
    angle = np.degrees(np.arctan2(size[..., 0], np.sum(a * b, axis=-1)))
    return rotation(axis / np.maximum(size, 1e-12), angle)


def unit(v: Array) -> Array:
    """Vectors of length 1."""
    result: Array = v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-12)
    return result


def frame(along: Array, bend: Array) -> Array:
    """(..., 3, 3) frame with columns: along a bone, where its child bends to, the hinge."""
    along = unit(along)
    bend = unit(bend - np.sum(bend * along, axis=-1, keepdims=True) * along)
    return np.stack([along, bend, np.cross(along, bend)], axis=-1)


def apply(matrices: Array, vectors: Array) -> Array:
    """(..., 3) matrices times vectors, broadcast."""
    result: Array = np.einsum("...ij,...j->...i", matrices, vectors)
    return result


def axis_angle(turn: Array) -> tuple[Array, Array]:
    """Unit axes (..., 3) and degrees (...,) 0..180 of rotations."""
    cosine = np.clip((np.trace(turn, axis1=-2, axis2=-1) - 1) / 2, -1, 1)
    v = np.stack(
        [
            turn[..., 2, 1] - turn[..., 1, 2],
            turn[..., 0, 2] - turn[..., 2, 0],
            turn[..., 1, 0] - turn[..., 0, 1],
        ],
        axis=-1,
    )
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    axis = np.where(length > 1e-9, v / np.maximum(length, 1e-9), np.array([0.0, 0.0, 1.0]))
    return axis, np.degrees(np.arccos(cosine))


def between(a: Array, b: Array, share: Array | float) -> Array:
    """The rotation a ``share`` of the way from a to b."""
    axis, angle = axis_angle(np.swapaxes(a, -1, -2) @ b)
    result: Array = a @ rotation(axis, share * angle)
    return result


def twist_part(base: Array, turn: Array, axis: Array, part: float) -> Array:
    """Rotation that takes back ``part`` of the twist about a bone's own rest ``axis``."""
    local = np.swapaxes(np.broadcast_to(base, turn.shape), -1, -2) @ turn
    axis = unit(axis)
    w = 1 + np.trace(local, axis1=-2, axis2=-1)
    v = np.stack(
        [
            local[..., 2, 1] - local[..., 1, 2],
            local[..., 0, 2] - local[..., 2, 0],
            local[..., 1, 0] - local[..., 0, 1],
        ],
        axis=-1,
    )
    angle = 2 * np.degrees(np.arctan2(v @ axis, w))
    angle = (angle + 180) % 360 - 180
    return rotation(axis, -part * angle)
