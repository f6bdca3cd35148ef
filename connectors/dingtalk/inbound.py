"""`POST /webhooks/dingtalk/callback`: verified, stored, then acknowledged."""

from __future__ import annotations

import hmac

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container, current
from bot.domain.errors import NotFound, NotSignedIn, QingtingError
from connectors.assistant import OnNewMessage
from connectors.dingtalk.client import DingTalkClient
from connectors.dingtalk.payloads import CHANNEL, parse_callback
from connectors.dingtalk.sessions import Sessions
from connectors.dingtalk.signature import is_signed
from connectors.fetching import Receiver
from connectors.http import failure, read_body
from connectors.line import attach_line

LARGEST = 1024 * 1024
PATIENCE = 4.0
"""Seconds for files. DingTalk is not known to come again, so it is better kept waiting."""
NO_REPLY = {"msgtype": "empty"}


class DingTalkInput(InputChannel):
    """The robot's ear."""

    def __init__(self) -> None:
        self._receiver = Receiver(PATIENCE)
        self._client: DingTalkClient | None = None

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("dingtalk_channel")
        attach_line(routes, on_new_message)
        routes.listener(self._stop, "before_server_stop")

        @routes.post("/callback", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return await self._receive(request)
            except QingtingError as error:
                return failure(error)

        return routes

    async def _receive(self, request: Request) -> HTTPResponse:
        box = await current()
        body = await read_body(request, LARGEST)
        if not box.settings.is_on("dingtalk"):
            raise NotFound("channel", CHANNEL)
        _verify(box, request)
        callback = parse_callback(body)
        if callback is None:
            return json(NO_REPLY)
        client = self._client = self._client or DingTalkClient(box)
        if callback.robot and not hmac.compare_digest(
            callback.robot.encode(), client.robot.encode()
        ):
            raise NotSignedIn(
                "The message is for another robot: check QINGTING_DINGTALK_ROBOT_CODE."
            )
        await Sessions(box).keep(callback)
        stored = await self._receiver.receive(box, callback.incoming, client.fetch)
        return json(NO_REPLY, status=200 if stored else 503)

    async def _stop(self, _: Sanic, __: object) -> None:
        await self._receiver.stop()
        if self._client:
            await self._client.close()
            self._client = None


def _verify(box: Container, request: Request) -> None:
    settings, headers = box.settings, request.headers
    if not is_signed(
        settings.dingtalk_app_secret,
        headers.get("timestamp", ""),
        headers.get("sign", ""),
        box.clock.now(),
        settings.dingtalk_window,
    ):
        raise NotSignedIn("The timestamp or sign header is missing, wrong or too old.")
