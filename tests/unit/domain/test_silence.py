"""When nobody is written to unasked, and the settings of silence and of new rounds."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from typing import Any

import pytest

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.policy import parse_queue_policy
from bot.domain.silence import SilencePolicy, SilentSince, parse_silence_policy
from connectors.webhook.payloads import SOURCES

DAY = datetime(2026, 11, 21, tzinfo=timezone.utc)
NIGHT: dict[str, Any] = {"start": "22:00", "end": "08:00"}


def _quiet(policy: SilencePolicy, *hours: int) -> list[bool]:
    return [policy.is_quiet(DAY + timedelta(hours=hour)) for hour in hours]


def test_the_night_goes_past_midnight_and_ends_on_the_minute() -> None:
    policy = SilencePolicy(10, time(22), time(8))
    assert _quiet(policy, 21, 22, 23, 0, 7, 8, 12) == [False, True, True, True, True, False, False]


def test_quiet_hours_may_lie_within_a_day_or_nowhere() -> None:
    assert _quiet(SilencePolicy(10, time(12), time(14)), 11, 12, 13, 14) == [
        False,
        True,
        True,
        False,
    ]
    assert not any(_quiet(SilencePolicy(10, time(0), time(0)), *range(24)))


def test_the_settings_are_read() -> None:
    data = {"remind_after_minutes": 10, "quiet_hours": NIGHT}
    assert parse_silence_policy(data) == SilencePolicy(10, time(22), time(8))
    on = {"remind_after_minutes_on": {"email": "never", "whatsapp": 60}}
    policy = parse_silence_policy({**data, **on})
    assert policy.silent_since(DAY) == SilentSince(
        DAY - timedelta(minutes=10), {"email": None, "whatsapp": DAY - timedelta(hours=1)}
    )


def test_nobody_is_reminded_by_mail_by_sms_or_through_another_system() -> None:
    shipped = load_policy(ROOT / "data" / "policy" / "clocks.yml", parse_silence_policy)
    handed_in = {*SOURCES, "webhook"} - {"app"}
    assert shipped.on == dict.fromkeys((*handed_in, "twilio"))


@pytest.mark.parametrize(
    ("data", "entry"),
    [
        ({"quiet_hours": NIGHT}, "remind_after_minutes"),
        ({"remind_after_minutes": 0, "quiet_hours": NIGHT}, "remind_after_minutes"),
        ({"remind_after_minutes": 10}, "quiet_hours"),
        ({"remind_after_minutes": 10, "remind_after_minutes_on": 5}, "remind_after_minutes_on"),
        (
            {"remind_after_minutes": 10, "remind_after_minutes_on": {"email": "no"}},
            "remind_after_minutes_on.email must be a number above 0 or never",
        ),
        ({"remind_after_minutes": 10, "quiet_hours": {**NIGHT, "end": 480}}, "quiet_hours.end"),
        ({"remind_after_minutes": 10, "quiet_hours": {"end": "08:00"}}, "quiet_hours.start"),
    ],
)
def test_a_wrong_entry_is_named(data: dict[str, Any], entry: str) -> None:
    with pytest.raises(ValueError, match=r"^clocks\.yml: ") as caught:
        parse_silence_policy(data)
    assert entry in str(caught.value)


@pytest.mark.parametrize("priority", [None, -1, 101, 40.5, True])
def test_the_priority_of_a_new_round_lies_between_0_and_100(priority: object) -> None:
    data = {
        "minutes_per_conversation": 8,
        "minutes_until_staffed": 20,
        "conversations_at_once": 4,
        "major_priority": 40,
        "overdue_priority": 35,
        "waited_priorities": {30: 20},
        "due_soon_hours": 24,
        "due_soon_priority": 40,
    }
    assert parse_queue_policy({**data, "new_round_priority": 40}).new_round_priority == 40
    with pytest.raises(ValueError, match=r"^queue\.yml: new_round_priority"):
        parse_queue_policy({**data, "new_round_priority": priority})
