"""WeChat's door: signatures, envelopes, and bodies that nobody should take."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from bot.domain.conversation import Owner
from connectors.tencent import TOLERANCE
from connectors.xml import MOST_BYTES
from tests.integration.channels.wechat.wechat_world import plain_query, world
from tests.integration.channels.wechat_platform import AES_KEY, CUSTOMER, TOKEN, payload, seal, sign


async def test_the_address_is_proved_by_the_echo(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_aes_key=AES_KEY) as (wechat, _):
        at = str(int(time.time()))
        query = {"timestamp": at, "nonce": "n", "echostr": "5913"}
        async with aiohttp.ClientSession() as client:
            right = {**query, "signature": sign(TOKEN, at, "n")}
            async with client.get(wechat.door, params=right) as answer:
                assert (answer.status, await answer.text()) == (200, "5913")
            async with client.get(wechat.door, params={**query, "signature": "0"}) as answer:
                assert answer.status == 401


@pytest.mark.parametrize(
    "query",
    [
        lambda _: {},
        lambda now: {**plain_query(now), "signature": "é"},
        lambda now: plain_query(now, "another token"),
        lambda now: {**plain_query(now), "nonce": "m"},
        lambda now: plain_query(now - TOLERANCE - 5),
        lambda now: plain_query(now + TOLERANCE + 60),
    ],
    ids=["none", "not ascii", "other token", "other nonce", "too old", "from the future"],
)
async def test_a_wrong_or_old_signature_is_refused_without_a_trace(
    tmp_path: Path, query: Callable[[int], dict[str, str]]
) -> None:
    async with world(tmp_path) as (wechat, box):
        status, _ = await wechat.knock(payload("text").encode(), query(int(time.time())))
        assert status == 401
        assert await box.chat.find("wechat", CUSTOMER) is None


async def test_in_encrypted_mode_nothing_else_comes_in(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_aes_key=AES_KEY) as (wechat, box):
        now = int(time.time())
        at, body = str(now), payload("text")
        other = seal(body.encode(), "wx-somebody-else")
        signed = {**plain_query(now), "msg_signature": sign(TOKEN, at, "n", other)}
        sealed = f"<xml><Encrypt>{other}</Encrypt></xml>".encode()
        changed = sealed.replace(other[:4].encode(), b"AAAA")
        assert (await wechat.post(body))[0] == 401
        assert (await wechat.knock(sealed, signed))[0] == 422
        assert (await wechat.knock(changed, signed))[0] == 401
        assert (await wechat.knock(sealed, plain_query(now)))[0] == 401
        assert await box.chat.find("wechat", CUSTOMER) is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * (MOST_BYTES + 1), 413),
        (b"", 422),
        (payload("text").encode()[:-20], 422),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Content>&a;</Content></xml>', 422),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>', 422),
        (b"<a>" * 1000, 422),
        (payload("text", FromUserName="../../x y").encode(), 422),
        (payload("text", MsgId="").encode(), 422),
        (b"\xff\xfe<xml/>", 422),
    ],
    ids=["large", "empty", "cut", "entity", "outside", "deep", "sender", "no id", "encoding"],
)
async def test_hostile_bodies_are_refused_without_a_trace(
    tmp_path: Path, body: bytes, status: int
) -> None:
    async with world(tmp_path) as (wechat, box):
        assert (await wechat.knock(body, plain_query(int(time.time()))))[0] == status
        async with box.store.reading() as tx:
            assert not await tx.conversations.list(owners=list(Owner))


async def test_without_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with world(tmp_path, wechat_token="") as (wechat, _):
        assert (await wechat.post(payload("text")))[0] == 404
