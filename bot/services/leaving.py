"""What somebody had in hand when their account is switched off or may not handle it any more."""

from __future__ import annotations

from bot.domain.conversation import HandoffReason, Owner
from bot.domain.ids import ConversationId
from bot.domain.staff import Agent, Permission
from bot.ports import Store
from bot.services.handoffs import Handoffs

BATCH = 200


class Leaving:
    """No customer stays with somebody who cannot answer."""

    def __init__(self, store: Store, handoffs: Handoffs) -> None:
        self._store, self._handoffs = store, handoffs

    async def release(self, leaving: Agent, by: Agent) -> int:
        """Put all conversations of a person who may not handle any back into the queue, and tell
        their customers; how many there were."""
        if leaving.may(Permission.HANDLE_CONVERSATIONS):
            return 0
        async with self._store.reading() as tx:
            held = await tx.conversations.list(
                owners=[Owner.AGENT], agent_id=leaving.id, limit=BATCH
            )
        return sum([await self._release(row.id, leaving, by) for row in held])

    async def _release(self, conversation_id: ConversationId, leaving: Agent, by: Agent) -> bool:
        """False where it has changed hands meanwhile."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            if conversation.agent_id != leaving.id:
                return False
            queued, place = await self._handoffs.enqueue(
                tx, conversation, HandoffReason.TRANSFERRED, actor=f"agent:{by.id}"
            )
            await self._handoffs.notify_place(tx, queued, "utter_notice_requeued", place)
            return True
