"""Keypoints files: the poses of a video as JSON, CSV, npz or mat.

All four hold the same: for each of T times and N people, 17 COCO keypoints in pixels with
a confidence, and 17 world points in metres (axes: ``coach.types``), and the size and rate
of the picture.

- ``.json``: ``{"video", "width", "height", "fps", "keypoint_names", "frames": [{"time",
  "people": [{"keypoints": [[x, y, confidence]], "world": [[x, y, z]], "head_top": [x,
  y]}]}]}``. Everybody stands in every frame, so that a place in ``people`` is a person;
  null is what was not seen. MATLAB's ``jsondecode`` makes 17x3 matrices of it.
- ``.csv``: a row for a person at a time, in the columns of ``COLUMNS``; an empty cell is
  what was not seen.
- ``.npz``, ``.mat``: ``time`` (T,), ``points`` (T, N, 17, 2), ``confidence`` (T, N, 17),
  ``world`` (T, N, 17, 3), ``size`` (2,), ``fps``, ``video``; NaN is what was not seen. Also
  ``shot`` and ``light`` (T,), see ``PoseTrack``; both may be missing.

JSON and CSV are rounded to 1/1000 pixel and 1/100 mm. Reading, ``world`` may be missing:
such poses can be compared in the picture, but count as not seen by the scoring, which
needs world points. Keypoints that lack one coordinate are taken as not seen.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import (
    BadRequest,
    CoachBug,
    FileMissing,
    FileUnreadable,
    KeypointsInvalid,
    OutputUnwritable,
)
from coach.paths import whole_file
from coach.pose.head import head_top
from coach.pose.keypoints_parsing import COLUMNS, READERS, FilePoses, Mismatch, checked
from coach.skeleton import KEYPOINTS
from coach.types import PoseTrack

SUFFIXES: Final = (".json", ".csv", ".npz", ".mat")
MOST_BYTES: Final = 1 << 30


def is_keypoints_file(path: Path) -> bool:
    """Whether the file's name ends as a keypoints file's does."""
    return Path(path).suffix.lower() in SUFFIXES


def read_keypoints(path: Path) -> tuple[PoseTrack, ...]:
    """The people of a keypoints file, one track each, at least one.

    Raises:
        FileMissing, FileUnreadable: no such file, no permission.
        KeypointsInvalid: anything that is not as the module docstring says.
    """
    path = Path(path)
    if not path.is_file():
        raise FileMissing(path)
    try:
        read = READERS.get(path.suffix.lower())
        if read is None:
            raise Mismatch(" ".join(SUFFIXES), path.suffix or path.name)
        if (size := path.stat().st_size) > MOST_BYTES:
            raise Mismatch(f"at most {MOST_BYTES} bytes", size)
        return _tracks(checked(read(path)))
    except Mismatch as mismatch:
        raise KeypointsInvalid(path, mismatch.expected, mismatch.found) from mismatch
    except OSError as error:
        raise FileUnreadable(path, str(error)) from error


def _tracks(poses: FilePoses) -> tuple[PoseTrack, ...]:
    return tuple(
        PoseTrack(
            poses.time,
            poses.points[:, i],
            poses.confidence[:, i],
            poses.world[:, i],
            poses.size,
            poses.fps,
            poses.shot,
            poses.light,
        )
        for i in range(poses.points.shape[1])
    )


def write_keypoints(path: Path, tracks: Sequence[PoseTrack], video: str) -> None:
    """Write the poses of the people of one video, in the format of the file's suffix.

    The file appears whole or not at all.

    Args:
        path: the file; one that exists is replaced.
        tracks: one a person, with the same times and size.
        video: name of the video, for the reader.

    Raises:
        BadRequest: a suffix other than ``SUFFIXES``.
        OutputUnwritable: no permission, no such folder, a full disk.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise BadRequest("output", " ".join(SUFFIXES), path.suffix or path.name)
    whole = _stacked(tracks)
    try:
        with whole_file(path) as file:
            write(file, whole, video)
    except OSError as error:
        raise OutputUnwritable(path, str(error)) from error


