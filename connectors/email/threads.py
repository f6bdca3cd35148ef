"""What an answer has to name so that mail programs show it under the mail that it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from bot.bootstrap import Container
from bot.domain.conversation import Conversation
from bot.domain.errors import NotFound
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery, Message
from connectors.bodies import parse_object, text_at
from connectors.email.payloads import CHANNEL, Letter, Ours

KEPT = timedelta(days=400)
"""Longer than a complaint takes; later answers begin a thread of their own."""


@dataclass(frozen=True)
class Thread:
    """The last mail of a customer."""

    subject: str = ""
    message_id: str = ""
    references: str = ""


class Threads:
    """By customer, encrypted like all that channels keep."""

    def __init__(self, box: Container) -> None:
        self._box, self._memory = box, box.channel_memory

    async def note(self, customer: str, letter: Letter) -> None:
        """Answers go under this mail from now on."""
        said = {"subject": letter.subject, "id": letter.message_id, "refs": letter.references}
        await self._memory.keep(CHANNEL, self._key(customer), json.dumps(said), KEPT)

    async def of(self, customer: str) -> Thread:
        """Empty where the customer's last mail is too long ago."""
        kept = await self._memory.recall(CHANNEL, self._key(customer))
        if kept is None:
            return Thread()
        data = parse_object(kept)
        return Thread(text_at(data, "subject"), text_at(data, "id"), text_at(data, "refs"))

    async def conversation(self, letter: Letter) -> Conversation | None:
        """The one that the mail answers, whatever address it comes from: only who got a mail of
        ours can name its id."""
        async with self._box.store.reading() as tx:
            for ours in letter.answers:
                try:
                    message = await tx.messages.get(ours.message_id)
                except NotFound:
                    continue
                if message.channel == CHANNEL:
                    return await tx.conversations.get(message.conversation_id)
        return None

    async def went_out(self, ours: Ours) -> list[Message]:
        """The bubbles of one mail of ours that count as sent. Raises NotFound."""
        async with self._box.store.reading() as tx:
            first = await tx.messages.get(ours.message_id)
            rows = await tx.messages.transcript(
                ConversationId(first.conversation_id), after=first.seq - 1, limit=_MOST_BUBBLES
            )
        taken = (Delivery.SENDING, Delivery.SENT)
        return [
            row
            for row in rows
            if row.seq <= ours.last_seq
            and row.author is not Author.CUSTOMER
            and row.delivery in taken
        ]

    def _key(self, customer: str) -> str:
        return f"thread/{self._box.boundary.customer_ref(CHANNEL, customer)}"


_MOST_BUBBLES = 20
