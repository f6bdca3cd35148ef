"""`POST /webhooks/telegram/webhook`: stored, then acknowledged with what Telegram may show."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container
from bot.config import Settings
from bot.domain.attachment import InboundAttachment
from bot.domain.message import Receipt
from connectors.arrivals import RemoteFile
from connectors.push import PushInput
from connectors.telegram.api import TelegramApi
from connectors.telegram.payloads import CHANNEL, Update, parse_update

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramInput(PushInput):
    """Telegram's way in. Rasa's own channel of this name checks no secret."""

    channel, path, header = CHANNEL, "/webhook", HEADER
    largest = 256 * 1024
    _api: TelegramApi

    def is_signed(self, settings: Settings, _: bytes, signature: str) -> bool:
        return hmac.compare_digest(signature.encode(), settings.telegram_secret.encode())

    async def open(self, box: Container) -> None:
        self._api = TelegramApi(box.settings)

    async def close(self) -> None:
        await self._api.close()

    async def fetch(self, box: Container, file: RemoteFile) -> InboundAttachment:
        return await self._api.fetch(file, limit=box.files.policy.largest_of_all)

    async def take(self, box: Container, _: Request, body: bytes) -> HTTPResponse | None:
        update = parse_update(body)
        if update is None:
            return None
        return await _answer(box, update, await self.take_in([update.arrival]))


async def _answer(
    box: Container, update: Update, receipts: Sequence[Receipt]
) -> HTTPResponse | None:
    """Telegram carries out one call that stands in the acknowledgement: so a pressed button stops
    to wait, and the customer sees the assistant write, without a call of ours."""
    if update.callback_id:
        return json({"method": "answerCallbackQuery", "callback_query_id": update.callback_id})
    if not receipts or receipts[-1].duplicate:
        return None
    page = await box.chat.page(receipts[-1].conversation_id, receipts[-1].seq)
    if page.state.owner != "bot":
        return None
    return json({"method": "sendChatAction", "chat_id": update.chat_id, "action": "typing"})
