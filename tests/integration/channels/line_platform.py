"""LINE's Messaging API on a local port, with its habits: a reply token holds once, a retry key
takes a message once, pushes are counted by the month, and it fails when told to."""

from __future__ import annotations

import base64
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiohttp import web

from tests.integration.channels.conftest import Served
from tests.integration.listening import listening

SECRET, TOKEN = "channel secret", "channel token"
CUSTOMER = "U" + "0123456789abcdef" * 2
Refusal = tuple[int, str, bool]
"""Status, sentence, and whether the message was taken all the same."""


def signature(body: bytes, secret: str = SECRET) -> str:
    """As LINE's documentation says."""
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


@dataclass
class Line:
    """`calls` holds the way of every send, `said` what customers read, `pushes` what this month's
    plan has been used for; `asked`: how often somebody wanted to know."""

    url: str = ""
    calls: list[str] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    content: dict[str, bytes] = field(default_factory=dict)
    content_status: int = 200
    answer: Callable[[int], Refusal | None] = lambda _: None
    used: set[str] = field(default_factory=set)
    typing: list[str] = field(default_factory=list)
    plan: dict[str, Any] = field(default_factory=lambda: {"type": "none"})
    pushes: int = 0
    asked: int = 0

    @property
    def settings(self) -> dict[str, str]:
        """The assistant's settings for this platform."""
        return {
            "line_channel_secret": SECRET,
            "line_channel_token": TOKEN,
            "line_api": self.url,
            "line_data_api": self.url,
        }

    @property
    def texts(self) -> list[str]:
        """The words that customers read."""
        return [str(message["text"]) for message in self.said]

    async def deliver(self, served: Served, body: bytes, signed: str | None = None) -> int:
        """Post it as LINE does; the status of the answer."""
        headers = {"X-Line-Signature": signature(body) if signed is None else signed}
        url = f"{served.url}/webhooks/line/events"
        async with served.client.post(url, data=BytesIO(body), headers=headers) as answer:
            return answer.status

    def take(self, way: str, key: str, body: dict[str, Any]) -> tuple[int, str]:
        """One call: status and sentence."""
        self.calls.append(way)
        refusal = self.answer(len(self.calls))
        if refusal and not refusal[2]:
            return refusal[0], refusal[1]
        if key in self.used:
            return (400, "Invalid reply token") if way == "reply" else (409, "already accepted")
        if way == "push" and self.plan.get("value", self.pushes + 1) <= self.pushes:
            return 429, "You have reached your monthly limit."
        self.used.add(key)
        self.pushes += way == "push"
        self.said += body["messages"]
        return (refusal[0], refusal[1]) if refusal else (200, "")


@asynccontextmanager
async def line_server() -> AsyncIterator[Line]:
    """Listens on loopback while the block runs."""
    line = Line()

    async def send(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        body, way = await request.json(), request.match_info["way"]
        key = body["replyToken"] if way == "reply" else request.headers["X-Line-Retry-Key"]
        assert len(body["messages"]) <= 5
        status, sentence = line.take(way, key, body)
        return web.json_response({"message": sentence} if sentence else {}, status=status)

    async def loading(request: web.Request) -> web.Response:
        line.typing.append((await request.json())["chatId"])
        return web.json_response({}, status=202)

    async def content(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        found = line.content.get(request.match_info["ref"])
        if found is None:
            return web.json_response({"message": "Not found"}, status=404)
        return web.Response(body=found, status=line.content_status)

    async def quota(request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        line.asked += 1
        return web.json_response(line.plan)

    async def consumption(_: web.Request) -> web.Response:
        return web.json_response({"totalUsage": line.pushes})

    app = web.Application()
    app.router.add_get("/v2/bot/message/quota", quota)
    app.router.add_get("/v2/bot/message/quota/consumption", consumption)
    app.router.add_post("/v2/bot/message/{way:reply|push}", send)
    app.router.add_post("/v2/bot/chat/loading/start", loading)
    app.router.add_get("/v2/bot/message/{ref}/content", content)
    async with listening(app) as url:
        line.url = url
        yield line
