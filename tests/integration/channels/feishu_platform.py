"""Feishu as a local server, and what it sends: encrypted and signed."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.integration.channels.far_servers import part_of
from tests.integration.channels.samples import OGG, PDF, PNG

APP, SECRET = "cli_invented", "an invented secret"
ENCRYPT_KEY, TOKEN = "invented-key", "invented-token"
Answer = tuple[int, dict[str, Any]]
TAKEN: Answer = (200, {"code": 0, "msg": "success", "data": {"message_id": "om_sent"}})


def encrypted(content: bytes, key: str = ENCRYPT_KEY) -> bytes:
    """The body that carries this content. (lark-oapi 1.7.5 opens it.)"""
    padder, vector = PKCS7(128).padder(), bytes(range(16))
    padded = padder.update(content) + padder.finalize()
    aes = algorithms.AES(sha256(key.encode()).digest())
    encryptor = Cipher(aes, modes.CBC(vector)).encryptor()
    data = vector + encryptor.update(padded) + encryptor.finalize()
    return json.dumps({"encrypt": base64.b64encode(data).decode()}).encode()


@dataclass
class Feishu:
    """What it got, and what it answers by the number of the call. As Feishu does, it delivers
    one message for one `uuid`."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    delivered: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: int = 0
    on_send: Callable[[int], Answer] = lambda _: TAKEN
    hold: asyncio.Event | None = None
    hang_up: int = 0
    """The number of the call after which it takes the message and breaks the connection."""
    uploads: list[dict[str, object]] = field(default_factory=list)
    """The form of each; the place, from 1, is the number in its key."""
    files: dict[str, bytes] = field(
        default_factory=lambda: {"img_png": PNG, "file_pdf": PDF, "file_ogg": OGG}
    )

    def app(self) -> web.Application:
        app, api = web.Application(), "/open-apis"
        app.router.add_post(f"{api}/auth/v3/tenant_access_token/internal", self._token)
        app.router.add_post(f"{api}/im/v1/messages", self._send)
        app.router.add_post(f"{api}/im/v1/{{kind:image|file}}s", self._upload)
        app.router.add_get(f"{api}/im/v1/messages/{{id}}/resources/{{key}}", self._file)
        return app

    async def _token(self, request: web.Request) -> web.Response:
        assert await request.json() == {"app_id": APP, "app_secret": SECRET}
        self.tokens += 1
        token = f"t-{self.tokens}"
        return web.json_response({"code": 0, "tenant_access_token": token, "expire": 7200})

    async def _send(self, request: web.Request) -> web.Response:
        assert request.query["receive_id_type"] == "open_id"
        body = {**await request.json(), "token": request.headers["Authorization"]}
        self.calls.append(body)
        number = len(self.calls)
        status, answer = self.on_send(number)
        if answer.get("code") == 0:
            self.delivered.setdefault(body["uuid"], body)
        if number == self.hang_up and request.transport:
            request.transport.close()
        return web.json_response(answer, status=status)

    async def _upload(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"].startswith("Bearer t-")
        form, kind = await request.post(), request.match_info["kind"]
        self.uploads.append({name: part_of(value) for name, value in form.items()})
        key = {f"{kind}_key": f"key-{len(self.uploads)}"}
        return web.json_response({"code": 0, "msg": "success", "data": key})

    async def _file(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"].startswith("Bearer t-")
        if self.hold:
            await self.hold.wait()
        content = self.files.get(request.match_info["key"])
        if content is None:
            return web.json_response({"code": 234003, "msg": "File not in msg."}, status=400)
        return web.Response(body=content)

    @property
    def said(self) -> list[tuple[str, dict[str, Any]]]:
        """What the customer has got, as kind and content."""
        got = self.delivered.values()
        return [(body["msg_type"], json.loads(body["content"])) for body in got]
