"""What an agent may send to one customer, and who has had the conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.desk.models.base import Answer
from bot.domain.attachment import AttachmentKind, AttachmentPolicy
from bot.domain.channel_rules import Allowance, ChannelRule, Standing
from bot.domain.monthly import MonthlyCount
from bot.services.views import Hand


class Window(Answer):
    """What the platform still takes until the customer writes again. `left` of `most`: null where
    it does not count. `closes_at`: null where the customer has not written."""

    standing: Standing
    closes_at: datetime | None
    left: int | None
    most: int | None


class FileLimits(Answer):
    """What may be attached: kind by media type, bytes by kind, files in one message."""

    types: dict[str, AttachmentKind]
    largest: dict[AttachmentKind, int]
    per_message: int


class Month(Answer):
    """How many messages of this month the account has left, as the platform said `at`. Answers
    that the platform does not count get through without them."""

    left: int
    most: int
    at: datetime


class ReplyLimits(Answer):
    """What the customer's channel takes; null: no files, no window, or nothing is sold by the
    month (or not known since yesterday)."""

    quotes: bool
    files: FileLimits | None
    window: Window | None
    month: Month | None


def limits_answer(
    rule: ChannelRule,
    allowance: Allowance | None,
    policy: AttachmentPolicy,
    month: MonthlyCount | None = None,
) -> ReplyLimits:
    """Draw the shape."""
    window = files = None
    if allowance:
        window = Window(
            standing=allowance.standing,
            closes_at=allowance.closes_at,
            left=allowance.left,
            most=allowance.most,
        )
    if rule.files:
        policy = rule.carries(policy)
        files = FileLimits(
            types=dict(policy.kinds),
            largest=dict(policy.largest),
            per_message=policy.files_per_message,
        )
    counted = Month(left=month.left, most=month.most, at=month.at) if month else None
    return ReplyLimits(quotes=rule.quotes, files=files, window=window, month=counted)


class HandAnswer(Answer):
    """A stretch in which a person had the conversation; `until`: null while it lasts."""

    agent_id: str
    agent_name: str | None
    since: datetime
    until: datetime | None


class Hands(Answer):
    """Oldest first."""

    items: list[HandAnswer]


def hands_answer(hands: Iterable[Hand]) -> Hands:
    """Draw the shape."""
    return Hands(
        items=[
            HandAnswer(
                agent_id=hand.agent_id,
                agent_name=hand.agent_name,
                since=hand.since,
                until=hand.until,
            )
            for hand in hands
        ]
    )
