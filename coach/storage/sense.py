"""Whether a row of a damaged file makes sense: SQLite itself does not notice a wrong byte in it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from coach.storage import codec

SENSELESS: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What reading something raises that is not what it should be."""
_READERS: Final[Mapping[tuple[str, str], Callable[[Any], object]]] = {
    ("session", "started"): datetime.fromisoformat,
    ("session", "target_moves"): codec.moves_from_text,
    ("chunk", "poses"): zlib.decompress,  # has a checksum
    ("result", "summary"): json.loads,
    ("result", "frames"): zlib.decompress,
    ("entry", "started"): datetime.fromisoformat,
    ("entry", "day"): date.fromisoformat,
    ("entry", "sets"): json.loads,
    ("video", "added"): datetime.fromisoformat,
    ("video", "moves"): json.loads,
    ("video", "tags"): json.loads,
    ("target_moves", "moves"): codec.moves_from_text,
}
"""How a column of a table is read."""


def makes_sense(table: str, row: Mapping[str, Any]) -> bool:
    """Whether every column of a row can be read."""
    try:
        for name, value in row.items():
            read = _READERS.get((table, name))
            if read is not None and value is not None:
                read(value)
    except (*SENSELESS, zlib.error):
        return False
    return True
