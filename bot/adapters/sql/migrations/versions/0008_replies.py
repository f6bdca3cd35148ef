"""What a reply quotes, and how far the customer has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column each."""
    op.add_column("messages", sa.Column("quoted_seq", sa.Integer(), nullable=True))
    op.add_column(
        "conversations",
        sa.Column("read_seq", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_column("conversations", "read_seq")
    op.drop_column("messages", "quoted_seq")
