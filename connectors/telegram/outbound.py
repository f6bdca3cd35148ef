"""Delivers replies to private chats."""

from __future__ import annotations

import json
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment
from bot.domain.message import Message
from connectors.attachments import content_to_send
from connectors.bodies import whole_at
from connectors.quoting import quoted_by
from connectors.sending import send_parts
from connectors.telegram.api import TelegramApi
from connectors.telegram.payloads import bodies, message_id_of

_PHOTOS = ("image/jpeg", "image/png", "image/webp")
"""What Telegram shows as a picture; everything else goes as a document."""

Part = dict[str, Any] | Attachment


class TelegramSender:
    """One call for each part of a message, its text before its files. Telegram knows no
    idempotency key: a call that timed out may have arrived, and is made again."""

    def __init__(self, box: Container) -> None:
        self._api, self._memory, self._box = TelegramApi(box.settings), box.channel_memory, box

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        answers: dict[str, Any] = {}
        quoted = await quoted_by(self._box, message)
        if quoted and (native := message_id_of(quoted.native_id)):
            # Where the customer has deleted it, the reply goes out without it.
            answers = {"message_id": native, "allow_sending_without_reply": True}
        elif quoted:
            text = quoted.above(text)
        parts: list[Part] = [*bodies(recipient, text, message), *message.attachments]
        first = parts[0]

        async def send(part: Part) -> None:
            sent = await self._send(part, recipient, answers if part is first else {})
            await self._box.quotations.sent_as(message, str(whole_at(sent, "message_id") or ""))

        await send_parts(self._memory, message, parts, send)

    async def typing(self, recipient: str, _: str) -> None:
        """For five seconds. Raises DeliveryFailed."""
        await self._api.call("sendChatAction", {"chat_id": recipient, "action": "typing"})

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()

    async def _send(self, part: Part, recipient: str, answers: dict[str, Any]) -> dict[str, Any]:
        if not isinstance(part, Attachment):
            more = {"reply_parameters": answers} if answers else {}
            return await self._api.call("sendMessage", {**part, **more})
        field = "photo" if part.media_type in _PHOTOS else "document"
        fields = {"chat_id": recipient}
        if answers:
            fields["reply_parameters"] = json.dumps(answers)
        file = (field, part, await content_to_send(self._box.files, part))
        return await self._api.upload(f"send{field.capitalize()}", fields, file)
