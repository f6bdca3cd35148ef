"""Rounds of a complaint: when a case ended, which case it goes on, satisfaction surveys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cases that have ended already did so when they were last written."""
    op.add_column("cases", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("previous_case_id", sa.Text(), nullable=True))
    op.execute("UPDATE cases SET ended_at = updated_at WHERE state IN ('closed', 'withdrawn')")
    op.create_table(
        "surveys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_surveys_conversation_id_conversations",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_surveys_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sa.UniqueConstraint(
            "conversation_id", "asked_seq", name="uq_surveys_conversation_id_asked_seq"
        ),
    )
    op.create_index("ix_surveys_case_id", "surveys", ["case_id"])


def downgrade() -> None:
    """Answers and the links between rounds are lost."""
    op.drop_table("surveys")
    op.drop_column("cases", "previous_case_id")
    op.drop_column("cases", "ended_at")
