"""Which exercise is done: one name of the vocabulary, one that was taught, or "unknown".

Windows of the movement at its own tempo (``exercise_windows``) go through a small network
(``models/exercises.onnx``) that was trained on the exercises and, each a class of its own, on
many things that are none of them. The logits are the cosines to one direction a class, so
that a taught exercise competes as one more direction (``taught``). Those of a set are averaged.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import ModelDamaged
from coach.moves.exercise_windows import LEAST_SEEN, SHORTEST, described, seen_part, windows_of
from coach.moves.taught import TaughtExercise
from coach.network import open_network
from coach.paths import MODELS
from coach.skeleton import MIRROR
from coach.tracks import RATE
from coach.types import FloatArray, Pose, PoseTrack

EXERCISES: Final = (
    "squat", "lunge", "side_lunge", "deadlift", "bent_over_row", "front_raise", "lateral_raise",
    "y_raise", "shoulder_press", "biceps_curl", "chest_fly", "push_up", "plank",
    "mountain_climber", "burpee", "crunch", "bicycle_crunch", "sit_up", "lying_leg_raise",
    "hip_thrust", "glute_bridge", "dip", "rowing", "jumping_jack", "high_knees",
    "standing_knee_raise", "arm_circle", "torso_twist", "side_bend", "toe_touch", "calf_raise",
    "superman", "bird_dog", "donkey_kick", "jog_in_place", "sit_to_stand",
    "shoulder_abduction", "step_touch", "clap", "rest",
)  # fmt: skip
"""The vocabulary."""
UNKNOWN: Final = "unknown"
"""The name of everything else."""
RANKED: Final = 5
"""Names that an answer ranks."""
WEIGHTS: Final = MODELS / "exercises.onnx"
"""The weights that are shipped."""

HANDICAP: Final = 0.1
"""By how much the cosine to a taught exercise has to be above the one to any class: a mean of
embeddings is nearer to all of its kind than a trained direction, which keeps away from others.
With it 0.91 of taught sets were known by people who are trained on, and 0.14 of all else was
taken for one of eight taught exercises; measured on weights before."""

_INPUTS: Final = ("windows",)
_FLIP: Final = np.array([-1, 1, 1], np.float32)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What somebody does.

    Attributes:
        name: of EXERCISES, one that was taught, or UNKNOWN.
        confidence: 0..1, the probability that the name is right.
        ranked: the likeliest names, UNKNOWN among them, with their probabilities, falling.
    """

    name: str
    confidence: float
    ranked: tuple[tuple[str, float], ...]


NOBODY: Final = Recognised(UNKNOWN, 1.0, ((UNKNOWN, 1.0),))
"""Of a stretch in which too little is seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What the network says of the windows of a stretch.

    Attributes:
        logits: (N, C) by ``ExerciseRecogniser.classes``. embedding: (N, E) of length 1.
    """

    logits: FloatArray
    embedding: FloatArray


class ExerciseRecogniser:
    """Names what is done in a stretch of a track. Loads the network once."""

    def __init__(self, path: Path | None = None, taught: Sequence[TaughtExercise] = ()) -> None:
        """Load the weights of ``path``, else the shipped ones.

        Args:
            path: of the weights. taught: exercises that compete with the vocabulary.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or not a recogniser.
        """
        path = WEIGHTS if path is None else path
        self._session = open_network(path, _INPUTS)
        about = self._session.get_modelmeta().custom_metadata_map
        try:
            settings: dict[str, Any] = json.loads(about["recogniser"])
            self.classes: tuple[str, ...] = tuple(settings["classes"])
            self.scale = float(settings["scale"])
            self.temperature = float(settings["temperature"])
            self.threshold = float(settings["threshold"])
        except (KeyError, ValueError, TypeError) as error:
            raise ModelDamaged(path, f"settings: {error}") from error
        self._named = [i for i, name in enumerate(self.classes) if name in EXERCISES]
        self._own = [(one.name, self._directions(one)) for one in taught if len(one.poses)]

    def recognise(self, track: PoseTrack, start: float, end: float) -> Recognised:
        """What is done from ``start`` to ``end`` seconds of a track."""
        return self.named(self.look(track, start, end))

    def look(self, track: PoseTrack, start: float, end: float) -> Seen | None:
        """What the network says of that stretch; None where too little is seen."""
        world = seen_part(track, start, end, LEAST_SEEN)
        return None if world is None else self._run(*windows_of(world))

    def _run(self, poses: FloatArray, seconds: NDArray[np.float64]) -> Seen:
        windows = described(poses, seconds)
        return Seen(*self._session.run(None, {_INPUTS[0]: windows}))

    def _directions(self, taught: TaughtExercise) -> NDArray[np.float64]:
        """(2, E) of a taught exercise and of its mirror image: means of embeddings."""
        flipped = (taught.poses[:, :, MIRROR] * _FLIP).astype(np.float32)
        means = [
            self._run(poses, taught.seconds).embedding.astype(np.float64).mean(axis=0)
            for poses in (taught.poses, flipped)
        ]
        return np.stack([mean / np.linalg.norm(mean) for mean in means])

    def named(self, seen: Seen | None) -> Recognised:
        """The answer to what the network says."""
        if seen is None or not np.isfinite(seen.logits).all():
            return NOBODY
        own = [
            self.scale * (np.max(seen.embedding @ directions.T, axis=1) - HANDICAP)
            for _, directions in self._own
        ]
        logits = np.concatenate([seen.logits, *(column[:, None] for column in own)], axis=1)
        mean = logits.mean(axis=0, dtype=np.float64) / self.temperature
        share = np.exp(mean - mean.max())
        share /= share.sum()
        names = [self.classes[i] for i in self._named] + [name for name, _ in self._own]
        known = share[[*self._named, *range(len(self.classes), len(share))]]
        ranked = sorted(zip(known.tolist(), names, strict=True), reverse=True)
        strange = float(1 - known.sum())
        best, name = ranked[0]
        both = sorted([*ranked[:RANKED], (strange, UNKNOWN)], reverse=True)[:RANKED]
        in_order = tuple((name, share) for share, name in both)
        if best >= self.threshold:
            return Recognised(name, best, in_order)
        return Recognised(UNKNOWN, 1 - best, in_order)


LOOK: Final = 6.0
"""Seconds of the past that the live recogniser looks at."""
EVERY: Final = 0.5
"""Seconds between two looks."""


class LiveRecogniser:
    """Names what is being done, now and then; ``push`` costs nothing in between."""

    def __init__(self, recogniser: ExerciseRecogniser) -> None:
        self._recogniser = recogniser
        self.reset()

    def reset(self) -> None:
        """Forget what was seen."""
        self._poses: deque[Pose] = deque()
        self._latest = NOBODY
        self._looked = -np.inf

    def push(self, pose: Pose | None, time: float) -> Recognised:
        """Take one frame, as it was seen, at ``time`` seconds; the newest answer.

        None: nobody is seen.
        """
        while self._poses and self._poses[0].time < time - LOOK:
            self._poses.popleft()
        if pose is not None:
            self._poses.append(pose)
        if time - self._looked >= EVERY:
            self._looked = time
            self._latest = self._look(time)
        return self._latest

    def _look(self, time: float) -> Recognised:
        if len(self._poses) < SHORTEST * RATE / 2:
            return NOBODY
        track = PoseTrack.of(self._poses, [p.time for p in self._poses], (1, 1), RATE)
        return self._recogniser.recognise(track, time - LOOK, time)
