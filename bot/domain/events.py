"""The event log's vocabulary: at once audit trail, live feed and recovery source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from bot.domain.ids import CaseId, ConversationId, EventId


class EventKind(str, Enum):
    """Everything that leaves a trace."""

    CONVERSATION_OPENED = "conversation.opened"
    CONVERSATION_RECORDED = "conversation.recorded"
    EPISODE_OPENED = "episode.opened"
    MESSAGE_RECORDED = "message.recorded"
    MESSAGE_SUPPRESSED = "message.suppressed"
    MESSAGE_PROCESSED = "message.processed"
    MESSAGE_FAILED = "message.failed"
    DELIVERY_CHANGED = "delivery.changed"
    CONVERSATION_READ = "conversation.read"
    CONVERSATION_WATCHED = "conversation.watched"
    OWNER_CHANGED = "owner.changed"
    ASSIGNMENT_MADE = "assignment.made"
    ASSIGNMENT_REFUSED = "assignment.refused"
    ASSIGNMENT_MISSED = "assignment.missed"
    PRIORITY_CHANGED = "priority.changed"
    ASIDE_SET = "aside.set"
    ASIDE_ENDED = "aside.ended"
    CASE_DRAFTED = "case.drafted"
    CASE_FACT_RECORDED = "case.fact_recorded"
    CASE_FILED = "case.filed"
    CASE_CHANGED = "case.changed"
    CASE_MERGED = "case.merged"
    CASE_UNMERGED = "case.unmerged"
    CASE_LINKED = "case.linked"
    CASE_UNLINKED = "case.unlinked"
    SIGNAL_FOUND = "signal.found"
    SURVEY_ASKED = "survey.asked"
    SURVEY_ANSWERED = "survey.answered"
    CALLBACK_PROMISED = "callback.promised"
    CALLBACK_DUE = "callback.due"
    CALLBACK_CHANGED = "callback.changed"
    ON_CALL_NOTIFIED = "on_call.notified"
    ON_CALL_FAILED = "on_call.failed"
    JUDGEMENT_OVERRULED = "judgement.overruled"
    NOTE_ADDED = "note.added"
    NOTE_SEEN = "note.seen"
    VALUE_REVEALED = "vault.revealed"
    ATTACHMENT_OPENED = "attachment.opened"
    ATTACHMENT_SENT = "attachment.sent"
    SEARCH_MADE = "search.made"
    CASE_FILE_MADE = "case_file.made"
    STAFF_SIGNED_IN = "staff.signed_in"
    STAFF_SIGN_IN_REFUSED = "staff.sign_in_refused"
    STAFF_SIGNED_OUT = "staff.signed_out"
    STAFF_CHANGED = "staff.changed"
    TEAM_CHANGED = "team.changed"
    AUDIT_EXPORTED = "audit.exported"


AUDIT_ONLY = frozenset(
    {
        EventKind.VALUE_REVEALED,
        EventKind.ATTACHMENT_OPENED,
        EventKind.ATTACHMENT_SENT,
        EventKind.SEARCH_MADE,
        EventKind.CASE_FILE_MADE,
        EventKind.STAFF_SIGNED_IN,
        EventKind.STAFF_SIGN_IN_REFUSED,
        EventKind.STAFF_SIGNED_OUT,
        EventKind.STAFF_CHANGED,
        EventKind.TEAM_CHANGED,
        EventKind.AUDIT_EXPORTED,
    }
)
"""Kinds that the live feed shows only to those who may read the audit trail."""


UNWRITTEN = EventId(0)


@dataclass(frozen=True)
class Event:
    """Something that happened. `actor` is `customer`, `bot`, `system` or `agent:<id>`.

    `data` holds small JSON values and never what a customer said nor personal data; the notes
    that agents give for a change of hands are in it, tokenised.
    """

    kind: EventKind
    at: datetime
    actor: str
    conversation_id: ConversationId | None = None
    case_id: CaseId | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    id: EventId = UNWRITTEN
