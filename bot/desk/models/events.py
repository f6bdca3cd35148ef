"""The event log and the state of the desk itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from bot.desk.models.base import After, Answer, Id, Limit, Query
from bot.domain.activity import Activity as LiveActivity
from bot.domain.activity import Doing
from bot.domain.events import Event as LoggedEvent
from bot.domain.events import EventKind


class EventQuery(Query):
    """A stretch of the log."""

    after: After = After(0)
    limit: Limit = Limit(200)
    conversation_id: Id | None = None


class StreamQuery(Query):
    """Where the live feed starts; the header Last-Event-ID goes before it."""

    after: After | None = None


class Event(Answer):
    """Something that happened; `data` never holds what a customer wrote."""

    id: int
    kind: EventKind
    at: datetime
    actor: str
    conversation_id: str | None
    case_id: str | None
    data: dict[str, Any]


class Events(Answer):
    """In order; `more` says that there are later ones."""

    items: list[Event]
    more: bool


class Health(Answer):
    """The desk can work."""

    status: Literal["ok"]
    version: str


class Activity(Answer):
    """Somebody types, or watches a conversation that a colleague has; `who` as an actor."""

    doing: Doing
    conversation_id: str
    who: str


class Activities(Answer):
    """All that people do at this moment; what is missing has ended."""

    activities: list[Activity]


def activities_answer(now: Collection[LiveActivity]) -> Activities:
    """Draw what the live feed sends beside its events."""
    ordered = sorted(now, key=lambda one: (one.conversation_id, one.doing.value, one.who))
    return Activities(
        activities=[
            Activity(doing=one.doing, conversation_id=one.conversation_id, who=one.who)
            for one in ordered
        ]
    )


def event_answer(event: LoggedEvent) -> Event:
    """Draw an event's shape."""
    return Event(
        id=event.id,
        kind=event.kind,
        at=event.at,
        actor=event.actor,
        conversation_id=event.conversation_id,
        case_id=event.case_id,
        data=dict(event.data),
    )


def events_answer(events: Sequence[LoggedEvent], limit: int) -> Events:
    """Draw a page of the log."""
    return Events(items=[event_answer(event) for event in events], more=len(events) == limit)
