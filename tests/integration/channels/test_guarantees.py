"""The guarantees under load: nothing lost, nothing doubled, everything in order.

WeCom plays the platform, as it says what order means: the order of its log. An echo stands in
Rasa's place, as the trained model would take minutes; store, intake, turns and delivery are real.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from bot.domain.message import Author, Delivery, Processing
from connectors.wecom.payloads import CHANNEL
from tests.integration.channels import wecom_platform
from tests.integration.channels.conftest import serving
from tests.integration.channels.test_wecom import World
from tests.integration.channels.wecom_platform import (
    ACCOUNT,
    Platform,
    entry,
    platform_server,
    settings,
)
from tests.integration.line.working import transcript

CONVERSATIONS = 1000
SAID = ("你们乱扣费", "我要投诉")
BATCH = PAGE = 100
WINDOW = 2.0
"""Seconds within which the callbacks arrive in any order."""
PATIENCE = 240.0
_UNDER_WAY = (Delivery.PENDING, Delivery.SENDING)


@pytest.mark.timeout(360)
async def test_a_thousand_conversations_come_through_once_and_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wecom_platform, "PAGE", PAGE)
    customers = [f"wm{n:016d}" for n in range(CONVERSATIONS)]
    async with platform_server() as platform:
        platform.replays, platform.failing = 2, True
        async with serving(tmp_path, **settings(platform.url), parallel_turns=16) as served:
            wecom = World(platform, served)
            await _everybody_writes(wecom, customers)
            await _all_answered(platform, len(customers) * len(SAID))
            for customer in customers:
                await _is_whole(wecom, customer)
    assert platform.failed > platform.tries / 6  # one send in five
    assert platform.served[platform.entries[0]["msgid"]] >= 3  # and it came three times
    assert sum(platform.served.values()) > 2.8 * len(platform.entries)


async def _everybody_writes(wecom: World, customers: list[str]) -> None:
    """The log grows in order; each batch is announced three times, within the window."""
    rolls = random.Random(7)
    announced = []
    for place, text in enumerate(SAID):
        for start in range(0, len(customers), BATCH):
            wecom.platform.entries += [
                entry("text", customer, msgid=f"{customer}-{place}", content=text)
                for customer in customers[start : start + BATCH]
            ]
            announced += [_later(wecom, rolls.uniform(0, WINDOW)) for _ in range(3)]
            await asyncio.sleep(0.02)
    assert set(await asyncio.gather(*announced)) == {200}


async def _later(wecom: World, pause: float) -> int:
    await asyncio.sleep(pause)
    return await wecom.call_back()


async def _all_answered(platform: Platform, replies: int) -> None:
    end = asyncio.get_running_loop().time() + PATIENCE
    while sum(len(_replies(text)) for text in platform.texts()) < replies:
        assert asyncio.get_running_loop().time() < end, "waited in vain"
        await asyncio.sleep(0.2)


async def _is_whole(wecom: World, customer: str) -> None:
    """Our record and what the customer read: each once, in order."""
    found = await wecom.box.chat.find(CHANNEL, f"{ACCOUNT}:{customer}")
    assert found is not None
    rows = await transcript(wecom.box, found)
    while any(row.delivery in _UNDER_WAY for row in rows):  # read already, and the answer was lost
        await asyncio.sleep(0.1)
        rows = await transcript(wecom.box, found)
    heard = [row for row in rows if row.author is Author.CUSTOMER]
    assert [row.text for row in heard] == list(SAID)
    assert {row.processing for row in heard} == {Processing.DONE}
    assert {row.delivery for row in rows if row.delivery} == {Delivery.SENT}
    read = [item for item in wecom.platform.sent if item["touser"] == customer]
    shown = [reply for item in read for reply in _replies(item["text"]["content"])]
    assert shown == [f"回：{text}" for text in SAID]


def _replies(text: str) -> list[str]:
    """Bubbles that waited together came as one."""
    return text.split("\n\n")
