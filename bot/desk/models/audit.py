"""The audit view of the event log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import validator

from bot.desk.models.base import After, Answer, Id, Limit, Query, iso, utc
from bot.desk.models.events import Event, event_answer
from bot.domain.audit import AuditFilter
from bot.domain.events import EventKind
from bot.domain.ids import AgentId, ConversationId
from bot.services.audit import AuditPage


class AuditQuery(Query):
    """What is wanted of the log. `case`: a number or an id. `since` is included, `until` not."""

    agent_id: Id | None = None
    case: Id | None = None
    conversation_id: Id | None = None
    kind: EventKind | None = None
    since: datetime | None = None
    until: datetime | None = None

    @validator("since", "until", pre=True)
    def _iso(cls, value: Any) -> Any:  # noqa: N805 — pydantic's validators are class methods
        return iso(value)

    @validator("since", "until")
    def _moment(cls, value: datetime | None) -> datetime | None:  # noqa: N805
        return value and utc(value)

    def wanted(self) -> AuditFilter:
        """The same in the domain's words, without the case."""
        return AuditFilter(
            agent_id=AgentId(self.agent_id) if self.agent_id else None,
            conversation_id=ConversationId(self.conversation_id) if self.conversation_id else None,
            kind=self.kind,
            since=self.since,
            until=self.until,
        )


class AuditPageQuery(AuditQuery):
    """A page of it; `before` is the former page's."""

    before: After | None = None
    limit: Limit = Limit(100)


class Audit(Answer):
    """Newest first; `before` leads to the next page, null where there is none."""

    items: list[Event]
    before: int | None


def audit_answer(page: AuditPage) -> Audit:
    """Draw a page."""
    return Audit(items=[event_answer(event) for event in page.events], before=page.before)
