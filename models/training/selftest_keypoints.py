"""Keypoints of the demo clips for ``coach doctor --self-test``: ``assets/selftest``.

    python -m models.training.selftest_keypoints

The target as *heavy* sees it and the still person as *full* does, 15 poses a second, as in a
real session; rounded, so that the files stay small.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.paths import DEMO
from coach.pose import analyse, write_keypoints
from coach.selftest import FOLDER
from coach.types import ModelName, PoseTrack

CLIPS: Final[dict[str, ModelName]] = {"target": "heavy", "still": "full"}
PIXEL: Final = 1 / 8
METRE: Final = 1 / 1024
CONFIDENCE: Final = 1 / 128


def rounded(track: PoseTrack) -> PoseTrack:
    """The same to 1/8 pixel, 1 mm and 1/128 of confidence."""

    def to(step: float, values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.round(values / step) * np.float32(step)

    return replace(
        track,
        points=to(PIXEL, track.points),
        world=to(METRE, track.world),
        confidence=to(CONFIDENCE, track.confidence),
    )


def main() -> None:
    """Analyse the clips and write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, model in CLIPS.items():
        video = DEMO / f"{name}.mp4"
        write_keypoints(
            FOLDER / f"{name}.npz", [rounded(analyse(video, model=model)[0])], video.name
        )


if __name__ == "__main__":
    main()
