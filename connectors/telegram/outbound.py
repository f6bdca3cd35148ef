"""Delivers replies to private chats."""

from __future__ import annotations

from typing import Any

from bot.bootstrap import Container
from bot.domain.message import Message
from connectors.sending import send_parts
from connectors.telegram.api import TelegramApi
from connectors.telegram.payloads import bodies


class TelegramSender:
    """One or more `sendMessage` per message. Telegram knows no idempotency key: a call that
    timed out may have arrived, and is made again."""

    def __init__(self, box: Container) -> None:
        self._api, self._memory = TelegramApi(box.settings), box.channel_memory

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""
        await send_parts(self._memory, message, bodies(recipient, text, message), self._send)

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()

    async def _send(self, body: dict[str, Any]) -> None:
        await self._api.call("sendMessage", body)
