"""Reading the four formats of keypoints files into arrays, strictly.

The formats are described in ``coach.pose.keypoints_file``, the one user of this module.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.arrays import MOST_UNPACKED_BYTES, ArraysDamaged, read_arrays
from coach.pose.mat_file import MatDamaged, mat_arrays
from coach.skeleton import KEYPOINTS, N_KEYPOINTS

MOST_PEOPLE: Final = 16
MOST_NUMBERS: Final = MOST_UNPACKED_BYTES // 8
"""Of points, confidence and world together: three hours of one person, 30 times a second."""
LONGEST_STEP: Final = 2.0
LONGEST: Final = 12 * 3600.0
"""Seconds between two frames, and of a recording: more is a clock in another unit."""
_FARTHEST: Final = 1e6
"""No pixel and no metre lies farther out."""

_PICTURE_COLUMNS: Final = tuple(f"{k}_{v}" for k in KEYPOINTS for v in ("x", "y", "confidence"))
_WORLD_COLUMNS: Final = tuple(f"{k}_world_{v}" for k in KEYPOINTS for v in "xyz")
_LEADING_COLUMNS: Final = ("time", "person", "width", "height", "fps")
COLUMNS: Final = (
    *_LEADING_COLUMNS,
    *_PICTURE_COLUMNS,
    *_WORLD_COLUMNS,
    "head_top_x",
    "head_top_y",
)
"""Columns of a CSV file; ``person`` counts from 0."""


class Mismatch(Exception):
    """What was expected and what was found instead, in words."""

    def __init__(self, expected: str, found: object) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = str(found)[:120]


@dataclass(frozen=True, slots=True, eq=False)
class FilePoses:
    """The poses of N people at T times, as they stand in a file; ``shot`` and ``light`` may be
    empty.
    """

    time: NDArray[Any]
    points: NDArray[Any]
    confidence: NDArray[Any]
    world: NDArray[Any]
    size: tuple[int, int]
    fps: float
    shot: NDArray[Any] = field(default_factory=lambda: np.zeros(0))
    light: NDArray[Any] = field(default_factory=lambda: np.zeros(0))


def checked(poses: FilePoses) -> FilePoses:
    """The one door: the values of every reader, checked; Mismatch where they are wrong."""
    time = _numbers("time", poses.time, (None,))
    if poses.points.ndim != 4:
        raise Mismatch(f"points of shape (T, N, {N_KEYPOINTS}, 2)", poses.points.shape)
    n, people = len(time), poses.points.shape[1]
    if not 1 <= people <= MOST_PEOPLE:
        raise Mismatch(f"1 to {MOST_PEOPLE} people", people)
    if (found := poses.points.size + poses.confidence.size + poses.world.size) > MOST_NUMBERS:
        raise Mismatch(f"at most {MOST_NUMBERS} numbers", found)
    points = _numbers("points", poses.points, (n, people, N_KEYPOINTS, 2))
    confidence = _numbers("confidence", poses.confidence, (n, people, N_KEYPOINTS))
    world = _numbers("world", poses.world, (n, people, N_KEYPOINTS, 3))
    if not np.all(np.isfinite(time)):
        raise Mismatch("a number for every time", f"none in frame {np.argmin(np.isfinite(time))}")
    if n > 1 and (np.median(np.diff(time)) > LONGEST_STEP or time[-1] - time[0] > LONGEST):
        raise Mismatch("times in seconds", f"{time[-1] - time[0]:g} for {n} frames")
    if np.any(np.diff(time) <= 0):
        raise Mismatch("growing times", f"frame {1 + np.argmax(np.diff(time) <= 0)} does not grow")
    unseen = np.isnan(points).any(axis=-1) & np.isnan(world).any(axis=-1)
    confidence = np.where(unseen | np.isnan(confidence), 0.0, confidence)
    if np.any((confidence < 0) | (confidence > 1)):
        raise Mismatch("confidence 0 to 1", f"{confidence.min():g} to {confidence.max():g}")
    points[np.isnan(points).any(axis=-1)] = np.nan
    world[np.isnan(world).any(axis=-1)] = np.nan
    shot, light = (
        _numbers(name, values, (n if len(values) else 0,))
        for name, values in (("shot", poses.shot), ("light", poses.light))
    )
    if not np.all((shot >= -1) & (shot == np.floor(shot))):
        raise Mismatch("whole numbers from -1 for shot", "others")
    return FilePoses(time, points, confidence, world, poses.size, poses.fps, shot, light)


def _numbers(name: str, values: NDArray[Any], shape: tuple[int | None, ...]) -> NDArray[np.float64]:
    """Real numbers of a shape (None: any length), NaN allowed, none beyond all measure."""
    wanted = "(" + ", ".join("T" if n is None else str(n) for n in shape) + ")"
    fits = values.ndim == len(shape) and all(
        n is None or n == have for n, have in zip(shape, values.shape, strict=True)
    )
    if not fits:
        raise Mismatch(f"{name} of shape {wanted}", values.shape)
    if values.dtype.kind not in "fiu":
        raise Mismatch(f"numbers in {name}", values.dtype)
    with np.errstate(all="ignore"):
        numbers = values.astype(np.float64)
    if np.any(np.abs(numbers) > _FARTHEST):
        raise Mismatch(f"{name} up to {_FARTHEST:g}", f"{np.nanmax(np.abs(numbers)):g}")
    return numbers


def _size(width: object, height: object) -> tuple[int, int]:
    return _whole("width", width), _whole("height", height)


def _whole(name: str, value: object) -> int:
    number = _positive(name, value)
    if number != int(number):
        raise Mismatch(f"a whole number for {name}", value)
    return int(number)


def _positive(name: str, value: object) -> float:
    number = _number(name, value)
    if not 0 < number <= _FARTHEST:
        raise Mismatch(f"{name} above 0", value)
    return number


def _number(name: str, value: object) -> float:
    """A number of JSON; null is NaN."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Mismatch(f"a number for {name}", value)
    try:
        return float(value)
    except OverflowError as error:
        raise Mismatch(f"{name} up to {_FARTHEST:g}", "a number too long") from error


