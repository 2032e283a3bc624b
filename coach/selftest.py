"""The score proves itself: four comparisons of the bundled workout, whose answers are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from coach.embedding import Encoder
from coach.paths import ASSETS
from coach.pose import read_keypoints
from coach.session import score_session
from coach.skeleton import MIRROR
from coach.types import PersonResult, PoseTrack

FOLDER: Final = ASSETS / "selftest"
"""Keypoints of two clips of ``assets/demo`` as the pose models saw them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One comparison.

    Attributes:
        name: "itself", "mirror", "other" or "still".
        score: 0..100. similarity: mean latent cosine. mirrored: as the score found it.
        at_least, at_most: bounds of the score.
        wanted_mirrored: what ``mirrored`` has to be; None where it does not matter.
    """

    name: str
    score: float
    similarity: float
    mirrored: bool
    at_least: float = 0.0
    at_most: float = 100.0
    wanted_mirrored: bool | None = None

    @property
    def passed(self) -> bool:
        """Whether the score is within its bounds and left and right were told apart."""
        sided = self.wanted_mirrored in (None, self.mirrored)
        return sided and self.at_least <= self.score <= self.at_most


def self_test(encoder: Encoder | None = None, folder: Path = FOLDER) -> tuple[Trial, ...]:
    """The target against itself, its mirror image, another exercise and a still person.

    Takes seconds; asks nothing of cameras or pose models.

    Raises:
        ModelMissing, ModelDamaged, FileMissing, KeypointsInvalid: the installation is damaged.
    """
    encoder = encoder or Encoder()
    target, still = (read_keypoints(folder / f"{name}.npz")[0] for name in ("target", "still"))
    itself = _followed(target, target, encoder)
    mirror = _followed(target, mirror_image(target), encoder)
    return (
        _trial("itself", itself, at_least=98.0, wanted_mirrored=False),
        _trial("mirror", mirror, at_least=95.0, wanted_mirrored=True),
        _another_exercise(target, itself, encoder),
        _trial("still", _followed(target, still, encoder), at_most=25.0),
    )


def _another_exercise(target: PoseTrack, itself: PersonResult, encoder: Encoder) -> Trial:
    """Every move of the target, met by somebody who does the next one instead."""
    parts = [_part(target, move.start, move.end) for move in itself.moves]
    results = [
        _followed(wanted, done, encoder)
        for wanted, done in zip(parts, parts[1:] + parts[:1], strict=True)
    ]
    score, similarity = (
        float(np.mean([getattr(r, name) for r in results])) for name in ("score", "similarity")
    )
    return Trial("other", score, similarity, mirrored=False, at_most=35.0)


def _trial(
    name: str,
    result: PersonResult,
    *,
    at_least: float = 0.0,
    at_most: float = 100.0,
    wanted_mirrored: bool | None = None,
) -> Trial:
    return Trial(
        name,
        result.score,
        result.similarity,
        result.mirrored,
        at_least,
        at_most,
        wanted_mirrored,
    )


def _followed(target: PoseTrack, user: PoseTrack, encoder: Encoder) -> PersonResult:
    return score_session(target, [user], title="", encoder=encoder).people[0]


def mirror_image(track: PoseTrack) -> PoseTrack:
    """The same person in a mirror: left is right, in the picture and in the body."""
    points, world = track.points[:, MIRROR].copy(), track.world[:, MIRROR].copy()
    points[..., 0] = track.size[0] - points[..., 0]
    world[..., 0] *= -1
    return replace(track, points=points, confidence=track.confidence[:, MIRROR], world=world)


def _part(track: PoseTrack, start: float, end: float) -> PoseTrack:
    """The frames between two times, the clock beginning with them."""
    part = track.select((track.time >= start) & (track.time <= end))
    return replace(part, time=part.time - part.time[0])
