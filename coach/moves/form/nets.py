"""Small fitted decisions as plain numbers: ``models/form.json``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import ModelDamaged, ModelMissing
from coach.moves.form.exercises import PLANS
from coach.moves.form.measures import N_FRAME, N_REPETITION, N_SHAPE
from coach.paths import MODELS
from coach.scoring.tolerance import VIEW_EDGES

Floats = NDArray[np.float64]

FORM_FILE: Final = MODELS / "form.json"
OF_FRAME: Final = ("level", "knee", "hip", "deep")
"""What is told of a frame: the level, and angles in right angles."""
ALIKE_COLUMNS: Final = 2 * N_SHAPE
"""Columns of a repetition that say what exercise it is: the far end and the ready pose."""


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """Layers of weights with tanh between them; inputs are made alike in size first.

    Attributes:
        mean, spread: (I,) of the inputs. layers: weights (I, O) and biases (O,) each.
    """

    mean: Floats
    spread: Floats
    layers: tuple[tuple[Floats, Floats], ...]

    def __call__(self, values: Floats) -> Floats:
        """(..., O) of inputs (..., I)."""
        x = np.clip((values - self.mean) / self.spread, -LARGEST, LARGEST)
        for weights, biases in self.layers[:-1]:
            x = np.tanh(x @ weights + biases)
        weights, biases = self.layers[-1]
        result: Floats = x @ weights + biases
        return result


LARGEST: Final = 4.0
"""Spreads beyond which an input tells nothing more."""


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What was fitted for one exercise.

    Attributes:
        frame: from ``measures.frames`` to OF_FRAME.
        faults: from ``measures.repetition`` to the severity of each fault.
        alike: from its first ALIKE_COLUMNS to how much it is this exercise at all, about 1 if
            it is and -1 if not.
        limits: (faults,) severities from which a fault is told.
        spreads: (faults,) standard deviation of the severities' errors.
        sizes: (faults, 2) of what is told: what is added to the severity times what.
        judged: (faults, views) whether the view shows a fault well enough to judge it.
    """

    frame: Net
    faults: Net
    alike: Net
    limits: Floats
    spreads: Floats
    sizes: Floats
    judged: NDArray[np.bool_]


@cache
def load_judges(path: Path = FORM_FILE) -> dict[str, Judge]:
    """One of each exercise; ModelMissing or ModelDamaged."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {name: _judge(table[name], len(PLANS[name].faults)) for name in PLANS}
    except FileNotFoundError:
        raise ModelMissing(path) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(path, str(error)) from error


def _judge(table: dict[str, Any], faults: int) -> Judge:
    frame = _net(table["frame"], N_FRAME, len(OF_FRAME))
    severities = _net(table["faults"], N_REPETITION, faults)
    alike = _net(table["alike"], ALIKE_COLUMNS, 1)
    limits, spreads = (np.array(table[name], np.float64) for name in ("limits", "spreads"))
    sizes = np.array(table["sizes"], np.float64)
    judged = np.array(table["judged"], np.bool_)
    shapes = [part.shape for part in (limits, spreads, sizes, judged)]
    if shapes != [(faults,), (faults,), (faults, 2), (faults, len(VIEW_EDGES) + 1)]:
        raise ValueError(f"limits, spreads, sizes, judged: {shapes}")
    return Judge(frame, severities, alike, limits, spreads, sizes, judged)


def _net(table: dict[str, Any], inputs: int, outputs: int) -> Net:
    layers = tuple(
        (np.array(weights, np.float64), np.array(biases, np.float64))
        for weights, biases in table["layers"]
    )
    mean, spread = (np.array(table[name], np.float64) for name in ("mean", "spread"))
    if not layers or not mean.shape == spread.shape == (inputs,):
        raise ValueError(f"{len(layers)} layers of {mean.shape} inputs")
    sizes = [inputs, *(len(w) for w, _ in layers[1:]), outputs]
    for (weights, biases), rows, columns in zip(layers, sizes, sizes[1:], strict=False):
        if weights.shape != (rows, columns) or biases.shape != (columns,):
            raise ValueError(f"weights {weights.shape}, biases {biases.shape}")
    return Net(mean, spread, layers)


def as_json(net: Net, digits: int = 4) -> dict[str, Any]:
    """What is read again."""

    def short(values: Floats) -> Sequence[Any]:
        return [float(f"{v:.{digits}g}") if np.ndim(v) == 0 else short(v) for v in values]

    return {
        "mean": short(net.mean),
        "spread": short(net.spread),
        "layers": [[short(weights), short(biases)] for weights, biases in net.layers],
    }
