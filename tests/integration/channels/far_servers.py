"""Local servers that play messengers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.integration.listening import listening


@dataclass
class FarEnd:
    """What the platform was asked: method and body of every call that it took."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tries: int = 0
    answer: Callable[[int], tuple[int, dict[str, Any]] | None] = lambda _: None
    """What it says instead of taking a call, by the number of the try, from 1."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Content by path."""
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Body of the answer by method."""
    headers: list[dict[str, str]] = field(default_factory=list)

    def bodies(self, method: str) -> list[dict[str, Any]]:
        """Of all calls of a method."""
        return [body for name, body in self.calls if name == method]


def part_of(value: object) -> object:
    """A part of a form; a file as its name, type and content."""
    if not isinstance(value, web.FileField):
        return value
    with value.file:
        return value.filename, value.content_type, value.file.read()


@asynccontextmanager
async def far_end() -> AsyncIterator[FarEnd]:
    """Listens on loopback while the block runs. POST is a call, GET a file."""
    seen = FarEnd()

    async def call(request: web.Request) -> web.Response:
        seen.tries += 1
        refusal = seen.answer(seen.tries)
        if refusal is not None:
            return web.json_response(refusal[1], status=refusal[0])
        method = request.path.rpartition("/")[2]
        if request.content_type == "application/json":
            body = await request.json()
        else:
            form = await request.post()
            body = {name: part_of(value) for name, value in form.items()}
        seen.calls.append((method, body))
        seen.headers.append({**request.headers, "path": request.path_qs})
        return web.json_response(seen.replies.get(method, {"ok": True, "result": {}}))

    async def file(request: web.Request) -> web.Response:
        content = seen.files.get(request.path)
        return web.Response(body=content) if content is not None else web.Response(status=404)

    app = web.Application()
    app.router.add_post("/{path:.*}", call)
    app.router.add_get("/{path:.*}", file)
    async with listening(app) as url:
        seen.url = url
        yield seen
