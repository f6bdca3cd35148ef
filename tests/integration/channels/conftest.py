"""The customer side's server with all channels, over SQLite; only the dialogue engine is simple."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.bootstrap import Container, install
from bot.serve.assistant import make_assistant_app, serve_app, stop_app
from connectors.push import PushInput
from tests.boxes import box_over
from tests.integration.line.callback import SECRET
from tests.servers import free_port

PushInput.patience = 20.0  # files are there when the answer is, however busy the machine
Sanic.test_mode = True  # lets one process serve several times, one after the other


class Echo:
    """Stands where Rasa's agent stands: says back what it was given, so that tests see it."""

    async def handle_message(self, message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, f"回：{message.text}")


@dataclass
class Served:
    """A running customer side."""

    url: str
    box: Container
    client: aiohttp.ClientSession


Serve = Callable[..., Awaitable[Served]]


@asynccontextmanager
async def serving(
    var: Path, agent: object | None = None, **settings: object
) -> AsyncIterator[Served]:
    """Serve on a free loopback port while the block runs; `agent` in place of Rasa's own."""
    port = free_port()
    options: dict[str, Any] = {"assistant_port": port, "webhook_secret": SECRET, **settings}
    async with box_over(f"sqlite:///{var / 'channels.db'}", var, **options) as box:
        install(box)
        server, task = await serve_app(make_assistant_app(box, agent or Echo()), "127.0.0.1", port)
        try:
            async with aiohttp.ClientSession() as client:
                yield Served(f"http://127.0.0.1:{port}", box, client)
        finally:
            await stop_app(server, task)
            install(None)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """With the usual settings."""
    async with serving(tmp_path) as running:
        yield running
