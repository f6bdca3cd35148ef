"""The far end of the webhook channel: a real local server that remembers message ids."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.domain.signature import HEADER, is_signed
from tests.integration.listening import listening

SECRET = "a secret for tests"


@dataclass
class Callback:
    """What arrived: `posts` counts every request by id, `messages` keeps each id once."""

    url: str = ""
    posts: dict[str, int] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[int], int] = lambda _: 200
    """Status by the number of the attempt, from 1, for a message id."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of each answer."""
    strayed: list[str] = field(default_factory=list)
    """Methods of what came to another address of this server."""
    hold: asyncio.Event | None = None
    """While set up and not set, answers are withheld after the message was taken."""


@asynccontextmanager
async def callback_server(port: int = 0) -> AsyncIterator[Callback]:
    """Listens on loopback while the block runs."""
    seen = Callback()

    async def receive(request: web.Request) -> web.Response:
        body = await request.read()
        if not is_signed(SECRET, body, request.headers.get(HEADER, ""), int(time.time())):
            return web.Response(status=401)
        message = json.loads(body)
        key = request.headers["Idempotency-Key"]
        assert key == message["message_id"]
        seen.posts[key] = seen.posts.get(key, 0) + 1
        status = seen.answer(seen.posts[key])
        if status == 200 and key not in {item["message_id"] for item in seen.messages}:
            seen.messages.append(message)
        if seen.hold is not None:
            await seen.hold.wait()
        return web.Response(status=status, headers=seen.headers)

    async def stray(request: web.Request) -> web.Response:
        seen.strayed.append(request.method)
        return web.Response()

    app = web.Application()
    app.router.add_post("/callback", receive)
    app.router.add_route("*", "/elsewhere", stray)
    async with listening(app, port) as url:
        seen.url = f"{url}/callback"
        yield seen
