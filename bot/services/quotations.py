"""Which message of the conversation another one answers."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Delivery, InboundMessage, Message
from bot.ports import Transaction
from bot.services.channel_memory import ChannelMemory

KEPT = timedelta(days=90)
"""Longer than a matter takes; a quotation of something older is left out."""
LONGEST_ID = 200


class Quotations:
    """Knows our messages by the ids that platforms gave them."""

    def __init__(self, memory: ChannelMemory) -> None:
        self._memory = memory

    async def sent_as(self, message: Message, native_id: str) -> None:
        """The platform calls our message, or a part of it, so. An empty id says nothing."""
        if _is_id(native_id):
            key = _key(message.conversation_id, native_id)
            await self._memory.keep(message.channel, key, message.id, KEPT)

    async def seq_of(
        self, tx: Transaction, conversation: Conversation, inbound: InboundMessage
    ) -> int | None:
        """Where the message that this one answers stands; None where it answers none, or none that
        the customer sees in this conversation: what they say counts more than what it is about."""
        if inbound.quoted_seq is not None:
            seen = await is_visible(tx, conversation.id, inbound.quoted_seq)
            return inbound.quoted_seq if seen else None
        native_id = inbound.quoted_id
        if not _is_id(native_id):
            return None
        own = await tx.messages.heard_as(conversation.id, native_id)
        if own:
            return own.seq
        key = _key(conversation.id, native_id)
        ours = await self._memory.recall_in(tx, inbound.channel, key)
        return (await tx.messages.get(MessageId(ours))).seq if ours else None


async def is_visible(tx: Transaction, conversation_id: ConversationId, seq: int) -> bool:
    """Whether the customer wrote the message at this place, or was sent it."""
    rows = await tx.messages.transcript(conversation_id, after=seq - 1, limit=1)
    return bool(rows) and rows[0].seq == seq and rows[0].delivery is not Delivery.SUPPRESSED


def _is_id(native_id: str) -> bool:
    return 0 < len(native_id) <= LONGEST_ID and native_id.isprintable()


def _key(conversation_id: ConversationId, native_id: str) -> str:
    """Platforms count within a chat, or everywhere."""
    return f"said:{conversation_id}:{native_id}"
