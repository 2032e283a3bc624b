"""The tables as they are now; ``migrations`` holds the way there."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    Table,
    UniqueConstraint,
)

from coach.storage.columns import BYTES, LONG_TEXT, NUMBER, REAL_NUMBER, SHORT_TEXT, WHOLE

METADATA: Final = MetaData()


def _needed(name: str, kind: Any, **more: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **more)


def _of(parent: str, **more: Any) -> Column[Any]:
    """A column that names a row of another table and goes with it."""
    key = ForeignKey(f"{parent}.id", ondelete="CASCADE")
    return Column(f"{parent}_id", NUMBER, key, nullable=False, **more)


SESSION: Final = Table(
    "session",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    _needed("started", SHORT_TEXT),
    Column("person", SHORT_TEXT),
    _needed("people", WHOLE),
    _needed("target_hash", SHORT_TEXT),
    _needed("target_title", LONG_TEXT),
    _needed("target_path", LONG_TEXT),
    _needed("target_duration", REAL_NUMBER),
    _needed("target_moves", LONG_TEXT),
    _needed("width", WHOLE),
    _needed("height", WHOLE),
    _needed("fps", REAL_NUMBER),
    _needed("finished", WHOLE, server_default="0"),
    Column("score", REAL_NUMBER),
    _needed("strictness", SHORT_TEXT, server_default="normal"),
    _needed("uid", SHORT_TEXT, server_default=""),
    _needed("began", REAL_NUMBER, server_default="0"),
    _needed("left_out", SHORT_TEXT, server_default=""),
    Column("partner", SHORT_TEXT),
    Column("first_score", REAL_NUMBER),
    Column("second_score", REAL_NUMBER),
    CheckConstraint("people >= 1", name="session_people"),
    Index("session_target", "target_hash", "began"),
    Index("session_uid", "uid", unique=True),
    Index("session_began", "began"),
    Index("session_person", "person", "began"),
    Index("session_partner", "partner", "began"),
    sqlite_autoincrement=True,
)
"""``started`` is text with the zone; ``began`` the same in seconds since 1970, to sort by.

``left_out``: limbs with commas between. ``person`` and ``partner``: the first and the second of
the people, a name, NULL for the guest, "" for somebody who was deleted. ``score``: the mean of
``first_score`` and ``second_score``, which older sessions do not have."""

CHUNK: Final = Table(
    "chunk",
    METADATA,
    _of("session", primary_key=True),
    Column("first_frame", WHOLE, primary_key=True, autoincrement=False),
    _needed("frames", WHOLE),
    _needed("last_time", REAL_NUMBER),
    _needed("poses", BYTES),
)
"""Poses of half a second; ``frames`` is their number, ``last_time`` session time, seconds."""

FRAME_SCORE: Final = Table(
    "frame_score",
    METADATA,
    _of("session", primary_key=True),
    Column("person", WHOLE, primary_key=True, autoincrement=False),
    Column("frame", WHOLE, primary_key=True, autoincrement=False),
    _needed("time", REAL_NUMBER),
    Column("target_time", REAL_NUMBER),
    Column("similarity", REAL_NUMBER),
    Column("score", REAL_NUMBER),
    Column("lag", REAL_NUMBER),
    _needed("joint_errors", BYTES),
    _needed("mirrored", WHOLE),
    sqlite_with_rowid=False,
)
"""The live score of a person (0 or 1) in a frame; NaN is NULL."""

RESULT: Final = Table(
    "result",
    METADATA,
    _of("session", primary_key=True),
    _needed("summary", LONG_TEXT),
    _needed("frames", BYTES),
)

VIDEO: Final = Table(
    "video",
    METADATA,
    Column("hash", SHORT_TEXT, primary_key=True),
    _needed("title", LONG_TEXT),
    _needed("path", LONG_TEXT),
    _needed("added", SHORT_TEXT),
    Column("last_opened", SHORT_TEXT),
    Column("duration", REAL_NUMBER),
    _needed("moves", LONG_TEXT),
    _needed("tags", LONG_TEXT),
    _needed("favourite", WHOLE, server_default="0"),
    _needed("url", LONG_TEXT),
)
"""The library. ``moves`` and ``tags`` are JSON lists of words."""

SETTING: Final = Table(
    "setting",
    METADATA,
    Column("key", SHORT_TEXT, primary_key=True),
    _needed("value", LONG_TEXT),
)

ENTRY: Final = Table(
    "entry",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    _needed("uid", SHORT_TEXT),
    _needed("source", SHORT_TEXT),
    _needed("number", WHOLE),
    _needed("place", WHOLE),
    _needed("title", LONG_TEXT),
    Column("person", SHORT_TEXT),
    _needed("started", SHORT_TEXT),
    _needed("day", SHORT_TEXT),
    _needed("exercise", LONG_TEXT),
    _needed("sets", LONG_TEXT),
    _needed("grade", SHORT_TEXT),
    Column("range_deg", REAL_NUMBER),
    _needed("added", SHORT_TEXT),
    UniqueConstraint("uid", name="entry_uid"),
    UniqueConstraint("source", "number", "place", name="entry_source"),
    Index("entry_day", "day"),
    Index("entry_person", "person", "day"),
    sqlite_autoincrement=True,
)
"""``day`` is the local date in force; ``sets`` a JSON list."""

CORRECTION: Final = Table(
    "correction",
    METADATA,
    Column("id", NUMBER, primary_key=True),
    _of("entry"),
    _needed("field", SHORT_TEXT),
    _needed("value", LONG_TEXT),
    _needed("made", SHORT_TEXT),
    Column("taken_back", SHORT_TEXT),
    Index("correction_entry", "entry_id", "id"),
    sqlite_autoincrement=True,
)

PROFILE: Final = Table(
    "profile",
    METADATA,
    Column("name", SHORT_TEXT, primary_key=True),
    Column("weight_kg", REAL_NUMBER),
    Column("height_m", REAL_NUMBER),
    _needed("colour", SHORT_TEXT, server_default=""),
    Column("picture", BYTES),
    Column("weekly_goal", WHOLE),
    _needed("goal_unit", SHORT_TEXT, server_default="sessions"),
    Column("pin_hash", SHORT_TEXT),
    _needed("uid", SHORT_TEXT, server_default=""),
    Index("profile_uid", "uid", unique=True),
)

TARGET_MOVES: Final = Table(
    "target_moves",
    METADATA,
    Column("hash", SHORT_TEXT, primary_key=True),
    _needed("moves", LONG_TEXT),
    _needed("edited", SHORT_TEXT),
)

JOURNAL: Final = Table(
    "journal",
    METADATA,
    Column("kind", SHORT_TEXT, primary_key=True),
    Column("uid", SHORT_TEXT, primary_key=True),
    _needed("stamp", SHORT_TEXT),
    _needed("deleted", WHOLE),
    _needed("seq", NUMBER),
    Index("journal_seq", "seq"),
)
"""The last change of each record, that it is gone included; see ``journal``."""

CLOCK: Final = Table(
    "clock",
    METADATA,
    Column("id", WHOLE, primary_key=True, autoincrement=False),
    _needed("uid", SHORT_TEXT),
    _needed("seq", NUMBER),
)
"""One row: the name of this database, and the number of its newest change."""

PEER: Final = Table(
    "peer",
    METADATA,
    Column("uid", SHORT_TEXT, primary_key=True),
    _needed("pushed", NUMBER),
    _needed("pulled", NUMBER),
    _needed("met", SHORT_TEXT),
)
"""How far this database and a server know each other, see ``sync``."""
