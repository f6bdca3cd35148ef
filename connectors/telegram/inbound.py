"""`POST /webhooks/telegram/webhook`: stored, then acknowledged with what Telegram may show."""

from __future__ import annotations

import hmac
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container, current
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import NotFound, NotSignedIn, QingtingError, TooLarge
from bot.domain.message import Receipt
from connectors.assistant import OnNewMessage
from connectors.door import take_in
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.telegram.api import TelegramApi
from connectors.telegram.payloads import CHANNEL, FileRef, Update, parse_update

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 256 * 1024


class TelegramInput(InputChannel):
    """Telegram's way in. Rasa's own channel of this name checks no secret."""

    def __init__(self) -> None:
        self._api: TelegramApi | None = None

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("telegram_channel")
        attach_line(routes, on_new_message)

        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return json(await self._receive(request))
            except QingtingError as error:
                return failure(error)

        async def stop(_: Sanic, __: object) -> None:
            if self._api:
                await self._api.close()

        routes.listener(stop, "before_server_stop")
        return routes

    async def _receive(self, request: Request) -> dict[str, Any]:
        box = await current()
        secret = box.settings.telegram_secret
        if not (secret and box.settings.telegram_token):
            raise NotFound("channel", CHANNEL)
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            raise NotSignedIn(f"The {HEADER} header is missing or wrong.")
        update = parse_update(await read_body(request, LARGEST_BODY))
        if update is None:
            return {}
        return await _answer(box, update, await self._store(box, update))

    async def _store(self, box: Container, update: Update) -> Receipt | None:
        async def fetch() -> tuple[InboundAttachment, ...]:
            return () if update.file is None else (await self._file(box, update.file),)

        return await take_in(box, update.messages, fetch)

    async def _file(self, box: Container, file: FileRef) -> InboundAttachment:
        limit = box.files.policy.largest_of_all
        if file.size > limit:
            raise TooLarge("attachment", f"is larger than {limit} bytes.")
        content = await self._bot(box).download(file.file_id, limit)
        return InboundAttachment(file.name, file.media_type, content)

    def _bot(self, box: Container) -> TelegramApi:
        if self._api is None:
            self._api = TelegramApi(box.settings.telegram_api, box.settings.telegram_token)
        return self._api


async def _answer(box: Container, update: Update, receipt: Receipt | None) -> dict[str, Any]:
    """Telegram carries out one call that stands in the acknowledgement: so a pressed button stops
    to wait, and the customer sees the assistant write, without a call of ours."""
    if update.callback_id:
        return {"method": "answerCallbackQuery", "callback_query_id": update.callback_id}
    if receipt is None or receipt.duplicate:
        return {}
    page = await box.chat.page(receipt.conversation_id, receipt.seq)
    if page.state.owner != "bot":
        return {}
    return {"method": "sendChatAction", "chat_id": update.chat_id, "action": "typing"}
