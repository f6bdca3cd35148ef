"""The schema of the line: conversations, messages, vault, events and memory; `record_tables`
and `people_tables` have the rest. Migrations follow it; a contract test holds them together.

Conditions of partial indexes are written as literals, here and in the queries (`WAITING`,
`UNSENT`, `IN_FORCE`, `UNFINISHED`, `WANTED`, `UNCLAIMED`, `UNSEEN`, `OPEN`): a planner uses such an
index only where it can prove from the statement text that the query's condition implies the
index's, which a bound parameter hides.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.sql.columns import column as _column
from bot.adapters.sql.columns import conversation_id as _conversation_id
from bot.adapters.sql.columns import index as _index
from bot.adapters.sql.columns import metadata
from bot.adapters.sql.columns import partial as _partial
from bot.adapters.sql.columns import serial as _serial
from bot.adapters.sql.types import Choice, Clean, UtcTime
from bot.domain.attachment import AttachmentKind
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.events import EventKind
from bot.domain.failure import Failure
from bot.domain.message import Author, Delivery, Processing
from bot.domain.privacy.kinds import PersonalKind

conversations = sa.Table(
    "conversations",
    metadata,
    _column("id", Clean, primary_key=True),
    _column("channel", Clean),
    _column("customer_ref", Clean),
    _column("created_at", UtcTime),
    _column("updated_at", UtcTime),
    _column("language", Clean),
    _column("owner", Choice(Owner)),
    # No foreign key: the system may name an agent whose account is kept elsewhere.
    _column("agent_id", Clean, nullable=True),
    _column("owner_version", sa.Integer),
    _column("episode", sa.Integer),
    _column("last_seq", sa.Integer),
    _column("priority", sa.Integer),
    _column("handoff_reason", Choice(HandoffReason), nullable=True),
    _column("queued_at", UtcTime, nullable=True),
    _column("promised_at", UtcTime, nullable=True),
    _column("owner_since", UtcTime, nullable=True),
    _column("address", sa.LargeBinary),
    _column("read_seq", sa.Integer, server_default="0"),
    # No foreign key: SQLite could add one to a full table only by writing the table anew.
    _column("team_id", Clean, nullable=True),
    # No foreign key for the same reason.
    _column("recorded_by", Clean, nullable=True),
    _column("language_chosen", sa.Boolean, server_default=sa.false()),
    _column("aside_until", UtcTime, nullable=True),
    # Which worker processes its inbound messages, and until when.
    _column("lease_worker", Clean, nullable=True),
    _column("lease_until", UtcTime, nullable=True),
    sa.UniqueConstraint("channel", "customer_ref"),
    _index("owner", "updated_at"),
    _index("owner", "priority", "queued_at"),
    _partial("ix_conversations_aside", "aside_until", where="aside_until IS NOT NULL"),
)

WAITING = sa.text("messages.processing = 'pending'")
UNSENT = sa.text("messages.delivery IN ('pending', 'sending')")

messages = sa.Table(
    "messages",
    metadata,
    _column("id", Clean, primary_key=True),
    _conversation_id(),
    _column("channel", Clean),
    _column("seq", sa.Integer),
    _column("episode", sa.Integer),
    _column("author", Choice(Author)),
    _column("text", Clean),
    _column("created_at", UtcTime),
    _column("agent_id", Clean, nullable=True),
    _column("external_id", Clean, nullable=True),
    _column("payload", Clean, nullable=True),
    _column("buttons", sa.JSON),
    _column("in_reply_to", Clean, sa.ForeignKey("messages.id"), nullable=True),
    _column("processing", Choice(Processing), nullable=True),
    _column("delivery", Choice(Delivery), nullable=True),
    _column("attempts", sa.Integer),
    _column("next_attempt_at", UtcTime, nullable=True),
    _column("error", Clean, nullable=True),
    _column("failure", Choice(Failure), nullable=True),
    # Spares the look into `attachments` for the many messages that have none.
    _column("attachment_count", sa.Integer, server_default="0"),
    _column("quoted_seq", sa.Integer, nullable=True),
    _column("canned_code", Clean, nullable=True),
    _column("platform_order", sa.BigInteger, nullable=True),
    sa.UniqueConstraint("conversation_id", "seq"),
    sa.UniqueConstraint("channel", "external_id"),
    _index("in_reply_to"),
    _index("delivery", "created_at"),
    _partial("ix_messages_waiting", "conversation_id", "seq", where="processing = 'pending'"),
    _partial(
        "ix_messages_outbox",
        "channel",
        "created_at",
        where="delivery IN ('pending', 'sending')",
    ),
    _partial(
        "ix_messages_unsent",
        "conversation_id",
        "seq",
        where="delivery IN ('pending', 'sending')",
    ),
)

UNCLAIMED = sa.text("attachments.message_id IS NULL")

attachments = sa.Table(
    "attachments",
    metadata,
    _column("id", Clean, primary_key=True),
    _column("owner", Clean),
    _conversation_id(nullable=True),
    _column("message_id", Clean, sa.ForeignKey("messages.id"), nullable=True),
    _column("position", sa.Integer),
    _column("kind", Choice(AttachmentKind)),
    _column("media_type", Clean),
    _column("size", sa.Integer),
    _column("sha256", Clean),
    _column("file_name", Clean),
    _column("created_at", UtcTime),
    _index("message_id"),
    _index("owner", "created_at"),
    _partial("ix_attachments_unclaimed", "created_at", where="message_id IS NULL"),
)

vault = sa.Table(
    "vault",
    metadata,
    _serial(),
    _conversation_id(),
    _column("token", Clean),
    _column("kind", Choice(PersonalKind)),
    _column("ciphertext", sa.LargeBinary),
    _column("digest", Clean),
    _column("mask", Clean),
    _column("created_at", UtcTime),
    sa.UniqueConstraint("conversation_id", "token"),
    sa.UniqueConstraint("conversation_id", "kind", "digest"),
    _index("digest"),
)

# No foreign keys: the trail outlives what it speaks about, and checking them would wait
# for row locks while the log's global lock is held (see events.py).
events = sa.Table(
    "events",
    metadata,
    _serial(),
    _column("kind", Choice(EventKind)),
    _column("at", UtcTime),
    _column("actor", Clean),
    _column("conversation_id", Clean, nullable=True),
    _column("case_id", Clean, nullable=True),
    _column("data", sa.JSON),
    _index("conversation_id", "id"),
    _index("kind", "id"),
    _index("actor", "id"),
    _index("at"),
    sqlite_autoincrement=True,
)

dialogues = sa.Table(
    "dialogues",
    metadata,
    _conversation_id(primary_key=True),
    _column("state", sa.LargeBinary),
)

counters = sa.Table(
    "counters",
    metadata,
    _column("name", Clean, primary_key=True),
    _column("value", sa.Integer),
)

# What a channel keeps between processes and restarts: cursors, platform tokens. Encrypted.
channel_notes = sa.Table(
    "channel_notes",
    metadata,
    _column("channel", Clean, primary_key=True),
    _column("key", Clean, primary_key=True),
    _column("value", sa.LargeBinary),
    _column("expires_at", UtcTime, nullable=True),
)
