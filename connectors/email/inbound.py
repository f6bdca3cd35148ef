"""E-mail's way in: no address is called; the mailbox is looked into while the server runs."""

from __future__ import annotations

import asyncio
from email.utils import parseaddr

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic

from bot.bootstrap import current
from bot.tasks import end_tasks
from connectors.assistant import OnNewMessage
from connectors.email.payloads import CHANNEL
from connectors.email.puller import Puller
from connectors.line import attach_line


class EmailInput(InputChannel):
    """Customers who write to one mailbox."""

    _puller: Puller | None = None
    _pulling: asyncio.Task[None] | None = None

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("email_channel")
        attach_line(routes, on_new_message)

        async def start(_: Sanic, __: object) -> None:
            box = await current()
            if box.settings.is_on(CHANNEL):
                self._puller = Puller(box, parseaddr(box.settings.email_from)[1])
                self._pulling = asyncio.create_task(self._puller.run(), name="email")

        async def stop(_: Sanic, __: object) -> None:
            if self._puller and self._pulling:
                await end_tasks([self._pulling])
                await self._puller.close()

        routes.listener(start, "after_server_start")
        routes.listener(stop, "before_server_stop")
        return routes
