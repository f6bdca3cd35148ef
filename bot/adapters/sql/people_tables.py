"""The schema of the people at the desk, whom they call, and what they write to each other."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.sql.columns import column as _column
from bot.adapters.sql.columns import conversation_id as _conversation_id
from bot.adapters.sql.columns import index as _index
from bot.adapters.sql.columns import metadata
from bot.adapters.sql.columns import partial as _partial
from bot.adapters.sql.types import Choice, Choices, Clean, UtcTime, Words
from bot.domain.assignment import AssignmentState
from bot.domain.callback import CallbackState
from bot.domain.on_call import NoticeKind, NoticeState
from bot.domain.scenario import Scenario
from bot.domain.staff import Role

teams = sa.Table(
    "teams",
    metadata,
    _column("id", Clean, primary_key=True),
    _column("name", Clean),
    _column("created_at", UtcTime),
    sa.UniqueConstraint("name"),
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
    # No foreign key: SQLite could add one to a full table only by writing the table anew.
    _column("team_id", Clean, nullable=True),
    _column("languages", Words),
    _column("product_lines", Words),
    _column("scenarios", Choices(Scenario)),
    _column("capacity", sa.Integer, nullable=True),
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

OPEN = sa.text("assignments.state = 'open'")

assignments = sa.Table(
    "assignments",
    metadata,
    _column("id", Clean, primary_key=True),
    _conversation_id(),
    _column("agent_id", Clean, sa.ForeignKey("staff.id")),
    _column("owner_version", sa.Integer),
    _column("assigned_at", UtcTime),
    _column("answer_by", UtcTime),
    _column("state", Choice(AssignmentState)),
    _column("ended_at", UtcTime, nullable=True),
    _index("assigned_at"),
    _index("ended_at"),
    _partial("uq_assignments_open", "conversation_id", where="state = 'open'", unique=True),
)
