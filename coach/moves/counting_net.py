"""The counter's network: how likely a stretch is one repetition, and a repetition an attempt."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from coach.moves.span_context import N_CONTEXT, context_of
from coach.moves.spans import MARGIN, N_FEATURES, Spans, Track, all_spans
from coach.network import open_network
from coach.paths import MODELS
from coach.types import FloatArray

COUNTER: Final = MODELS / "counter.onnx"
"""The weights that are shipped."""
STAGES: Final = ("alone", "among", "again")
"""Inputs: a stretch by itself; among the others, by what they are by themselves; and again."""
SHORT: Final = "short"
"""Input: a repetition beside the others of its set."""
N_COMPARED: Final = 13
"""Values of it, see ``coach.moves.attempts.compared``."""
INPUTS: Final = {"alone": N_FEATURES + 1, "among": N_FEATURES + N_CONTEXT,
                 "again": N_FEATURES + N_CONTEXT, SHORT: N_COMPARED}  # fmt: skip
POSSIBLE: Final = -4.0
"""Log odds, by itself, from which a stretch is looked at among the others."""
PIECE: Final = 900
"""Frames of a track that are looked at at once."""


class CounterNet:
    """The ONNX model, on one core."""

    def __init__(self, path: Path = COUNTER) -> None:
        """Load the weights.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or not a counter.
        """
        self._session = open_network(path, tuple(INPUTS))

    def odds(self, stage: str, values: FloatArray) -> FloatArray:
        """Log odds (S,) that stretches described by (S, F) are repetitions; of SHORT, attempts."""
        feeds = {name: np.zeros((0, size), np.float32) for name, size in INPUTS.items()}
        feeds[stage] = values.astype(np.float32)
        found: FloatArray = self._session.run([f"{stage}_odds"], feeds)[0]
        return found


@lru_cache(maxsize=1)
def shipped_net() -> CounterNet:
    """The shipped weights, read once."""
    return CounterNet()


def likely_spans(
    frames: FloatArray, net: CounterNet, progress: Callable[[float], None] | None = None
) -> tuple[Spans, FloatArray]:
    """The stretches of a whole track that may be repetitions, and their log odds.

    Args:
        frames: (T, S + 1) of ``carried_on``.
        progress: told the part that is done, 0..1.
    """
    spans, features, odds = _possible_spans(frames, net, progress)
    return spans, among_others(spans, features, odds, len(frames), net)


def among_others(
    spans: Spans, features: FloatArray, odds: FloatArray, total: int, net: CounterNet
) -> FloatArray:
    """Log odds (S,) of stretches in a track of ``total`` frames, by what they are by themselves."""
    for stage in STAGES[1:]:
        context = context_of(spans, odds, total)
        odds = net.odds(stage, np.concatenate([features, context], axis=1))
    return odds


def _possible_spans(
    frames: FloatArray, net: CounterNet, progress: Callable[[float], None] | None
) -> tuple[Spans, FloatArray, FloatArray]:
    """Stretches that may be repetitions by themselves, their features and log odds."""
    total = len(frames)
    spans = [np.zeros((0, 2), np.intp)]
    features = [np.zeros((0, N_FEATURES), np.float32)]
    odds = [np.zeros(0, np.float32)]
    for start in range(0, total, PIECE):
        low, high = max(0, start - MARGIN), min(total, start + PIECE + 2 * MARGIN)
        found = all_spans(start - low, min(start + PIECE, total) - low, high - low)
        described = Track(frames[low:high]).features(found)
        alone = net.odds("alone", np.pad(described, ((0, 0), (0, 1))))
        kept = alone > POSSIBLE
        spans.append(found[kept] + np.array([low, 0]))
        features.append(described[kept])
        odds.append(alone[kept])
        if progress is not None:
            progress(min(start + PIECE, total) / total)
    return np.concatenate(spans), np.concatenate(features), np.concatenate(odds)
