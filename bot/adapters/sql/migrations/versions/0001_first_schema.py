"""The first schema."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables, parents first."""
    _create_conversations()
    _create_counters()
    _create_events()
    _create_staff()
    _create_cases()
    _create_dialogues()
    _create_messages()
    _create_staff_sessions()
    _create_vault()
    _create_case_facts()
    _create_signals()


def downgrade() -> None:
    """Remove all tables, children first; their indexes go with them."""
    for table in (
        "signals",
        "case_facts",
        "vault",
        "staff_sessions",
        "messages",
        "dialogues",
        "cases",
        "staff",
        "events",
        "counters",
        "conversations",
    ):
        op.drop_table(table)


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        _text("id"),
        _text("channel"),
        _text("customer_ref"),
        _time("created_at"),
        _time("updated_at"),
        _text("language"),
        _word("owner"),
        _text("agent_id", nullable=True),
        _number("owner_version"),
        _number("episode"),
        _number("last_seq"),
        _number("priority"),
        _word("handoff_reason", nullable=True),
        _time("queued_at", nullable=True),
        _time("promised_at", nullable=True),
        _time("owner_since", nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        _text("lease_worker", nullable=True),
        _time("lease_until", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint(
            "channel", "customer_ref", name="uq_conversations_channel_customer_ref"
        ),
    )
    op.create_index(
        "ix_conversations_owner_priority_queued_at",
        "conversations",
        ["owner", "priority", "queued_at"],
    )
    op.create_index("ix_conversations_owner_updated_at", "conversations", ["owner", "updated_at"])


def _create_counters() -> None:
    op.create_table(
        "counters",
        _text("name"),
        _number("value"),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        _serial(),
        _word("kind"),
        _time("at"),
        _text("actor"),
        _text("conversation_id", nullable=True),
        _text("case_id", nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_conversation_id_id", "events", ["conversation_id", "id"])


def _create_staff() -> None:
    op.create_table(
        "staff",
        _text("id"),
        _text("username"),
        _text("display_name"),
        _word("role"),
        _time("created_at"),
        _flag("active"),
        _flag("must_change_password"),
        _text("password_hash"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("username", name="uq_staff_username"),
    )


def _create_cases() -> None:
    op.create_table(
        "cases",
        _text("id"),
        _text("conversation_id"),
        _number("episode"),
        _time("created_at"),
        _time("updated_at"),
        _word("state"),
        _text("number", nullable=True),
        _word("level"),
        _number("priority"),
        _time("filed_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_cases_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("conversation_id", "episode", name="uq_cases_conversation_id_episode"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
    )
    op.create_index("ix_cases_created_at", "cases", ["created_at"])
    op.create_index("ix_cases_state_updated_at", "cases", ["state", "updated_at"])


def _create_dialogues() -> None:
    op.create_table(
        "dialogues",
        _text("conversation_id"),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_dialogues_conversation_id"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_dialogues"),
    )


def _create_messages() -> None:
    op.create_table(
        "messages",
        _text("id"),
        _text("conversation_id"),
        _text("channel"),
        _number("seq"),
        _number("episode"),
        _word("author"),
        _text("text"),
        _time("created_at"),
        _text("agent_id", nullable=True),
        _text("external_id", nullable=True),
        _text("payload", nullable=True),
        sa.Column("buttons", sa.JSON(), nullable=False),
        _text("in_reply_to", nullable=True),
        _word("processing", nullable=True),
        _word("delivery", nullable=True),
        _number("attempts"),
        _time("next_attempt_at", nullable=True),
        _text("error", nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"
        ),
        sa.ForeignKeyConstraint(["in_reply_to"], ["messages.id"], name="fk_messages_in_reply_to"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("channel", "external_id", name="uq_messages_channel_external_id"),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id_seq"),
    )
    op.create_index("ix_messages_delivery_created_at", "messages", ["delivery", "created_at"])
    op.create_index("ix_messages_in_reply_to", "messages", ["in_reply_to"])
    _partial_index(
        "ix_messages_outbox",
        "messages",
        ["channel", "created_at"],
        "delivery IN ('pending', 'sending')",
        unique=False,
    )
    _partial_index(
        "ix_messages_unsent",
        "messages",
        ["conversation_id", "seq"],
        "delivery IN ('pending', 'sending')",
        unique=False,
    )
    _partial_index(
        "ix_messages_waiting",
        "messages",
        ["conversation_id", "seq"],
        "processing = 'pending'",
        unique=False,
    )


def _create_staff_sessions() -> None:
    op.create_table(
        "staff_sessions",
        _text("digest"),
        _text("agent_id"),
        _text("csrf"),
        _time("created_at"),
        _time("expires_at"),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name="fk_staff_sessions_agent_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_agent_id", "staff_sessions", ["agent_id"])
    op.create_index("ix_staff_sessions_expires_at", "staff_sessions", ["expires_at"])


def _create_vault() -> None:
    op.create_table(
        "vault",
        _serial(),
        _text("conversation_id"),
        _text("token"),
        _word("kind"),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        _text("digest"),
        _text("mask"),
        _time("created_at"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_vault_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_vault"),
        sa.UniqueConstraint(
            "conversation_id", "kind", "digest", name="uq_vault_conversation_id_kind_digest"
        ),
        sa.UniqueConstraint("conversation_id", "token", name="uq_vault_conversation_id_token"),
    )
    op.create_index("ix_vault_digest", "vault", ["digest"])


def _create_case_facts() -> None:
    op.create_table(
        "case_facts",
        _serial(),
        _text("case_id"),
        _word("name"),
        _text("value"),
        _time("recorded_at"),
        _text("recorded_by"),
        _text("message_id", nullable=True),
        _number("seq", nullable=True),
        _flag("in_force"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_facts_case_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_case_facts_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_facts"),
    )
    op.create_index("ix_case_facts_case_id", "case_facts", ["case_id"])
    _partial_index(
        "uq_case_facts_in_force", "case_facts", ["case_id", "name"], "in_force", unique=True
    )


def _create_signals() -> None:
    op.create_table(
        "signals",
        _serial(),
        _text("conversation_id"),
        _number("episode"),
        _word("name"),
        sa.Column("score", sa.Float(), nullable=False),
        _text("quote"),
        _flag("hard"),
        _text("message_id", nullable=True),
        _number("seq", nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_signals_conversation_id"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_signals_message_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signals"),
        sa.UniqueConstraint("message_id", "name", name="uq_signals_message_id_name"),
    )
    op.create_index("ix_signals_conversation_id_episode", "signals", ["conversation_id", "episode"])
    _partial_index(
        "uq_signals_without_message",
        "signals",
        ["conversation_id", "episode", "name"],
        "message_id IS NULL",
        unique=True,
    )


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _word(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(32), nullable=nullable)


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _serial() -> sa.Column[Any]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, autoincrement=True, nullable=False)


def _partial_index(name: str, table: str, columns: list[str], where: str, unique: bool) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        postgresql_where=condition,
        sqlite_where=condition,
    )