def _read_json(path: Path) -> FilePoses:
    try:
        text = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise Mismatch("a JSON file", error) from error
    whole = _object("file", text)
    names = whole.get("keypoint_names", list(KEYPOINTS))
    if names != list(KEYPOINTS):
        found = f"{len(names)} names" if isinstance(names, list) else type(names).__name__
        raise Mismatch(f"the {N_KEYPOINTS} names of COCO keypoints in their order", found)
    frames = [_object("frame", frame) for frame in _list("frames", _field(whole, "frames"))]
    everybody = [_list("people", _field(frame, "people")) for frame in frames]
    n_people = max((len(people) for people in everybody), default=1) or 1
    if n_people > MOST_PEOPLE:
        raise Mismatch(f"at most {MOST_PEOPLE} people", n_people)
    keypoints = np.full((len(frames), n_people, N_KEYPOINTS, 3), np.nan)
    world = np.full((len(frames), n_people, N_KEYPOINTS, 3), np.nan)
    for i, people in enumerate(everybody):
        for person, found in enumerate(people):
            if found is not None:
                seen = _object("person", found)
                keypoints[i, person] = _triples("keypoints", _field(seen, "keypoints"), i)
                if seen.get("world") is not None:
                    world[i, person] = _triples("world", seen["world"], i)
    return FilePoses(
        np.array([_number("time", _field(frame, "time")) for frame in frames], dtype=np.float64),
        keypoints[..., :2],
        keypoints[..., 2],
        world,
        _size(_field(whole, "width"), _field(whole, "height")),
        _positive("fps", _field(whole, "fps")),
    )


