"""What WhatsApp's customers send: stored before it is acknowledged, each message once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.message import MAX_TEXT
from connectors.whatsapp.payloads import CHANNEL
from tests.integration.channels.conftest import Served
from tests.integration.channels.samples import raw
from tests.integration.channels.saying import heard
from tests.integration.channels.scripted import BUTTONS, Scripted, stuck
from tests.integration.channels.typing_person import person_types
from tests.integration.channels.whatsapp.whatsapp_chat import TEXT, heard_texts, saying, whatsapp
from tests.integration.channels.whatsapp_platform import CUSTOMER
from tests.integration.line.working import until


async def test_a_message_is_stored_once_however_often_it_is_delivered(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        statuses = await asyncio.gather(*(cloud.deliver(served, TEXT) for _ in range(3)))
        assert statuses == [200, 200, 200]
        assert await heard_texts(served) == ["你们乱扣费，我要投诉"]
        await until(lambda: len(cloud.sent) >= 1)
    assert cloud.texts == ["回：你们乱扣费，我要投诉"]
    assert cloud.sent[0]["to"] == CUSTOMER


async def test_it_is_acknowledged_while_the_model_is_busy(tmp_path: Path) -> None:
    async with whatsapp(tmp_path, stuck()) as (served, cloud):
        await cloud.deliver(served, TEXT)
        answers = [
            asyncio.wait_for(cloud.deliver(served, saying(f"第{n}句", f"w{n}")), 1) for n in (1, 2)
        ]
        assert [await answer for answer in answers] == [200, 200]
        assert await heard_texts(served) == ["你们乱扣费，我要投诉", "第1句", "第2句"]


async def test_a_batch_is_stored_by_customer_and_in_order(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, raw(CHANNEL, "batch")) == 200
        assert await heard_texts(served) == ["第一句", "第二句", "第三句"]
        assert await heard_texts(served, "85259876543") == ["另一个人"]


@pytest.mark.parametrize(
    ("name", "text", "button"),
    [
        ("button_reply", "没问题", "/affirm"),
        ("list_reply", "联系方式", '/correct{"field": "contact"}'),
        ("template_button", "好的", None),
        ("location", "📍 中环分行 皇后大道中 1 号 22.28,114.15", None),
        ("contacts", "👤 李代理 [手机号1]", None),
    ],
)
async def test_every_kind_of_message_becomes_text(
    tmp_path: Path, name: str, text: str, button: str | None
) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, raw(CHANNEL, name)) == 200
        (row,) = await heard(served, CHANNEL, CUSTOMER)
    assert (row.text, row.payload) == (text, button)


async def test_a_reaction_is_no_message(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        assert await cloud.deliver(served, raw(CHANNEL, "reaction")) == 200
        assert await heard_texts(served) == []


async def test_a_customer_with_a_hidden_number_is_answered_by_id(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        await cloud.deliver(served, raw(CHANNEL, "hidden_number"))
        await until(lambda: len(cloud.sent) >= 1)
    assert cloud.sent[0]["recipient"] == "HK.1000000000000001"
    assert "to" not in cloud.sent[0]


async def test_a_longer_text_than_ours_may_be_comes_in_parts(tmp_path: Path) -> None:
    async with whatsapp(tmp_path) as (served, cloud):
        long = "我的经历很长。" * (MAX_TEXT // 6)
        assert await cloud.deliver(served, saying(long, "wamid.LONG")) == 200
        assert await cloud.deliver(served, saying(long, "wamid.LONG")) == 200
        assert "".join(await heard_texts(served)) == long


async def test_it_is_marked_read_and_typing_shows_where_the_bot_answers_or_a_person_types(
    tmp_path: Path,
) -> None:
    async with whatsapp(tmp_path, Scripted(*BUTTONS)) as (served, cloud):
        await cloud.deliver(served, TEXT)
        await until(lambda: len(cloud.read) >= 1)
        await cloud.deliver(served, saying("转人工", "wamid.HUMAN"))
        await until(lambda: len(cloud.read) >= 2)
        await until(lambda: _owned_by(served, "queue"))
        await cloud.deliver(served, saying("还在吗", "wamid.WAITING"))
        await person_types(served, CHANNEL, CUSTOMER)
        await until(lambda: len(cloud.read) >= 3)
    read = [body["message_id"] for body in cloud.read]
    assert read == ["wamid.TEXT1", "wamid.HUMAN", "wamid.WAITING"]
    assert all(body["typing_indicator"] == {"type": "text"} for body in cloud.read)


async def _owned_by(served: Served, owner: str) -> bool:
    found = await served.box.chat.find(CHANNEL, CUSTOMER)
    assert found
    return (await served.box.chat.page(found, 0)).state.owner == owner
