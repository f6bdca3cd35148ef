"""Triage that accumulates: readings per message, labels by people, causes and anger of cases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, with what older rows have in them, and the tables."""
    op.add_column("signals", _filled("source", sa.String(32), "words"))
    op.add_column("cases", _filled("causes", sa.JSON(), "[]"))
    op.add_column("cases", _filled("anger", sa.Integer(), "0"))
    op.create_index("ix_case_facts_name_recorded_at", "case_facts", ["name", "recorded_at"])
    _create_readings()
    _create_labels()


def downgrade() -> None:
    """Remove them again."""
    op.drop_table("labels")
    op.drop_table("readings")
    op.drop_index("ix_case_facts_name_recorded_at", "case_facts")
    op.drop_column("cases", "anger")
    op.drop_column("cases", "causes")
    op.drop_column("signals", "source")


def _create_readings() -> None:
    op.create_table(
        "readings",
        _column("message_id", sa.Text()),
        _column("conversation_id", sa.Text()),
        _column("episode", sa.Integer()),
        _column("seq", sa.Integer()),
        _column("anger", sa.Integer(), nullable=True),
        _column("causes", sa.JSON()),
        _column("intent", sa.Text()),
        _column("is_complaint", sa.Boolean()),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_readings_message_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_readings_conversation_id"
        ),
        sa.PrimaryKeyConstraint("message_id", name="pk_readings"),
    )
    op.create_index(
        "ix_readings_conversation_id_episode", "readings", ["conversation_id", "episode"]
    )


def _create_labels() -> None:
    serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "labels",
        sa.Column("id", serial, autoincrement=True, nullable=False),
        _column("case_id", sa.Text()),
        _column("conversation_id", sa.Text()),
        _column("episode", sa.Integer()),
        _column("what", sa.String(32)),
        _column("was", sa.Text()),
        _column("should_be", sa.Text()),
        _column("why", sa.Text()),
        _column("made_by", sa.Text()),
        _column("at", sa.DateTime(timezone=True)),
        _column("seq", sa.Integer()),
        _column("message_id", sa.Text(), nullable=True),
        _column("name", sa.Text()),
        _column("quote", sa.Text()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_labels_case_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_labels_conversation_id"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_labels_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_labels"),
    )
    op.create_index("ix_labels_conversation_id_episode", "labels", ["conversation_id", "episode"])


def _column(name: str, kind: Any, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _filled(name: str, kind: Any, default: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)
