"""Arrays of NumPy in files that anybody may have written: nothing in them is run.

Pickled objects are refused, and so is what would unpack to far more than it seems to be.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MOST_UNPACKED_BYTES: Final = 1 << 28
"""Bytes of all arrays of a compressed file together."""


class ArraysDamaged(ValueError):
    """Not a file of plain arrays, or a damaged one."""


def read_array(path: Path) -> NDArray[Any]:
    """The array of an npy file.

    Raises:
        OSError: no such file, no permission. ArraysDamaged.
    """
    with path.open("rb") as file:
        try:
            found = np.load(file, allow_pickle=False)
        except Exception as error:  # numpy raises whatever its parsing runs into
            raise ArraysDamaged(str(error)) from error
        if not isinstance(found, np.ndarray):
            raise ArraysDamaged("npz")
        return found


def read_arrays(
    path: Path, names: Collection[str], most_bytes: int = MOST_UNPACKED_BYTES
) -> dict[str, NDArray[Any]]:
    """The arrays of these names in an npz file; what it does not hold is left out.

    Raises:
        OSError: no such file, no permission. ArraysDamaged.
    """
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as parts:
                unpacked = sum(part.file_size for part in parts.infolist())
            if unpacked > most_bytes:
                raise ArraysDamaged(f"{unpacked} bytes unpacked")
            file.seek(0)
            with np.load(file, allow_pickle=False) as arrays:
                return {name: np.asarray(arrays[name]) for name in names if name in arrays}
        except ArraysDamaged:
            raise
        except Exception as error:  # numpy and zipfile raise whatever their parsing runs into
            raise ArraysDamaged(str(error)) from error
