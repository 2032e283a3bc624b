"""Whether somebody has just fallen, from how they moved in the last seconds.

A small network (convolutions over time) looks at WINDOW seconds of the body and its way through
the room (``coach.moves.motion``), so at how the person stood, went down and came to rest; it was
trained on falls against exercises, ways to the floor and what looks like a fall. What it says
is evidence for ``FallAlarm``, which decides.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.falls import (
    UNSEEN,
    Expected,
    FallAlarm,
    FallEvidence,
    FallState,
)
from coach.moves.motion import Motion, MotionStream, corrected_motion, windows
from coach.network import open_network
from coach.paths import MODELS
from coach.tracks import RATE
from coach.types import Pose, PoseTrack

STEPS: Final = 36
"""Moments of a window, one frame of the regular clock apart."""
WINDOW: Final = (STEPS - 1) / RATE
"""Seconds from the first to the last moment."""
LEAST_SEEN: Final = 10
"""Moments of a window in which the person has to be seen."""
LIVE_EVERY: Final = 2
"""Moments of the regular clock from one live look to the next: a fall lasts longer, and two looks
in a row are not needed to suspect one."""
WEIGHTS: Final = MODELS / "falls.onnx"
"""The weights that are shipped."""

_CHUNK: Final = 2048


class FallDetector:
    """The evidence for a fall, of one person, live or in a track."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the weights of ``path``, else the shipped ones.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or another network.
        """
        self._network = open_network(WEIGHTS if path is None else path, ("windows",))
        self._stream = MotionStream(WINDOW, LIVE_EVERY)

    def reset(self) -> None:
        """Forget the past."""
        self._stream.reset()

    def push(self, pose: Pose | None, time: float) -> FallEvidence | None:
        """Take one frame of a live picture, corrected (``LiveCorrection``); None: not seen.

        Returns:
            The evidence at every LIVE_EVERYth moment of the regular clock, else None.
        """
        motion = self._stream.push(pose, time)
        if motion is None:
            return None
        if not len(motion):
            return UNSEEN
        newest = np.array([len(motion) - 1])
        return FallEvidence(
            float(self._likelihoods(motion, newest)[0]), float(motion.height[newest[0]])
        )

    def likelihoods(self, motion: Motion) -> NDArray[np.float64]:
        """(T,) 0..1 that somebody has just fallen; NaN where too little was seen."""
        return self._likelihoods(motion, np.arange(len(motion)))

    def _likelihoods(self, motion: Motion, last: NDArray[np.intp]) -> NDArray[np.float64]:
        found = np.full(len(last), np.nan)
        for start in range(0, len(last), _CHUNK):
            rows = slice(start, start + _CHUNK)
            seen = windows(motion, last[rows], STEPS)
            enough = seen[..., -1].sum(axis=1) >= LEAST_SEEN
            if enough.any():
                logits = self._network.run(None, {"windows": seen[enough]})[0].astype(np.float64)
                found[rows][enough] = 1 / (1 + np.exp(logits[:, 0] - logits[:, 1]))
        return found


class FallWatch:
    """Detector and alarm of one person: poses in, the state of the alarm out."""

    def __init__(
        self, detector: FallDetector | None = None, alarm: FallAlarm | None = None
    ) -> None:
        self._detector = detector or FallDetector()
        self._alarm = alarm or FallAlarm()

    def push(self, pose: Pose | None, time: float, expected: Expected = "unknown") -> FallState:
        """Take one frame of a live picture, corrected; ``expected``: what the workout asks for."""
        evidence = self._detector.push(pose, time)
        return self._alarm.state if evidence is None else self._alarm.push(time, evidence, expected)

    @property
    def falls(self) -> tuple[float, ...]:
        """Seconds of all falls that were asked about."""
        return self._alarm.falls

    def cancel(self) -> FallState:
        """The person has answered: all is well."""
        return self._alarm.cancel()

    def reset(self) -> None:
        """Another person, another session."""
        self._detector.reset()
        self._alarm.reset()


def find_falls(track: PoseTrack, detector: FallDetector | None = None) -> tuple[float, ...]:
    """Seconds at which the person of a track fell and stayed down, see ``FallAlarm.falls``."""
    detector, alarm = detector or FallDetector(), FallAlarm()
    motion = corrected_motion(track)
    evidence = zip(motion.time, detector.likelihoods(motion), motion.height, strict=True)
    for time, likelihood, height in evidence:
        alarm.push(float(time), FallEvidence(float(likelihood), float(height)))
    return alarm.falls
