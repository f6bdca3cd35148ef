"""`POST /webhooks/dingtalk/callback`: verified, stored, then acknowledged."""

from __future__ import annotations

import hmac

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container
from bot.domain.errors import NotSignedIn
from connectors.dingtalk.client import DingTalkClient
from connectors.dingtalk.payloads import CHANNEL, parse_callback
from connectors.dingtalk.sessions import Sessions
from connectors.dingtalk.signature import is_signed
from connectors.push import PushInput

NO_REPLY = {"msgtype": "empty"}


class DingTalkInput(PushInput):
    """The robot's ear. DingTalk is not known to come again, so it is better kept waiting."""

    channel, path, patience = CHANNEL, "/callback", 4.0
    _client: DingTalkClient

    def check(self, box: Container, request: Request, _: bytes) -> None:
        given = request.headers.get("timestamp", ""), request.headers.get("sign", "")
        settings = box.settings
        if not is_signed(
            settings.dingtalk_app_secret, *given, box.clock.now(), settings.dingtalk_window
        ):
            raise NotSignedIn("The timestamp or sign header is missing, wrong or too old.")

    async def open(self, box: Container) -> None:
        self._client = DingTalkClient(box)

    async def close(self) -> None:
        await self._client.close()

    async def take(self, box: Container, _: Request, body: bytes) -> HTTPResponse:
        callback = parse_callback(body)
        if callback is None:
            return json(NO_REPLY)
        ours = self._client.robot.encode()
        if callback.robot and not hmac.compare_digest(callback.robot.encode(), ours):
            raise NotSignedIn(
                "The message is for another robot: check QINGTING_DINGTALK_ROBOT_CODE."
            )
        await Sessions(box).keep(callback)
        await self.take_in(box, [callback.arrival], self._client.fetch)
        return json(NO_REPLY)
