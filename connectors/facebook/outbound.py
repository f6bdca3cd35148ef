"""Delivers replies to Messenger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.bootstrap import Container
from bot.domain.attachment import Attachment
from bot.domain.message import Author, Message
from connectors.attachments import content_to_send
from connectors.facebook.api import GraphApi
from connectors.facebook.payloads import BY_A_PERSON, CHANNEL, RESPONSE, bodies
from connectors.sending import send_parts

Part = dict[str, Any] | Attachment


class FacebookSender:
    """One or more calls of the Send API per message. It knows no idempotency key: a call that
    timed out may have arrived, and is made again."""

    def __init__(self, box: Container) -> None:
        self._api, self._box = GraphApi(box.settings), box

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        why = await self._why(message)
        parts: list[Part] = [*bodies(recipient, text, message, why), *message.attachments]

        async def send(part: Part) -> None:
            if isinstance(part, Attachment):
                content = await content_to_send(self._box.files, part)
                mid = await self._api.send_file(recipient, part, content, why)
            else:
                mid = await self._api.send(part)
            await self._box.quotations.sent_as(message, mid)

        await send_parts(self._box.channel_memory, message, parts, send)

    async def typing(self, recipient: str, _: str) -> None:
        """For 20 seconds; “seen” with it. Raises DeliveryFailed."""
        for action in ("mark_seen", "typing_on"):
            await self._api.send({"recipient": {"id": recipient}, "sender_action": action})

    async def _why(self, message: Message) -> Mapping[str, str]:
        """As a person's only where it has to be: Meta looks at how that is used."""
        window = self._box.platform_limits.rules.of(CHANNEL).window
        by_person = message.author is Author.AGENT and self._box.settings.facebook_human_agent
        if window is None or not by_person:
            return RESPONSE
        async with self._box.store.reading() as tx:
            rows = await tx.messages.transcript(message.conversation_id, limit=100, newest=True)
        heard = [row.created_at for row in rows if row.author is Author.CUSTOMER]
        late = bool(heard) and self._box.clock.now() - heard[-1] >= window.lasts
        return BY_A_PERSON if late else RESPONSE

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()
