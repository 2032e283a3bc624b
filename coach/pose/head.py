"""Top of the head, which the pose model does not give: from ears, eyes, nose and neck.

In a picture there are three cases. Facing the camera or away from it, the line between
the ears lies across the head and its top stands at right angles to that line. Facing
left or right, the ears fall together and the line from ear to nose takes that part. In
three dimensions both lines are known and the top is at right angles to both.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX, neck

Array = NDArray[np.floating[Any]]

# An adult's head in metres; only the ratios matter.
EAR_DISTANCE: Final = 0.145
EYE_DISTANCE: Final = 0.063
EAR_TO_NOSE: Final = 0.125
EAR_TO_TOP: Final = 0.130
NOSE_DROP: Final = float(np.radians(14))  # tip of the nose below the level of the ears
PROFILE_YAW: Final = float(np.radians(50))  # turned further than this: facing left or right


def head_top(points: Array) -> Array:
    """Top of the head of each pose.

    Args:
        points: (..., 17, 2) with y down, or (..., 17, 3) with axes as in ``coach.types``;
            any unit. An ear may be NaN where the other or both eyes are known; without
            the nose the head is taken to face the camera.

    Returns:
        (..., 2) or (..., 3) in the unit of ``points``; NaN where too little is known.
    """
    left, right = points[..., INDEX["left_ear"], :], points[..., INDEX["right_ear"], :]
    left_eye, right_eye = points[..., INDEX["left_eye"], :], points[..., INDEX["right_eye"], :]
    across = _first_known(right - left, (right_eye - left_eye) * (EAR_DISTANCE / EYE_DISTANCE))
    centre = _first_known((left + right) / 2, left, right, (left_eye + right_eye) / 2)
    forward = points[..., INDEX["nose"], :] - centre
    if points.shape[-1] == 3:
        return centre + _rise_3d(across, forward)
    nothing = np.zeros_like(centre)
    up = _first_known(centre - neck(points), nothing + np.array([0, -1], points.dtype))
    return centre + _rise_2d(
        _first_known(across, nothing), _first_known(forward, nothing), _unit(up)
    )


def _rise_2d(across: Array, forward: Array, up: Array) -> Array:
    """Vector from between the ears to the top; ``up`` (unit) leads away from the neck."""
    sideways = np.abs(_dot(forward, _turned(up)))
    yaw = np.arctan2(sideways / EAR_TO_NOSE, _length(across) / EAR_DISTANCE)
    scale = np.hypot(_length(across) / EAR_DISTANCE, _length(forward) / EAR_TO_NOSE)

    frontal = _towards(_turned(_unit(across)), up)
    ahead = _unit(forward)
    level = _towards(_turned(ahead), up)
    profile = np.cos(NOSE_DROP) * level - np.sin(NOSE_DROP) * ahead

    direction = np.where(yaw < PROFILE_YAW, frontal, profile)
    rise: Array = direction * scale * EAR_TO_TOP
    return rise


def _rise_3d(across: Array, forward: Array) -> Array:
    """The same in three dimensions, where left and right of the head tell up from down."""
    scale = (_length(across) / EAR_DISTANCE + _length(forward) / EAR_TO_NOSE) / 2
    level = _unit(np.cross(across, forward))
    direction = np.cos(NOSE_DROP) * level - np.sin(NOSE_DROP) * _unit(forward)
    rise: Array = direction * scale * EAR_TO_TOP
    return rise


def _first_known(*choices: Array) -> Array:
    """The first of the arrays whose vector is not NaN, vector by vector."""
    value = choices[0]
    for choice in choices[1:]:
        value = np.where(np.isfinite(value).all(axis=-1, keepdims=True), value, choice)
    return value


def _dot(a: Array, b: Array) -> Array:
    product: Array = np.sum(a * b, axis=-1, keepdims=True)
    return product


def _length(a: Array) -> Array:
    length: Array = np.linalg.norm(a, axis=-1, keepdims=True)
    return length


def _unit(a: Array) -> Array:
    """Unit vectors; a vector of no length stays zero."""
    length = _length(a)
    unit: Array = a / np.where(length == 0, 1, length)
    return unit


def _turned(a: Array) -> Array:
    """Turned by a right angle in the picture."""
    return np.stack([-a[..., 1], a[..., 0]], axis=-1)


def _towards(a: Array, direction: Array) -> Array:
    """``a`` or its opposite, whichever leads more towards ``direction``."""
    return np.where(_dot(a, direction) < 0, -a, a)