def _object(name: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Mismatch(f"an object for {name}", type(value).__name__)
    return value


def _list(name: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise Mismatch(f"a list for {name}", type(value).__name__)
    return value


def _field(holder: Mapping[str, Any], name: str) -> Any:
    if name not in holder:
        raise Mismatch(f"the field {name}", ", ".join(map(str, holder)) or "nothing")
    return holder[name]


def _triples(name: str, value: object, frame: int) -> list[list[float]]:
    """17 rows of three numbers."""
    rows = _list(name, value)
    if len(rows) != N_KEYPOINTS:
        raise Mismatch(f"{N_KEYPOINTS} {name} a person", f"{len(rows)} in frame {frame}")
    for row in rows:
        if len(_list(name, row)) != 3:
            raise Mismatch(f"three numbers a point in {name}", f"{len(row)} in frame {frame}")
    return [[_number(name, number) for number in row] for row in rows]


def _read_csv(path: Path) -> FilePoses:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            has_world = any(name in header for name in _WORLD_COLUMNS)
            wanted = (*_LEADING_COLUMNS, *_PICTURE_COLUMNS, *(_WORLD_COLUMNS if has_world else ()))
            if missing := [name for name in wanted if name not in header]:
                raise Mismatch(f"the column {missing[0]}", f"{len(header)} columns without it")
            places = [header.index(name) for name in wanted]
            table = np.array(list(_csv_numbers(rows, places)), dtype=np.float64)
    except (csv.Error, UnicodeDecodeError, MemoryError) as error:
        raise Mismatch("a CSV file", error) from error
    if not len(table):
        raise Mismatch("at least one row", "none")
    return _from_table(table, has_world)


def _csv_numbers(rows: Iterator[list[str]], places: list[int]) -> Iterator[list[float]]:
    for i, row in enumerate(rows):
        if not row:
            continue
        try:
            yield [float(row[place]) if row[place] else math.nan for place in places]
        except ValueError as error:
            raise Mismatch("numbers only", f"{error} in row {i + 2}") from error
        except IndexError as error:
            raise Mismatch("a cell for each column", f"{len(row)} in row {i + 2}") from error


def _from_table(table: NDArray[np.float64], has_world: bool) -> FilePoses:
    """Poses of a CSV's numbers: (rows, 5 + 51) or (rows, 5 + 102 with world)."""
    table = _numbers("cells", table, (None, table.shape[1]))
    if np.any(table[:, 2:5] != table[0, 2:5]):
        raise Mismatch("one width, height and fps", "several")
    person = table[:, 1]
    if not np.all((person >= 0) & (person < MOST_PEOPLE) & (person == np.floor(person))):
        raise Mismatch(f"whole person numbers below {MOST_PEOPLE}", f"{np.max(person):g}")
    if np.any(np.diff(table[:, 0]) < 0):
        raise Mismatch("growing times", f"row {3 + np.argmax(np.diff(table[:, 0]) < 0)} is earlier")
    time, at = np.unique(table[:, 0], return_inverse=True)
    who = person.astype(np.intp)
    if len(np.unique(np.stack([at, who], axis=1), axis=0)) != len(table):
        raise Mismatch("one row for a person at a time", "several")
    shape = (len(time), int(who.max()) + 1, N_KEYPOINTS, 3)
    keypoints, world = np.full(shape, np.nan), np.full(shape, np.nan)
    first, then = len(_LEADING_COLUMNS), len(_LEADING_COLUMNS) + len(_PICTURE_COLUMNS)
    keypoints[at, who] = table[:, first:then].reshape(-1, N_KEYPOINTS, 3)
    if has_world:
        world[at, who] = table[:, then:].reshape(-1, N_KEYPOINTS, 3)
    size = _size(float(table[0, 2]), float(table[0, 3]))
    fps = _positive("fps", float(table[0, 4]))
    return FilePoses(time, keypoints[..., :2], keypoints[..., 2], world, size, fps)


def _read_npz(path: Path) -> FilePoses:
    try:
        return _from_arrays(read_arrays(path, _ARRAYS, MOST_UNPACKED_BYTES))
    except ArraysDamaged as error:
        expected = f"an npz file of plain arrays, at most {MOST_UNPACKED_BYTES} bytes unpacked"
        raise Mismatch(expected, error) from error


def _read_mat(path: Path) -> FilePoses:
    try:
        arrays = mat_arrays(path.read_bytes(), _ARRAYS, MOST_UNPACKED_BYTES)
    except (MatDamaged, MemoryError) as error:
        raise Mismatch("a mat file (of MATLAB 5 to 7.2)", error) from error
    for name, values in arrays.items():
        if values.dtype.kind == "O":
            raise Mismatch(f"numbers in {name}", "something else")
    if "time" in arrays:
        arrays["time"] = arrays["time"].ravel()
    return _from_arrays(arrays)


_ARRAYS: Final = ("time", "points", "confidence", "world", "size", "fps", "shot", "light")


def _from_arrays(arrays: Mapping[str, NDArray[Any]]) -> FilePoses:
    time, points, confidence = (_field(arrays, name) for name in ("time", "points", "confidence"))
    world = arrays.get("world")
    if world is None:
        world = np.full((*points.shape[:-1], 3), np.nan)
    size = _numbers("size", _field(arrays, "size").ravel(), (2,))
    if "fps" in arrays:
        fps = float(_numbers("fps", arrays["fps"].ravel(), (1,))[0])
    else:
        steps = np.diff(_numbers("time", time, (None,)))
        step = float(np.median(steps)) if len(steps) else 1 / 30
        fps = 1 / step if step > 0 else math.nan
    return FilePoses(
        time,
        points,
        confidence,
        world,
        _size(float(size[0]), float(size[1])),
        _positive("fps", fps),
        *(arrays.get(name, np.zeros(0)).ravel() for name in ("shot", "light")),
    )


READERS: Final[Mapping[str, Callable[[Path], FilePoses]]] = {
    ".json": _read_json,
    ".csv": _read_csv,
    ".npz": _read_npz,
    ".mat": _read_mat,
}
