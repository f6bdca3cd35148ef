"""What the desk is told of an account whose messages are sold by the month."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.desk.models.replies import limits_answer
from bot.domain.attachment import parse_attachment_policy
from bot.domain.channel_rules import ChannelRule
from bot.domain.monthly import MonthlyCount

AT = datetime(2026, 11, 22, 8, 0, tzinfo=timezone.utc)
OURS = load_policy(ROOT / "data" / "policy" / "attachments.yml", parse_attachment_policy)


def test_what_is_left_of_the_month_is_never_below_none() -> None:
    shown = limits_answer(ChannelRule(), None, OURS, MonthlyCount(200, 203, AT)).month
    assert shown is not None
    assert (shown.left, shown.most, shown.at) == (0, 200, AT)


def test_of_other_accounts_nothing_is_said() -> None:
    assert limits_answer(ChannelRule(), None, OURS).month is None
