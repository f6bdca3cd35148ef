"""The event log.

Readers resume from the last id they saw, so an id must never become visible after a higher
one has. Ids are drawn when rows are inserted, which is why appended events wait in memory
until the transaction is about to commit: on SQLite the whole writing transaction excludes
others anyway; on PostgreSQL the flush takes one advisory lock first, and the server lets go
of it only once the commit is visible. Between the two lie one INSERT and the COMMIT, and
nothing that waits for anybody else (the table has no foreign keys for this reason), so the
lock is held for about the time of one disk flush and cannot be part of a deadlock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.sql.base import Repository, build, take_advisory_lock, values_of
from bot.adapters.sql.tables import events as table
from bot.domain.audit import ABOUT_STAFF, AuditFilter
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, EventId
from bot.ports import EVENTS, conversation_topic

_COMMIT_ORDER = 0x51494E47_4556
"""The advisory lock's key; any number that nobody else uses in this database."""


class SqlEventLog(Repository):
    """ports.EventLog. A transaction does not read its own events."""

    def __init__(self, connection: AsyncConnection, announce: Callable[[str], None]) -> None:
        super().__init__(connection)
        self._announce = announce
        self._appended: list[Event] = []

    async def append(self, event: Event) -> None:
        self._appended.append(event)
        self._announce(EVENTS)
        if event.conversation_id is not None:
            self._announce(conversation_topic(event.conversation_id))

    async def after(
        self,
        event_id: EventId,
        *,
        conversation_id: ConversationId | None = None,
        limit: int = 200,
    ) -> Sequence[Event]:
        query = sa.select(table).where(table.c.id > event_id)
        if conversation_id is not None:
            query = query.where(table.c.conversation_id == conversation_id)
        rows = await self._all(query.order_by(table.c.id).limit(limit))
        return [build(Event, row) for row in rows]

    async def of_kind(
        self, conversation_id: ConversationId, kind: EventKind, limit: int = 200
    ) -> Sequence[Event]:
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.kind == kind)
            .order_by(table.c.id.desc())
            .limit(limit)
        )
        return [build(Event, row) for row in reversed(await self._all(query))]

    async def newest_of_kind(
        self, conversation_ids: Sequence[ConversationId], kind: EventKind
    ) -> Mapping[ConversationId, Event]:
        if not conversation_ids:
            return {}
        newest = (
            sa.select(sa.func.max(table.c.id))
            .where(table.c.conversation_id.in_(conversation_ids), table.c.kind == kind)
            .group_by(table.c.conversation_id)
        )
        rows = await self._all(sa.select(table).where(table.c.id.in_(newest)))
        return {ConversationId(row.conversation_id): build(Event, row) for row in rows}

    async def search(
        self, wanted: AuditFilter, *, before: EventId | None = None, limit: int = 100
    ) -> Sequence[Event]:
        query = sa.select(table).where(*_conditions(wanted))
        if before is not None:
            query = query.where(table.c.id < before)
        rows = await self._all(query.order_by(table.c.id.desc()).limit(limit))
        return [build(Event, row) for row in rows]

    async def last_id(self) -> EventId:
        return EventId(int(await self._scalar(sa.select(sa.func.max(table.c.id))) or 0))

    async def flush(self) -> None:
        """Write what was appended; the commit must follow at once."""
        if not self._appended:
            return
        await take_advisory_lock(self._connection, _COMMIT_ORDER)
        rows = [{**values_of(event, "id"), "data": dict(event.data)} for event in self._appended]
        await self._connection.execute(sa.insert(table).values(rows))
        self._appended.clear()


def _conditions(wanted: AuditFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.agent_id is not None:
        subject = table.c.data["agent"].as_string() == wanted.agent_id
        about = sa.and_(table.c.kind.in_(ABOUT_STAFF), subject)
        found.append(sa.or_(table.c.actor == f"agent:{wanted.agent_id}", about))
    if wanted.conversation_id is not None:
        found.append(table.c.conversation_id == wanted.conversation_id)
    if wanted.kind is not None:
        found.append(table.c.kind == wanted.kind)
    if wanted.since is not None:
        found.append(table.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(table.c.at < wanted.until)
    return found
