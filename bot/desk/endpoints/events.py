"""The audit trail and the live feed."""

from __future__ import annotations

from bot.desk.models.base import NoBody
from bot.desk.models.events import EventQuery, Events, StreamQuery, events_answer
from bot.desk.sse import stream
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import ConversationId, EventId
from bot.domain.staff import Permission


async def list_events(call: Call[NoBody, EventQuery]) -> Events:
    """A stretch of the log."""
    query = call.query
    of = ConversationId(query.conversation_id) if query.conversation_id else None
    events = await call.services.feed.page(EventId(query.after), of, query.limit)
    return events_answer(events, query.limit)


ENDPOINTS = (
    Endpoint(
        "GET",
        f"{API}/events",
        list_events,
        Permission.READ_AUDIT,
        "Read the audit trail",
        Events,
        query=EventQuery,
    ),
    Endpoint(
        "GET",
        f"{API}/events/stream",
        stream,
        Permission.READ_CONVERSATIONS,
        "Follow what happens (server-sent events)",
        None,
        query=StreamQuery,
        media_type="text/event-stream",
    ),
)
