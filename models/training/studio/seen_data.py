"""What estimators saw beside what was true, as arrays and as a file; needs only numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import N_KEYPOINTS
from models.training.studio.truth import write_arrays


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What an estimator saw and what was true: K tracks, R rows (a person in a frame).

    A track is one person over one sequence, seen by one model; its rows are
    ``offsets[k]:offsets[k + 1]``, in order of time. Where nobody was found (``detected``),
    seen arrays are NaN and confidence is 0. Nothing is smoothed.

    Attributes:
        offsets: (K + 1,) first row of each track.
        sequence: (K,) number of the sequence; tracks of one sequence show the same frames.
        person: (K,) names. model: (K,) place in ``coach.types.MODEL_NAMES``.
        up: (K, 3) against gravity, in the camera's axes (right, down, away).
        size: (K, 2) of the picture, pixels. people: (K,) in the scene.
        world: (R, 17, 3) seen, metres, camera axes about the hips.
        points: (R, 17, 2) seen, parts of the picture's width and height.
        confidence: (R, 17) seen, 0..255 for 0..1.
        detected: (R,) whether the estimator found the person.
        true_world: (R, 17, 3), true_points: (R, 17, 2) as above, but true.
        visible: (R, 17) whether the camera truly sees the joint.
        view: (R, 3) unit vector from the hips to the lens, in the camera's axes.
        time: (R,) seconds in the sequence.
        exercise: (R,) what is done. phase: (R,) 0 ready .. 1 far end.
        fault: (R,) the gravest fault to be seen, "" for none. severity: (R,) of it.
    """

    offsets: NDArray[np.int64]
    sequence: NDArray[np.int64]
    person: NDArray[np.str_]
    model: NDArray[np.uint8]
    up: NDArray[np.float16]
    size: NDArray[np.int16]
    people: NDArray[np.uint8]
    world: NDArray[np.float16]
    points: NDArray[np.float16]
    confidence: NDArray[np.uint8]
    detected: NDArray[np.bool_]
    true_world: NDArray[np.float16]
    true_points: NDArray[np.float16]
    visible: NDArray[np.bool_]
    view: NDArray[np.float16]
    time: NDArray[np.float32]
    exercise: NDArray[np.str_]
    phase: NDArray[np.float16]
    fault: NDArray[np.str_]
    severity: NDArray[np.float16]

    @property
    def tracks(self) -> int:
        """Number of tracks, K."""
        return len(self.sequence)

    def track_of_rows(self) -> NDArray[np.int64]:
        """(R,) number of the track of each row."""
        return np.repeat(np.arange(self.tracks), np.diff(self.offsets))


_NAMES: Final = ("person", "exercise", "fault")
_TABLE: Final = ("sequence", "person", "model", "up", "size", "people")
_ROWS: Final = tuple(f.name for f in fields(Seen) if f.name not in ("offsets", *_TABLE))


def write_seen(path: Path, seen: Seen) -> None:
    """Write as .npz; names as a list of the different ones and places in it."""
    arrays: dict[str, NDArray[Any]] = {}
    for f in fields(Seen):
        values = getattr(seen, f.name)
        if f.name in _NAMES:
            arrays[f"{f.name}_names"], places = np.unique(values, return_inverse=True)
            values = places.astype(np.uint16)
        elif f.name in ("visible",):
            values = np.packbits(values, axis=1)
        arrays[f.name] = values
    write_arrays(path, arrays)


def read_seen(path: Path) -> Seen:
    """What ``write_seen`` wrote."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    for name in _NAMES:
        arrays[name] = arrays.pop(f"{name}_names")[arrays[name]]
    arrays["visible"] = np.unpackbits(arrays["visible"], axis=1, count=N_KEYPOINTS).astype(bool)
    return Seen(**arrays)


def joined(parts: Sequence[Seen]) -> Seen:
    """Several as one."""
    arrays = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in (*_TABLE, *_ROWS)
    }
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    return Seen(offsets=np.concatenate([[0], np.cumsum(lengths)]), **arrays)
