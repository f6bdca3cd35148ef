"""Channels that are posted to: what all of them do the same."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar

import structlog
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container, current
from bot.config import Settings
from bot.domain.errors import NotFound, NotSignedIn, QingtingError
from bot.services.tasks import end_tasks
from connectors.assistant import OnNewMessage
from connectors.http import failure, read_body
from connectors.line import attach_line

log = structlog.get_logger(__name__)


class PushInput(InputChannel):
    """`POST /webhooks/<channel>/events`: verified on the raw bytes, stored, then acknowledged.

    One object serves one server. `header` holds the signature, `largest` is a body's limit.
    """

    channel: ClassVar[str]
    header: ClassVar[str]
    largest: ClassVar[int] = 3 * 2**20

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    def name(cls) -> str:
        return cls.channel

    def is_on(self, settings: Settings) -> bool:
        """Whether the channel has all settings that it needs; else its addresses are not there."""
        raise NotImplementedError

    def is_signed(self, settings: Settings, body: bytes, signature: str) -> bool:
        """In constant time."""
        raise NotImplementedError

    async def open(self, box: Container) -> None:
        """Make what `take` needs, on the server's loop."""

    async def take(self, box: Container, body: bytes) -> None:
        """Store all that the verified body holds. Raises QingtingError: then the platform gets
        no acknowledgement and delivers it again."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of what `open` made."""

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that neither the acknowledgement nor anything else depends on."""
        task = asyncio.create_task(_quietly(self.channel, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint(f"{self.channel}_channel")
        attach_line(routes, on_new_message)

        @routes.post("/events", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                await self._receive(request)
            except QingtingError as error:
                return failure(error)
            return json({})

        async def start(_: Sanic, __: object) -> None:
            await self.open(await current())

        async def stop(_: Sanic, __: object) -> None:
            await end_tasks(list(self._tasks))
            await self.close()

        routes.listener(start, "before_server_start")
        routes.listener(stop, "after_server_stop")
        return routes

    async def configured(self) -> Container:
        """Raises NotFound where the channel is off."""
        box = await current()
        if not self.is_on(box.settings):
            raise NotFound("channel", self.channel)
        return box

    async def _receive(self, request: Request) -> None:
        box = await self.configured()
        body = await read_body(request, self.largest)
        if not self.is_signed(box.settings, body, request.headers.get(self.header, "")):
            raise NotSignedIn(f"The {self.header} header is missing or wrong.")
        await self.take(box, body)


async def _quietly(channel: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except QingtingError as error:
        log.info("channel.courtesy_failed", channel=channel, code=error.code)
