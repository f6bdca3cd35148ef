"""Which canned words a reply began from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of older replies nobody knows."""
    op.add_column("messages", sa.Column("canned_code", sa.Text(), nullable=True))


def downgrade() -> None:
    """Remove it again."""
    op.drop_column("messages", "canned_code")
