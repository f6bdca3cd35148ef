"""What was read in each message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.present import by_conversation, of_one_episode, of_present_episodes
from bot.adapters.sql.record_tables import readings as table
from bot.domain.evidence import Heard
from bot.domain.ids import ConversationId

_OF_EPISODE = of_one_episode(table).order_by(table.c.seq)
_PRESENT = of_present_episodes(table).order_by(table.c.seq)


class SqlReadings(Repository):
    """ports.Readings."""

    async def put(self, conversation_id: ConversationId, episode: int, heard: Heard) -> None:
        values = {"conversation_id": conversation_id, "episode": episode, **values_of(heard)}
        await self._upsert(table, ["message_id"], values)

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Heard]:
        rows = await self._all(_OF_EPISODE, conversation=conversation_id, episode=episode)
        return [build(Heard, row) for row in rows]

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Heard]]:
        return by_conversation(Heard, await self._all(_PRESENT, ids=conversation_ids))
