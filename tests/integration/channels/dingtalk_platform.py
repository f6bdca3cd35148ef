"""DingTalk as a local server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.integration.channels.samples import AMR, PDF, PNG

KEY, SECRET = "dinginvented0robot", "an invented secret"
Answer = tuple[int, dict[str, Any]]


@dataclass
class DingTalk:
    """What it got, and what it answers to each kind of call by the number of the call."""

    url: str = ""
    session: list[dict[str, Any]] = field(default_factory=list)
    api: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0
    on_session: Callable[[int], Answer] = lambda _: (200, {"errcode": 0, "errmsg": "ok"})
    on_api: Callable[[int], Answer] = lambda _: (200, {"processQueryKey": "key"})
    files: dict[str, bytes] = field(
        default_factory=lambda: {"png": PNG, "pdf": PDF, "amr": AMR, "huge": bytes(21 * 2**20)}
    )
    download_url: str = ""
    hold: asyncio.Event | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/robot/sendBySession", self._session)
        app.router.add_post("/v1.0/oauth2/accessToken", self._token)
        app.router.add_post("/v1.0/robot/oToMessages/batchSend", self._batch_send)
        app.router.add_post("/v1.0/robot/messageFiles/download", self._download)
        app.router.add_get("/files/{name}", self._file)
        return app

    async def _session(self, request: web.Request) -> web.Response:
        self.session.append(await request.json())
        status, body = self.on_session(len(self.session))
        return web.json_response(body, status=status)

    async def _token(self, request: web.Request) -> web.Response:
        assert await request.json() == {"appKey": KEY, "appSecret": SECRET}
        self.tokens += 1
        return web.json_response({"accessToken": f"token {self.tokens}", "expireIn": 7200})

    async def _batch_send(self, request: web.Request) -> web.Response:
        self.api.append({**await request.json(), "token": _token_of(request)})
        status, body = self.on_api(len(self.api))
        return web.json_response(body, status=status)

    async def _download(self, request: web.Request) -> web.Response:
        assert _token_of(request).startswith("token")
        code = (await request.json())["downloadCode"]
        url = self.download_url or f"{self.url}/files/{code}"
        return web.json_response({"downloadUrl": url})

    async def _file(self, request: web.Request) -> web.Response:
        if self.hold:
            await self.hold.wait()
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)


def _token_of(request: web.Request) -> str:
    return request.headers["x-acs-dingtalk-access-token"]
