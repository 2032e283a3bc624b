"""What was changed when, for more than one PC."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import NUMBER, SHORT_TEXT, WHOLE

revision = "0005_journal"
down_revision = "0004_people_and_library"

KEYS = {
    "session": "uid",
    "entry": "uid",
    "profile": "uid",
    "video": "hash",
    "target_moves": "hash",
}


def upgrade() -> None:
    """Make the tables and note all that is there as changed long ago."""
    op.drop_index("session_target", table_name="session")
    op.create_index("session_target", "session", ["target_hash", "began"])
    op.create_table(
        "journal",
        sa.Column("kind", SHORT_TEXT, primary_key=True),
        sa.Column("uid", SHORT_TEXT, primary_key=True),
        sa.Column("stamp", SHORT_TEXT, nullable=False),
        sa.Column("deleted", WHOLE, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
    )
    op.create_index("journal_seq", "journal", ["seq"])
    clock = op.create_table(
        "clock",
        sa.Column("id", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("uid", SHORT_TEXT, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
    )
    op.create_table(
        "peer",
        sa.Column("uid", SHORT_TEXT, primary_key=True),
        sa.Column("pushed", NUMBER, nullable=False),
        sa.Column("pulled", NUMBER, nullable=False),
        sa.Column("met", SHORT_TEXT, nullable=False),
    )
    noted = _note_all(op.get_bind())
    op.bulk_insert(clock, [{"id": 1, "uid": uuid4().hex, "seq": noted}])


def _note_all(connection: sa.Connection) -> int:
    journal = sa.table("journal", *map(sa.column, ("kind", "uid", "stamp", "deleted", "seq")))
    rows: list[dict[str, object]] = []
    for kind, key in KEYS.items():
        table = sa.table(kind, sa.column(key), sa.column("finished"), sa.column("name"))
        wanted = sa.select(table.c[key])
        if kind == "session":
            wanted = wanted.where(table.c.finished == 1)
        elif kind == "profile":
            wanted = wanted.where(table.c.name != "")
        for uid in connection.scalars(wanted):
            rows.append({"kind": kind, "uid": uid, "stamp": "", "deleted": 0, "seq": len(rows) + 1})
    if rows:
        connection.execute(sa.insert(journal), rows)
    return len(rows)