def _stacked(tracks: Sequence[PoseTrack]) -> FilePoses:
    if not tracks:
        raise CoachBug("a keypoints file needs at least one track")
    first = tracks[0]
    for track in tracks[1:]:
        if track.size != first.size or not np.array_equal(track.time, first.time):
            raise CoachBug("tracks of one video must have the same times and size")
    return FilePoses(
        first.time,
        np.stack([t.points for t in tracks], axis=1),
        np.stack([t.confidence for t in tracks], axis=1),
        np.stack([t.world for t in tracks], axis=1),
        first.size,
        first.fps,
        first.shot,
        first.light,
    )


def _rounded(values: NDArray[Any], digits: int) -> NDArray[np.float64]:
    rounded: NDArray[np.float64] = values.astype(np.float64).round(digits)
    return rounded


def _rows_of(poses: FilePoses) -> tuple[NDArray[np.float64], ...]:
    """Rounded: (T, N, 17, 3) keypoints, (T, N, 17, 3) world, (T, N, 2) head tops."""
    keypoints = np.concatenate(
        [_rounded(poses.points, 3), _rounded(poses.confidence, 4)[..., None]], axis=-1
    )
    top = _rounded(head_top(poses.points), 3)
    return keypoints, _rounded(poses.world, 5), top


def _with_none(values: NDArray[np.float64]) -> Any:
    """Nested lists in which NaN is None."""
    cells = values.astype(object)
    cells[np.isnan(values)] = None
    return cells.tolist()


def _write_json(file: IO[bytes], poses: FilePoses, video: str) -> None:
    parts = [_with_none(part) for part in _rows_of(poses)]
    head = {
        "video": video,
        "width": poses.size[0],
        "height": poses.size[1],
        "fps": poses.fps,
        "keypoint_names": KEYPOINTS,
    }
    file.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "frames": [')
    for i, time in enumerate(poses.time.tolist()):
        people = [
            {"keypoints": keypoints, "world": world, "head_top": top}
            for keypoints, world, top in zip(*(part[i] for part in parts), strict=True)
        ]
        frame = json.dumps({"time": time, "people": people}, allow_nan=False)
        file.write((b",\n" if i else b"\n") + frame.encode())
    file.write(b"\n]}\n")


def _write_csv(file: IO[bytes], poses: FilePoses, video: str) -> None:
    del video  # rows of numbers only
    keypoints, world, top = _rows_of(poses)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for i, time in enumerate(poses.time.tolist()):
        for person in range(poses.points.shape[1]):
            values = np.concatenate(
                [part[i, person].ravel() for part in (keypoints, world, top)]
            ).tolist()
            cells = ["" if math.isnan(value) else value for value in values]
            table.writerow([time, person, *poses.size, poses.fps, *cells])
    text.detach()


def _named_arrays(poses: FilePoses, video: str) -> dict[str, Any]:
    return {
        "time": poses.time,
        "points": poses.points,
        "confidence": poses.confidence,
        "world": poses.world,
        "size": np.array(poses.size),
        "fps": poses.fps,
        "video": video,
        "shot": poses.shot,
        "light": poses.light,
    }


def _write_npz(file: IO[bytes], poses: FilePoses, video: str) -> None:
    np.savez_compressed(file, **_named_arrays(poses, video))


def _write_mat(file: IO[bytes], poses: FilePoses, video: str) -> None:
    names = np.array(KEYPOINTS, dtype=object)
    arrays = _named_arrays(poses, video) | {"keypoint_names": names}
    import scipy.io  # heavy, and seldom needed

    whole: Any = file  # scipy takes open files too, its stubs do not say so
    scipy.io.savemat(whole, arrays, do_compression=True)


_WRITERS: Final[Mapping[str, Callable[[IO[bytes], FilePoses, str], None]]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".npz": _write_npz,
    ".mat": _write_mat,
}
