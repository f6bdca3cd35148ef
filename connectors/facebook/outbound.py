"""Delivers replies to Messenger."""

from __future__ import annotations

from bot.bootstrap import Container
from bot.domain.message import Message
from connectors.facebook.api import GraphApi
from connectors.facebook.payloads import bodies
from connectors.sending import send_parts


class FacebookSender:
    """One or more calls of the Send API per message. It knows no idempotency key: a call that
    timed out may have arrived, and is made again."""

    def __init__(self, box: Container) -> None:
        self._api, self._memory = GraphApi(box.settings), box.channel_memory

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        parts = bodies(recipient, text, message)
        await send_parts(self._memory, message, parts, self._api.send)

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()
