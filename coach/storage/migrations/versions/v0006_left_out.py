"""Which limbs were left out of a session."""

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import SHORT_TEXT

revision = "0006_left_out"
down_revision = "0005_journal"


def upgrade() -> None:
    """Add the column."""
    column = sa.Column("left_out", SHORT_TEXT, nullable=False, server_default="")
    op.add_column("session", column)
