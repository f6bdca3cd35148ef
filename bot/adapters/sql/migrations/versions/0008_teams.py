"""Teams, what people at the desk can be given, and ways through the event log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_SKILLS = ("languages", "product_lines", "scenarios")


def upgrade() -> None:
    """Add the table and the columns; older accounts are limited to nothing."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
        sa.UniqueConstraint("name", name="uq_teams_name"),
    )
    op.add_column("staff", sa.Column("team_id", sa.Text(), nullable=True))
    for name in _SKILLS:
        op.add_column("staff", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("staff", sa.Column("capacity", sa.Integer(), nullable=True))
    op.create_index("ix_events_kind_id", "events", ["kind", "id"])
    op.create_index("ix_events_actor_id", "events", ["actor", "id"])


def downgrade() -> None:
    """Remove them again."""
    op.drop_index("ix_events_actor_id", "events")
    op.drop_index("ix_events_kind_id", "events")
    for name in ("capacity", *reversed(_SKILLS), "team_id"):
        op.drop_column("staff", name)
    op.drop_table("teams")
