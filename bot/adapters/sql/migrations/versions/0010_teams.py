"""Teams, what people at the desk can be given and were given, and ways through the event log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
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
    op.add_column("conversations", sa.Column("team_id", sa.Text(), nullable=True))
    _create_assignments()
    op.create_index("ix_events_kind_id", "events", ["kind", "id"])
    op.create_index("ix_events_actor_id", "events", ["actor", "id"])
    op.create_index("ix_events_at", "events", ["at"])


def downgrade() -> None:
    """Remove them again."""
    op.drop_index("ix_events_at", "events")
    op.drop_index("ix_events_actor_id", "events")
    op.drop_index("ix_events_kind_id", "events")
    op.drop_table("assignments")
    op.drop_column("conversations", "team_id")
    for name in ("capacity", *reversed(_SKILLS), "team_id"):
        op.drop_column("staff", name)
    op.drop_table("teams")


def _create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("owner_version", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_assignments_conversation_id"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name="fk_assignments_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    for name in ("assigned_at", "ended_at"):
        op.create_index(f"ix_assignments_{name}", "assignments", [name])
    still_open = sa.text("state = 'open'")
    op.create_index(
        "uq_assignments_open",
        "assignments",
        ["conversation_id"],
        unique=True,
        postgresql_where=still_open,
        sqlite_where=still_open,
    )
