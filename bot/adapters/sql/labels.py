"""Corrections by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.present import by_conversation, of_present_episodes
from bot.adapters.sql.record_tables import labels as table
from bot.domain.ids import ConversationId
from bot.domain.overruling import Label


class SqlLabels(Repository):
    """ports.Labels."""

    async def add(self, label: Label) -> None:
        await self._change(sa.insert(table).values(**values_of(label)))

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Label]:
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.episode == episode)
            .order_by(table.c.id)
        )
        return [build(Label, row) for row in await self._all(query)]

    async def episodes(self) -> Sequence[tuple[ConversationId, int]]:
        query = (
            sa.select(table.c.conversation_id, table.c.episode)
            .where(table.c.message_id.is_not(None))
            .group_by(table.c.conversation_id, table.c.episode)
            .order_by(sa.func.min(table.c.id))
        )
        return [(ConversationId(r.conversation_id), r.episode) for r in await self._all(query)]

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Label]]:
        query = of_present_episodes(table, conversation_ids).order_by(table.c.id)
        return by_conversation(Label, await self._all(query))
