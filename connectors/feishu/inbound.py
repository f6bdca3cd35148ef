"""`POST /webhooks/feishu/events`, for events and for cards: verified, stored, acknowledged."""

from __future__ import annotations

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container, current
from bot.config import Settings
from bot.domain.errors import InvalidInput, NotFound, NotSignedIn, QingtingError
from connectors.assistant import OnNewMessage
from connectors.feishu.client import FeishuClient
from connectors.feishu.crypto import is_signed
from connectors.feishu.payloads import CHANNEL, challenge_of, open_event, parse_event
from connectors.fetching import Receiver
from connectors.http import failure, read_body
from connectors.line import attach_line

LARGEST = 1024 * 1024
PATIENCE = 2.0
"""Seconds for files. Feishu waits for three, and comes again 15 seconds later."""


class FeishuInput(InputChannel):
    """The robot's ear."""

    def __init__(self) -> None:
        self._receiver = Receiver(PATIENCE)
        self._client: FeishuClient | None = None

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("feishu_channel")
        attach_line(routes, on_new_message)
        routes.listener(self._stop, "before_server_stop")

        @routes.post("/events", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return await self._receive(request)
            except QingtingError as error:
                return failure(error)

        return routes

    async def _receive(self, request: Request) -> HTTPResponse:
        box = await current()
        body, settings = await read_body(request, LARGEST), box.settings
        if not settings.is_on("feishu"):
            raise NotFound("channel", CHANNEL)
        if not _is_signed(box, request, body):
            return json({"challenge": _challenge(settings, body)})
        event = open_event(body, settings.feishu_encrypt_key, settings.feishu_verification_token)
        if challenge := challenge_of(event):
            return json({"challenge": challenge})
        incoming = parse_event(event)
        if incoming is None:
            return json({})
        client = self._client = self._client or FeishuClient(box)
        stored = await self._receiver.receive(box, incoming, client.fetch)
        return json({}, status=200 if stored else 503)

    async def _stop(self, _: Sanic, __: object) -> None:
        await self._receiver.stop()
        if self._client:
            await self._client.close()
            self._client = None


def _is_signed(box: Container, request: Request, body: bytes) -> bool:
    settings, headers = box.settings, request.headers
    given = (
        headers.get("X-Lark-Request-Timestamp", ""),
        headers.get("X-Lark-Request-Nonce", ""),
        headers.get("X-Lark-Signature", ""),
    )
    return is_signed(
        settings.feishu_encrypt_key, given, body, box.clock.now(), settings.feishu_window
    )


def _challenge(settings: Settings, body: bytes) -> str:
    """The question by which the console checks the address is the only thing that may come
    unsigned; it is encrypted and has our token."""
    refused = NotSignedIn("The X-Lark-Signature header is missing, wrong or too old.")
    try:
        event = open_event(body, settings.feishu_encrypt_key, settings.feishu_verification_token)
        challenge = challenge_of(event)
    except (InvalidInput, NotSignedIn):
        raise refused from None
    if challenge is None:
        raise refused
    return challenge
