"""`/webhooks/wecom/callback`: verified on the raw body, kept as a hint, then acknowledged."""

from __future__ import annotations

import asyncio

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.bootstrap import Container
from bot.domain.errors import QingtingError
from bot.tasks import end_tasks
from connectors.assistant import OnNewMessage
from connectors.http import failure
from connectors.push import PushInput
from connectors.tencent import Door, query_of
from connectors.wecom.api import WecomApi
from connectors.wecom.payloads import CHANNEL, parse_callback
from connectors.wecom.puller import Puller
from connectors.xml import MOST_BYTES


class WecomInput(PushInput):
    """WeCom's way in: a callback says that there is something, the puller gets it."""

    channel, path, largest = CHANNEL, "/callback", MOST_BYTES
    _api: WecomApi
    _puller: Puller
    _pulling: asyncio.Task[None] | None = None

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = super().blueprint(on_new_message)

        @routes.get(self.path)
        async def verify(request: Request) -> HTTPResponse:
            try:
                box = await self.configured()
                query = query_of(request)
                echo = _door(box).unseal(query, query.get("echostr", ""), _now(box))
                return text(echo.decode("utf-8", "replace"))
            except QingtingError as error:
                return failure(error)

        return routes

    def check(self, box: Container, request: Request, body: bytes) -> None:
        _door(box).open(query_of(request), body, _now(box))

    async def open(self, box: Container) -> None:
        self._api = WecomApi(box)
        self._puller = Puller(box, self._api)
        if box.settings.is_on(CHANNEL):
            self._pulling = asyncio.create_task(self._puller.run(), name="wecom")

    async def close(self) -> None:
        if self._pulling:
            await end_tasks([self._pulling])
        await self._api.close()

    async def take(self, box: Container, request: Request, body: bytes) -> HTTPResponse:
        fields = _door(box).open(query_of(request), body, _now(box))
        news = parse_callback(fields, box.settings.wecom_corp_id)
        if news:
            await self._puller.announce(news)
        return text("success")


def _door(box: Container) -> Door:
    settings = box.settings
    return Door(settings.wecom_token, settings.wecom_corp_id, settings.wecom_aes_key)


def _now(box: Container) -> int:
    return int(box.clock.now().timestamp())
