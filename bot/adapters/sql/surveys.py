"""Satisfaction questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.record_tables import surveys as table
from bot.domain.ids import CaseId, ConversationId
from bot.domain.survey import Survey


class SqlSurveys(Repository):
    """ports.Surveys."""

    async def save(self, survey: Survey) -> None:
        await self._upsert(table, ["id"], values_of(survey))

    async def latest(self, conversation_id: ConversationId) -> Survey | None:
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id)
            .order_by(table.c.asked_seq.desc())
            .limit(1)
        )
        row = await self._first(query)
        return build(Survey, row) if row else None

    async def latest_of(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Survey]:
        query = sa.select(table).where(table.c.conversation_id.in_(conversation_ids))
        rows = await self._all(query.order_by(table.c.asked_seq))
        return {ConversationId(row.conversation_id): build(Survey, row) for row in rows}

    async def of_cases(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, Survey]:
        if not case_ids:
            return {}
        query = sa.select(table).where(table.c.case_id.in_(case_ids)).order_by(table.c.asked_seq)
        return {CaseId(row.case_id): build(Survey, row) for row in await self._all(query)}
