"""The outbox of calls to people on call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.people_tables import UNFINISHED
from bot.adapters.sql.people_tables import notices as table
from bot.domain.ids import ConversationId
from bot.domain.on_call import Notice, NoticeState


class SqlNotices(Repository):
    """ports.Notices."""

    async def add_if_new(self, notice: Notice) -> bool:
        values = {**values_of(notice), "payload": dict(notice.payload)}
        return await self._insert_if_new(table, values)

    async def has_due(self, now: datetime) -> bool:
        query = sa.select(table.c.id).where(UNFINISHED, table.c.due_at <= now).limit(1)
        return await self._first(query) is not None

    async def claim_due(self, now: datetime, until: datetime, limit: int) -> Sequence[Notice]:
        query = (
            sa.select(table)
            .where(UNFINISHED, table.c.due_at <= now)
            .order_by(table.c.due_at, table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        due = [build(Notice, row) for row in await self._all(query)]
        taken = [
            replace(one, state=NoticeState.SENDING, due_at=until, attempts=one.attempts + 1)
            for one in due
        ]
        if taken:
            await self._change(
                sa.update(table)
                .where(table.c.id.in_([one.id for one in taken]))
                .values(state=NoticeState.SENDING, due_at=until, attempts=table.c.attempts + 1)
            )
        return taken

    async def finish(
        self,
        notice: Notice,
        state: NoticeState,
        *,
        error: str | None = None,
        due_at: datetime | None = None,
    ) -> bool:
        """An attempt that took longer than its claim finds the count of attempts moved on."""
        mine = sa.and_(
            table.c.id == notice.id,
            table.c.state == NoticeState.SENDING,
            table.c.attempts == notice.attempts,
        )
        values = {"state": state, "error": error, "due_at": due_at or notice.due_at}
        return await self._change(sa.update(table).where(mine).values(**values)) == 1

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[Notice]:
        query = sa.select(table).where(table.c.conversation_id == conversation_id)
        rows = await self._all(query.order_by(table.c.due_at, table.c.key))
        return [build(Notice, row) for row in rows]
