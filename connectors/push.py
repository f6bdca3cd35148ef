"""Channels that are posted to: what all of them do the same."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any, ClassVar

import structlog
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.bootstrap import Container, current
from bot.config import Settings
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import InvalidInput, NotFound, NotSignedIn, QingtingError
from bot.domain.message import Receipt
from bot.tasks import end_tasks
from connectors.arrivals import Arrival, RemoteFile
from connectors.assistant import OnNewMessage
from connectors.http import failure, read_body
from connectors.line import attach_line
from connectors.receiver import Receiver

log = structlog.get_logger(__name__)

MOST_COURTESIES = 50
"""When more are under way the platform is slow, and nobody needs more of them."""


class PushInput(InputChannel):
    """`POST /webhooks/<channel>/<path>`: verified on the raw bytes, stored, then acknowledged.

    One object serves one server. `header` holds the signature, `largest` is a body's limit;
    `patience`: seconds for which the acknowledgement waits for files.
    """

    channel: ClassVar[str]
    path: ClassVar[str] = "/events"
    header: ClassVar[str] = ""
    largest: ClassVar[int] = 2**20
    patience: ClassVar[float] = 0.8

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._receiver = Receiver(self.channel, self.patience)

    @classmethod
    def name(cls) -> str:
        return cls.channel

    def is_signed(self, settings: Settings, body: bytes, signature: str) -> bool:
        """Whether the header's value fits the raw body, in constant time."""
        raise NotImplementedError

    def check(self, box: Container, request: Request, body: bytes) -> None:
        """Raises NotSignedIn. To be replaced where the signature is in more than one header."""
        if not self.is_signed(box.settings, body, request.headers.get(self.header, "")):
            raise NotSignedIn(f"The {self.header} header is missing or wrong.")

    async def open(self, box: Container) -> None:
        """Make what `take` needs, on the server's loop."""

    async def take(self, box: Container, request: Request, body: bytes) -> HTTPResponse | None:
        """Store all that the verified body holds; None answers `{}`. Raises QingtingError: then
        the platform gets no acknowledgement and delivers it again."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let go of what `open` made."""

    async def fetch(self, box: Container, file: RemoteFile) -> InboundAttachment:  # noqa: ARG002
        """A file that a message named. Raises InvalidInput where it can never be had, else
        DeliveryFailed."""
        raise InvalidInput("attachment", "cannot be fetched.")

    async def take_in(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Store messages; their files are fetched before or after (connectors/receiver.py)."""
        return await self._receiver.take_in(arrivals)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that neither the acknowledgement nor anything else depends on."""
        if len(self._tasks) >= MOST_COURTESIES:
            return work.close()
        task = asyncio.create_task(_quietly(self.channel, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint(f"{self.channel}_channel")
        attach_line(routes, on_new_message)

        @routes.post(self.path, stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                return await self._receive(request)
            except QingtingError as error:
                return failure(error)

        async def start(_: Sanic, __: object) -> None:
            box = await current()
            await self.open(box)
            if box.settings.is_on(self.channel):
                self._receiver.start(box, partial(self.fetch, box))

        async def stop(_: Sanic, __: object) -> None:
            await end_tasks(list(self._tasks))
            await self._receiver.close()
            await self.close()

        routes.listener(start, "before_server_start")
        routes.listener(stop, "before_server_stop")
        return routes

    async def configured(self) -> Container:
        """Raises NotFound where the channel is off."""
        box = await current()
        if not box.settings.is_on(self.channel):
            raise NotFound("channel", self.channel)
        return box

    async def _receive(self, request: Request) -> HTTPResponse:
        box = await self.configured()
        body = await read_body(request, self.largest)
        self.check(box, request, body)
        return await self.take(box, request, body) or json({})


async def _quietly(channel: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except QingtingError as error:
        log.info("channel.courtesy_failed", channel=channel, code=error.code)
