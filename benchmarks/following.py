"""What the score of a live frame costs beside the pose model: distances to feedback.

Somebody follows a recording of themselves, on one core. Counting is timed apart; it is one of the
recognisers (``benchmarks.recognisers``). Times are of the processor.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.recognisers import CAMERA, WARM, recording
from benchmarks.table import Row
from coach.embedding import Encoder
from coach.moves.attempts import Cycle
from coach.pose.correction import LiveCorrection
from coach.scoring.curve import curve_for
from coach.session.features import Features, features_of
from coach.session.follower import Follower, MoveCounter
from coach.types import Move

GOAL_MS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A target without moves."""

    features: Features
    cycles: tuple[Cycle, ...] | None = None

    def moves_at(self, _: float) -> tuple[Move | None, Move | None]:
        """None is known."""
        return None, None


def following(seconds: float) -> list[Row]:
    """Milliseconds a frame from a corrected pose to its score and cue, without counting."""
    track, encoder, correction = recording(seconds), Encoder(), LiveCorrection()
    target = Shown(features_of(track, encoder))
    follower = Follower(target, encoder, curve_for("normal"), "auto")
    counted, push = 0.0, MoveCounter.push

    def timed(*given: Any) -> None:
        nonlocal counted
        begun = time.thread_time()
        push(*given)
        counted += time.thread_time() - begun

    spent = []
    with patch.object(MoveCounter, "push", timed):
        for i in range(len(track)):
            pose = track.pose(i)
            fixed = correction.push(pose, pose.time)
            begun, counted = time.thread_time(), 0.0
            follower.push(fixed, pose.time, pose.time)
            follower.view()
            spent.append(1000 * (time.thread_time() - begun - counted))
    kept = spent[round(WARM * CAMERA) :]
    note = f"mean {np.mean(kept):.2f}, p95 {np.quantile(kept, 0.95):.2f}"
    return [
        Row("distances to feedback, median", float(np.median(kept)), "ms", GOAL_MS, "most", note)
    ]
