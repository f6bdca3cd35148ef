"""How many replies WeChat takes, and for how long after the customer's last word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import DeliveryFailed
from bot.domain.message import Delivery, InboundMessage
from bot.domain.platform_refusals import RepliesUsedUp, ReplyWindowClosed
from connectors.wechat.quota import Quota
from tests.boxes import box_over, make_agent
from tests.integration.channels.wechat.wechat_world import (
    all_settled,
    conversation_of,
    move_clock,
    replies_of,
    rows_of,
    world,
)
from tests.integration.channels.wechat_platform import CUSTOMER, payload
from tests.integration.line.working import until


async def test_after_five_replies_the_desk_learns_that_wechat_takes_no_more(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as (wechat, box):
        person = await make_agent(box, "lin")
        await wechat.post(payload("text"))
        await replies_of(wechat, 1)
        found = await conversation_of(box)
        await box.handoffs.claim(found, person)  # one notice
        for number in range(4):
            await box.replies.send(found, person, f"第{number}句", f"c{number}")
        await until(all_settled(box))
        dead = [row for row in await rows_of(box) if row.delivery is Delivery.DEAD]
        assert [row.text for row in dead] == ["第3句"]
        assert "5 replies to a customer's message" in (dead[0].error or "")
        assert wechat.calls == 5
        await wechat.post(payload("text", MsgId="2"))
        await box.replies.send(found, person, "又可以了", "c9")
        await replies_of(wechat, 6)
    assert wechat.texts[-1] == "又可以了"


async def test_after_48_hours_nothing_is_sent_that_would_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as (wechat, box):
        person = await make_agent(box, "lin")
        await wechat.post(payload("text", Content="人工"))
        await replies_of(wechat, 1)
        found = await conversation_of(box)
        move_clock(box, monkeypatch, timedelta(hours=48, seconds=1))
        await box.handoffs.claim(found, person)
        await until(all_settled(box))
        errors = [row.error for row in await rows_of(box) if row.delivery is Delivery.DEAD]
    assert len(wechat.sent) == 1
    assert all("48 hours" in (error or "") for error in errors)
    assert errors


async def test_following_allows_three_replies_for_a_minute_and_a_message_five(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with box_over(f"sqlite:///{tmp_path / 'a.db'}", tmp_path) as box:
        window = box.platform_limits.rules.of("wechat").window
        assert window is not None
        assert window.acts is not None
        quota, said, acts = Quota(box.store, box.channel_memory, box.clock, window), window, 3
        act = InboundMessage("wechat", CUSTOMER, "event:1:subscribe", "你好", scoped=True)
        found = (await box.intake.receive(act)).conversation_id
        for number in range(acts):
            allowance = await quota.require(found)
            assert (allowance.rule, allowance.used) == (window.acts, number)
            await quota.count(allowance)
        with pytest.raises(DeliveryFailed, match="5 replies"):
            await quota.require(found)
        await box.intake.receive(InboundMessage("wechat", CUSTOMER, "1", "我要投诉"))
        assert (await quota.require(found)).rule == said
        move_clock(box, monkeypatch, timedelta(hours=1))
        tap = InboundMessage("wechat", CUSTOMER, "event:2:CLICK", "转人工", scoped=True)
        await box.intake.receive(tap)
        for number in range(5 + acts):
            allowance = await quota.require(found)
            assert allowance.rule == (said if number < 5 else window.acts)
            await quota.count(allowance)
        move_clock(box, monkeypatch, timedelta(hours=48))
        with pytest.raises(DeliveryFailed, match="48 hours"):
            await quota.require(found)


async def test_the_desk_refuses_what_wechat_would_not_take_after_a_tap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as (wechat, box):
        person = await make_agent(box, "lin")
        await wechat.post(payload("subscribe"))
        await replies_of(wechat, 1)
        found = await conversation_of(box)
        move_clock(box, monkeypatch, timedelta(seconds=5))
        await box.handoffs.claim(found, person)  # one notice
        await box.replies.send(found, person, "您好", "c1")
        await until(all_settled(box))
        with pytest.raises(RepliesUsedUp, match="3"):
            await box.replies.send(found, person, "还在吗", "c2")
        move_clock(box, monkeypatch, timedelta(minutes=1))
        with pytest.raises(ReplyWindowClosed):
            await box.replies.send(found, person, "还在吗", "c3")
        assert {row.delivery for row in await rows_of(box) if row.delivery} == {Delivery.SENT}
    assert wechat.calls == 3
