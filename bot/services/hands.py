"""Who had a conversation, and when: read from the event log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.conversation import Owner
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId
from bot.ports import Store
from bot.services.views import Hand


class Hands:
    """The stretches in which people, and not the assistant, answered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of_conversation(self, conversation_id: ConversationId) -> Sequence[Hand]:
        """Oldest first. Raises NotFound."""
        async with self._store.reading() as tx:
            await tx.conversations.get(conversation_id)
            moves = await tx.events.of_kind(conversation_id, EventKind.OWNER_CHANGED)
            names = await tx.staff.names()
        return list(_stretches(moves, names))


def _stretches(moves: Iterable[Event], names: Mapping[AgentId, str]) -> Iterator[Hand]:
    holder: tuple[AgentId, datetime] | None = None
    for move in moves:
        if holder:
            yield Hand(holder[0], names.get(holder[0]), holder[1], move.at)
        given = move.data.get("to_owner") == Owner.AGENT.value
        holder = (AgentId(str(move.data["to"])), move.at) if given else None
    if holder:
        yield Hand(holder[0], names.get(holder[0]), holder[1], None)
