"""Starts and stops the puller with the server that serves the channel."""

from __future__ import annotations

import asyncio

from sanic import Blueprint, Sanic

from bot.bootstrap import current
from bot.services.tasks import end_tasks
from connectors.wecom.api import WecomApi
from connectors.wecom.puller import Puller


def attach_puller(routes: Blueprint) -> None:
    """Pull while the server runs, where the channel is set up."""

    async def start(app: Sanic, _: object) -> None:
        box = await current()
        if not box.settings.is_on("wecom"):
            return
        app.ctx.wecom_api = api = WecomApi(box)
        app.ctx.wecom_puller = puller = Puller(box, api)
        app.ctx.wecom_task = asyncio.create_task(puller.run(), name="wecom")

    async def stop(app: Sanic, _: object) -> None:
        task = getattr(app.ctx, "wecom_task", None)
        if task is not None:
            await end_tasks([task])
            await app.ctx.wecom_api.close()

    routes.listener(start, "after_server_start")
    routes.listener(stop, "before_server_stop")
