"""What the program itself says to customers, in a designer's words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.conversation import Conversation
from bot.domain.ids import MessageId
from bot.domain.message import Author, Message
from bot.ports import Clock, Scripts, Transaction
from bot.services.transcript import Outgoing, record_outgoing

_NOTHING: Mapping[str, str] = {}


class Notices:
    """Speaks as the system, in the conversation's language."""

    def __init__(self, scripts: Scripts, clock: Clock) -> None:
        self._scripts, self._clock = scripts, clock

    async def say(
        self,
        tx: Transaction,
        conversation: Conversation,
        script: str,
        values: Mapping[str, str] = _NOTHING,
        in_reply_to: MessageId | None = None,
    ) -> Message | None:
        """Record the script for the locked conversation's customer; None where there is nobody
        to write to."""
        if conversation.recorded_by is not None:
            return None
        reply = self._scripts.reply(script, conversation.language, values)
        notice = Outgoing(Author.SYSTEM, reply, in_reply_to=in_reply_to)
        (message,) = await record_outgoing(tx, conversation, [notice], self._clock.now())
        return message
