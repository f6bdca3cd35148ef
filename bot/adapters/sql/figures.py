"""Reads for the supervisors' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build
from bot.adapters.sql.record_tables import cases
from bot.adapters.sql.tables import conversations, events
from bot.domain.events import Event, EventKind
from bot.domain.figures import Arrival


class SqlFigures(Repository):
    """ports.Figures."""

    async def arrivals(self, since: datetime) -> Sequence[Arrival]:
        query = (
            sa.select(
                cases.c.created_at.label("at"),
                conversations.c.channel,
                cases.c.level,
                cases.c.causes,
                cases.c.filed_at,
                cases.c.ended_at,
            )
            .join(conversations, conversations.c.id == cases.c.conversation_id)
            .where(cases.c.created_at >= since)
            .order_by(cases.c.created_at, cases.c.id)
        )
        return [build(Arrival, row) for row in await self._all(query)]

    async def moves(self, since: datetime) -> Sequence[Event]:
        of_agents = sa.and_(
            events.c.kind == EventKind.MESSAGE_RECORDED, events.c.actor.startswith("agent:")
        )
        query = (
            sa.select(events)
            .where(events.c.at >= since)
            .where(sa.or_(events.c.kind == EventKind.OWNER_CHANGED, of_agents))
            .order_by(events.c.id)
        )
        return [build(Event, row) for row in await self._all(query)]
