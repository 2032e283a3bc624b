"""The encoder: poses in, latents out. The cosine of two latents is their similarity."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.embedding.distances import pairwise_distances
from coach.errors import CoachBug
from coach.network import open_network
from coach.paths import MODELS
from coach.skeleton import N_KEYPOINTS
from coach.types import FloatArray

ENCODER: Final = MODELS / "encoder.onnx"
"""The weights that are shipped."""

_INPUTS: Final = ("distances", "confidence", "depth", "picture")
_CHUNK: Final = 2048


class Encoder:
    """Poses to latents with the ONNX model, on one core.

    The graph takes the distances as they are (NaN: not seen), the confidences, whether the
    points have depth, and the distances in the picture; it normalises, masks and centres
    by itself.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Load the weights of ``path``, else the shipped ones.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or not an encoder.
        """
        self._path = ENCODER if path is None else path
        self._session = open_network(self._path, _INPUTS)

    @property
    def size(self) -> int:
        """Number of values in a latent (K)."""
        return int(self._session.get_outputs()[0].shape[1])

    def encode(
        self,
        points: FloatArray,
        confidence: FloatArray | None = None,
        picture: FloatArray | None = None,
    ) -> FloatArray:
        """Latents of poses.

        Args:
            points: (T, 17, 3) world points or (T, 17, 2) of a picture, any unit; NaN: not
                seen.
            confidence: (T, 17) 0..1; None: all keypoints are as sure as can be.
            picture: (T, 17, 2) the same keypoints in the picture, pixels, beside world points:
                a second opinion that depends on the camera; None or NaN: not known.

        Returns:
            (T, K) float32; a row is NaN where too little was seen to tell the size of the
            body, and finite elsewhere, missing limbs or not.
        """
        points = np.asarray(points, dtype=np.float32)
        if confidence is None:
            confidence = np.ones(points.shape[:2], dtype=np.float32)
        confidence = np.asarray(confidence, dtype=np.float32)
        if confidence.shape != (len(points), N_KEYPOINTS):
            wanted = (len(points), N_KEYPOINTS)
            raise CoachBug(f"confidence must have shape {wanted}, got {confidence.shape}")
        if picture is None:
            picture = np.full((len(points), N_KEYPOINTS, 2), np.nan, dtype=np.float32)
        parts = [
            self._run(points[chunk], confidence[chunk], picture[chunk])
            for chunk in (
                slice(start, start + _CHUNK) for start in range(0, max(len(points), 1), _CHUNK)
            )
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _run(self, points: FloatArray, confidence: FloatArray, picture: FloatArray) -> FloatArray:
        n, flat = len(points), 3 - points.shape[2]
        both = np.zeros((2 * n, N_KEYPOINTS, 3), np.float32)  # of the world and of the picture
        both[:n, :, : points.shape[2]], both[n:, :, :2] = points, picture
        distances, apart = np.split(pairwise_distances(both), 2)
        depth = np.full((n, 1), 1 - flat, dtype=np.float32)
        confidence = np.clip(np.nan_to_num(confidence), 0, 1)
        feeds = dict(zip(_INPUTS, (distances, confidence, depth, apart), strict=True))
        latents: FloatArray = self._session.run(None, feeds)[0]
        nobody = np.isnan(distances).all(axis=1)
        if nobody.any():
            latents[nobody] = np.nan
        return latents


def cosine(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.float64]:
    """Cosine of latents along the last axis, -1..1: the similarity of two poses.

    Args:
        a, b: (..., K), shapes that broadcast.

    Returns:
        (...); NaN where either is NaN or of no length.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        lengths = np.sqrt(np.sum(a * a, axis=-1) * np.sum(b * b, axis=-1))
        value = np.sum(a * b, axis=-1) / lengths
    return np.asarray(np.clip(value, -1.0, 1.0))
