"""The queue's promise (practice E6, A11)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.handoff import QueuePolicy, place_in_queue

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
POLICY = QueuePolicy(minutes_per_conversation=8, minutes_until_staffed=20)


@pytest.mark.parametrize(
    ("ahead", "agents_on", "minutes"),
    [(0, 1, 8), (3, 1, 32), (3, 2, 16), (4, 2, 24), (0, 5, 8), (0, 0, 28), (2, 0, 44)],
)
def test_the_promise_shares_the_work_ahead_among_those_on_duty(
    ahead: int, agents_on: int, minutes: int
) -> None:
    place = place_in_queue(ahead, agents_on, POLICY, NOW)
    assert place.minutes(NOW) == minutes
    assert place.expected_at == NOW + timedelta(minutes=minutes)
