"""How far angles are off as an estimator sees them and corrected, of people never trained on.

    python -m models.training.evaluate_corrector --data FOLDER

Rendered people as the real pose models saw them (the held-out ones of ``data/seen.npz``), and
recordings of held-out people with errors drawn anew. Live, what comes after is not known: the
last frame of each stretch of 1.6 s stands for that.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.pose.correction import WINDOW, Corrector
from coach.types import MODEL_NAMES
from models.training import bones
from models.training.corrector_windows import Movements, simulated
from models.training.encoder_pool import EXERCISES
from models.training.error_fit import found
from models.training.figures import Figure, Rows, figure, table
from models.training.split import held_out
from models.training.studio.seen_data import read_seen

Array = NDArray[np.float32]

SIMULATED: Final = 1500
"""Stretches of recordings with errors."""
FEWEST: Final = 8
"""Frames of which a spread is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What was seen of one person and what was true: (T, 17, 3), (T, 17), and who."""

    world: Array
    confidence: Array
    true: Array
    counts: NDArray[np.bool_]
    person: str


def rendered(model: str) -> Iterator[Track]:
    """Tracks of the rendered people who are held out, as one pose model saw them."""
    seen = read_seen(EXERCISES)
    good = found(seen)
    for k in np.flatnonzero(seen.model == MODEL_NAMES.index(model)):
        rows = slice(*seen.offsets[k : k + 2])
        if held_out(str(seen.person[k])) and np.count_nonzero(good[rows]) >= FEWEST:
            yield Track(
                seen.world[rows].astype(np.float32),
                seen.confidence[rows] / np.float32(255),
                seen.true_world[rows].astype(np.float32),
                good[rows],
                str(seen.person[k]),
            )


def recorded(data: Path) -> Iterator[Track]:
    """Stretches of held-out people's recordings with errors of the error model."""
    motions = [motion for motion in bones.load_motions(data) if motion.held_out]
    made = simulated(Movements(motions, None), SIMULATED, np.random.default_rng(5))
    for i, counts in enumerate(made.counts):
        if np.count_nonzero(counts) >= FEWEST:
            parts = (a[i].astype(np.float32) for a in (made.seen, made.confidence, made.true))
            yield Track(*parts, counts, "recordings")


def off(angles: Array, true: Array) -> Array:
    """Degrees, -180..180, by which angles differ."""
    return (angles - true + 180.0) % 360.0 - 180.0


def figures(title: str, tracks: list[Track], corrector: Corrector) -> list[Figure]:
    """Median and spread within a track of the errors of all angles, mean over the angles."""
    rng = np.random.default_rng(0)
    people = np.array([track.person for track in tracks])
    values: dict[str, list[tuple[float, float]]] = {"seen": [], "corrected": [], "live": []}
    for track in tracks:
        whole = corrector.points(track.world, track.confidence)
        last = whole.copy()
        for t in np.flatnonzero(track.counts):
            part = slice(max(t - WINDOW + 1, 0), t + 1)
            last[t] = corrector.points(track.world[part], track.confidence[part])[-1]
        true = joint_angles(track.true[track.counts])
        for name, world in zip(values, (track.world, whole, last), strict=True):
            error = off(joint_angles(world[track.counts]), true)
            middle = float(np.nanmedian(np.abs(error), axis=0).mean())
            values[name].append((middle, float(np.nanstd(error, axis=0).mean())))
    made = []
    for column, words in enumerate(("angles off, median", "the same, spread within a track")):
        for name, rows in values.items():
            value = np.array(rows)[:, column]

            def mean(chosen: Rows, value: NDArray[np.float64] = value) -> float:
                return float(np.mean(value[chosen]))

            made.append(figure(f"{title}: {words}, {name} (°)", mean, people, rng))
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corrector", type=Path, default=None, help="instead of the shipped one")
    chosen = parser.parse_args()
    corrector = Corrector(chosen.corrector)
    for model in MODEL_NAMES:
        print(table(f"Rendered people, {model}", figures(model, list(rendered(model)), corrector)))
    recordings = list(recorded(chosen.data))
    print(table("Recordings with errors", figures("recordings", recordings, corrector)))


if __name__ == "__main__":
    main()
