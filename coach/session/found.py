"""What was found in a whole target, kept beside its poses so that it opens at once the next time.

Describing a quarter of an hour and finding its moves takes seconds, reading them back a few
hundredths of one.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.arrays import ArraysDamaged, read_arrays
from coach.embedding import Encoder
from coach.errors import UserCanFix
from coach.media import Chapter, content_hash
from coach.moves import Recogniser
from coach.moves.attempts import Cycle
from coach.moves.counting import find_cycles
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.taught import TaughtExercise
from coach.paths import MODELS, make_private, whole_file
from coach.pose.correction import shipped_corrector
from coach.session.features import Features, features_of, no_features
from coach.session.stretches import stretches_of
from coach.types import Move, PoseTrack
from coach.weights import SUMS

VERSION: Final = 6
"""To be raised whenever the same poses and weights would give other features or moves."""
_FEATURES: Final = tuple(field.name for field in fields(Features))
_OTHERS: Final = ("mark", "stretches", "spans", "ways", "extents")
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What is known of a target whose poses are known from beginning to end.

    Attributes:
        features: of every frame. cycles: the repetitions, in order.
        stretches: all that goes on, rests and transitions too.
    """

    features: Features
    cycles: tuple[Cycle, ...]
    stretches: tuple[Move, ...]


class Finder:
    """Finds all that goes on in a target, or remembers it.

    Attributes:
        encoder: poses to latents.
        recogniser: names exercises, those of the user's own too.
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        recogniser: Recogniser | None = None,
        *,
        taught: Sequence[TaughtExercise] = (),
        folder: Path | None = None,
    ) -> None:
        """Load the models that are not given.

        Args:
            encoder, recogniser: see above.
            taught: exercises of the user's own.
            folder: of the tracks, where what was found is kept too; None: it is not.

        Raises:
            ModelMissing, ModelDamaged.
        """
        self.encoder: Final = encoder or Encoder()
        shipped_corrector()  # what it lacks is said now, not in the middle of a video
        self.recogniser: Final = recogniser or ExerciseRecogniser(taught=taught)
        self._taught = tuple(taught)
        self._cache = None if folder is None else FoundCache(folder)

    def find(self, path: Path, track: PoseTrack, chapters: Sequence[Chapter]) -> Found:
        """What the poses of a whole video show.

        Args:
            path: of the video. track: poses of its instructor. chapters: of its file.
        """
        if self._cache is None:
            return self._find(track, chapters)
        try:
            video, mark = content_hash(path), mark_of(track, chapters, self._taught)
        except (OSError, UserCanFix) as error:  # the video, or the list of weights, is gone
            _log.warning("what is found is not kept: %s", error)
            return self._find(track, chapters)
        found = self._cache.load(video, mark, self.encoder.size)
        if found is None:
            found = self._find(track, chapters)
            self._cache.save(video, mark, found)
        return found

    def _find(self, track: PoseTrack, chapters: Sequence[Chapter]) -> Found:
        features = features_of(track, self.encoder, from_zero=True)
        cycles = find_cycles(features.signals, features.time)
        stretches = self.stretches(track, chapters, cycles)
        return Found(features, cycles, stretches)

    def stretches(
        self,
        track: PoseTrack,
        chapters: Sequence[Chapter],
        cycles: Sequence[Cycle] | None = None,
    ) -> tuple[Move, ...]:
        """All that goes on in what is known of a video; see ``stretches_of``."""
        return stretches_of(
            track, self.encoder, chapters, recogniser=self.recogniser, cycles=cycles
        )


def mark_of(track: PoseTrack, chapters: Sequence[Chapter], taught: Sequence[TaughtExercise]) -> str:
    """Name of all that a finder goes by: poses, chapters, exercises taught, weights; OSError."""
    name = hashlib.sha256(f"{VERSION} {track.size} {track.fps} {list(chapters)}".encode())
    name.update((MODELS / SUMS).read_bytes())
    for one in taught:
        name.update(one.name.encode())
        _add(name, one.poses, one.seconds)
    _add(name, track.time, track.points, track.confidence, track.world, track.shot, track.light)
    return name.hexdigest()


def _add(name: Any, *arrays: NDArray[Any]) -> None:
    for values in arrays:
        name.update(f"{values.shape}{values.dtype}".encode())
        name.update(np.ascontiguousarray(values))


class FoundCache:
    """What was found, on disk: the last of each video, by its content."""

    def __init__(self, folder: Path) -> None:
        """folder: of the tracks; what forgets those of a video forgets this too."""
        self._folder = Path(folder)

    def load(self, video_hash: str, mark: str, size: int) -> Found | None:
        """What was kept; None where there is none, it is of another mark, or it is damaged.

        ``size``: of latents.
        """
        try:
            arrays = read_arrays(self._path(video_hash), (*_FEATURES, *_OTHERS))
            return _found_in(arrays, size) if str(arrays["mark"]) == mark else None
        except FileNotFoundError:
            return None
        except (OSError, ArraysDamaged, KeyError, TypeError, ValueError, RecursionError) as error:
            _log.info("what was found cannot be read: %s", error)
            return None

    def save(self, video_hash: str, mark: str, found: Found) -> None:
        """Keep it; where that cannot be, it is found anew the next time."""
        content = {name: getattr(found.features, name) for name in _FEATURES}
        content["mark"] = np.array(mark)
        content["stretches"] = np.array(json.dumps([asdict(move) for move in found.stretches]))
        content["spans"] = np.array([(c.start, c.end) for c in found.cycles]).reshape(-1, 2)
        content["ways"] = np.array([c.way for c in found.cycles])
        content["extents"] = np.array([c.extents for c in found.cycles])
        try:
            make_private(self._folder)
            with whole_file(self._path(video_hash)) as file:
                np.savez(file, **content)
        except OSError as error:
            _log.warning("what was found is not kept: %s", error)

    def _path(self, video_hash: str) -> Path:
        return self._folder / f"{video_hash}-found.npz"


def _found_in(arrays: dict[str, NDArray[Any]], size: int) -> Found:
    """Raises KeyError, TypeError, ValueError where it is not what was written."""
    features = Features(*(arrays[name] for name in _FEATURES))
    n, empty = len(features.time), no_features(size)
    for name in _FEATURES:
        values, wanted = getattr(features, name), getattr(empty, name)
        if values.dtype.kind != wanted.dtype.kind or values.shape != (n, *wanted.shape[1:]):
            raise ValueError(f"{name} of {values.dtype}, {values.shape}")
    columns = arrays["spans"].tolist(), arrays["ways"], arrays["extents"]
    cycles = tuple(
        Cycle(float(start), float(end), way, extents)
        for (start, end), way, extents in zip(*columns, strict=True)
    )
    return Found(features, cycles, tuple(Move(**m) for m in json.loads(str(arrays["stretches"]))))
