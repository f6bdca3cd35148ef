"""The whole line over WhatsApp, and a bad day."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.domain.conversation import Owner
from bot.domain.message import Delivery
from connectors.whatsapp.payloads import CHANNEL
from tests.boxes import make_agent
from tests.integration.channels.conftest import Served
from tests.integration.channels.samples import raw
from tests.integration.channels.saying import rows_of, said
from tests.integration.channels.scripted import BUTTONS, Scripted
from tests.integration.channels.whatsapp.whatsapp_chat import TEXT, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER, fails
from tests.integration.line.working import until


async def test_the_whole_line_runs_over_whatsapp(tmp_path: Path) -> None:
    async with whatsapp(tmp_path, Scripted(*BUTTONS)) as (served, cloud):
        box = served.box
        await cloud.deliver(served, TEXT)
        await until(lambda: len(cloud.tried) >= 1)
        buttons = cloud.sent[0]["interactive"]["action"]["buttons"]
        assert [button["reply"]["id"] for button in buttons] == ["/affirm", "/deny"]
        await cloud.deliver(served, raw(CHANNEL, "button_reply"))
        await until(lambda: len(cloud.tried) >= 2)
        assert cloud.texts[1] == "回：/affirm"
        person = TEXT.replace(b"wamid.TEXT1", b"wamid.TEXT2").replace(
            "你们乱扣费，我要投诉".encode(), "转人工".encode()
        )
        await cloud.deliver(served, person)
        await until(lambda: len(cloud.tried) >= 3)
        agent = await make_agent(box, "li")
        found = await box.chat.find(CHANNEL, CUSTOMER)
        assert found
        await box.handoffs.claim(found, agent)
        await box.replies.send(found, agent, "我来处理，今天下午给您答复", "a1")
        await box.handoffs.close(found, agent, "resolved", "")
        rows = await rows_of(served, CHANNEL, CUSTOMER)
        waiting = [row for row in rows if row.delivery]
        await until(lambda: len(cloud.tried) >= len(waiting))
        state = (await box.chat.page(found, 0)).state
    assert state.owner == Owner.CLOSED.value
    assert cloud.texts == [row.text for row in waiting]
    assert "我来处理，今天下午给您答复" in cloud.texts


async def test_nothing_is_lost_or_doubled_on_a_bad_day(tmp_path: Path) -> None:
    """Every post comes three times at once, every fifth sending fails."""
    customers = [f"852511{n:05}" for n in range(20)]
    async with whatsapp(tmp_path) as (served, cloud):
        cloud.answer = lambda number: fails(131000, 500) if number % 5 == 0 else None
        for turn in ("一", "二"):
            posts = [_from(customer, turn) for customer in customers] * 3
            statuses = await asyncio.gather(*(cloud.deliver(served, post) for post in posts))
            assert set(statuses) == {200}
        await until(lambda: _all_sent(served, customers, 2))
        for customer in customers:
            rows = await rows_of(served, CHANNEL, customer)
            assert [row.text for row in rows if row.processing] == ["第一句", "第二句"]
            sent = [body["text"]["body"] for body in cloud.sent if body["to"] == customer]
            assert sent == ["回：第一句", "回：第二句"]
    assert len(cloud.tried) > len(cloud.sent)


def _from(customer: str, turn: str) -> bytes:
    post = TEXT.replace(CUSTOMER.encode(), customer.encode())
    post = post.replace(b"wamid.TEXT1", f"wamid.{customer}.{turn}".encode())
    return post.replace("你们乱扣费，我要投诉".encode(), f"第{turn}句".encode())


async def _all_sent(served: Served, customers: list[str], count: int) -> bool:
    for customer in customers:
        states = [row.delivery for row in await said(served, CHANNEL, customer)]
        if states != [Delivery.SENT] * count:
            return False
    return True
