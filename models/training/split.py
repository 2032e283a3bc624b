"""Who is never trained on: one rule for everybody who trains or measures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

PARTS: Final = 5
"""One person in so many is held out."""


def held_out(person_id: str) -> bool:
    """Whether somebody ("train-000123") is kept for measuring; the same on every machine."""
    return crc32(person_id.encode()) % PARTS == 0


def held_out_mask(person_ids: Iterable[str]) -> NDArray[np.bool_]:
    """(N,) the same for many."""
    return np.array([held_out(str(person)) for person in person_ids], dtype=bool)
