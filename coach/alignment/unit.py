"""Latents of length 1, so that a product of two is their cosine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def unit_rows(latents: NDArray[np.floating]) -> NDArray[np.float32]:
    """Rows (n, K) of length 1; NaN where a row is NaN or of no length."""
    with np.errstate(invalid="ignore", divide="ignore"):
        length = np.linalg.norm(latents, axis=1, keepdims=True)
        unit = np.asarray(latents / length, dtype=np.float32)
    unit[~np.isfinite(unit).all(axis=1)] = np.nan
    return unit
