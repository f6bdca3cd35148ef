"""Cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.base import values_of
from bot.adapters.sql.record_tables import case_facts
from bot.adapters.sql.record_tables import cases as table
from bot.adapters.sql.related import SqlRelated
from bot.adapters.sql.tables import messages
from bot.domain.case import Case, CaseState
from bot.domain.errors import NotFound, StateConflict
from bot.domain.ids import CaseId, ConversationId
from bot.domain.message import Author

# SQLAlchemy 1.4 cannot compile RETURNING for SQLite, which understands this very text.
_NEXT_COUNT = sa.text(
    "INSERT INTO counters (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
).columns(value=sa.Integer)


class SqlCases(SqlRelated):
    """ports.Cases."""

    async def get(self, case_id: CaseId) -> Case:
        case = await self._case(table.c.id == case_id)
        if case is None:
            raise NotFound("case", case_id)
        return case

    async def by_number(self, number: str) -> Case | None:
        return await self._case(table.c.number == number)

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Case | None:
        return await self._case(
            table.c.conversation_id == conversation_id, table.c.episode == episode
        )

    async def add_if_new(self, case: Case) -> tuple[Case, bool]:
        if await self._insert_if_new(table, values_of(case, "facts")):
            for fact in case.facts:
                await self.put_fact(case.id, fact)
            return case, True
        # Locked like the new row would be, so that two finders of one case work in turn.
        query = sa.select(table).where(
            table.c.conversation_id == case.conversation_id, table.c.episode == case.episode
        )
        row = await self._first(query.with_for_update(key_share=True))
        if row is None:
            raise StateConflict("The id or number belongs to another case.")
        return (await self._with_facts([row]))[0], False

    async def save(self, case: Case) -> None:
        """Raises NotFound."""
        values = values_of(case, "id", "conversation_id", "episode", "created_at", "facts")
        if not await self._change(sa.update(table).where(table.c.id == case.id).values(values)):
            raise NotFound("case", case.id)

    async def list(
        self,
        *,
        states: Sequence[CaseState] = (),
        limit: int = 100,
        before: datetime | None = None,
        longest_filed: bool = False,
    ) -> Sequence[Case]:
        order = table.c.filed_at if longest_filed else table.c.created_at.desc()
        query = sa.select(table).order_by(order, table.c.id).limit(limit)
        if states:
            query = query.where(table.c.state.in_(states))
        if before is not None:
            query = query.where(table.c.created_at < before)
        return await self._with_facts(await self._all(query))

    async def count(self, states: Sequence[CaseState]) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        return int(await self._scalar(query.where(table.c.state.in_(states)) if states else query))

    async def next_number(self, day: str) -> int:
        return int(await self._scalar(_NEXT_COUNT.bindparams(name=f"case:{day}")))

    async def before_episode(self, conversation_id: ConversationId, episode: int) -> Case | None:
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.episode < episode)
            .order_by(table.c.episode.desc())
            .limit(1)
        )
        row = await self._first(query)
        return (await self._with_facts([row]))[0] if row else None

    async def idle_drafts(
        self, untouched_since: datetime, limit: int, only: ConversationId | None = None
    ) -> Sequence[Case]:
        recent = case_facts.c.recorded_at >= untouched_since
        touched = sa.select(case_facts.c.id).where(case_facts.c.case_id == table.c.id, recent)
        spoken = sa.select(messages.c.id).where(
            messages.c.conversation_id == table.c.conversation_id,
            messages.c.episode == table.c.episode,
            messages.c.author == Author.CUSTOMER,
            messages.c.created_at >= untouched_since,
        )
        query = (
            sa.select(table)
            .where(table.c.state == CaseState.DRAFT, table.c.updated_at < untouched_since)
            .where(~touched.exists(), ~spoken.exists())
            .order_by(table.c.updated_at, table.c.id)
            .limit(limit)
        )
        if only is not None:
            query = query.where(table.c.conversation_id == only)
        return await self._with_facts(await self._all(query))

    async def _case(self, *conditions: Any) -> Case | None:
        row = await self._first(sa.select(table).where(*conditions))
        return (await self._with_facts([row]))[0] if row else None
