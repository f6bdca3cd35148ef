"""Cases that have to do with one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Row

from bot.adapters.sql.base import build
from bot.adapters.sql.facts import SqlFacts
from bot.adapters.sql.present import of_present_episodes
from bot.adapters.sql.record_tables import IN_FORCE, case_facts, cases
from bot.adapters.sql.tables import vault
from bot.domain.case import IDENTIFYING_FACTS, Case, CaseLink, CaseState, FactName
from bot.domain.ids import CaseId, ConversationId

_before_it = cases.alias("before")
_PRESENT = (
    of_present_episodes(cases)
    .outerjoin(_before_it, _before_it.c.id == cases.c.previous_case_id)
    .add_columns(_before_it.c.id.label("before_id"), _before_it.c.number.label("before_number"))
)


class SqlRelated(SqlFacts):
    """The part of ports.Cases about other cases."""

    async def related(
        self, case: Case, digests: Sequence[str], since: datetime, limit: int = 20
    ) -> Sequence[Case]:
        """A value counts where its token stands in the fact: who merely names somebody else's
        number in a story is not that person."""
        named = (
            sa.select(vault.c.id)
            .where(vault.c.conversation_id == cases.c.conversation_id)
            .where(case_facts.c.case_id == cases.c.id)
            .where(vault.c.digest.in_(digests), IN_FORCE)
            .where(case_facts.c.name.in_(sorted(IDENTIFYING_FACTS)))
            .where(case_facts.c.value.contains(vault.c.token))
            .correlate(cases)
        )
        elsewhere = sa.select(vault.c.conversation_id).where(vault.c.digest.in_(digests))
        same = cases.c.conversation_id == case.conversation_id
        query = (
            sa.select(cases)
            .where(cases.c.id != case.id, cases.c.created_at >= since)
            .where(sa.or_(same, sa.and_(cases.c.conversation_id.in_(elsewhere), named.exists())))
            .order_by(cases.c.created_at.desc(), cases.c.id)
            .limit(limit)
        )
        return await self._with_facts(list(reversed(await self._all(query))))

    async def heads(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Case]:
        if not case_ids:
            return {}
        rows = await self._all(sa.select(cases).where(cases.c.id.in_(case_ids)))
        return {CaseId(row.id): build(Case, row, facts=()) for row in rows}

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, tuple[Case, CaseLink | None]]:
        return {
            ConversationId(row.conversation_id): (build(Case, row, facts=()), _before(row))
            for row in await self._all(_PRESENT, ids=conversation_ids)
        }

    async def customers_sharing(self, name: FactName, value: str, since: datetime) -> int:
        """Blanks around the value and the case of Latin letters do not matter."""
        query = (
            sa.select(sa.func.count(sa.distinct(cases.c.conversation_id)))
            .join(case_facts, case_facts.c.case_id == cases.c.id)
            .where(case_facts.c.name == name, case_facts.c.recorded_at >= since, IN_FORCE)
            .where(sa.func.lower(sa.func.trim(case_facts.c.value)) == value.strip().lower())
            .where(cases.c.state.not_in((CaseState.WITHDRAWN, CaseState.MERGED)))
        )
        return int(await self._scalar(query))

    async def _with_facts(self, rows: Sequence[Row]) -> Sequence[Case]:
        facts = await self._in_force([row.id for row in rows]) if rows else {}
        return [build(Case, row, facts=tuple(facts.get(row.id, ()))) for row in rows]


def _before(row: Row) -> CaseLink | None:
    return CaseLink(CaseId(row.before_id), row.before_number) if row.before_id else None
