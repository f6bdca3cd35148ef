"""Which of our messages went out as one of WeCom's (`Deliverer` merges bubbles that wait)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.bootstrap import Container
from bot.domain.ids import MessageId
from bot.domain.message import Author, Message
from connectors.wecom.payloads import CHANNEL

KEPT = timedelta(days=3)
"""Longer than WeCom reports that something did not arrive."""


class Merged:
    """Remembers the last bubble of each, by the first one."""

    def __init__(self, box: Container) -> None:
        self._store, self._memory = box.store, box.channel_memory

    async def note(self, message: Message) -> None:
        """`message` is handed over as the first of its bubbles with the `seq` of the last."""
        await self._memory.keep(CHANNEL, f"merged/{message.id}", str(message.seq), KEPT)

    async def of(self, message_id: MessageId) -> Sequence[MessageId]:
        """The message and all that went out with it. Raises NotFound."""
        last = int(await self._memory.recall(CHANNEL, f"merged/{message_id}") or 0)
        async with self._store.reading() as tx:
            first = await tx.messages.get(message_id)
            further = last - first.seq
            if further <= 0:
                return [message_id]
            rows = await tx.messages.transcript(
                first.conversation_id, after=first.seq, limit=further
            )
        ours = (row.id for row in rows if row.author is not Author.CUSTOMER and row.seq <= last)
        return [message_id, *ours]
