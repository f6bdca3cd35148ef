"""Who may act on a conversation: its one owner."""

from __future__ import annotations

from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import AlreadyClaimed, OwnershipConflict
from bot.domain.staff import Agent
from bot.ports import Transaction


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
