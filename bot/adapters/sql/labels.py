"""Corrections by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.present import by_conversation, of_one_episode, of_present_episodes
from bot.adapters.sql.record_tables import labels as table
from bot.domain.ids import ConversationId
from bot.domain.overruling import Label

_OF_EPISODE = of_one_episode(table).order_by(table.c.id)
_PRESENT = of_present_episodes(table).order_by(table.c.id)


class SqlLabels(Repository):
    """ports.Labels."""

    async def add(self, label: Label) -> None:
        await self._change(sa.insert(table).values(**values_of(label)))

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Label]:
        rows = await self._all(_OF_EPISODE, conversation=conversation_id, episode=episode)
        return [build(Label, row) for row in rows]

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
        return by_conversation(Label, await self._all(_PRESENT, ids=conversation_ids))
