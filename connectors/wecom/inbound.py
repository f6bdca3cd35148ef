"""`/webhooks/wecom/callback`: verified on the raw body, kept as a hint, then acknowledged."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.bootstrap import Container, current
from bot.domain.errors import InvalidInput, NotFound, NotSignedIn, QingtingError
from connectors.assistant import OnNewMessage
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.wecom.crypto import Envelope
from connectors.wecom.payloads import CHANNEL, parse_callback
from connectors.wecom.running import attach_puller
from connectors.wecom.xml import parse_flat

MOST = 64 * 1024


class WecomInput(InputChannel):
    """WeCom's way in."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("wecom_channel")
        attach_line(routes, on_new_message)
        attach_puller(routes)

        @routes.get("/callback")
        async def verify(request: Request) -> HTTPResponse:
            try:
                sealed = request.args.get("echostr", "")
                return text(_opened(await current(), request, sealed).decode("utf-8", "replace"))
            except QingtingError as error:
                return failure(error)

        @routes.post("/callback", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                await _receive(request)
                return text("success")
            except QingtingError as error:
                return failure(error)

        return routes


async def _receive(request: Request) -> None:
    box = await current()
    _require_on(box)
    sealed = parse_flat(await read_body(request, MOST)).get("Encrypt", "")
    news = parse_callback(_opened(box, request, sealed), box.settings.wecom_corp_id)
    if news:
        await _puller(request.app).announce(news)


def _opened(box: Container, request: Request, sealed: str) -> bytes:
    _require_on(box)
    settings = box.settings
    envelope = Envelope(settings.wecom_token, settings.wecom_aes_key, settings.wecom_corp_id)
    signature, timestamp, nonce = (
        request.args.get(name, "") for name in ("msg_signature", "timestamp", "nonce")
    )
    now = int(box.clock.now().timestamp())
    if not sealed:
        raise InvalidInput("Encrypt", "is missing.")
    if not envelope.is_signed(signature, timestamp, nonce, sealed, now):
        raise NotSignedIn("msg_signature is missing, wrong or too old.")
    return envelope.open(sealed)


def _require_on(box: Container) -> None:
    if not box.settings.is_on("wecom"):
        raise NotFound("channel", CHANNEL)


def _puller(app: Sanic) -> Any:
    return app.ctx.wecom_puller
