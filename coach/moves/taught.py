"""Exercises of the user's own, taught with a few repetitions.

What is kept are windows of poses, corrected, not what the recogniser made of them: another
recogniser still knows them. The file lies in the data folder and is read without pickle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.arrays import ArraysDamaged, read_arrays
from coach.errors import BadRequest, DataDamaged, DataUnwritable
from coach.moves.exercise_windows import LEAST_SEEN, STEPS, seen_part, windows_of
from coach.paths import make_private, whole_file
from coach.skeleton import N_KEYPOINTS
from coach.types import FloatArray, PoseTrack

FILE: Final = "taught.npz"
"""In the data folder."""
LENGTHS: Final = (1.2, 2.0, 3.0)
"""Periods in the windows that are kept of what was shown."""
MOST_WINDOWS: Final = 96
"""Kept of one exercise; the newest ones."""
LONGEST_NAME: Final = 60
"""Letters."""
_NUMBERS: Final = ("owner", "poses", "seconds")


@dataclass(frozen=True, slots=True, eq=False)
class TaughtExercise:
    """One exercise of the user's own.

    Attributes:
        name: what it is called. poses: (N, S, 17, 3) metres, windows of it; seconds: (N,) of
            each.
    """

    name: str
    poses: FloatArray
    seconds: NDArray[np.float64]

    def and_then(self, later: TaughtExercise) -> TaughtExercise:
        """The same with what was shown later."""
        poses = np.concatenate([self.poses, later.poses])[-MOST_WINDOWS:]
        seconds = np.concatenate([self.seconds, later.seconds])[-MOST_WINDOWS:]
        return TaughtExercise(self.name, poses, seconds)


def shown(name: str, track: PoseTrack, start: float, end: float) -> TaughtExercise | None:
    """What a track shows from ``start`` to ``end`` seconds, as an exercise of that name.

    None where too little is seen.
    """
    world = seen_part(track, start, end, LEAST_SEEN)
    if world is None:
        return None
    parts = [windows_of(world, periods) for periods in LENGTHS]
    poses, seconds = (np.concatenate(values) for values in zip(*parts, strict=True))
    return TaughtExercise(name, poses, seconds)


def checked_name(name: str, taken: Sequence[str]) -> str:
    """A name without blanks about it.

    Raises:
        BadRequest: it is empty, too long or one of those that are taken.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadRequest("NAME", f"1..{LONGEST_NAME}", str(len(name)))
    if name.lower() in taken:
        raise BadRequest("NAME", f"≠ {name.lower()}", name)
    return name


def read_taught(folder: Path) -> tuple[TaughtExercise, ...]:
    """All that was taught; none where the folder has no such file.

    Raises:
        DataDamaged: the file cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        arrays = read_arrays(path, ("names", *_NUMBERS))
        names = _names(arrays["names"])
        owner, poses, seconds = (arrays[name] for name in _NUMBERS)
    except (OSError, ArraysDamaged, KeyError, ValueError, RecursionError) as error:
        raise DataDamaged(path, str(error)) from error
    whole = (*owner.shape[:1], STEPS, N_KEYPOINTS, 3)
    if owner.ndim != 1 or poses.shape != whole or seconds.shape != owner.shape:
        raise DataDamaged(path, f"poses of shape {poses.shape}")
    if any(values.dtype.kind not in "fiu" for values in (owner, poses, seconds)):
        raise DataDamaged(path, f"numbers of kind {poses.dtype}")
    with np.errstate(over="ignore"):  # what is beyond all measure is like nothing that is done
        return tuple(
            TaughtExercise(
                name,
                poses[owner == i].astype(np.float32),
                seconds[owner == i].astype(np.float64),
            )
            for i, name in enumerate(names)
        )


def _names(letters: NDArray[Any]) -> list[str]:
    """The names as they are kept; ValueError where they are none."""
    names = json.loads(letters.tobytes())
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("names")
    for name in names:
        name.encode()  # halves of letters are none
    return names


def write_taught(folder: Path, taught: Sequence[TaughtExercise]) -> None:
    """Keep exactly these; the file is replaced at once or not at all.

    Raises:
        DataUnwritable: the folder cannot be written.
    """
    path = folder / FILE
    none = np.zeros((0, STEPS, N_KEYPOINTS, 3), np.float16)
    try:
        make_private(folder)
        with whole_file(path) as file:
            np.savez_compressed(
                file,
                names=np.frombuffer(json.dumps([one.name for one in taught]).encode(), np.uint8),
                owner=np.repeat(np.arange(len(taught)), [len(one.poses) for one in taught]),
                poses=np.concatenate([none, *(one.poses.astype(np.float16) for one in taught)]),
                seconds=np.concatenate([np.zeros(0), *(one.seconds for one in taught)]),
            )
    except OSError as error:
        raise DataUnwritable(path, error.strerror or str(error)) from error


def teach(folder: Path, exercise: TaughtExercise) -> None:
    """Keep an exercise; of one that is known already, what was shown now besides."""
    taught = {one.name: one for one in read_taught(folder)}
    known = taught.get(exercise.name)
    taught[exercise.name] = exercise if known is None else known.and_then(exercise)
    write_taught(folder, list(taught.values()))


def forget(folder: Path, name: str) -> bool:
    """Keep an exercise no longer; whether there was one of that name."""
    taught = read_taught(folder)
    kept = [one for one in taught if one.name != name]
    if len(kept) < len(taught):
        write_taught(folder, kept)
    return len(kept) < len(taught)
