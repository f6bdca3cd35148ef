"""Searching the event log over every database."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.audit import AuditFilter
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId, EventId
from bot.ports import Store
from tests.contract.makers import later

LI = AgentId("li")
EVENTS = (
    Event(EventKind.NOTE_ADDED, later(0), "agent:li", ConversationId("a")),
    Event(EventKind.MESSAGE_RECORDED, later(1), "customer", ConversationId("a")),
    Event(EventKind.STAFF_CHANGED, later(2), "agent:boss", data={"agent": "li"}),
    Event(EventKind.NOTE_ADDED, later(3), "agent:wang", ConversationId("b"), data={"agent": "li"}),
    Event(EventKind.NOTE_ADDED, later(4), "agent:li", ConversationId("b")),
)


async def _found(store: Store, wanted: AuditFilter) -> Sequence[int]:
    """Places in EVENTS, from 1, as the database is new."""
    async with store.reading() as tx:
        return [event.id for event in await tx.events.search(wanted)]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (AuditFilter(), [5, 4, 3, 2, 1]),
        (AuditFilter(agent_id=LI), [5, 3, 1]),
        (AuditFilter(agent_id=AgentId("wang")), [4]),
        (AuditFilter(conversation_id=ConversationId("b")), [5, 4]),
        (AuditFilter(kind=EventKind.NOTE_ADDED), [5, 4, 1]),
        (AuditFilter(since=later(1), until=later(3)), [3, 2]),
        (AuditFilter(agent_id=LI, kind=EventKind.NOTE_ADDED, since=later(1)), [5]),
        (AuditFilter(conversation_id=ConversationId("none")), []),
    ],
)
async def test_only_what_is_wanted_is_found_newest_first(
    store: Store, wanted: AuditFilter, ids: Sequence[int]
) -> None:
    async with store.writing() as tx:
        for event in EVENTS:
            await tx.events.append(event)
    assert await _found(store, wanted) == ids


async def test_pages_meet_without_gap_or_overlap(store: Store) -> None:
    async with store.writing() as tx:
        for event in EVENTS:
            await tx.events.append(event)
    async with store.reading() as tx:
        first = await tx.events.search(AuditFilter(), limit=2)
        second = await tx.events.search(AuditFilter(), before=first[-1].id, limit=9)
        assert [event.id for event in (*first, *second)] == [5, 4, 3, 2, 1]
        assert await tx.events.search(AuditFilter(), before=EventId(1)) == []
        assert first[0].data == {}
