"""`POST /webhooks/webhook/messages`: verified on the raw bytes, stored, then acknowledged."""

from __future__ import annotations

import time
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import current
from bot.domain.errors import NotFound, NotSignedIn, QingtingError
from bot.domain.signature import HEADER, is_signed
from connectors.assistant import OnNewMessage
from connectors.attachments import body_limit
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.webhook.payloads import CHANNEL, parse_inbound


class WebhookInput(InputChannel):
    """Any system's way in."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("webhook_channel")
        attach_line(routes, on_new_message)

        @routes.post("/messages", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return json(await _receive(request), status=202)
            except QingtingError as error:
                return failure(error)

        return routes


async def _receive(request: Request) -> dict[str, Any]:
    box = await current()
    secret = box.settings.webhook_secret
    if not secret:
        raise NotFound("channel", CHANNEL)
    body = await read_body(request, body_limit(box.files.policy))
    if not is_signed(secret, body, request.headers.get(HEADER, ""), int(time.time())):
        raise NotSignedIn(f"The {HEADER} header is missing, wrong or too old.")
    receipt = await box.intake.receive(parse_inbound(body))
    return {"message_id": receipt.message_id, "seq": receipt.seq, "duplicate": receipt.duplicate}
