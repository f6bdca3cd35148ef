"""The facts of a case, with the history of what they said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.record_tables import IN_FORCE, cases
from bot.adapters.sql.record_tables import case_facts as table
from bot.domain.case import Fact
from bot.domain.errors import NotFound
from bot.domain.ids import CaseId


class SqlFacts(Repository):
    """The fact part of ports.Cases."""

    async def put_fact(self, case_id: CaseId, fact: Fact) -> bool:
        """Raises NotFound."""
        await self._lock_case(case_id)
        in_force = (
            table.c.case_id == case_id,
            table.c.name == fact.name,
            IN_FORCE,
        )
        known = await self._first(sa.select(table).where(*in_force))
        if known and (known.value, known.message_id) == (fact.value, fact.message_id):
            return False
        await self._change(sa.update(table).where(*in_force).values(in_force=False))
        await self._change(
            sa.insert(table).values(case_id=case_id, in_force=bool(fact.value), **values_of(fact))
        )
        return True

    async def retire_facts(self, case_id: CaseId) -> int:
        await self._lock_case(case_id)
        update = sa.update(table).where(table.c.case_id == case_id, IN_FORCE)
        return await self._change(update.values(in_force=False))

    async def fact_history(self, case_id: CaseId) -> Sequence[Fact]:
        query = sa.select(table).where(table.c.case_id == case_id).order_by(table.c.id)
        return [build(Fact, row) for row in await self._all(query)]

    async def _lock_case(self, case_id: CaseId) -> None:
        # Two facts of one name must not both find that they are the only one in force.
        query = sa.select(cases.c.id).where(cases.c.id == case_id)
        if await self._first(query.with_for_update(key_share=True)) is None:
            raise NotFound("case", case_id)

    async def _in_force(self, case_ids: Sequence[str]) -> Mapping[str, Sequence[Fact]]:
        query = sa.select(table).where(table.c.case_id.in_(case_ids), IN_FORCE).order_by(table.c.id)
        found: dict[str, list[Fact]] = {}
        for row in await self._all(query):
            found.setdefault(row.case_id, []).append(build(Fact, row))
        return found
