"""How strict a session was scored."""

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import SHORT_TEXT

revision = "0002_strictness"
down_revision = "0001_sessions"


def upgrade() -> None:
    """Add the column."""
    column = sa.Column("strictness", SHORT_TEXT, nullable=False, server_default="normal")
    op.add_column("session", column)
