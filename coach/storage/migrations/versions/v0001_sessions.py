"""Sessions, their frames and results; targets; settings."""

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import BYTES, LONG_TEXT, NUMBER, REAL_NUMBER, SHORT_TEXT, WHOLE

revision = "0001_sessions"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "session",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("started", SHORT_TEXT, nullable=False),
        sa.Column("person", SHORT_TEXT),
        sa.Column("people", WHOLE, nullable=False),
        sa.Column("target_hash", SHORT_TEXT, nullable=False),
        sa.Column("target_title", LONG_TEXT, nullable=False),
        sa.Column("target_path", LONG_TEXT, nullable=False),
        sa.Column("target_duration", REAL_NUMBER, nullable=False),
        sa.Column("target_moves", LONG_TEXT, nullable=False),
        sa.Column("width", WHOLE, nullable=False),
        sa.Column("height", WHOLE, nullable=False),
        sa.Column("fps", REAL_NUMBER, nullable=False),
        sa.Column("finished", WHOLE, nullable=False, server_default="0"),
        sa.Column("score", REAL_NUMBER),
        sa.CheckConstraint("people >= 1", name="session_people"),
        sqlite_autoincrement=True,
    )
    op.create_index("session_target", "session", ["target_hash", "id"])
    op.create_table(
        "chunk",
        _of_session(),
        sa.Column("first_frame", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("frames", WHOLE, nullable=False),
        sa.Column("last_time", REAL_NUMBER, nullable=False),
        sa.Column("poses", BYTES, nullable=False),
    )
    op.create_table(
        "frame_score",
        _of_session(),
        sa.Column("person", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("frame", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("time", REAL_NUMBER, nullable=False),
        sa.Column("target_time", REAL_NUMBER),
        sa.Column("similarity", REAL_NUMBER),
        sa.Column("score", REAL_NUMBER),
        sa.Column("lag", REAL_NUMBER),
        sa.Column("joint_errors", BYTES, nullable=False),
        sa.Column("mirrored", WHOLE, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "result",
        _of_session(),
        sa.Column("summary", LONG_TEXT, nullable=False),
        sa.Column("frames", BYTES, nullable=False),
    )
    op.create_table(
        "target",
        sa.Column("hash", SHORT_TEXT, primary_key=True),
        sa.Column("title", LONG_TEXT, nullable=False),
        sa.Column("path", LONG_TEXT, nullable=False),
        sa.Column("last_opened", SHORT_TEXT, nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("key", SHORT_TEXT, primary_key=True),
        sa.Column("value", LONG_TEXT, nullable=False),
    )


def _of_session() -> sa.Column[int]:
    key = sa.ForeignKey("session.id", ondelete="CASCADE")
    return sa.Column("session_id", NUMBER, key, primary_key=True, autoincrement=False)
