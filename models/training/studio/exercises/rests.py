"""Ways to rest on one's feet between exercises."""

from __future__ import annotations

from dataclasses import replace

from models.training.studio.exercises.exercise import Exercise, Stage
from models.training.studio.exercises.legs import ON_HIPS
from models.training.studio.keys import Key, both


def _stand(**angles: float) -> Key:
    return Key(both(**angles), balance=True)


_EASE = _stand(arm_raise=9, arm_plane=75, elbow=16)


def _hips() -> Key:
    return replace(_stand(), channels={**_stand().channels, **ON_HIPS})


def _aside(key: Key, side: float, yaw: float = 0.0) -> Key:
    """The weight on one leg: -1 right .. 1 left."""
    bent = {"l_knee": 4 + 8 * max(-side, 0.0), "r_knee": 4 + 8 * max(side, 0.0)}
    lean = {"roll": -3.0 * side, "spine_roll": 3.0 * side, "head_yaw": yaw, **bent}
    return replace(key, channels={**key.channels, **lean})


def _resting(*keys: Key, seconds: float) -> Exercise:
    ready, *others = keys
    way = tuple(Stage((i + 1) / len(keys), key, 0.0) for i, key in enumerate(others))
    return Exercise("rest", "standing", ready, way, seconds=seconds, hold=True)


AT_EASE = _resting(_EASE, _aside(_EASE, 0.8, 14), _aside(_EASE, -0.6, -10), seconds=9.0)
HANDS_ON_HIPS = _resting(
    _hips(), _aside(_hips(), 0.8, 12), _aside(_hips(), -0.8, -16),
    seconds=8.0,
)  # fmt: skip
_SHAKE = {"arm_raise": 16.0, "arm_plane": 60.0, "head_pitch": 6.0, "spine_pitch": 4.0}
SHAKING_OUT = _resting(
    _stand(**_SHAKE, elbow=20, forearm=-20),
    *(_stand(**_SHAKE, elbow=34 - 20 * (i % 2), forearm=40 - 70 * (i % 2)) for i in range(7)),
    seconds=2.4,
)
RESTS = (HANDS_ON_HIPS, AT_EASE, SHAKING_OUT)
"""Ways to rest, all of the name "rest"; the first is the one of the catalogue."""
