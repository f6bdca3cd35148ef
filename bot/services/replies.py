"""What an agent says to a customer."""

from __future__ import annotations

from bot.domain.errors import InvalidInput
from bot.domain.ids import ConversationId
from bot.domain.message import MAX_TEXT, Author, Message, Reply
from bot.domain.staff import Agent
from bot.ports import Clock, Store
from bot.services.boundary import Boundary
from bot.services.ownership import require_own
from bot.services.transcript import Outgoing, record_outgoing


class Replies:
    """Records agents' messages; the transcript row is the outbox row."""

    def __init__(self, store: Store, boundary: Boundary, clock: Clock) -> None:
        self._store, self._boundary, self._clock = store, boundary, clock

    async def send(
        self, conversation_id: ConversationId, agent: Agent, text: str, client_id: str
    ) -> Message:
        """Say it, once per `client_id`, if the agent owns the conversation in this very
        transaction. Raises InvalidInput, AlreadyClaimed, OwnershipConflict."""
        if not text.strip() or len(text) > MAX_TEXT:
            raise InvalidInput("text", f"must have 1 to {MAX_TEXT} characters.")
        if not 0 < len(client_id) <= 100:
            raise InvalidInput("client_id", "must have 1 to 100 characters.")
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            external_id = f"agent:{agent.id}:{conversation_id}:{client_id}"
            known = await tx.messages.by_external_id(conversation.channel, external_id)
            if known:
                return known
            await require_own(tx, conversation, agent)
            safe = await self._boundary.tokenise(tx, conversation_id, text)
            outgoing = Outgoing(Author.AGENT, Reply(safe), agent.id, external_id)
            (message,) = await record_outgoing(tx, conversation, [outgoing], self._clock.now())
            return message
