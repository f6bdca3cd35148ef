"""Which cases are one matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.record_tables import IN_FORCE, case_facts, cases
from bot.adapters.sql.relation_tables import STANDING, case_group_members, case_groups, case_merges
from bot.domain.case import CaseState, FactName
from bot.domain.errors import StateConflict
from bot.domain.ids import AgentId, CaseId
from bot.domain.relations import CaseGroup, GroupId, Merge


class SqlRelations(Repository):
    """ports.Relations."""

    async def add_merge(self, merge: Merge) -> None:
        if not await self._insert_if_new(case_merges, values_of(merge)):
            raise StateConflict("The case is merged already; undo that first.")

    async def merge_of(self, case_id: CaseId) -> Merge | None:
        query = sa.select(case_merges).where(STANDING, case_merges.c.case_id == case_id)
        row = await self._first(query)
        return build(Merge, row) if row else None

    async def merges_into(self, case_id: CaseId) -> Sequence[Merge]:
        query = sa.select(case_merges).where(STANDING, case_merges.c.into_id == case_id)
        return [build(Merge, row) for row in await self._all(query.order_by(case_merges.c.id))]

    async def undo_merge(self, case_id: CaseId, by: AgentId, at: datetime) -> bool:
        update = sa.update(case_merges).where(STANDING, case_merges.c.case_id == case_id)
        return await self._change(update.values(undone_by=by, undone_at=at)) == 1

    async def add_group(self, group: CaseGroup) -> None:
        await self._change(sa.insert(case_groups).values(**values_of(group)))

    async def group_of(self, case_id: CaseId) -> CaseGroup | None:
        query = (
            sa.select(case_groups)
            .join(case_group_members, case_group_members.c.group_id == case_groups.c.id)
            .where(case_group_members.c.case_id == case_id)
        )
        row = await self._first(query)
        return build(CaseGroup, row) if row else None

    async def members(self, group_id: GroupId) -> Sequence[CaseId]:
        table = case_group_members
        query = sa.select(table.c.case_id).where(table.c.group_id == group_id)
        rows = await self._all(query.order_by(table.c.added_at, table.c.case_id))
        return [CaseId(row.case_id) for row in rows]

    async def join(self, group_id: GroupId, case_id: CaseId, by: AgentId, at: datetime) -> None:
        values = {"group_id": group_id, "case_id": case_id, "added_by": by, "added_at": at}
        if not await self._insert_if_new(case_group_members, values):
            raise StateConflict("The case is in a group already; take it out first.")

    async def leave(self, case_id: CaseId) -> bool:
        delete = sa.delete(case_group_members).where(case_group_members.c.case_id == case_id)
        return await self._change(delete) == 1

    async def drop_group(self, group_id: GroupId) -> None:
        members = case_group_members
        await self._change(sa.delete(members).where(members.c.group_id == group_id))
        await self._change(sa.delete(case_groups).where(case_groups.c.id == group_id))

    async def sharing(
        self, case_id: CaseId, facts: Mapping[FactName, str], since: datetime, limit: int
    ) -> Mapping[CaseId, frozenset[FactName]]:
        if not facts:
            return {}
        value = sa.func.lower(sa.func.trim(case_facts.c.value))
        same = [
            sa.and_(case_facts.c.name == name, value == wanted.strip().lower())
            for name, wanted in facts.items()
        ]
        gone = (CaseState.WITHDRAWN, CaseState.MERGED)
        query = (
            sa.select(case_facts.c.case_id, case_facts.c.name)
            .join(cases, cases.c.id == case_facts.c.case_id)
            .where(IN_FORCE, case_facts.c.recorded_at >= since, case_facts.c.name.in_(list(facts)))
            .where(sa.or_(*same), cases.c.id != case_id, cases.c.state.not_in(gone))
            .order_by(case_facts.c.recorded_at.desc(), case_facts.c.id.desc())
            .limit(limit)
        )
        found: dict[CaseId, frozenset[FactName]] = {}
        for row in await self._all(query):
            key = CaseId(row.case_id)
            found[key] = found.get(key, frozenset()) | {row.name}
        return found
