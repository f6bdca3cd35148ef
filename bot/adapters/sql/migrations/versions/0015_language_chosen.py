"""Whether the customer asked for the language by name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; older conversations go on in the language that was written last."""
    column = sa.Column("language_chosen", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("conversations", column)


def downgrade() -> None:
    """Remove it again."""
    op.drop_column("conversations", "language_chosen")
