"""Delivers replies through the Cloud API; outside the 24-hour window by template."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bootstrap import Container
from bot.domain.attachment import Attachment, AttachmentKind
from bot.domain.conversation import Conversation
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.message import Author, Message
from connectors.attachments import content_to_send
from connectors.quoting import quoted_by
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
            return await self._send_template(conversation, message, text, recipient)
        quoted = await quoted_by(self._box, message)
        context = {"context": {"message_id": quoted.native_id}} if quoted else {}
        if quoted and not quoted.native_id:
            text, context = quoted.above(text), {}
        label = self._box.scripts.reply("utter_whatsapp_list", conversation.language, {}).text
        try:
            said: list[Body] = bodies(text, message.buttons, label)
            await self._send([*said, *message.attachments], message, recipient, context)
        except Refused as error:
            if error.platform_code != WINDOW_CLOSED:
                raise
            await self._send_template(conversation, message, text, recipient)

    async def typing(self, _: str, heard: str) -> None:
        """For 25 seconds; blue ticks with it. Raises DeliveryFailed."""
        await self._graph.mark_read(heard)

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

    async def _send_template(
        self, conversation: Conversation, message: Message, text: str, recipient: str
    ) -> None:
        if message.attachments:  # the customer wrote so long ago while it waited
            raise Refused(WINDOW_CLOSED)
        await self._send([self._template(conversation, text)], message, recipient, {})

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
                failure=Failure.CONTENT,
            )
        approved = self._settings.whatsapp_approved_languages
        return template(name, template_language(approved, conversation.language), text)

    async def _send(
        self, parts: Sequence[Body | Attachment], message: Message, recipient: str, context: Body
    ) -> None:
        """`context` goes with the first part: the message that it answers."""
        # Numbers are digits; ids of customers who hide theirs are not.
        to = {"to": recipient} if recipient.isdecimal() else {"recipient": recipient}
        for number, item in enumerate(parts, 1):
            part = Part(message.id, number, len(parts))
            if await self._tracking.is_out(part):
                continue
            body = await self._file(item) if isinstance(item, Attachment) else item
            first = context if number == 1 else {}
            tracked = {**to, **first, **body, "biz_opaque_callback_data": str(part)}
            wamid = await self._graph.send(tracked)
            await self._tracking.went_out(part, wamid)
            await self._box.quotations.sent_as(message, wamid)

    async def _file(self, attachment: Attachment) -> Body:
        """Uploaded anew at every try: what was uploaded and not sent is gone in a while."""
        content = await content_to_send(self._box.files, attachment)
        media: Body = {"id": await self._graph.upload(attachment, content)}
        if attachment.kind is AttachmentKind.FILE:
            return {"type": "document", "document": {**media, "filename": attachment.file_name}}
        return {"type": attachment.kind.value, attachment.kind.value: media}
