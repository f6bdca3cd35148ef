"""Whatever a platform does on the way, each message and each reply comes once and in order.

Every message is delivered three times and in another order within two seconds, and one send in
five fails. An echo stands in Rasa's place; store, intake, turns and delivery are real, and so is
the way through HTTP, IMAP and SMTP. How many conversations: `QINGTING_GUARANTEE`.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.config import ROOT
from bot.domain.message import Author, Delivery, Message, Processing
from bot.ports import outbox_topic
from tests.boxes import CALENDAR
from tests.integration.channels import wecom_platform
from tests.integration.channels.conftest import Served, serving
from tests.integration.guarantee import keyed, of_rasa, unkeyed
from tests.integration.guarantee.bad_line import Chance
from tests.integration.guarantee.mail import Email
from tests.integration.guarantee.player import Player
from tests.integration.guarantee.schedule import (
    SAID,
    TIMES,
    WINDOW,
    Said,
    SteppedClock,
    moments,
    said_by,
)
from tests.integration.line.working import transcript

CONVERSATIONS = int(os.environ.get("QINGTING_GUARANTEE", "15"))
TABLE = os.environ.get("QINGTING_GUARANTEE_TABLE", "")
"""A file to which a line of figures is added for each channel."""
SEED = 7
PATIENCE = 60.0 + CONVERSATIONS
PLAYERS: Sequence[Player] = (
    unkeyed.WeChat(),
    keyed.WeCom(),
    keyed.WhatsApp(),
    unkeyed.DingTalk(),
    keyed.FeishuRobot(),
    keyed.Line(),
    unkeyed.Telegram(),
    unkeyed.Messenger(),
    of_rasa.Slack(),
    of_rasa.Twilio(),
    Email(),
    keyed.Webhook(),
)


@pytest.mark.timeout(60 + 4 * CONVERSATIONS)
@pytest.mark.parametrize("player", PLAYERS, ids=lambda player: player.channel)
async def test_every_message_and_every_reply_comes_once_and_in_order(
    player: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wecom_platform, "PAGE", 100)
    started, clock = time.monotonic(), SteppedClock()
    customers = [player.customer(index) for index in range(CONVERSATIONS)]
    player.all_said = said_by(customers, clock.now(), player.gap)
    chance = Chance(SEED, player.keyed)
    async with player.play(chance, tmp_path) as far:
        options = {**far.settings, "policies": _policies(tmp_path), "clock": clock}
        async with serving(tmp_path, **options) as served:
            came = await _deliver(player, served, clock)
            await _drain(served, player.channel, clock)
            for customer in customers:
                own = [item for item in player.all_said if item.customer == customer]
                expected = own if player.by_platform else came[customer]
                await _is_whole(player, served, customer, [item.text for item in expected])
    assert chance.failed > chance.tries / 15  # one in five, by a few dice
    assert any(came[item.customer][item.number] != item for item in player.all_said)
    _note(player, chance.failed, time.monotonic() - started)


def _policies(folder: Path) -> Path:
    """What ships, with a desk that never closes."""
    policies = folder / "shipped"
    policies.mkdir()
    for file in (ROOT / "data" / "policy").glob("*.yml"):
        (policies / file.name).write_bytes(file.read_bytes())
    (policies / "calendar.yml").write_text(CALENDAR, encoding="utf-8")
    return policies


async def _deliver(player: Player, served: Served, clock: SteppedClock) -> dict[str, list[Said]]:
    """All there is; returns each customer's messages in the order in which they came first."""
    came: dict[str, list[Said]] = {}

    async def one_after_the_other(items: Sequence[Said]) -> None:
        for item in items:
            assert await player.deliver(served, item, clock.now())
            known = came.setdefault(item.customer, [])
            if item not in known:
                known.append(item)

    for moment in moments(player.all_said, SEED):
        clock.set(moment.at)
        await asyncio.gather(*(one_after_the_other(items) for items in moment.deliveries))
    clock.set(clock.now() + timedelta(seconds=WINDOW))
    clock.run()
    return came


async def _drain(served: Served, channel: str, clock: SteppedClock) -> None:
    """Until everything is answered and sent; nobody sits through the pauses between tries."""
    end = asyncio.get_running_loop().time() + PATIENCE
    expected = CONVERSATIONS * len(SAID)
    while True:
        async with served.box.store.reading() as tx:
            waiting = await tx.messages.by_delivery(Delivery.PENDING, expected)
            sending = await tx.messages.by_delivery(Delivery.SENDING, 1)
            idle = not waiting and not sending
            sent = len(await tx.messages.by_delivery(Delivery.SENT, expected)) if idle else 0
        if sent == expected:
            return
        assert asyncio.get_running_loop().time() < end, (waiting, sending, sent)
        pause = _next_try(waiting) - clock.now() if waiting and not sending else timedelta(0)
        if pause > timedelta(0):
            clock.skip(pause)
            await served.box.notifier.publish([outbox_topic(channel)])
        await asyncio.sleep(1 if idle and CONVERSATIONS > 100 else 0.1)


def _next_try(waiting: Sequence[Message]) -> datetime:
    """Of the messages that come first in their conversations; the others wait for these."""
    first: dict[str, Message] = {}
    for row in waiting:
        known = first.setdefault(row.conversation_id, row)
        first[row.conversation_id] = min(known, row, key=lambda one: one.seq)
    return min(row.next_attempt_at or row.created_at for row in first.values())


async def _is_whole(player: Player, served: Served, customer: str, expected: Sequence[str]) -> None:
    """Our record and what the customer read."""
    rows = await _rows(served, player, customer)
    heard = [row for row in rows if row.author is Author.CUSTOMER]
    assert [row.text for row in heard] == expected, customer
    assert {row.processing for row in heard} == {Processing.DONE}
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert {row.delivery for row in rows if row.delivery} == {Delivery.SENT}
    assert player.read(customer) == [f"回：{text}" for text in expected], customer


async def _rows(served: Served, player: Player, customer: str) -> Sequence[Message]:
    found = await served.box.chat.find(player.channel, player.ref(customer))
    assert found is not None
    return await transcript(served.box, found)


def _note(player: Player, failed: int, seconds: float) -> None:
    if TABLE:
        messages = len(player.all_said)
        line = [player.channel, messages, messages * (TIMES - 1), failed, round(seconds)]
        with Path(TABLE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
