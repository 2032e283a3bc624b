"""Reads and writes the truth beside a clip: exact keypoints (.npz) and labels (.json).

Needs only numpy. The format is described in ``docs/studio-truth.md``. The members that a
keypoints file of ``coach keypoints`` has are here too, under the same names, so whatever
reads those files reads the truth.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from models.training.studio.take import Fault, Segment

FORMAT: Final = 2
PIXEL_STEP: Final = 1 / 32
METRE_STEP: Final = 1 / 4096
PHASE_STEP: Final = 1 / 1024
N_JOINTS: Final = 17
SHOULDERS: Final = (5, 6)
HIPS: Final = (11, 12)
"""COCO places of the left and the right one."""

FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]

_SHAPES: Final[dict[str, tuple[int, ...]]] = {
    "points": (N_JOINTS, 2),
    "confidence": (N_JOINTS,),
    "world": (N_JOINTS, 3),
    "visible": (N_JOINTS,),
    "body": (N_JOINTS, 3),
    "ground": (N_JOINTS, 3),
    "phase": (),
}
"""Members of the file over (T, N) and the axes that follow."""

_FIRST_FORMAT: Final = ("time", "points", "confidence", "world", "size")


class TruthError(ValueError):
    """A file is not the truth of a clip; says which, what was expected and what was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Exact keypoints of N people over T frames, in COCO-17 order.

    Attributes:
        time: (T,) seconds, growing.
        points: (T, N, 17, 2) pixels, x to the right, y down.
        confidence: (T, N, 17) 1 inside the picture, 0 outside.
        world: (T, N, 17, 3) metres, camera axes (right, down, away) about the hips.
        size: width and height in pixels.
        visible: (T, N, 17) whether the camera truly sees it: inside, nothing in front.
        body: (T, N, 17, 3) metres, axes of ``body_frame`` (left, up, forward) about the hips.
        ground: (T, N, 17, 3) metres in the room: x, y along the floor, z up from it.
        phase: (T, N) 0 ready .. 1 far end of a repetition.
        supports: limb ("l_foot", "r_hand", ...) to (T, N): it bears weight and stays put.
        labels: what the .json beside it says; empty where there is none.
    """

    time: NDArray[np.float64]
    points: FloatArray
    confidence: FloatArray
    world: FloatArray
    size: tuple[int, int]
    visible: BoolArray
    body: FloatArray
    ground: FloatArray
    phase: FloatArray
    supports: Mapping[str, BoolArray] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.time.ndim != 1 or np.any(np.diff(self.time) <= 0):
            raise TruthError(f"time must be (T,) and grow, got shape {self.time.shape}")
        n = self.points.shape[1] if self.points.ndim == 4 else 0
        for name, rest in _SHAPES.items():
            found, expected = getattr(self, name).shape, (len(self.time), n, *rest)
            if found != expected:
                raise TruthError(f"{name} must have shape {expected}, got {found}")

    def __len__(self) -> int:
        return len(self.time)

    @property
    def people(self) -> int:
        """Number of people, N."""
        return int(self.points.shape[1])

    def segments(self, person: int = 0) -> tuple[Segment, ...]:
        """What a person does, in order of time; from the labels."""
        return tuple(_segment(entry) for entry in self.labels["people"][person]["segments"])

    def claps(self, person: int = 0) -> tuple[float, ...]:
        """Seconds at which a person claps; from the labels."""
        return tuple(self.labels["people"][person]["claps"])


class Lens(Protocol):
    """What is asked of a camera: see ``camera.Camera``."""

    @property
    def width(self) -> int: ...

    @property
    def height_px(self) -> int: ...

    @property
    def axes(self) -> NDArray[np.float64]: ...

    def project(self, points: NDArray[np.float64], /) -> NDArray[np.float64]: ...


def truth_of(
    camera: Lens,
    time: NDArray[np.float64],
    ground: NDArray[np.float64],
    visible: BoolArray | None = None,
    phase: NDArray[np.float64] | None = None,
    supports: Mapping[str, BoolArray] | None = None,
    labels: Mapping[str, Any] | None = None,
) -> Truth:
    """The truth of people with joints ``ground`` (T, N, 17, 3) in the room, as a camera has it.

    What is not given: ``visible`` is all that lies in the picture, ``phase`` unknown (NaN).
    """
    points = camera.project(ground)
    size = (camera.width, camera.height_px)
    inside: BoolArray = np.asarray(((points >= 0) & (points < np.array(size))).all(axis=-1))
    return Truth(
        time=time,
        points=points.astype(np.float32),
        confidence=np.asarray(inside, np.float32),
        world=about_hips(ground @ camera.axes.T).astype(np.float32),
        size=size,
        visible=inside if visible is None else np.logical_and(visible, inside),
        body=in_body(ground).astype(np.float32),
        ground=ground.astype(np.float32),
        phase=np.full(ground.shape[:2], np.nan, np.float32)
        if phase is None
        else phase.astype(np.float32),
        supports=supports or {},
        labels=labels or {},
    )


def body_frame(points: NDArray[Any]) -> NDArray[np.float64]:
    """Axes of bodies as rows left, up, forward, (..., 17, 3) to (..., 3, 3).

    Up goes from the middle of the hips to that of the shoulders, left along the mean of the
    lines through shoulders and hips as far as it is square to up, forward is left x up. The
    axes of ``points`` must be right-handed.
    """
    left = points[..., SHOULDERS[0], :] - points[..., SHOULDERS[1], :]
    left = left + points[..., HIPS[0], :] - points[..., HIPS[1], :]
    up = points[..., SHOULDERS, :].mean(axis=-2) - points[..., HIPS, :].mean(axis=-2)
    up = _unit(up.astype(np.float64))
    left = _unit(left - np.sum(left * up, axis=-1, keepdims=True) * up)
    return np.stack([left, up, np.cross(left, up)], axis=-2)


def about_hips(points: NDArray[Any]) -> NDArray[Any]:
    """Points (..., 17, D) with the middle of the hips moved to the origin."""
    moved: NDArray[Any] = points - points[..., HIPS, :].mean(axis=-2, keepdims=True)
    return moved


def in_body(points: NDArray[Any]) -> NDArray[np.float64]:
    """Points (..., 17, 3) of any right-handed axes in those of ``body_frame``, about the hips."""
    turned: NDArray[np.float64] = np.einsum(
        "...ij,...kj->...ki", body_frame(points), about_hips(points)
    )
    return turned


def _unit(v: NDArray[np.float64]) -> NDArray[np.float64]:
    unit: NDArray[np.float64] = v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)
    return unit


def write_truth(path: Path, truth: Truth) -> None:
    """Write ``truth`` as .npz and, where it has labels, the .json beside it.

    Rounded to 1/32 pixel, 1/4096 m and 1/1024 of a phase, so that it packs well; the same
    truth gives the same bytes, whenever and wherever it is written.
    """
    arrays: dict[str, NDArray[Any]] = {
        "time": truth.time,
        "points": _rounded(truth.points, PIXEL_STEP),
        "confidence": truth.confidence.astype(np.float32),
        "world": _rounded(truth.world, METRE_STEP),
        "size": np.array(truth.size, np.int64),
        "visible": truth.visible,
        "body": _rounded(truth.body, METRE_STEP),
        "ground": _rounded(truth.ground, METRE_STEP),
        "phase": _rounded(truth.phase, PHASE_STEP),
    }
    arrays |= {f"support_{limb}": mask for limb, mask in sorted(truth.supports.items())}
    write_arrays(path.with_suffix(".npz"), arrays)
    if truth.labels:
        write_labels(path.with_suffix(".json"), dict(truth.labels))


def _rounded(values: NDArray[Any], step: float) -> FloatArray:
    return (np.round(values / step) * step + 0.0).astype(np.float32)  # + 0.0: no negative zero


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays as a compressed .npz: complete or not at all, equal arrays as equal bytes."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with zipfile.ZipFile(part, "w") as archive:
        for name, values in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            content = BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(values), allow_pickle=False)
            archive.writestr(member, content.getvalue(), compresslevel=6)
    part.replace(path)


def read_truth(path: Path) -> Truth:
    """The truth of a clip, by the path of its .npz, .json or .mp4.

    The first format (the older demo clips) has no ``visible``, ``ground``, ``phase`` or
    ``supports``: what lies inside the picture counts as visible, the others are NaN or empty.

    Raises:
        TruthError: it is missing, damaged, or of a newer format.
    """
    path = path.with_suffix(".npz")
    arrays = _read_arrays(path)
    if missing := [name for name in _FIRST_FORMAT if name not in arrays]:
        raise TruthError(f"{path}: expected members {', '.join(_FIRST_FORMAT)}; no {missing[0]}")
    beside = path.with_suffix(".json")
    labels = read_labels(beside) if beside.is_file() else {}
    if (version := labels.get("format", 1)) > FORMAT:
        raise TruthError(f"{beside}: format {version} is newer than {FORMAT}")
    if "visible" not in arrays:
        arrays |= _derived(arrays)
    width, height = (int(n) for n in arrays["size"])
    try:
        return Truth(
            time=arrays["time"],
            **{name: arrays[name] for name in _SHAPES},
            size=(width, height),
            supports={n[8:]: mask for n, mask in arrays.items() if n.startswith("support_")},
            labels=labels,
        )
    except KeyError as error:
        raise TruthError(f"{path}: expected member {error.args[0]}") from error
    except TruthError as error:
        raise TruthError(f"{path}: {error}") from error


def _read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with path.open("rb") as content, np.load(content, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except FileNotFoundError as error:
        raise TruthError(f"{path}: no such file") from error
    except (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise TruthError(f"{path}: expected an .npz of arrays; {error}") from error


def _derived(arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """What the first format lacks."""
    world = arrays["world"]
    return {
        "visible": arrays["confidence"] > 0,
        "body": in_body(world).astype(np.float32),
        "ground": np.full(world.shape, np.nan, np.float32),
        "phase": np.full(world.shape[:2], np.nan, np.float32),
    }


def write_labels(path: Path, labels: dict[str, Any]) -> None:
    """Write the labels of a clip as readable JSON."""
    path.write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_labels(path: Path) -> dict[str, Any]:
    """The labels of a clip.

    Raises:
        TruthError: it is missing or not a JSON table.
    """
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TruthError(f"{path}: expected the labels of a clip as JSON; {error}") from error
    if not isinstance(labels, dict):
        raise TruthError(f"{path}: expected a JSON table, got {type(labels).__name__}")
    return labels


def segment_labels(segment: Segment) -> dict[str, Any]:
    """A segment as it stands in the labels; times to a thousandth of a second."""
    return {
        "kind": segment.kind,
        "name": segment.name,
        "start": _seconds(segment.start),
        "end": _seconds(segment.end),
        "side": segment.side,
        "repetitions": [[_seconds(a), _seconds(b)] for a, b in segment.repetitions],
        "attempts": [[_seconds(a), _seconds(b)] for a, b in segment.attempts],
        "faults": [
            {
                "name": fault.name,
                "severity": round(float(fault.severity), 3),
                "start": _seconds(fault.start),
                "end": _seconds(fault.end),
            }
            for fault in segment.faults
        ],
    }


def _seconds(value: float) -> float:
    return round(float(value), 3)


def _segment(entry: Mapping[str, Any]) -> Segment:
    return Segment(
        kind=entry["kind"],
        name=entry["name"],
        start=entry["start"],
        end=entry["end"],
        side=entry["side"],
        repetitions=tuple((a, b) for a, b in entry["repetitions"]),
        attempts=tuple((a, b) for a, b in entry["attempts"]),
        faults=tuple(Fault(**fault) for fault in entry["faults"]),
    )
