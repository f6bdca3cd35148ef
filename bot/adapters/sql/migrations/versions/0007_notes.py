"""Notes of colleagues and whom they name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_notes_conversation_id"
        ),
        sa.ForeignKeyConstraint(["author"], ["staff.id"], name="fk_notes_author"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.UniqueConstraint("author", "client_id", name="uq_notes_author_client_id"),
    )
    op.create_index(
        "ix_notes_conversation_id_created_at", "notes", ["conversation_id", "created_at"]
    )
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name="fk_mentions_note_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name="fk_mentions_agent_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_mentions_conversation_id"
        ),
        sa.PrimaryKeyConstraint("note_id", "agent_id", name="pk_mentions"),
    )
    unseen = sa.text("seen_at IS NULL")
    op.create_index(
        "ix_mentions_unseen",
        "mentions",
        ["agent_id", "conversation_id"],
        postgresql_where=unseen,
        sqlite_where=unseen,
    )


def downgrade() -> None:
    """Remove both; their indexes go with them."""
    op.drop_table("mentions")
    op.drop_table("notes")
