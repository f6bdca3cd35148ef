"""The message that an agent's reply answers, as the customer knows it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bootstrap import Container
from bot.domain.message import Author, Message

LONGEST = 200
"""Characters of a quotation within a text."""


@dataclass(frozen=True)
class Quoted:
    """`text` is as the customer may read it."""

    message: Message
    text: str

    @property
    def native_id(self) -> str:
        """The platform's own id of it; empty for what we said."""
        own = self.message.author is not Author.CUSTOMER
        return "" if own else (self.message.external_id or "").partition("#")[0]

    def above(self, text: str) -> str:
        """The reply with the quotation in words, where the platform shows none itself."""
        shown = self.text if len(self.text) <= LONGEST else f"{self.text[:LONGEST]}…"
        lines = "\n".join(f"> {line}" for line in shown.splitlines())
        return f"{lines}\n\n{text}".strip() if lines else text


async def quoted_by(box: Container, message: Message) -> Quoted | None:
    """None where the message quotes nothing."""
    if message.quoted_seq is None:
        return None
    before = message.quoted_seq - 1
    async with box.store.reading() as tx:
        (row,) = await tx.messages.transcript(message.conversation_id, after=before, limit=1)
        return Quoted(row, await box.boundary.for_customer(tx, row))
