"""How matters were closed at the desk, by whom and when: read from the event log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.conversation import Conversation, Owner
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId
from bot.ports import Transaction
from bot.services.views import Ending


async def endings(
    tx: Transaction, rows: Sequence[Conversation], names: Mapping[AgentId, str]
) -> Mapping[ConversationId, Ending]:
    """Of those that are closed now."""
    closed = [row.id for row in rows if row.owner is Owner.CLOSED]
    moves = await tx.events.newest_of_kind(closed, EventKind.OWNER_CHANGED)
    found = {key: _ending(move, names) for key, move in moves.items()}
    return {key: ending for key, ending in found.items() if ending}


async def ending_of(
    tx: Transaction, conversation_id: ConversationId, episode: int, names: Mapping[AgentId, str]
) -> Ending | None:
    """Of an earlier matter; None where the next one began without its being closed."""
    opened = await tx.events.of_kind(conversation_id, EventKind.EPISODE_OPENED)
    moves = await tx.events.of_kind(conversation_id, EventKind.OWNER_CHANGED)
    ends = [event.id for event in opened if event.data["episode"] == episode + 1]
    before = [move for move in moves if ends and move.id < ends[0]]
    return _ending(before[-1], names) if before else None


def _ending(move: Event, names: Mapping[AgentId, str]) -> Ending | None:
    if move.data["to_owner"] != Owner.CLOSED.value:
        return None
    by = AgentId(move.actor.removeprefix("agent:"))
    return Ending(str(move.data["outcome"]), by, names.get(by), move.at)
