"""WeCom's callback: who may announce something, and that nobody waits for what comes of it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from connectors.wecom.payloads import CHANNEL
from tests.integration.channels.conftest import serving
from tests.integration.channels.wecom.wecom_world import World
from tests.integration.channels.wecom_platform import (
    ACCOUNT,
    address,
    body_of,
    callback,
    entry,
    seal,
    signed,
)
from tests.integration.line.working import until


async def test_the_address_is_verified_by_the_decrypted_echo(wecom: World) -> None:
    sealed = seal(b"1616140317555161061")
    url = address(wecom.served.url, {**signed(sealed), "echostr": sealed})
    async with wecom.served.client.get(url) as answer:
        assert (answer.status, await answer.text()) == (200, "1616140317555161061")


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda s: (body_of(s), {}), 401),
        (lambda s: (body_of(s), signed(s, token="another token")), 401),
        (lambda s: (body_of(s), signed(s, at=int(time.time()) - 400)), 401),
        (lambda s: (body_of(s), signed(s, at=int(time.time()) + 400)), 401),
        (lambda s: (body_of(s[:-24]), signed(s)), 401),
        (lambda s: (body_of(s[:-24]), signed(s[:-24])), 422),
        (lambda s: (body_of(s)[:40], signed(s)), 401),
        (lambda s: (b"<!DOCTYPE x>" + body_of(s), signed(s)), 401),
        (lambda s: (b" " * 70_000, signed(s)), 413),
        (lambda _: _properly_signed(seal(b"<xml/>", "wwother")), 422),
        (lambda _: _properly_signed(callback(corp="wwother")), 422),
    ],
    ids=[
        "unsigned",
        "other token",
        "old",
        "from the future",
        "changed",
        "truncated",
        "cut off",
        "document type",
        "oversized",
        "sealed for another company",
        "naming another company",
    ],
)
async def test_a_bad_callback_is_refused_and_nothing_is_pulled(
    wecom: World, make: Any, status: int
) -> None:
    await until(lambda: wecom.platform.pulled == [""])  # the look at the start
    wecom.platform.entries.append(entry("text"))
    body, query = make(callback())
    assert await wecom.post(body, query) == status
    assert await wecom.box.channel_memory.recall(CHANNEL, f"due/{ACCOUNT}") is None
    assert wecom.platform.pulled == [""]


async def test_without_settings_the_channel_does_not_exist(tmp_path: Path) -> None:
    async with serving(tmp_path) as served:
        sealed = callback()
        url = address(served.url, signed(sealed))
        async with served.client.post(url, data=body_of(sealed)) as answer:
            assert answer.status == 404


async def test_a_callback_is_acknowledged_while_the_platform_itself_hangs(wecom: World) -> None:
    wecom.platform.hold = asyncio.Event()
    await wecom.happens(entry("text"))
    assert await wecom.call_back() == 200
    wecom.platform.hold.set()
    await wecom.answered("你们凭什么拒赔")


def _properly_signed(sealed: str) -> tuple[bytes, dict[str, str]]:
    return body_of(sealed), signed(sealed)
