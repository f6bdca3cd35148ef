"""Promised call-backs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.people_tables import WANTED
from bot.adapters.sql.people_tables import callbacks as table
from bot.domain.callback import Callback, CallbackId, CallbackState
from bot.domain.errors import NotFound
from bot.domain.ids import ConversationId


class SqlCallbacks(Repository):
    """ports.Callbacks."""

    async def add(self, callback: Callback) -> None:
        await self._change(sa.insert(table).values(**values_of(callback)))

    async def lock(self, callback_id: CallbackId) -> Callback:
        row = await self._first(sa.select(table).where(table.c.id == callback_id).with_for_update())
        if row is None:
            raise NotFound("call-back", callback_id)
        return build(Callback, row)

    async def wanted(self, conversation_id: ConversationId) -> Callback | None:
        row = await self._first(
            sa.select(table).where(WANTED, table.c.conversation_id == conversation_id)
        )
        return build(Callback, row) if row else None

    async def list(self, states: Sequence[CallbackState], limit: int = 200) -> Sequence[Callback]:
        query = sa.select(table).where(table.c.state.in_(states))
        rows = await self._all(query.order_by(table.c.at, table.c.id).limit(limit))
        return [build(Callback, row) for row in rows]

    async def due(self, now: datetime, limit: int) -> Sequence[Callback]:
        return await self._held(sa.and_(table.c.at <= now, table.c.announced_at.is_(None)), limit)

    async def overdue(self, before: datetime, limit: int) -> Sequence[Callback]:
        return await self._held(table.c.at < before, limit)

    async def save(self, callback: Callback) -> None:
        values = values_of(callback, "id")
        await self._change(sa.update(table).where(table.c.id == callback.id).values(**values))

    async def _held(self, condition: Any, limit: int) -> Sequence[Callback]:
        query = (
            sa.select(table)
            .where(table.c.state == CallbackState.OPEN, condition)
            .order_by(table.c.at, table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [build(Callback, row) for row in await self._all(query)]
