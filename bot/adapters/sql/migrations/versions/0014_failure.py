"""Why a message did not reach the customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of older messages the platform's words stay."""
    op.add_column("messages", sa.Column("failure", sa.String(32), nullable=True))


def downgrade() -> None:
    """Remove it again."""
    op.drop_column("messages", "failure")
