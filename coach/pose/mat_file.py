"""Reading plain arrays of numbers from MATLAB files (level 5, written by versions 5 to 7.2).

``scipy.io.loadmat`` may crash the whole process on a damaged file, so the few things that
are needed are read here, following "MAT-File Format" (The MathWorks): a header of 128
bytes, then elements of a tag (type, number of bytes) and data, padded to 8 bytes.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Collection, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_HEADER_BYTES: Final = 128
_MATRIX: Final = 14
_COMPRESSED: Final = 15
_NUMBERS: Final = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
}
"""Type of an element to type of numpy."""

_NUMERIC_CLASSES: Final = range(6, 16)
_COMPLEX: Final = 0x0800
_MOST_AXES: Final = 8


class MatDamaged(ValueError):
    """Not a MATLAB file of level 5, or a damaged one."""


def mat_arrays(data: bytes, names: Collection[str], most_bytes: int) -> dict[str, NDArray[Any]]:
    """The arrays of the given names; one that does not hold real numbers is of dtype object.

    Args:
        data: the whole file.
        names: variables to be read; others are passed over.
        most_bytes: more than that is not unpacked.

    Raises:
        MatDamaged.
    """
    order = {b"IM": "<", b"MI": ">"}.get(data[126:_HEADER_BYTES])
    if order is None or struct.unpack(order + "H", data[124:126]) != (0x0100,):
        raise MatDamaged("no MATLAB header of level 5")
    found: dict[str, NDArray[Any]] = {}
    for kind, content in _elements(data[_HEADER_BYTES:], order):
        whole = [(kind, content)]
        if kind == _COMPRESSED:
            unpacked = _unpacked(content, most_bytes)
            most_bytes -= len(unpacked)
            whole = list(_elements(unpacked, order))
        for inner_kind, inner in whole:
            if inner_kind == _MATRIX and inner:
                _take_matrix(inner, order, names, found)
    return found


def _elements(data: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """Type and bytes of each element."""
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from(order + "II", data, at)
        if kind >> 16:  # small: number of bytes and type share a word, the data follow it
            kind, size, start, end = kind & 0xFFFF, kind >> 16, at + 4, at + 8
            if size > 4:
                raise MatDamaged(f"a small element of {size} bytes")
        else:
            start = at + 8
            end = start + size + (0 if kind == _COMPRESSED else -size % 8)
        if start + size > len(data):
            raise MatDamaged("an element is longer than the file")
        yield kind, data[start : start + size]
        at = end


def _unpacked(content: bytes, most_bytes: int) -> bytes:
    try:
        unpacked = zlib.decompressobj().decompress(content, max(most_bytes, 0) + 1)
    except zlib.error as error:
        raise MatDamaged(str(error)) from error
    if len(unpacked) > most_bytes:
        raise MatDamaged("it unpacks to too much")
    return unpacked


def _take_matrix(
    data: bytes, order: str, names: Collection[str], found: dict[str, NDArray[Any]]
) -> None:
    """Add the array of a matrix element to ``found`` if its name is wanted."""
    parts = list(_elements(data, order))
    if len(parts) < 3 or len(parts[0][1]) < 4 or len(parts[1][1]) % 4:
        raise MatDamaged("a matrix without flags, size and name")
    name = parts[2][1].decode("latin-1")
    if name not in names:
        return
    flags = struct.unpack_from(order + "I", parts[0][1])[0]
    kind, content = parts[3] if len(parts) > 3 else (9, b"")
    if flags & 0xFF not in _NUMERIC_CLASSES or flags & _COMPLEX or kind not in _NUMBERS:
        found[name] = np.empty(0, dtype=object)
        return
    if len(parts[1][1]) > 4 * _MOST_AXES:
        raise MatDamaged(f"{name} has too many axes")
    shape = struct.unpack(f"{order}{len(parts[1][1]) // 4}i", parts[1][1])
    item = np.dtype(order + _NUMBERS[kind])
    if min(shape, default=-1) < 0 or math.prod(shape) * item.itemsize != len(content):
        raise MatDamaged(f"{name} does not hold {shape} numbers")
    found[name] = np.frombuffer(content, item).reshape(shape, order="F")
