"""Until when whoever has a conversation has put it aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.sql.types import UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and an index of the few that have a value."""
    op.add_column("conversations", sa.Column("aside_until", UtcTime(), nullable=True))
    aside = sa.text("aside_until IS NOT NULL")
    op.create_index(
        "ix_conversations_aside",
        "conversations",
        ["aside_until"],
        sqlite_where=aside,
        postgresql_where=aside,
    )


def downgrade() -> None:
    """Remove both again."""
    op.drop_index("ix_conversations_aside", "conversations")
    op.drop_column("conversations", "aside_until")
