"""The schema. Migrations follow it; a contract test holds the two together.

Conditions of partial indexes are written as literals, here and in the queries (`WAITING`,
`UNSENT`, `IN_FORCE`, `UNFINISHED`, `WANTED`, `UNCLAIMED`, `UNSEEN`): a planner uses such an
index only where it can prove from the statement text that the query's condition implies the
index's, which a bound parameter hides.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.sql.columns import column as _column
from bot.adapters.sql.columns import conversation_id as _conversation_id
from bot.adapters.sql.columns import index as _index
from bot.adapters.sql.columns import metadata as metadata  # noqa: PLC0414 — for Alembic
from bot.adapters.sql.columns import partial as _partial
from bot.adapters.sql.columns import serial as _serial
from bot.adapters.sql.types import Choice, Choices, Clean, UtcTime
from bot.domain.attachment import AttachmentKind
from bot.domain.callback import CallbackState
from bot.domain.case import CaseState, FactName, Level
from bot.domain.conversation import HandoffReason, Owner
from bot.domain.events import EventKind
from bot.domain.message import Author, Delivery, Processing
from bot.domain.on_call import NoticeKind, NoticeState
from bot.domain.overruling import Judgement
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.reading import Cause
from bot.domain.staff import Role
from bot.domain.survey import SurveyAnswer
from bot.domain.triage import SignalName, SignalSource

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
    # Which worker processes its inbound messages, and until when.
    _column("lease_worker", Clean, nullable=True),
    _column("lease_until", UtcTime, nullable=True),
    sa.UniqueConstraint("channel", "customer_ref"),
    _index("owner", "updated_at"),
    _index("owner", "priority", "queued_at"),
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
    # Spares the look into `attachments` for the many messages that have none.
    _column("attachment_count", sa.Integer, server_default="0"),
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

cases = sa.Table(
    "cases",
    metadata,
    _column("id", Clean, primary_key=True),
    _conversation_id(),
    _column("episode", sa.Integer),
    _column("created_at", UtcTime),
    _column("updated_at", UtcTime),
    _column("state", Choice(CaseState)),
    _column("number", Clean, nullable=True),
    _column("level", Choice(Level)),
    _column("priority", sa.Integer),
    _column("filed_at", UtcTime, nullable=True),
    _column("ended_at", UtcTime, nullable=True),
    # No foreign key: SQLite could add one to a full table only by writing the table anew.
    _column("previous_case_id", Clean, nullable=True),
    _column("causes", Choices(Cause)),
    _column("anger", sa.Integer),
    sa.UniqueConstraint("conversation_id", "episode"),
    sa.UniqueConstraint("number"),
    _index("state", "updated_at"),
    _index("created_at"),
)

IN_FORCE = sa.text("case_facts.in_force")

case_facts = sa.Table(
    "case_facts",
    metadata,
    _serial(),
    _column("case_id", Clean, sa.ForeignKey("cases.id")),
    _column("name", Choice(FactName)),
    _column("value", Clean),
    _column("recorded_at", UtcTime),
    _column("recorded_by", Clean),
    _column("message_id", Clean, sa.ForeignKey("messages.id"), nullable=True),
    _column("seq", sa.Integer, nullable=True),
    _column("in_force", sa.Boolean),
    _index("case_id"),
    # Cases that share a product, a branch … of late. Values may be longer than an index takes.
    _index("name", "recorded_at"),
    _partial("uq_case_facts_in_force", "case_id", "name", where="in_force", unique=True),
)

signals = sa.Table(
    "signals",
    metadata,
    _serial(),
    _conversation_id(),
    _column("episode", sa.Integer),
    _column("name", Choice(SignalName)),
    _column("score", sa.Float),
    _column("quote", Clean),
    _column("hard", sa.Boolean),
    _column("message_id", Clean, sa.ForeignKey("messages.id"), nullable=True),
    _column("seq", sa.Integer, nullable=True),
    _column("source", Choice(SignalSource)),
    sa.UniqueConstraint("message_id", "name"),
    _index("conversation_id", "episode"),
    # A signal that no message carries (a VIP in the customer's record) counts once an episode.
    _partial(
        "uq_signals_without_message",
        "conversation_id",
        "episode",
        "name",
        where="message_id IS NULL",
        unique=True,
    ),
)

surveys = sa.Table(
    "surveys",
    metadata,
    _column("id", Clean, primary_key=True),
    _conversation_id(),
    _column("episode", sa.Integer),
    _column("case_id", Clean, sa.ForeignKey("cases.id"), nullable=True),
    _column("asked_at", UtcTime),
    _column("asked_seq", sa.Integer),
    _column("answered_at", UtcTime, nullable=True),
    _column("answer", Choice(SurveyAnswer), nullable=True),
    _column("comment", Clean),
    sa.UniqueConstraint("conversation_id", "asked_seq"),
    _index("case_id"),
)

readings = sa.Table(
    "readings",
    metadata,
    _column("message_id", Clean, sa.ForeignKey("messages.id"), primary_key=True),
    _conversation_id(),
    _column("episode", sa.Integer),
    _column("seq", sa.Integer),
    _column("anger", sa.Integer, nullable=True),
    _column("causes", Choices(Cause)),
    _column("intent", Clean),
    _column("is_complaint", sa.Boolean),
    _index("conversation_id", "episode"),
)

labels = sa.Table(
    "labels",
    metadata,
    _serial(),
    _column("case_id", Clean, sa.ForeignKey("cases.id")),
    _conversation_id(),
    _column("episode", sa.Integer),
    _column("what", Choice(Judgement)),
    _column("was", Clean),
    _column("should_be", Clean),
    _column("why", Clean),
    _column("made_by", Clean),
    _column("at", UtcTime),
    _column("seq", sa.Integer),
    _column("message_id", Clean, sa.ForeignKey("messages.id"), nullable=True),
    _column("name", Clean),
    _column("quote", Clean),
    _index("conversation_id", "episode"),
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

staff = sa.Table(
    "staff",
    metadata,
    _column("id", Clean, primary_key=True),
    _column("username", Clean),
    _column("display_name", Clean),
    _column("role", Choice(Role)),
    _column("created_at", UtcTime),
    _column("active", sa.Boolean),
    _column("must_change_password", sa.Boolean),
    _column("password_hash", Clean),
    sa.UniqueConstraint("username"),
)

staff_sessions = sa.Table(
    "staff_sessions",
    metadata,
    _column("digest", Clean, primary_key=True),
    _column("agent_id", Clean, sa.ForeignKey("staff.id")),
    _column("csrf", Clean),
    _column("created_at", UtcTime),
    _column("expires_at", UtcTime),
    _index("agent_id"),
    _index("expires_at"),
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

UNFINISHED = sa.text("notices.state IN ('pending', 'sending')")

notices = sa.Table(
    "notices",
    metadata,
    _column("id", Clean, primary_key=True),
    _column("kind", Choice(NoticeKind)),
    _column("key", Clean),
    _conversation_id(),
    _column("owner_version", sa.Integer),
    _column("payload", sa.JSON),
    _column("created_at", UtcTime),
    _column("due_at", UtcTime),
    _column("attempts", sa.Integer),
    _column("state", Choice(NoticeState)),
    _column("error", Clean, nullable=True),
    sa.UniqueConstraint("key"),
    _index("conversation_id"),
    _partial("ix_notices_unfinished", "due_at", where="state IN ('pending', 'sending')"),
)

WANTED = sa.text("callbacks.state IN ('open', 'missed')")

callbacks = sa.Table(
    "callbacks",
    metadata,
    _column("id", Clean, primary_key=True),
    _conversation_id(),
    _column("case_id", Clean, sa.ForeignKey("cases.id"), nullable=True),
    _column("at", UtcTime),
    _column("created_at", UtcTime),
    _column("note", Clean),
    _column("state", Choice(CallbackState)),
    _column("announced_at", UtcTime, nullable=True),
    _column("done_by", Clean, sa.ForeignKey("staff.id"), nullable=True),
    _index("state", "at"),
    _partial(
        "uq_callbacks_wanted",
        "conversation_id",
        where="state IN ('open', 'missed')",
        unique=True,
    ),
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

UNSEEN = sa.text("mentions.seen_at IS NULL")

notes = sa.Table(
    "notes",
    metadata,
    _column("id", Clean, primary_key=True),
    _conversation_id(),
    _column("after_seq", sa.Integer),
    _column("author", Clean, sa.ForeignKey("staff.id")),
    _column("text", Clean),
    _column("created_at", UtcTime),
    _column("client_id", Clean),
    sa.UniqueConstraint("author", "client_id"),
    _index("conversation_id", "created_at"),
)

mentions = sa.Table(
    "mentions",
    metadata,
    _column("note_id", Clean, sa.ForeignKey("notes.id"), primary_key=True),
    _column("agent_id", Clean, sa.ForeignKey("staff.id"), primary_key=True),
    _conversation_id(),
    _column("position", sa.Integer),
    _column("seen_at", UtcTime, nullable=True),
    _partial("ix_mentions_unseen", "agent_id", "conversation_id", where="seen_at IS NULL"),
)
