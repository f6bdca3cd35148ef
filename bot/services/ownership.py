"""Who may act on a conversation: its one owner. How it changes hands."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import AlreadyClaimed, Forbidden, OwnershipConflict
from bot.domain.events import Event, EventKind
from bot.domain.staff import Agent, Permission
from bot.ports import Transaction
from bot.services.assignments import settle


def owns(conversation: Conversation, agent: Agent) -> bool:
    """Whether this agent has it."""
    return conversation.owner is Owner.AGENT and conversation.agent_id == agent.id


async def require_own(tx: Transaction, conversation: Conversation, agent: Agent) -> None:
    """Raises AlreadyClaimed or OwnershipConflict unless this agent owns the conversation."""
    if owns(conversation, agent):
        return
    if conversation.owner is Owner.AGENT:
        raise await lost_to(tx, conversation)
    raise OwnershipConflict("Claim the conversation first: it is not yours.")


async def lost_to(tx: Transaction, conversation: Conversation) -> OwnershipConflict:
    """The error that names who was faster, where somebody was."""
    if conversation.agent_id is None:
        return OwnershipConflict("The conversation changed hands meanwhile; look again.")
    winner = await tx.staff.get(conversation.agent_id)
    since = conversation.owner_since or conversation.updated_at
    return AlreadyClaimed(winner.id, winner.display_name, since=since)


async def require_last(tx: Transaction, conversation: Conversation, agent: Agent) -> None:
    """Raises Forbidden unless this agent had the closed conversation last, or may take over."""
    if agent.may(Permission.TAKE_OVER):
        return
    moves = await tx.events.of_kind(conversation.id, EventKind.OWNER_CHANGED)
    had = [move.data["to"] for move in moves if move.data["to_owner"] == Owner.AGENT.value]
    if had[-1:] != [agent.id]:
        raise Forbidden("Only a supervisor may reopen what a colleague has closed.")


async def change_hands(
    tx: Transaction,
    before: Conversation,
    after: Conversation,
    *,
    actor: str,
    data: Mapping[str, str],
) -> None:
    """Write the move and its event. Raises OwnershipConflict where somebody was faster."""
    if not await tx.conversations.change_owner(after):
        raise await lost_to(tx, await tx.conversations.get(before.id))
    await settle(tx, after)
    moved = {"from": before.owner.value, "to_owner": after.owner.value}
    event = Event(
        EventKind.OWNER_CHANGED, after.updated_at, actor, after.id, None, moved | dict(data)
    )
    await tx.events.append(event)
