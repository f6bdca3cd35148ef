"""What was read in each message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.present import by_conversation, of_present_episodes
from bot.adapters.sql.record_tables import readings as table
from bot.domain.evidence import Heard
from bot.domain.ids import ConversationId


class SqlReadings(Repository):
    """ports.Readings."""

    async def put(self, conversation_id: ConversationId, episode: int, heard: Heard) -> None:
        values = {"conversation_id": conversation_id, "episode": episode, **values_of(heard)}
        await self._upsert(table, ["message_id"], values)

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Heard]:
        query = (
            sa.select(table)
            .where(table.c.conversation_id == conversation_id, table.c.episode == episode)
            .order_by(table.c.seq)
        )
        return [build(Heard, row) for row in await self._all(query)]

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Heard]]:
        query = of_present_episodes(table, conversation_ids).order_by(table.c.seq)
        return by_conversation(Heard, await self._all(query))
