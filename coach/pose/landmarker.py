"""The one place that calls MediaPipe: pictures in, BlazePose landmarks out as arrays.

MediaPipe takes a moment to import, so that waits until the first landmarker is made.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachBug, ModelDamaged, ModelMissing
from coach.paths import MODELS
from coach.pose.stderr import chatter_dropped
from coach.types import MODEL_NAMES, ModelName
from coach.weights import SUMS, read_weights

N_LANDMARKS: Final = 33
TALKATIVE_FRAMES: Final = 3
"""Pictures with a person after which MediaPipe has said all it says once."""


def read_model(name: ModelName, models: Path | None = None) -> bytes:
    """The bytes of ``pose/<name>.task`` in the folder of models, checked by SHA-256.

    Raises:
        ModelMissing: the file, or the list of hashes beside it, is not there.
        ModelDamaged: it cannot be read or is not the file that was shipped.
    """
    if name not in MODEL_NAMES:
        raise CoachBug(f"model must be one of {MODEL_NAMES}, got {name!r}")
    path = (models or MODELS) / "pose" / f"{name}.task"
    if not path.with_name(SUMS).is_file():
        raise ModelMissing(path.with_name(SUMS))
    return read_weights(path)


@contextmanager
def _plots_left_out() -> Iterator[None]:
    """Import without matplotlib.

    MediaPipe brings it along for drawings that are never made here: 36 MB and half a second.
    """
    names = ("matplotlib", "matplotlib.pyplot")
    if any(name in sys.modules for name in names):
        yield
        return
    package, pyplot = map(ModuleType, names)
    package.__dict__["pyplot"] = pyplot
    sys.modules.update(zip(names, (package, pyplot), strict=True))
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)


class Landmarker:
    """A MediaPipe PoseLandmarker in VIDEO mode: one stream, times that only grow.

    Not to be used by two threads at once. Close it: MediaPipe complains at exit if not.
    """

    def __init__(self, name: ModelName, people: int, models: Path | None = None) -> None:
        """people: how many are looked for at most.

        Raises:
            ModelMissing, ModelDamaged: see ``read_model``.
        """
        path, model = (models or MODELS) / "pose" / f"{name}.task", read_model(name, models)
        source: dict[str, Any] = {"model_asset_path": str(path)}  # up to 28 MB less than bytes
        if os.name == "nt":  # MediaPipe finds no file there if a folder's name is not plain ASCII
            source = {"model_asset_buffer": model}
        with chatter_dropped(), _plots_left_out():
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision

            self._image: Any = mediapipe.Image
            self._rgb: Any = mediapipe.ImageFormat.SRGB
            options = vision.PoseLandmarkerOptions(
                base_options=BaseOptions(**source),
                running_mode=vision.RunningMode.VIDEO,
                num_poses=people,
            )
            try:
                self._landmarker: Any = vision.PoseLandmarker.create_from_options(options)
            except (ValueError, RuntimeError, OSError, NotImplementedError) as error:
                raise ModelDamaged(path, str(error)) from error
        self._talkative = TALKATIVE_FRAMES

    def detect(
        self, image: NDArray[np.uint8], time_ms: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Landmarks of everyone found, n people.

        Args:
            image: (H, W, 3) RGB.
            time_ms: greater than that of the picture before.

        Returns:
            (n, 33, 4) x and y as parts of width and height, visibility, presence; and
            (n, 33, 3) metres about the hips, axes as in ``coach.types``.
        """
        picture = self._image(image_format=self._rgb, data=np.ascontiguousarray(image))
        if self._talkative:
            with chatter_dropped():
                result = self._landmarker.detect_for_video(picture, time_ms)
            self._talkative -= bool(result.pose_landmarks)
        else:
            result = self._landmarker.detect_for_video(picture, time_ms)
        seen = [
            [(p.x, p.y, p.visibility, p.presence) for p in one] for one in result.pose_landmarks
        ]
        world = [[(p.x, p.y, p.z) for p in one] for one in result.pose_world_landmarks]
        return (
            np.array(seen, np.float32).reshape(-1, N_LANDMARKS, 4),
            np.array(world, np.float32).reshape(-1, N_LANDMARKS, 3),
        )

    def close(self) -> None:
        """Frees the model; a second call does nothing."""
        self._landmarker.close()
