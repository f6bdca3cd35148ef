"""WeCom on loopback: tokens, pages from a cursor, session states, quota, failing on demand."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from connectors.tencent import signature
from tests.integration.channels.far_servers import part_of
from tests.integration.listening import listening

CORP, TOKEN, KEY = (
    "ww0000000000000001",
    "callbacktoken",
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
)
ACCOUNT, CUSTOMER = "wk0000000000000001", "wm0000000000000001"
REF = f"{ACCOUNT}:{CUSTOMER}"
SAMPLES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "payloads" / "wecom" / "messages.json").read_text(encoding="utf-8")
)
PAGE = 2
"""Entries of one page: small, so that there is more than one."""


def settings(url: str, **more: object) -> dict[str, Any]:
    """What an installation sets."""
    return {
        "wecom_corp_id": CORP,
        "wecom_secret": "secret",
        "wecom_token": TOKEN,
        "wecom_aes_key": KEY,
        "wecom_url": url,
        **more,
    }


def entry(name: str, customer: str = CUSTOMER, **changes: Any) -> dict[str, Any]:
    """A captured-style entry, of now; `changes` go into its content (`msgid` beside it)."""
    made: dict[str, Any] = json.loads(json.dumps(SAMPLES[name]))
    made["send_time"] = changes.pop("send_time", int(time.time()))
    made["msgid"] = changes.pop("msgid", made["msgid"])
    where = made["event"] if made["msgtype"] == "event" else made
    where |= {"open_kfid": ACCOUNT, "external_userid": customer}
    made[made["msgtype"]].update(changes)
    return made


@dataclass
class Platform:
    """`entries` is what may be pulled, `sent` what customers got, `calls` every path in order."""

    url: str = ""
    accounts: list[str] = field(default_factory=lambda: [ACCOUNT])
    entries: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    greeted: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    uploads: list[tuple[str, object]] = field(default_factory=list)
    """Kind and file of each; the place, from 1, is the number in its media id."""
    state: dict[str, int] = field(default_factory=dict)
    tokens: int = 0
    tries: int = 0
    taken: set[str] = field(default_factory=set)
    stale: set[str] = field(default_factory=set)
    refuse: dict[str, list[int]] = field(default_factory=dict)
    """Error codes by path that come first; above 99 and below 600 they are HTTP statuses."""
    hold: asyncio.Event | None = None
    """While not set, `kf/sync_msg` does not answer."""
    pulled: list[str] = field(default_factory=list)
    forgetful: int = 0
    """Every so many sends the message is taken, and the answer lost."""
    failing: bool = False
    """One send in five fails: half of them are taken all the same."""
    failed: int = 0
    replays: int = 0
    """So many pages before the cursor come once more with each page."""
    served: Counter[str] = field(default_factory=Counter)
    """How often each entry was pulled."""

    def texts(self) -> list[str]:
        """What the customers read."""
        return [item["text"]["content"] for item in self.sent if item["msgtype"] == "text"]

    def paths(self) -> list[str]:
        """The calls, without their bodies."""
        return [path for path, _ in self.calls]


@asynccontextmanager
async def platform_server() -> AsyncIterator[Platform]:
    """Listens on loopback while the block runs."""
    platform = Platform()
    app = web.Application()
    app.router.add_route("*", "/cgi-bin/{path:.+}", lambda request: _answer(platform, request))
    async with listening(app) as url:
        platform.url = url
        yield platform


async def _answer(platform: Platform, request: web.Request) -> web.Response:
    path = request.match_info["path"]
    sent = request.method == "POST" and path != "media/upload"
    body = await request.json() if sent else {}
    platform.calls.append((path, body))
    if path == "gettoken":
        platform.tokens += 1
        return web.json_response(
            {"errcode": 0, "access_token": f"token{platform.tokens}", "expires_in": 7200}
        )
    if platform.refuse.get(path):
        code = platform.refuse[path].pop(0)
        if 100 <= code < 600:
            return web.Response(status=code)
        return web.json_response({"errcode": code, "errmsg": "refused"})
    if request.query["access_token"] in platform.stale:
        return web.json_response({"errcode": 42001, "errmsg": "access_token expired"})
    if path == "media/get":
        return _file(platform, request.query["media_id"])
    if path == "media/upload":
        body = {"kind": request.query["type"], **await request.post()}
    return web.json_response({"errcode": 0, **await _ACTS[path](platform, body)})


def _file(platform: Platform, media_id: str) -> web.Response:
    if media_id not in platform.files:
        return web.json_response({"errcode": 40007, "errmsg": "invalid media_id"})
    name, content = platform.files[media_id]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=content, headers=headers, content_type="application/octet-stream")


async def _upload(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    platform.uploads.append((body["kind"], part_of(body["media"])))
    return {"type": body["kind"], "media_id": f"media-{len(platform.uploads)}"}


async def _accounts(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    offset = body.get("offset", 0)
    page = platform.accounts[offset : offset + min(100, body.get("limit", 100))]
    return {"account_list": [{"open_kfid": account, "name": "客服"} for account in page]}


async def _sync(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    if platform.hold:
        await platform.hold.wait()
    start = int(body.get("cursor") or 0)
    platform.pulled.append(body.get("token", ""))
    end = min(start + PAGE, len(platform.entries))
    again = platform.replays * PAGE if end > start else 0
    page = platform.entries[max(0, start - again) : end]
    platform.served.update(item["msgid"] for item in page)
    return {"next_cursor": str(end), "has_more": int(end < len(platform.entries)), "msg_list": page}


async def _send(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    assert len(body["msgid"].encode()) <= 32
    platform.tries += 1
    if platform.state.get(body["touser"], 1) not in (0, 1):
        return {"errcode": 95018, "errmsg": "send msg session status invalid"}
    fails = platform.failing and platform.tries % 5 == 0
    platform.failed += fails
    if fails and platform.tries % 10:
        raise web.HTTPServiceUnavailable
    if body["msgid"] not in platform.taken:
        platform.taken.add(body["msgid"])
        platform.sent.append(body)
    if fails or (platform.forgetful and platform.tries % platform.forgetful == 0):
        raise web.HTTPBadGateway
    return {"msgid": body["msgid"]}


async def _greet(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    platform.greeted.append(body)
    return {"msgid": "welcome"}


async def _state(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    return {"service_state": platform.state.get(body["external_userid"], 1)}


async def _trans(platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
    platform.state[body["external_userid"]] = body["service_state"]
    return {"msg_code": "code"}


_ACTS = {
    "media/upload": _upload,
    "kf/account/list": _accounts,
    "kf/sync_msg": _sync,
    "kf/send_msg": _send,
    "kf/send_msg_on_event": _greet,
    "kf/service_state/get": _state,
    "kf/service_state/trans": _trans,
}


def seal(content: bytes, receiver: str = CORP) -> str:
    """What WeCom's server does before it calls back."""
    plain = os.urandom(16) + len(content).to_bytes(4, "big") + content + receiver.encode()
    pad = 32 - len(plain) % 32
    key = base64.b64decode(KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def signed(sealed: str, at: int | None = None, token: str = TOKEN) -> dict[str, str]:
    """The query of a callback."""
    timestamp = str(int(time.time()) if at is None else at)
    signed = signature(token, timestamp, "nonce", sealed)
    return {"msg_signature": signed, "timestamp": timestamp, "nonce": "nonce"}


def callback(account: str = ACCOUNT, corp: str = CORP) -> str:
    """The sealed hint that there is something to pull."""
    return seal(
        f"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><CreateTime>1</CreateTime>"
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
        f"<Token><![CDATA[ENCtoken]]></Token><OpenKfId><![CDATA[{account}]]></OpenKfId></xml>".encode()
    )


def body_of(sealed: str) -> bytes:
    """The callback's body."""
    sealed = f"<Encrypt><![CDATA[{sealed}]]></Encrypt>"
    return f"<xml><ToUserName>{CORP}</ToUserName>{sealed}</xml>".encode()


def address(url: str, query: dict[str, str]) -> str:
    """Where the platform calls."""
    return f"{url}/webhooks/wecom/callback?{urlencode(query)}"
