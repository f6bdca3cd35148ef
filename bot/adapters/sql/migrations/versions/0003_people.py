"""Calls to people on call, and promised call-backs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    _create_notices()
    _create_callbacks()


def downgrade() -> None:
    """Remove both; their indexes go with them."""
    op.drop_table("callbacks")
    op.drop_table("notices")


def _create_notices() -> None:
    op.create_table(
        "notices",
        _text("id"),
        _word("kind"),
        _text("key"),
        _text("conversation_id"),
        sa.Column("owner_version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        _time("created_at"),
        _time("due_at"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _word("state"),
        _text("error", nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_notices_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
    )
    op.create_index("ix_notices_conversation_id", "notices", ["conversation_id"])
    unfinished = "state IN ('pending', 'sending')"
    _partial_index("ix_notices_unfinished", "notices", "due_at", unfinished, unique=False)


def _create_callbacks() -> None:
    op.create_table(
        "callbacks",
        _text("id"),
        _text("conversation_id"),
        _text("case_id", nullable=True),
        _time("at"),
        _time("created_at"),
        _text("note"),
        _word("state"),
        _time("announced_at", nullable=True),
        _text("done_by", nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_callbacks_conversation_id"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_callbacks_case_id"),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name="fk_callbacks_done_by"),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
    )
    op.create_index("ix_callbacks_state_at", "callbacks", ["state", "at"])
    wanted = "state IN ('open', 'missed')"
    _partial_index("uq_callbacks_wanted", "callbacks", "conversation_id", wanted, unique=True)


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _word(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), nullable=False)


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _partial_index(name: str, table: str, column: str, where: str, *, unique: bool) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, [column], unique=unique, postgresql_where=condition, sqlite_where=condition
    )
