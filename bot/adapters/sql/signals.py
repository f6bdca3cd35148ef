"""Signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.adapters.sql.base import Repository, build, values_of
from bot.adapters.sql.present import by_conversation, of_one_episode, of_present_episodes
from bot.adapters.sql.record_tables import signals as table
from bot.domain.ids import ConversationId
from bot.domain.triage import Signal

_OF_EPISODE = of_one_episode(table).order_by(table.c.id)
_PRESENT = of_present_episodes(table).order_by(table.c.id)


class SqlSignals(Repository):
    """ports.Signals."""

    async def add(self, conversation_id: ConversationId, episode: int, signal: Signal) -> bool:
        """A signal without a message is unique per episode and name."""
        values = {"conversation_id": conversation_id, "episode": episode, **values_of(signal)}
        return await self._insert_if_new(table, values)

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Signal]:
        """In the order in which they were found."""
        rows = await self._all(_OF_EPISODE, conversation=conversation_id, episode=episode)
        return [build(Signal, row) for row in rows]

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Signal]]:
        return by_conversation(Signal, await self._all(_PRESENT, ids=conversation_ids))
