"""What somebody is doing: one of six everyday actions, or none of them.

An LSTM (three layers of 128) looks at nine moments, STRIDE frames of the regular clock apart,
of the body in three dimensions and of its way through the room (``coach.moves.motion``). It
has a seventh answer for what is none of the six: exercises, and the ways from one posture to
another. Its answers are averaged over SMOOTHING seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.motion import Motion, MotionStream, corrected_motion, windows
from coach.network import open_network
from coach.paths import MODELS
from coach.tracks import RATE
from coach.types import Pose, PoseTrack

ACTIONS: Final = ("carrying", "falling", "walking", "lifting", "standing", "lying")
"""The actions; the network's last answer, after these, is none of them."""
STEPS: Final = 9
STRIDE: Final = 2
"""Moments of a window, and frames of the regular clock between two of them."""
WINDOW: Final = (STEPS - 1) * STRIDE / RATE
"""Seconds from the first to the last moment."""
LEAST_SEEN: Final = 5
"""Moments of a window in which the person has to be seen."""
SMOOTHING: Final = 0.3
"""Seconds after which an answer counts 1/e."""
SHORTEST: Final = 0.3
"""Seconds of a span at least; shorter ones are flicker."""
WEIGHTS: Final = MODELS / "actions.onnx"
"""The weights that are shipped."""

_CHUNK: Final = 4096
_KEPT: Final = float(np.exp(-1 / (SMOOTHING * RATE)))


@dataclass(frozen=True, slots=True, eq=False)
class ActionState:
    """What somebody is doing at one moment.

    Attributes:
        time: seconds.
        action: one of ACTIONS; None: none of them, or the person is not seen.
        confidence: 0..1, of ``action`` or of its absence; 0 where the person is not seen.
        probabilities: (6,) smoothed, by ACTIONS; what is missing to 1 is "none of them".
            NaN where the person is not seen.
    """

    time: float
    action: str | None
    confidence: float
    probabilities: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ActionSpan:
    """An action from start to end, seconds, with the mean of its probability, 0..1."""

    start: float
    end: float
    action: str
    confidence: float


class ActionRecogniser:
    """Recognises the actions of one person, live or in a track."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the weights of ``path``, else the shipped ones.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or another network.
        """
        self._network = open_network(WEIGHTS if path is None else path, ("windows",))
        self._stream = MotionStream(WINDOW)
        self.reset()

    def reset(self) -> None:
        """Forget the past."""
        self._stream.reset()
        self._mean: NDArray[np.float64] | None = None
        self._state = _state(float("nan"), None)

    def push(self, pose: Pose | None, time: float) -> ActionState:
        """Take one frame of a live picture, corrected (``LiveCorrection``); None: not seen.

        The state changes ``RATE`` times a second at most, whatever the rate of the frames.
        """
        motion = self._stream.push(pose, time)
        if motion is not None and len(motion):
            newest = self.probabilities(motion, np.array([len(motion) - 1]))[0]
            self._mean = _next_mean(self._mean, newest)
            self._state = _state(float(motion.time[-1]), self._mean)
        return self._state

    def probabilities(
        self, motion: Motion, last: NDArray[np.intp] | None = None
    ) -> NDArray[np.float64]:
        """Unsmoothed answers of the windows that end at the frames ``last`` (N,), or at all.

        Returns:
            (N, 7) by ACTIONS and then none of them. NaN where the person was not seen in at
            least LEAST_SEEN moments of the window, or not in its last.
        """
        last = np.arange(len(motion)) if last is None else last
        found = np.full((len(last), len(ACTIONS) + 1), np.nan)
        for start in range(0, len(last), _CHUNK):
            rows = slice(start, start + _CHUNK)
            seen = windows(motion, last[rows], STEPS, STRIDE)
            enough = (seen[..., -1].sum(axis=1) >= LEAST_SEEN) & (seen[:, -1, -1] > 0)
            if enough.any():
                logits = self._network.run(None, {"windows": seen[enough]})[0].astype(np.float64)
                odds = np.exp(logits - logits.max(axis=1, keepdims=True))
                found[rows][enough] = odds / odds.sum(axis=1, keepdims=True)
        return found


class ActionLog:
    """Spans of actions out of states as they come, one person's."""

    def __init__(self) -> None:
        self._action: str | None = None
        self._start = self._end = float("nan")
        self._sure: list[float] = []

    def push(self, state: ActionState) -> ActionSpan | None:
        """Take one state; the span that it ended, if that was no flicker."""
        ended = self.finish() if state.action != self._action else None
        if state.action is not None and state.time != self._end:
            if self._action is None:
                self._action, self._start = state.action, state.time
            self._end = state.time
            self._sure.append(state.confidence)
        return ended

    def finish(self) -> ActionSpan | None:
        """The span so far; the next state begins a new one."""
        action, self._action = self._action, None
        sure, self._sure = self._sure, []
        if action is None or self._end - self._start < SHORTEST:
            return None
        return ActionSpan(self._start, self._end, action, float(np.mean(sure)))


def recognise_actions(
    track: PoseTrack, recogniser: ActionRecogniser | None = None
) -> tuple[ActionSpan, ...]:
    """The actions of a whole track in order; what is none of the six is left out."""
    recogniser = recogniser or ActionRecogniser()
    motion = corrected_motion(track)
    log, spans = ActionLog(), []
    mean: NDArray[np.float64] | None = None
    for time, newest in zip(motion.time, recogniser.probabilities(motion), strict=True):
        mean = _next_mean(mean, newest)
        spans.append(log.push(_state(float(time), mean)))
    spans.append(log.finish())
    return tuple(span for span in spans if span is not None)


def _next_mean(
    mean: NDArray[np.float64] | None, newest: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """The mean with one more answer; None, and begun anew, where nobody is seen."""
    if np.isnan(newest).any():
        return None
    return newest if mean is None else _KEPT * mean + (1 - _KEPT) * newest


def _state(time: float, mean: NDArray[np.float64] | None) -> ActionState:
    if mean is None:
        return ActionState(time, None, 0.0, np.full(len(ACTIONS), np.nan))
    best = int(np.argmax(mean))
    action = ACTIONS[best] if best < len(ACTIONS) else None
    return ActionState(time, action, float(mean[best]), mean[: len(ACTIONS)])
