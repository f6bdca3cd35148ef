"""The bad line between us and a platform: one send in five fails.

It stands before the local server that plays the platform, so that this one keeps its habits.
"""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from tests.integration.listening import listening

FAILING = 0.2
Call = tuple[str, Mapping[str, str], Mapping[str, Any]]
"""Path, query and body of a call."""


class Fate(Enum):
    """What becomes of a send: `lost` is taken by the platform, and its answer does not come."""

    FINE = 200
    REFUSED = 503
    LOST = 502


@dataclass
class Chance:
    """Decides for each customer apart, so that it is the same in every run. `keyed`: the platform
    recognises what it has taken, so that half of what fails may be taken all the same."""

    seed: int
    keyed: bool
    tries: int = 0
    failed: int = 0
    _rolls: dict[str, random.Random] = field(default_factory=dict)

    def fate(self, customer: str) -> Fate:
        """Of the customer's next send."""
        rolls = self._rolls.setdefault(customer, random.Random(f"{self.seed}:{customer}"))
        self.tries, roll = self.tries + 1, rolls.random()
        if roll >= FAILING:
            return Fate.FINE
        self.failed += 1
        return Fate.LOST if self.keyed and roll < FAILING / 2 else Fate.REFUSED


@dataclass
class BadLine:
    """Forwards calls to `target`. `addressee` says to whom a call sends something, None for all
    other calls; `lost` is told who got what we do not know of. `taken`: sends by customer that the
    platform took for new."""

    target: str
    addressee: Callable[[Call], str | None]
    chance: Chance
    lost: Callable[[str], Awaitable[None]] | None = None
    url: str = ""
    taken: dict[str, list[Call]] = field(default_factory=dict)
    _client: aiohttp.ClientSession | None = None

    async def pass_on(self, request: web.Request) -> web.Response:
        """One call."""
        content = await request.read()
        call = (request.path, request.query, _body(request.content_type, content))
        customer = self.addressee(call)
        fate = self.chance.fate(customer) if customer else Fate.FINE
        if fate is Fate.REFUSED:
            return web.Response(status=fate.value)
        answer = await self._forward(request, content)
        if customer and answer.status == Fate.FINE.value:
            self.taken.setdefault(customer, []).append(call)
        if fate is Fate.LOST:
            if self.lost and customer:
                await self.lost(customer)
            return web.Response(status=fate.value)
        return answer

    async def _forward(self, request: web.Request, content: bytes) -> web.Response:
        assert self._client
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        async with self._client.request(
            request.method, f"{self.target}{request.path_qs}", data=content, headers=headers
        ) as answer:
            return web.Response(
                status=answer.status, body=await answer.read(), content_type=answer.content_type
            )


@asynccontextmanager
async def bad_line(line: BadLine) -> AsyncIterator[BadLine]:
    """Listens on loopback while the block runs."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", line.pass_on)
    async with aiohttp.ClientSession() as client, listening(app) as url:
        line._client, line.url = client, url
        yield line


def _body(kind: str, content: bytes) -> Mapping[str, Any]:
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(content.decode()))
    if kind != "application/json":
        return {}
    body = json.loads(content)
    return body if isinstance(body, dict) else {}
