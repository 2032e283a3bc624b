"""Types of columns that hold the same on SQLite, PostgreSQL and MariaDB.

Only ever added to: the migrations that are released use them.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import REAL, BigInteger, Double, Integer, LargeBinary, String, Text

_LARGEST: Final = 2**32 - 1
_MARIADB: Final = "mariadb"
LONGEST_SHORT: Final = 255
"""Characters in a ``SHORT_TEXT``."""
_EXACT: Final = "utf8mb4_bin"
"""Collation of MariaDB that tells capital letters and accents apart, as the others do."""

NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
"""Numbers of rows, and of changes; SQLite counts up only what is called INTEGER."""
WHOLE: Final = Integer()
REAL_NUMBER: Final[Double[float]] = Double().with_variant(REAL, "sqlite")
SHORT_TEXT: Final = Text().with_variant(String(LONGEST_SHORT, collation=_EXACT), _MARIADB)
"""Can be looked up by an index."""
LONG_TEXT: Final = Text().with_variant(Text(_LARGEST, collation=_EXACT), _MARIADB)
BYTES: Final = LargeBinary().with_variant(LargeBinary(_LARGEST), _MARIADB)
