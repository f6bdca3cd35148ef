"""The queue's arithmetic, and the wish to hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.domain.conversation import HandoffReason


@dataclass(frozen=True)
class HandoffRequest:
    """What a bot turn asks for; applied in the transaction that records the turn."""

    reason: HandoffReason


@dataclass(frozen=True)
class QueuePolicy:
    """`minutes_per_conversation`: how long one agent is busy with one conversation, on average.

    `minutes_until_staffed`: what to add where nobody is at the desk at this moment.
    """

    minutes_per_conversation: float
    minutes_until_staffed: float


@dataclass(frozen=True)
class QueuePlace:
    """`ahead` customers come first; somebody answers by `expected_at` at `agents_on` on duty."""

    ahead: int
    agents_on: int
    expected_at: datetime

    def minutes(self, now: datetime) -> int:
        """Waiting time in whole minutes, at least one."""
        return max(1, ceil((self.expected_at - now).total_seconds() / 60))


def place_in_queue(ahead: int, agents_on: int, policy: QueuePolicy, now: datetime) -> QueuePlace:
    """An honest time, never “please wait” (practice E6): work ahead shared by those on duty."""
    rounds = ceil((ahead + 1) / max(1, agents_on))
    minutes = rounds * policy.minutes_per_conversation
    if not agents_on:
        minutes += policy.minutes_until_staffed
    return QueuePlace(ahead, agents_on, now + timedelta(minutes=minutes))
