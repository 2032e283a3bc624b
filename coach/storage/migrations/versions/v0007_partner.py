"""Who the second person of a session is, and the score of each."""

import sqlalchemy as sa
from alembic import op

from coach.storage.columns import REAL_NUMBER, SHORT_TEXT

revision = "0007_partner"
down_revision = "0006_left_out"


def upgrade() -> None:
    """Add the columns; of older sessions nobody knows, so the second person is a guest."""
    op.add_column("session", sa.Column("partner", SHORT_TEXT))
    op.add_column("session", sa.Column("first_score", REAL_NUMBER))
    op.add_column("session", sa.Column("second_score", REAL_NUMBER))
    op.create_index("session_partner", "session", ["partner", "began"])
