"""Delivers replies through the Cloud API; outside the 24-hour window by template."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bootstrap import Container
from bot.domain.conversation import Conversation
from bot.domain.errors import DeliveryFailed
from bot.domain.message import Author, Message
from connectors.whatsapp.errors import WINDOW_CLOSED, Refused
from connectors.whatsapp.graph import Graph
from connectors.whatsapp.payloads import CHANNEL
from connectors.whatsapp.tracking import Part, Tracking
from connectors.whatsapp.wording import (
    LONGEST_PARAMETER,
    Body,
    bodies,
    template,
    template_language,
)

_LOOKED_AT = 50
"""Rows of the transcript; where the customer is not among them, the platform decides."""


class WhatsAppSender:
    """One business number's way out."""

    def __init__(self, box: Container) -> None:
        self._box, self._settings = box, box.settings
        self._graph, self._tracking = Graph(box.settings), Tracking(box)

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """A long message goes out in parts; a retry goes on where the last try ended. Raises
        DeliveryFailed."""
        async with self._box.store.reading() as tx:
            conversation = await tx.conversations.get(message.conversation_id)
            rows = await tx.messages.transcript(conversation.id, limit=_LOOKED_AT, newest=True)
        if await self._is_outside(message, rows):
            return await self._send([self._template(conversation, text)], message, recipient)
        label = self._box.scripts.reply("utter_whatsapp_list", conversation.language, {}).text
        try:
            await self._send(bodies(text, message.buttons, label), message, recipient)
        except Refused as error:
            if error.platform_code != WINDOW_CLOSED:
                raise
            await self._send([self._template(conversation, text)], message, recipient)

    async def close(self) -> None:
        """End the connections."""
        await self._graph.close()

    async def _is_outside(self, message: Message, rows: Sequence[Message]) -> bool:
        if message.attempts > 1 and await self._tracking.is_outside_window(message.id):
            return True
        window = self._box.platform_limits.rules.of(CHANNEL).window
        heard = [row.created_at for row in rows if row.author is Author.CUSTOMER]
        if window is None or not heard:
            return False
        return self._box.clock.now() - heard[-1] > window.lasts

    def _template(self, conversation: Conversation, text: str) -> Body:
        """Raises DeliveryFailed where there is none, or the message does not fit into it."""
        name = self._settings.whatsapp_template
        if not name:
            raise Refused(WINDOW_CLOSED)
        if len(text) > LONGEST_PARAMETER:
            raise DeliveryFailed(
                "The customer last wrote more than 24 hours ago, and the message is longer than "
                f"the {LONGEST_PARAMETER} characters of a template: write a shorter one.",
                retryable=False,
            )
        approved = self._settings.whatsapp_approved_languages
        return template(name, template_language(approved, conversation.language), text)

    async def _send(self, parts: list[Body], message: Message, recipient: str) -> None:
        # Numbers are digits; ids of customers who hide theirs are not.
        to = {"to": recipient} if recipient.isdecimal() else {"recipient": recipient}
        for number, body in enumerate(parts, 1):
            part = Part(message.id, number, len(parts))
            if await self._tracking.is_out(part):
                continue
            tracked = {**to, **body, "biz_opaque_callback_data": str(part)}
            wamid = await self._graph.send(tracked)
            await self._tracking.went_out(part, wamid)
