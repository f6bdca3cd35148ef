"""Local servers that play messengers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from hypothesis import strategies as st

PAYLOADS = Path(__file__).parent / "payloads"


def payload(name: str, **changes: object) -> dict[str, Any]:
    """A captured-style body, such as `telegram/text`, with some of its values replaced:
    `message__text="…"` goes to `["message"]["text"]`."""
    body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    for path, value in changes.items():
        *way, last = path.split("__")
        target: Any = body
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        target[last] = value
    return body


_JUNK: list[Any] = [None, True, 0, -1, 2**70, 1e300, "", "x", "\ud800", "\0", "长" * 5000]
_JUNK += [[], {}, [[]], [None, {}], {"id": {}}, {"text": []}, [["x"]]]


@st.composite
def damaged(draw: st.DrawFn, names: Sequence[str]) -> bytes:
    """One of these bodies with up to three of its values replaced by something else."""
    body: Any = payload(draw(st.sampled_from(names)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(_places(body))))
        holder[key] = deepcopy(draw(st.sampled_from(_JUNK)))
    return json.dumps(body).encode()


def _places(body: Any) -> Iterator[tuple[Any, Any]]:
    pairs = body.items() if isinstance(body, dict) else enumerate(body)
    for key, value in pairs:
        yield body, key
        if isinstance(value, dict | list):
            yield from _places(value)


def kinds(channel: str) -> list[str]:
    """The names of all captured bodies of a channel."""
    return sorted(f"{channel}/{item.stem}" for item in (PAYLOADS / channel).glob("*.json"))


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
            body = dict(await request.post())
        seen.calls.append((method, body))
        seen.headers.append({**request.headers, "path": request.path_qs})
        return web.json_response(seen.replies.get(method, {"ok": True, "result": {}}))

    async def file(request: web.Request) -> web.Response:
        content = seen.files.get(request.path)
        return web.Response(body=content) if content is not None else web.Response(status=404)

    app = web.Application()
    app.router.add_post("/{path:.*}", call)
    app.router.add_get("/{path:.*}", file)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server
    seen.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield seen
    finally:
        await runner.cleanup()
