"""The schema of the complaint record: cases, facts, and what was judged and asked about them."""

from __future__ import annotations

import sqlalchemy as sa

from bot.adapters.sql.columns import column as _column
from bot.adapters.sql.columns import conversation_id as _conversation_id
from bot.adapters.sql.columns import index as _index
from bot.adapters.sql.columns import metadata
from bot.adapters.sql.columns import partial as _partial
from bot.adapters.sql.columns import serial as _serial
from bot.adapters.sql.types import Choice, Choices, Clean, UtcTime
from bot.domain.case import CaseState, FactName, Level
from bot.domain.overruling import Judgement
from bot.domain.reading import Cause
from bot.domain.survey import SurveyAnswer
from bot.domain.triage import SignalName, SignalSource

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
