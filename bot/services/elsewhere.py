"""People who answer in a platform's own client instead of at the desk.

One account at the desk stands for all of them: it owns the conversations that they have taken,
so that the bot is silent, and their words are in the transcript.
"""

from __future__ import annotations

import structlog

from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.errors import OwnershipConflict
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery, Receipt, Reply, require_id, storable
from bot.domain.staff import Agent
from bot.ports import Clock, Store
from bot.services.boundary import Boundary
from bot.services.delivery import change_delivery
from bot.services.handoffs import Handoffs
from bot.services.transcript import Outgoing, record_outgoing

log = structlog.get_logger(__name__)


class Elsewhere:
    """Keeps our record in step with what people do on a platform. Every act may be repeated."""

    def __init__(self, store: Store, handoffs: Handoffs, boundary: Boundary, clock: Clock) -> None:
        self._store, self._handoffs = store, handoffs
        self._boundary, self._clock = boundary, clock

    async def find(self, channel: str, customer: str) -> Conversation | None:
        """The conversation with this customer of a channel. Raises InvalidInput."""
        require_id("sender", customer)
        ref = self._boundary.customer_ref(channel, customer)
        async with self._store.reading() as tx:
            return await tx.conversations.find(channel, ref)

    async def account(self, username: str) -> Agent | None:
        """The account that stands for them; None where it is missing or inactive."""
        async with self._store.reading() as tx:
            found = await tx.staff.by_username(username)
        return found[0] if found and found[0].active else None

    async def waits(self, conversation_id: ConversationId) -> None:
        """They have put it where it waits for one of them: the bot is silent from now on."""
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            if conversation.owner is Owner.BOT:
                reason = HandoffReason.TRANSFERRED
                await self._handoffs.enqueue(tx, conversation, reason, actor="system")

    async def taken(self, conversation_id: ConversationId, agent: Agent) -> None:
        """They have it now. Where somebody at our desk has it too, the desk keeps it."""
        try:
            await self._handoffs.claim(conversation_id, agent, told=False)
        except OwnershipConflict:
            log.warning("elsewhere.taken_here_too", conversation=conversation_id)

    async def ended(self, conversation_id: ConversationId, agent: Agent) -> None:
        """They have ended it, whether they had taken it or not; somebody at our desk keeps it. Its
        case stays open in the ledger: nobody has said how it ended."""
        try:
            await self._handoffs.claim(conversation_id, agent, told=False)
            await self._handoffs.close(conversation_id, agent, "referred", "", told=False)
        except OwnershipConflict:
            log.info("elsewhere.ended_here_already", conversation=conversation_id)

    async def said(
        self, conversation_id: ConversationId, agent: Agent, text: str, external_id: str
    ) -> Receipt:
        """Record their words, which the customer has read already; who speaks has taken it. Raises
        InvalidInput."""
        require_id("message_id", external_id)
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            known = await tx.messages.by_external_id(conversation.channel, external_id)
            if known:
                return Receipt(known.conversation_id, known.id, known.seq, duplicate=True)
            safe = await self._boundary.tokenise(tx, conversation_id, storable(text))
            words = Outgoing(Author.AGENT, Reply(safe), agent.id, external_id)
            at = self._clock.now()
            (message,) = await record_outgoing(tx, conversation, [words], at)
            await change_delivery(tx, message, Delivery.SENT, at)
        if conversation.owner in (Owner.BOT, Owner.QUEUE):
            await self.taken(conversation_id, agent)
        return Receipt(conversation_id, message.id, message.seq, duplicate=False)
