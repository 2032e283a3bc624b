"""Values of the engine to bytes and text of the database, and back.

Arrays are little-endian, one after the other, deflated. Pixels keep float32; world points
and confidences are float16 (half a millimetre at arm's length, a hundredth of the
estimator's noise).
"""

from __future__ import annotations

import json
import math
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote_from_bytes, unquote_to_bytes

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import N_KEYPOINTS
from coach.storage.values import RecordedFrame
from coach.types import (
    Cue,
    JointRange,
    Move,
    MoveScore,
    PersonResult,
    PoseTrack,
    Repetition,
    SessionResult,
    Setup,
    Trend,
    Unjudged,
)

_P = ParamSpec("_P")
_Read = TypeVar("_Read")

_LEVEL: Final = 6
_MOST_BYTES: Final = 1 << 28
"""To which a blob may unpack: the result of a session of half a day has 50 MB."""
_ADDRESS: Final = "file:"
_ARRAYS: Final = ("time", "target_time", "similarities", "scores")


def pack(arrays: Sequence[tuple[NDArray[Any], str]]) -> bytes:
    """Arrays with their stored types ("<f4") as one deflated blob."""
    raw = b"".join(np.ascontiguousarray(a, dtype=kind).tobytes() for a, kind in arrays)
    return zlib.compress(raw, _LEVEL)


def unpack(blob: bytes, layout: Sequence[tuple[tuple[int, ...], str]]) -> list[NDArray[Any]]:
    """The arrays of ``pack``, by shape and stored type.

    Raises:
        ValueError: the blob is not of that layout.
    """
    try:
        raw = zlib.decompressobj().decompress(blob, _MOST_BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    arrays, at = [], 0
    for shape, kind in layout:
        count = math.prod(shape)
        arrays.append(np.frombuffer(raw, dtype=kind, count=count, offset=at).reshape(shape))
        at += arrays[-1].nbytes
    if at != len(raw):
        raise ValueError(f"expected {at} bytes, found {len(raw)}")
    return arrays


def poses_to_blob(frames: Sequence[RecordedFrame], people: int) -> bytes:
    """Times and skeletons of consecutive frames."""
    times = [frame.time for frame in frames]
    arrays: list[tuple[NDArray[Any], str]] = [
        (np.array(times), "<f8"),
        (np.array([frame.target_time for frame in frames]), "<f8"),
    ]
    for person in range(people):
        track = PoseTrack.of((frame.poses[person] for frame in frames), times, (1, 1), 1.0)
        arrays += [(track.points, "<f4"), (track.confidence, "<f2"), (track.world, "<f2")]
    return pack(arrays)


def poses_from_blobs(chunks: Iterable[tuple[bytes, int]], people: int) -> list[NDArray[Any]]:
    """The arrays of consecutive chunks (blob, number of frames), joined.

    They are time, target_time, then points, confidence and world of each person.
    """
    parts = [_poses_from_blob(poses_to_blob([], people), 0, people)]
    parts += [_poses_from_blob(blob, frames, people) for blob, frames in chunks]
    return [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]


def _poses_from_blob(blob: bytes, frames: int, people: int) -> list[NDArray[Any]]:
    person = (
        ((frames, N_KEYPOINTS, 2), "<f4"),
        ((frames, N_KEYPOINTS), "<f2"),
        ((frames, N_KEYPOINTS, 3), "<f2"),
    )
    return unpack(blob, (((frames,), "<f8"), ((frames,), "<f8"), *(person * people)))


def _sensible(read: Callable[_P, _Read]) -> Callable[_P, _Read]:
    """Let a reader raise ValueError for whatever the text of a damaged row leads it into."""

    @wraps(read)
    def reader(*args: _P.args, **kwargs: _P.kwargs) -> _Read:
        try:
            return read(*args, **kwargs)
        except (LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from error

    return reader


def path_to_text(path: Path) -> str:
    """A path as it is stored; one with bytes that are no text as a "file:" address."""
    text = str(path)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return f"{_ADDRESS}{quote_from_bytes(os.fsencode(path))}"
    return text


@_sensible
def path_from_text(text: str) -> Path:
    """A path from what ``path_to_text`` made."""
    if text.startswith(_ADDRESS):
        return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(_ADDRESS))))
    return Path(text)


def moves_to_text(moves: Sequence[Move]) -> str:
    """Moves of a target as JSON."""
    return json.dumps([asdict(move) for move in moves], ensure_ascii=False)


@_sensible
def moves_from_text(text: str) -> tuple[Move, ...]:
    """Moves of a target from JSON."""
    return tuple(Move(**move) for move in json.loads(text))


def result_to_row(result: SessionResult) -> tuple[str, bytes]:
    """A result as JSON and a blob of its per-frame arrays."""
    people, arrays = [], []
    for person in result.people:
        entry = asdict(person)
        for name in _ARRAYS:
            arrays.append((entry.pop(name), "<f8"))
        people.append({**entry, "frames": len(person.time)})
    summary = {
        "target": result.target,
        "duration": result.duration,
        "synchrony": None if math.isnan(result.synchrony) else result.synchrony,
        "left_out": result.left_out,
        "people": people,
    }
    return json.dumps(summary, ensure_ascii=False), pack(arrays)


@_sensible
def result_from_row(summary: str, blob: bytes) -> SessionResult:
    """A result from what ``result_to_row`` made."""
    stored = json.loads(summary)
    counts = [person.pop("frames") for person in stored["people"]]
    arrays = unpack(blob, [((n,), "<f8") for n in counts for _ in _ARRAYS])
    people = []
    for i, person in enumerate(stored["people"]):
        moves = tuple(_move_score(move) for move in person.pop("moves"))
        person["not_judged"] = tuple(Unjudged(**span) for span in person.get("not_judged", ()))
        person["setup"] = _setup(person.get("setup"))
        own = arrays[i * len(_ARRAYS) : (i + 1) * len(_ARRAYS)]
        person |= zip(_ARRAYS, own, strict=True)
        people.append(PersonResult(moves=moves, **person))
    together = stored.get("synchrony")
    return SessionResult(
        stored["target"],
        stored["duration"],
        tuple(people),
        math.nan if together is None else together,
        tuple(stored.get("left_out", ())),
    )


def _move_score(entry: dict[str, Any]) -> MoveScore:
    """A move from its JSON; what older files do not hold stays unknown."""
    cue, trend, motion = entry.pop("cue"), entry.pop("trend", None), entry.pop("motion", ())
    return MoveScore(
        **entry | {"half": tuple(entry.get("half", ()))},
        cue=None if cue is None else Cue(**cue),
        motion=tuple(JointRange(**one) for one in motion),
        trend=None if trend is None else _trend(trend),
    )


def _setup(entry: dict[str, Any] | None) -> Setup | None:
    return None if entry is None else Setup(**entry | {"size": tuple(entry["size"])})


def _trend(entry: dict[str, Any]) -> Trend:
    for name in ("repetitions", "worst"):
        entry[name] = tuple(Repetition(**one) for one in entry[name])
    return Trend(**entry)
