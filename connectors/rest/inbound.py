"""`POST /webhooks/rest/webhook`: answers with the bot's (or an agent's) words."""

from __future__ import annotations

import hmac
import ipaddress
import json
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.bootstrap import Container, current
from bot.domain.errors import Forbidden, InvalidInput, NotSignedIn, QingtingError
from connectors.assistant import OnNewMessage
from connectors.attachments import body_limit, file_contents
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.rest.payloads import CHANNEL, outbound, parse_inbound

GRACE = 5.0
"""Seconds beyond one turn's time-out that a caller waits at most."""


class RestInput(InputChannel):
    """Rasa's REST contract, idempotent on `message_id`."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("rest_channel")
        attach_line(routes, on_new_message)

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                box = await current()
                _admit(request, box)
                return response.json(await _receive(request, box))
            except QingtingError as error:
                return failure(error)

        return routes


async def _receive(request: Request, box: Container) -> list[dict[str, Any]]:
    inbound = parse_inbound(_json(await read_body(request, body_limit(box.files.policy))))
    receipt = await box.intake.receive(inbound)
    shown = await box.chat.replies(receipt, box.settings.turn_seconds + GRACE)
    if shown:
        await box.acknowledgements.received(receipt.conversation_id, shown[-1].seq)
    return outbound(inbound.customer_ref, shown, await file_contents(box.files, shown))


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("body", "is no valid JSON.") from error


def _admit(request: Request, box: Container) -> None:
    """Without a key, only this very machine, and never through a proxy, may speak for senders."""
    key = box.settings.rest_key
    if key:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {key}".encode()):
            raise NotSignedIn("Send the key as “Authorization: Bearer …”.")
        return
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    if forwarded or not ipaddress.ip_address(request.ip).is_loopback:
        raise Forbidden("Set QINGTING_REST_KEY to use the REST channel from another machine.")
