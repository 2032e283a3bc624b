"""Names that hold on every PC, times that sort, more of people and of the library."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import BYTES, LONG_TEXT, NUMBER, REAL_NUMBER, SHORT_TEXT, WHOLE

revision = "0004_people_and_library"
down_revision = "0003_diary"


def upgrade() -> None:
    """Add the columns and fill them; targets become videos of the library."""
    op.add_column("session", _uid())
    op.add_column("session", sa.Column("began", REAL_NUMBER, nullable=False, server_default="0"))
    op.add_column("profile", sa.Column("colour", SHORT_TEXT, nullable=False, server_default=""))
    op.add_column("profile", sa.Column("picture", BYTES))
    op.add_column("profile", sa.Column("weekly_goal", WHOLE))
    op.add_column(
        "profile", sa.Column("goal_unit", SHORT_TEXT, nullable=False, server_default="sessions")
    )
    op.add_column("profile", sa.Column("pin_hash", SHORT_TEXT))
    op.add_column("profile", _uid())
    _fill(op.get_bind())
    op.create_index("session_uid", "session", ["uid"], unique=True)
    op.create_index("session_began", "session", ["began"])
    op.create_index("session_person", "session", ["person", "began"])
    op.create_index("entry_person", "entry", ["person", "day"])
    op.create_index("profile_uid", "profile", ["uid"], unique=True)
    op.create_table(
        "video",
        sa.Column("hash", SHORT_TEXT, primary_key=True),
        sa.Column("title", LONG_TEXT, nullable=False),
        sa.Column("path", LONG_TEXT, nullable=False),
        sa.Column("added", SHORT_TEXT, nullable=False),
        sa.Column("last_opened", SHORT_TEXT),
        sa.Column("duration", REAL_NUMBER),
        sa.Column("moves", LONG_TEXT, nullable=False),
        sa.Column("tags", LONG_TEXT, nullable=False),
        sa.Column("favourite", WHOLE, nullable=False, server_default="0"),
        sa.Column("url", LONG_TEXT, nullable=False),
    )
    op.execute(
        "INSERT INTO video (hash, title, path, added, last_opened, moves, tags, url)"
        " SELECT hash, title, path, last_opened, last_opened, '[]', '[]', '' FROM target"
    )
    op.drop_table("target")


def _uid() -> sa.Column[str]:
    return sa.Column("uid", SHORT_TEXT, nullable=False, server_default="")


def _fill(connection: sa.Connection) -> None:
    session = sa.table(
        "session",
        sa.column("id", NUMBER),
        sa.column("started", SHORT_TEXT),
        sa.column("uid", SHORT_TEXT),
        sa.column("began", REAL_NUMBER),
    )
    for number, started in connection.execute(sa.select(session.c.id, session.c.started)).all():
        began = datetime.fromisoformat(started).timestamp()
        connection.execute(
            sa.update(session).where(session.c.id == number).values(uid=uuid4().hex, began=began)
        )
    profile = sa.table("profile", sa.column("name", SHORT_TEXT), sa.column("uid", SHORT_TEXT))
    for name in connection.scalars(sa.select(profile.c.name)).all():
        connection.execute(sa.update(profile).where(profile.c.name == name).values(uid=uuid4().hex))
