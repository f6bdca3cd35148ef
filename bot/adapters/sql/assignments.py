"""Who was given what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, take_advisory_lock, values_of
from bot.adapters.sql.people_tables import OPEN
from bot.adapters.sql.people_tables import assignments as table
from bot.adapters.sql.tables import events
from bot.domain.assignment import Assignment, AssignmentState
from bot.domain.events import EventKind
from bot.domain.ids import AgentId, ConversationId

_ONE_ASSIGNS = 0x51494E47_4153
"""The advisory lock's key; any number that nobody else uses in this database."""
_ACTOR = "agent:"


class SqlAssignments(Repository):
    """ports.Assignments."""

    async def hold(self) -> None:
        await take_advisory_lock(self._connection, _ONE_ASSIGNS)

    async def add(self, assignment: Assignment) -> bool:
        return await self._insert_if_new(table, values_of(assignment))

    async def end(self, assignment: Assignment, state: AssignmentState, at: datetime) -> bool:
        update = sa.update(table).where(OPEN, table.c.id == assignment.id)
        return await self._change(update.values(state=state, ended_at=at)) == 1

    async def open_of(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Assignment]:
        query = sa.select(table).where(OPEN, table.c.conversation_id.in_(conversation_ids))
        return {row.conversation_id: build(Assignment, row) for row in await self._all(query)}

    async def open_for(self, agent_id: AgentId) -> Sequence[ConversationId]:
        query = sa.select(table.c.conversation_id).where(OPEN, table.c.agent_id == agent_id)
        rows = await self._all(query.order_by(table.c.answer_by, table.c.id))
        return [ConversationId(row.conversation_id) for row in rows]

    async def due(self, now: datetime) -> Sequence[Assignment]:
        query = sa.select(table).where(OPEN, table.c.answer_by <= now)
        rows = await self._all(query.order_by(table.c.answer_by, table.c.id))
        return [build(Assignment, row) for row in rows]

    async def ended_since(self, since: datetime) -> Sequence[Assignment]:
        query = sa.select(table).where(table.c.ended_at >= since)
        rows = await self._all(query.order_by(table.c.ended_at, table.c.id))
        return [build(Assignment, row) for row in rows]

    async def open_loads(self) -> Mapping[AgentId, int]:
        count = sa.func.count().label("open")
        query = sa.select(table.c.agent_id, count).where(OPEN).group_by(table.c.agent_id)
        return {AgentId(row.agent_id): int(row.open) for row in await self._all(query)}

    async def last_busy(self, since: datetime) -> Mapping[AgentId, datetime]:
        given = (
            sa.select(table.c.agent_id, sa.func.max(table.c.assigned_at).label("at"))
            .where(table.c.assigned_at >= since)
            .group_by(table.c.agent_id)
        )
        moved = (
            sa.select(events.c.actor, sa.func.max(events.c.at).label("at"))
            .where(events.c.at >= since, events.c.kind == EventKind.OWNER_CHANGED)
            .where(events.c.actor.startswith(_ACTOR))
            .group_by(events.c.actor)
        )
        found = {AgentId(row.agent_id): row.at for row in await self._all(given)}
        for row in await self._all(moved):
            agent_id = AgentId(row.actor.removeprefix(_ACTOR))
            found[agent_id] = max(row.at, found.get(agent_id, row.at))
        return found
