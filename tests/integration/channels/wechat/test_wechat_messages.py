"""What WeChat's customers send: stored once, acknowledged at once, understood."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.domain.message import Delivery
from tests.integration.channels.wechat.wechat_world import (
    Chatty,
    all_settled,
    conversation_of,
    replies_of,
    rows_of,
    world,
)
from tests.integration.channels.wechat_platform import AES_KEY, CUSTOMER, payload
from tests.integration.line.working import until


@pytest.mark.parametrize("key", ["", AES_KEY], ids=["plain", "encrypted"])
async def test_a_message_that_comes_three_times_is_stored_and_answered_once(
    tmp_path: Path, key: str
) -> None:
    async with world(tmp_path, wechat_aes_key=key) as (wechat, box):
        body = payload("text")
        for _ in range(3):
            assert await wechat.post(body, sealed=bool(key)) == (200, "success")
        await replies_of(wechat, 1)
        await until(all_settled(box))
        rows = await rows_of(box)
        async with box.store.reading() as tx:
            conversation = await tx.conversations.get(rows[0].conversation_id)
    assert [row.text for row in rows if row.processing] == ["你们乱扣费，我要投诉"]
    assert wechat.texts == ["回：你们乱扣费，我要投诉\n\n请接着说"]
    assert wechat.sent[0]["touser"] == CUSTOMER
    assert {row.delivery for row in rows if row.delivery} == {Delivery.SENT}
    assert wechat.typing == ["Typing"]
    assert CUSTOMER not in conversation.customer_ref
    assert CUSTOMER.encode() not in conversation.address


async def test_it_is_acknowledged_at_once_while_the_model_is_busy(tmp_path: Path) -> None:
    agent = Chatty()
    agent.gate.clear()
    async with world(tmp_path, agent) as (wechat, box):
        began = time.monotonic()
        assert await wechat.post(payload("text")) == (200, "success")
        assert time.monotonic() - began < 1
        assert [row.text for row in await rows_of(box)] == ["你们乱扣费，我要投诉"]
        agent.gate.set()
        await replies_of(wechat, 1)


@pytest.mark.parametrize(
    ("name", "text", "intent"),
    [
        ("subscribe", "你好", "/greet"),
        ("scan", "你好", "/greet"),
        ("click", "转人工", "/ask_human"),
    ],
)
async def test_following_and_the_menu_are_understood_once(
    tmp_path: Path, name: str, text: str, intent: str
) -> None:
    async with world(tmp_path) as (wechat, box):
        for _ in range(3):
            assert await wechat.post(payload(name)) == (200, "success")
        await replies_of(wechat, 1)
        rows = [row for row in await rows_of(box) if row.processing]
    assert [(row.text, row.payload) for row in rows] == [(text, intent)]


@pytest.mark.parametrize(
    "name", ["unsubscribe", "view", "click_unlisted", "scancode", "kf_create_session"]
)
async def test_other_events_are_acknowledged_and_nothing_more(tmp_path: Path, name: str) -> None:
    async with world(tmp_path) as (wechat, box):
        assert await wechat.post(payload(name)) == (200, "success")
        assert await box.chat.find("wechat", CUSTOMER) is None


async def test_the_same_event_of_two_customers_is_two_events(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        await wechat.post(payload("subscribe"))
        await wechat.post(payload("subscribe", FromUserName="oOTHER"))
        assert await box.chat.find("wechat", "oOTHER") != await conversation_of(box)


async def test_a_tap_on_a_menu_says_what_the_button_stands_for(tmp_path: Path) -> None:
    async with world(tmp_path) as (wechat, box):
        await wechat.post(payload("text", Content="评价"))
        await replies_of(wechat, 1)
        menu = wechat.sent[0]["msgmenu"]
        choice = {"bizmsgmenuid": menu["list"][0]["id"]}
        await wechat.post(payload("menu_choice", MsgId="2", **choice))
        await wechat.post(payload("menu_choice", MsgId="3", Content="别的", **choice))
        await wechat.post(payload("menu_choice", MsgId="4", bizmsgmenuid="99999900"))
        rows = [row for row in await rows_of(box) if row.processing]
    assert (menu["head_content"], menu["list"][0]["content"]) == ("您满意吗", "满意")
    assert [row.payload for row in rows] == [None, "/satisfied", None, None]
