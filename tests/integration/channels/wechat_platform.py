"""The WeChat platform on loopback, with its habits: it posts signed XML and brings again what was
not acknowledged, gives out tokens, takes replies up to its quota, and keeps files."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import time
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.integration.channels.far_servers import part_of
from tests.integration.listening import listening

TOKEN, APP_ID = "a token for tests", "wx0000000000000001"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
CUSTOMER = "oTEST-0000000000000000_0001"
PAYLOADS = Path(__file__).parent / "payloads" / "wechat"


@dataclass
class Platform:
    """What the account's customers get to see, and what goes wrong on the way."""

    url: str = ""
    door: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    tokens: list[bool] = field(default_factory=list)
    """One entry per token given out: whether it was forced."""
    token: str = ""
    calls: int = 0
    trouble: list[int] = field(default_factory=list)
    """For the next replies: an errcode, or from 100 to 599 an HTTP status."""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    downloads: list[str] = field(default_factory=list)
    uploads: list[tuple[str, object]] = field(default_factory=list)
    """Kind and file of each; the place, from 1, is the number in its media id."""
    slow: asyncio.Event | None = None

    @property
    def texts(self) -> list[str]:
        """What customers read, one entry per reply."""
        return [
            body["text"]["content"] if "text" in body else body["msgmenu"]["head_content"]
            for body in self.sent
        ]

    async def post(self, body: str, *, sealed: bool = False) -> tuple[int, str]:
        """Bring one message, as the platform does."""
        at, nonce = str(int(time.time())), os.urandom(4).hex()
        query = {"signature": sign(TOKEN, at, nonce), "timestamp": at, "nonce": nonce}
        if sealed:
            inside = seal(body.encode())
            query |= {"encrypt_type": "aes", "msg_signature": sign(TOKEN, at, nonce, inside)}
            body = f"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{inside}]]></Encrypt></xml>"
        return await self.knock(body.encode(), query)

    async def knock(self, body: bytes, query: dict[str, str]) -> tuple[int, str]:
        """Post whatever it is."""
        async with (
            aiohttp.ClientSession() as client,
            client.post(self.door, data=body, params=query) as answer,
        ):
            return answer.status, await answer.text()

    async def _token(self, request: web.Request) -> web.Response:
        asked = await request.json()
        assert (asked["appid"], asked["grant_type"]) == (APP_ID, "client_credential")
        if asked["secret"] != "secret":
            return web.json_response({"errcode": 40125, "errmsg": "invalid appsecret"})
        if asked["force_refresh"] or not self.token:
            self.token = f"token-{len(self.tokens)}"
        self.tokens.append(asked["force_refresh"])
        return web.json_response({"access_token": self.token, "expires_in": 7200})

    async def _send(self, request: web.Request) -> web.Response:
        self.calls += 1
        if request.query["access_token"] != self.token:
            return web.json_response({"errcode": 40001, "errmsg": "invalid credential"})
        trouble = self.trouble.pop(0) if self.trouble else 0
        if 100 <= trouble < 600:
            return web.Response(status=trouble)
        if trouble:
            return web.json_response({"errcode": trouble, "errmsg": "trouble"})
        self.sent.append(await request.json())
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def _type(self, request: web.Request) -> web.Response:
        self.typing.append((await request.json())["command"])
        return web.json_response({"errcode": 0})

    async def _upload(self, request: web.Request) -> web.Response:
        if request.query["access_token"] != self.token:
            return web.json_response({"errcode": 40001, "errmsg": "invalid credential"})
        form = await request.post()
        kind = request.query["type"]
        self.uploads.append((kind, part_of(form["media"])))
        return web.json_response({"type": kind, "media_id": f"media-{len(self.uploads)}"})

    async def _media(self, request: web.Request) -> web.StreamResponse:
        media_id = request.query["media_id"]
        self.downloads.append(media_id)
        if self.slow is not None:
            await self.slow.wait()
        if request.query["access_token"] != self.token:
            return web.json_response({"errcode": 42001, "errmsg": "access_token expired"})
        if media_id not in self.files:
            return web.json_response({"errcode": 40007, "errmsg": "invalid media_id"})
        kind, content = self.files[media_id]
        if kind == "elsewhere":
            return web.json_response({"video_url": content.decode()})
        return web.Response(body=content, content_type=kind)


@asynccontextmanager
async def platform() -> AsyncIterator[Platform]:
    """Listens while the block runs."""
    wechat = Platform()
    app = web.Application()
    app.router.add_post("/cgi-bin/stable_token", wechat._token)
    app.router.add_post("/cgi-bin/message/custom/send", wechat._send)
    app.router.add_post("/cgi-bin/message/custom/typing", wechat._type)
    app.router.add_get("/cgi-bin/media/get", wechat._media)
    app.router.add_post("/cgi-bin/media/upload", wechat._upload)
    app.router.add_get("/video", lambda _: _answer(b"\x00\x00\x00\x18ftypmp42" + bytes(40)))
    app.router.add_get("/away", lambda _: _answer(b"", 302))
    async with listening(app) as url:
        wechat.url = url
        yield wechat


async def _answer(body: bytes, status: int = 200) -> web.Response:
    return web.Response(status=status, body=body, headers={"Location": "http://127.0.0.1:1/"})


def sign(*parts: str) -> str:
    """The platform's signature."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def seal(message: bytes, app_id: str = APP_ID) -> str:
    """The platform's envelope, written down once more and apart from the channel's."""
    key = b64decode(AES_KEY + "=")
    plain = os.urandom(16) + len(message).to_bytes(4, "big") + message + app_id.encode()
    plain += bytes([32 - len(plain) % 32]) * (32 - len(plain) % 32)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def payload(name: str, **changed: str) -> str:
    """A captured-style body, with other values in some fields."""
    body = (PAYLOADS / f"{name}.xml").read_text(encoding="utf-8")
    for tag, value in changed.items():
        body, times = re.subn(rf"<{tag}>.*?</{tag}>", f"<{tag}>{value}</{tag}>", body, flags=re.S)
        assert times == 1, tag
    return body
