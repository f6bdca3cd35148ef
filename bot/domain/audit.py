"""What somebody wants to see of the event log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId

ABOUT_STAFF = (
    EventKind.STAFF_CHANGED,
    EventKind.STAFF_SIGN_IN_REFUSED,
    EventKind.STAFF_SIGNED_IN,
    EventKind.STAFF_SIGNED_OUT,
)
"""Kinds whose `data` names, under `agent`, the person they are about."""

COLUMNS = ("id", "at", "kind", "actor", "username", "conversation_id", "case_id", "data")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class AuditFilter:
    """Everything where nothing is named. `agent_id`: what this person did, and what was done to
    the account. `since` is included, `until` is not."""

    agent_id: AgentId | None = None
    conversation_id: ConversationId | None = None
    kind: EventKind | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def named(self) -> Mapping[str, str]:
        """What is asked for, as the audit trail says it of an export."""
        values = {
            "agent": self.agent_id,
            "conversation": self.conversation_id,
            "of_kind": self.kind.value if self.kind else None,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
        return {name: str(value) for name, value in values.items() if value}


def row_of(event: Event, usernames: Mapping[str, str]) -> tuple[str, ...]:
    """The event as the cells of COLUMNS. A cell that a spreadsheet would take for a formula gets
    an apostrophe before it."""
    cells = (
        str(event.id),
        event.at.isoformat(),
        event.kind.value,
        event.actor,
        usernames.get(event.actor.removeprefix("agent:"), ""),
        event.conversation_id or "",
        event.case_id or "",
        json.dumps(dict(event.data), ensure_ascii=False, sort_keys=True),
    )
    return tuple(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
