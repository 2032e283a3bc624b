"""Entries of the diary, their corrections; profiles; edited moves."""

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import LONG_TEXT, NUMBER, REAL_NUMBER, SHORT_TEXT, WHOLE

revision = "0003_diary"
down_revision = "0002_strictness"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entry",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("uid", SHORT_TEXT, nullable=False),
        sa.Column("source", SHORT_TEXT, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("place", WHOLE, nullable=False),
        sa.Column("title", LONG_TEXT, nullable=False),
        sa.Column("person", SHORT_TEXT),
        sa.Column("started", SHORT_TEXT, nullable=False),
        sa.Column("day", SHORT_TEXT, nullable=False),
        sa.Column("exercise", LONG_TEXT, nullable=False),
        sa.Column("sets", LONG_TEXT, nullable=False),
        sa.Column("grade", SHORT_TEXT, nullable=False),
        sa.Column("range_deg", REAL_NUMBER),
        sa.Column("added", SHORT_TEXT, nullable=False),
        sa.UniqueConstraint("uid", name="entry_uid"),
        sa.UniqueConstraint("source", "number", "place", name="entry_source"),
        sqlite_autoincrement=True,
    )
    op.create_index("entry_day", "entry", ["day"])
    key = sa.ForeignKey("entry.id", ondelete="CASCADE")
    op.create_table(
        "correction",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("entry_id", NUMBER, key, nullable=False),
        sa.Column("field", SHORT_TEXT, nullable=False),
        sa.Column("value", LONG_TEXT, nullable=False),
        sa.Column("made", SHORT_TEXT, nullable=False),
        sa.Column("taken_back", SHORT_TEXT),
        sqlite_autoincrement=True,
    )
    op.create_index("correction_entry", "correction", ["entry_id", "id"])
    op.create_table(
        "profile",
        sa.Column("name", SHORT_TEXT, primary_key=True),
        sa.Column("weight_kg", REAL_NUMBER),
        sa.Column("height_m", REAL_NUMBER),
    )
    op.create_table(
        "target_moves",
        sa.Column("hash", SHORT_TEXT, primary_key=True),
        sa.Column("moves", LONG_TEXT, nullable=False),
        sa.Column("edited", SHORT_TEXT, nullable=False),
    )
