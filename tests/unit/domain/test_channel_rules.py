"""What platforms let us send after a customer's message: WeChat, 微信客服, WhatsApp."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.domain.attachment import AttachmentKind, AttachmentPolicy
from bot.domain.channel_rules import (
    ChannelRules,
    ReplyWindow,
    Standing,
    parse_channel_rules,
)
from bot.domain.ids import ConversationId, MessageId
from bot.domain.message import Author, Delivery, Message

SHIPPED = Path(__file__).parents[3] / "data" / "policy" / "channels.yml"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def rules() -> ChannelRules:
    """What ships."""
    return load_policy(SHIPPED, parse_channel_rules)


def _said(seq: int, author: Author, minutes: float, text: str = "好", **more: Any) -> Message:
    delivery = None if author is Author.CUSTOMER else Delivery.SENT
    at = NOON + timedelta(minutes=minutes)
    row = Message(
        MessageId(f"m{seq}"), ConversationId("c"), "x", seq, 1, author, text, at, delivery=delivery
    )
    return replace(row, **more)


ASKED = _said(1, Author.CUSTOMER, 0)


@pytest.mark.parametrize(("channel", "hours", "most"), [("wechat", 48, 5), ("wecom", 48, 5)])
def test_wechat_takes_five_messages_in_48_hours(
    rules: ChannelRules, channel: str, hours: int, most: int
) -> None:
    rows = [ASKED, *(_said(n, Author.AGENT, n) for n in range(2, 6))]
    allowance = rules.allowance(channel, rows, NOON + timedelta(hours=1))
    assert allowance is not None
    assert (allowance.standing, allowance.left, allowance.most) == (Standing.OPEN, 1, most)
    assert allowance.closes_at == NOON + timedelta(hours=hours)
    fifth = [*rows, _said(6, Author.AGENT, 6)]
    spent = rules.allowance(channel, fifth, NOON + timedelta(hours=1))
    assert spent is not None
    assert (spent.standing, spent.left) == (Standing.USED_UP, 0)
    again = [*fifth, _said(7, Author.CUSTOMER, 90)]
    fresh = rules.allowance(channel, again, NOON + timedelta(hours=2))
    assert fresh is not None
    assert (fresh.standing, fresh.left) == (Standing.OPEN, 5)


def test_a_window_closes_on_its_last_second(rules: ChannelRules) -> None:
    for channel, hours in (
        ("wechat", 48),
        ("whatsapp", 24),
        ("facebook", 24),
        ("twilio_whatsapp", 24),
    ):
        end = NOON + timedelta(hours=hours)
        before = rules.allowance(channel, [ASKED], end - timedelta(seconds=1))
        after = rules.allowance(channel, [ASKED], end)
        assert before is not None
        assert after is not None
        assert (before.standing, after.standing) == (Standing.OPEN, Standing.CLOSED)


def test_whatsapp_takes_a_template_afterwards_where_one_is_set_up(rules: ChannelRules) -> None:
    with_one = replace(rules, templates=frozenset({"whatsapp", "wechat"}))
    late = NOON + timedelta(hours=72)
    for channel, standing in (("whatsapp", Standing.TEMPLATE), ("wechat", Standing.CLOSED)):
        allowance = with_one.allowance(channel, [ASKED], late)
        assert allowance is not None
        assert allowance.standing is standing
    counted = rules.allowance("whatsapp", [ASKED], NOON)
    assert counted is not None
    assert counted.left is None


@pytest.mark.parametrize(
    "channel", ["web", "rest", "webhook", "line", "telegram", "twilio", "unheard_of"]
)
def test_others_have_no_window(rules: ChannelRules, channel: str) -> None:
    assert rules.allowance(channel, [], NOON) is None


def test_nothing_is_left_where_the_customer_said_nothing(rules: ChannelRules) -> None:
    allowance = rules.allowance("wechat", [_said(1, Author.AGENT, 0)], NOON)
    assert allowance is not None
    assert (allowance.standing, allowance.closes_at) == (Standing.CLOSED, None)


def test_what_a_customer_does_without_words_allows_three_messages_for_a_minute(
    rules: ChannelRules,
) -> None:
    def left(*rows: Message, after: float) -> tuple[Standing, int | None, int | None]:
        found = rules.allowance("wechat", rows, NOON + timedelta(minutes=after))
        assert found is not None
        return found.standing, found.left, found.most

    tap = _said(9, Author.CUSTOMER, 10, external_id="a-customer:event:1790000000:CLICK")
    answers = [_said(number, Author.AGENT, 10 + number / 100) for number in range(10, 17)]
    assert left(tap, after=10.5) == (Standing.OPEN, 3, 3)
    assert left(tap, *answers[:3], after=10.5) == (Standing.USED_UP, 0, 3)
    assert left(tap, after=11) == (Standing.CLOSED, 3, 3)
    before = [ASKED, *(_said(n, Author.AGENT, n) for n in range(2, 5))]  # three of five
    assert left(*before, tap, after=10.5) == (Standing.OPEN, 2 + 3, 8)
    assert left(*before, tap, *answers[:4], after=10.5) == (Standing.OPEN, 1, 8)
    assert left(*before, tap, *answers[:1], after=60) == (Standing.OPEN, 1, 5)
    assert left(*before, tap, *answers[:2], after=60) == (Standing.USED_UP, 0, 5)


def test_what_the_program_says_in_one_go_counts_once(rules: ChannelRules) -> None:
    button = ({"title": "是", "payload": "/affirm"},)
    burst = [
        _said(2, Author.BOT, 0.01),
        _said(3, Author.SYSTEM, 0.02, buttons=button),
        _said(4, Author.BOT, 0.03),
        _said(5, Author.BOT, 5),
        _said(6, Author.AGENT, 5.01),
        _said(7, Author.AGENT, 5.02, delivery=Delivery.DEAD),
        _said(8, Author.BOT, 5.03, delivery=Delivery.SUPPRESSED),
    ]
    allowance = rules.allowance("wechat", [ASKED, *burst], NOON + timedelta(hours=1))
    assert allowance is not None
    assert allowance.left == 5 - 4  # up to the buttons, after them, five minutes later, the agent


def test_a_long_text_and_files_cost_more() -> None:
    window = ReplyWindow(timedelta(hours=48), 5, part=2048)
    assert [window.cost(text, 0) for text in ("好", "好" * 682, "好" * 683, "好" * 1400)] == [
        1,
        1,
        2,
        3,
    ]
    assert (window.cost("", 1), window.cost("好", 2)) == (1, 3)
    assert ReplyWindow(timedelta(hours=24)).cost("好" * 4000, 0) == 1


def test_files_and_quotations_get_through_where_it_says_so(rules: ChannelRules) -> None:
    for channel in ("web", "rest", "webhook"):
        assert rules.of(channel).files
        assert rules.of(channel).quotes
    for channel in ("wechat", "wecom", "dingtalk", "feishu", "facebook"):
        assert rules.of(channel).kinds
        assert not rules.of(channel).quotes
    assert AttachmentKind.FILE not in rules.of("wechat").kinds
    for channel in ("line", "slack", "twilio"):
        assert not rules.of(channel).files
        assert not rules.of(channel).quotes


def test_a_platform_takes_what_both_it_and_we_take(rules: ChannelRules) -> None:
    image, audio = AttachmentKind.IMAGE, AttachmentKind.AUDIO
    kinds = {"image/png": image, "image/gif": image, "audio/ogg": audio}
    ours = AttachmentPolicy(kinds, {image: 10 * 2**20, audio: 2**20}, 5, 30, 120)
    assert rules.of("web").carries(ours) is ours
    whatsapp = rules.of("whatsapp").carries(ours)
    assert whatsapp.kinds == {"image/png": image, "audio/ogg": audio}
    assert (whatsapp.largest[image], whatsapp.largest[audio]) == (5 * 2**20, 2**20)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("yes", "must have files, quotes or window"),
        ({"file": True}, "unknown entry 'file'"),
        ({"files": "yes"}, "files must be true or false"),
        ({"files": {"smell": {"megabytes": 1}}}, "'smell' is unknown"),
        ({"files": {"image": {}}}, "megabytes must be a whole number"),
        ({"files": {"image": {"megabytes": 1, "types": "png"}}}, "types must be a list of words"),
        ({"window": 48}, "window must be a mapping"),
        ({"window": {"messages": 5}}, "window: hours must be a whole number"),
        ({"window": {"hours": 48, "messages": 0}}, "messages must be a whole number from 1 on"),
        ({"window": {"hours": 48, "days": 2}}, "unknown entry 'days'"),
        ({"window": {"hours": 48, "acts": 3}}, "acts must be a mapping"),
        ({"window": {"hours": 48, "acts": {"minutes": 1}}}, "acts: messages must be a whole"),
        ({"reordering_seconds": -1}, "reordering_seconds must be a whole number from 0 on"),
    ],
)
def test_a_mistake_is_named(entry: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=r"channels\.yml: wechat") as caught:
        parse_channel_rules({"wechat": entry})
    assert problem in str(caught.value)
