"""Files of weights, compared with the hashes of those that were shipped."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from coach.errors import ModelDamaged, ModelMissing

SUMS: Final = "SHA256SUMS"
"""Beside the weights: a line of hash and name for each, as ``sha256sum`` writes it."""


def read_weights(path: Path) -> bytes:
    """The bytes of a file of weights; where hashes lie beside it, those of the shipped file.

    Raises:
        ModelMissing: the file is not there.
        ModelDamaged: it cannot be read, or is not the file that was shipped.
    """
    if not path.is_file():
        raise ModelMissing(path)
    sums = path.with_name(SUMS)
    try:
        weights = path.read_bytes()
        if not sums.exists():
            return weights
        lines = sums.read_text(encoding="ascii").splitlines()
        expected = {file: sha256 for sha256, file in (line.split() for line in lines)}
    except (OSError, ValueError) as error:
        raise ModelDamaged(path, str(error)) from error
    found = hashlib.sha256(weights).hexdigest()
    if found != expected.get(path.name):
        raise ModelDamaged(path, f"sha256 {found}, expected {expected.get(path.name)}")
    return weights
