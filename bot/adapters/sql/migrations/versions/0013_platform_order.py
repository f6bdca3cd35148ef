"""In which order the platform says that messages were said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; older messages stand in the order in which they came."""
    op.add_column("messages", sa.Column("platform_order", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Remove it again."""
    op.drop_column("messages", "platform_order")
