"""Who typed a complaint in at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; all older conversations are customers' own."""
    op.add_column("conversations", sa.Column("recorded_by", sa.Text(), nullable=True))


def downgrade() -> None:
    """Remove it again."""
    op.drop_column("conversations", "recorded_by")
