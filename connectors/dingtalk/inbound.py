"""`POST /webhooks/dingtalk/callback`: verified, stored, then acknowledged."""

from __future__ import annotations

import hmac

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import NotSignedIn
from connectors.arrivals import RemoteFile
from connectors.dingtalk.client import DingTalkClient
from connectors.dingtalk.payloads import CHANNEL, Callback, parse_callback
from connectors.dingtalk.sessions import Sessions
from connectors.dingtalk.signature import is_signed
from connectors.push import PushInput

NO_REPLY = {"msgtype": "empty"}


class DingTalkInput(PushInput):
    """The robot's ear. DingTalk is not known to come again."""

    channel, path = CHANNEL, "/callback"
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
        self._require_ours(box, callback)
        await Sessions(box).keep(callback)
        await self.take_in([callback.arrival])
        return json(NO_REPLY)

    async def fetch(self, _: Container, file: RemoteFile) -> InboundAttachment:
        return await self._client.fetch(file)

    def _require_ours(self, box: Container, callback: Callback) -> None:
        """The body is not signed, so it has at least to name us: the robot, and the company where
        it is set. Raises NotSignedIn."""
        company = box.settings.dingtalk_corp_id
        if company and not _same(callback.company, company):
            raise NotSignedIn("The message is of another company: check QINGTING_DINGTALK_CORP_ID.")
        if not callback.robot and not company:
            raise NotSignedIn("The message names no robot: set QINGTING_DINGTALK_CORP_ID.")
        if callback.robot and not _same(callback.robot, self._client.robot):
            raise NotSignedIn(
                "The message is for another robot: check QINGTING_DINGTALK_ROBOT_CODE."
            )


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode())
