"""Delivers replies to private chats."""

from __future__ import annotations

from bot.bootstrap import Container
from bot.domain.message import Message
from connectors.sending import send_parts
from connectors.telegram.api import TelegramApi
from connectors.telegram.payloads import send_body, text_parts


class TelegramSender:
    """One or more `sendMessage` per message. Telegram knows no idempotency key: a call that
    timed out may have arrived, and is made again."""

    def __init__(self, box: Container) -> None:
        self._api = TelegramApi(box.settings.telegram_api, box.settings.telegram_token)
        self._memory = box.channel_memory

    async def send(self, message: Message, text: str, recipient: str) -> None:
        """Raises DeliveryFailed."""

        async def send(words: str, last: bool) -> None:
            await self._api.call("sendMessage", send_body(recipient, words, message, last=last))

        await send_parts(self._memory, message, text_parts(text), send)

    async def close(self) -> None:
        """End the connections."""
        await self._api.close()
