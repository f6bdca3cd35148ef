"""The queue's arithmetic, and the wish to hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.domain.case import Case, Level
from bot.domain.conversation import HandoffReason
from bot.domain.hours import OpeningHours


@dataclass(frozen=True)
class HandoffRequest:
    """What a bot turn asks for; applied in the transaction that records the turn."""

    reason: HandoffReason


@dataclass(frozen=True)
class Wait:
    """The clocks of somebody who waits; None where one does not run. `promised_at`: the time that
    they were told. `due_at`: when the case must be decided."""

    since: datetime | None = None
    promised_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class QueuePolicy:
    """`minutes_per_conversation`: how long one agent is busy with one conversation, on average.

    `minutes_until_staffed`: what to add where nobody is at the desk although it is open.

    `new_round_priority`: the least priority of a case that a dissatisfied customer opens again.

    `conversations_at_once`: with so many, an agent is not counted on for another one.

    `major_priority`: the least priority of a major complaint. `overdue_priority`: that of whoever
    still waits after the time that they were told. `waited`: what to have at least after a wait.
    `due_soon`: how long before a case's decision is due it gets `due_soon_priority` at least.
    """

    minutes_per_conversation: float
    minutes_until_staffed: float
    new_round_priority: int = 0
    conversations_at_once: int = 5
    major_priority: int = 0
    overdue_priority: int = 0
    waited: tuple[tuple[timedelta, int], ...] = ()
    due_soon: timedelta = timedelta(0)
    due_soon_priority: int = 0

    def priority_of(self, weighed: int, case: Case | None, wait: Wait, now: datetime) -> int:
        """The place in the queue, 0 to 100, higher is sooner: what the signals weigh (a VIP is one
        of them), what the case has, its level, and the clocks. Of equals the longest waiting comes
        first. The case may come without facts."""
        floors = [weighed, case.priority if case else 0]
        if case and case.level is Level.MAJOR:
            floors.append(self.major_priority)
        if wait.promised_at is not None and wait.promised_at < now:
            floors.append(self.overdue_priority)
        if wait.due_at is not None and wait.due_at - self.due_soon <= now:
            floors.append(self.due_soon_priority)
        if wait.since is not None:
            floors += [least for after, least in self.waited if now - wait.since >= after]
        return max(floors)


@dataclass(frozen=True)
class QueuePlace:
    """`ahead` customers come first; somebody answers by `expected_at` at `agents_on` on duty.

    `opens_at`: when the desk opens next; None where it is open now.
    """

    ahead: int
    agents_on: int
    expected_at: datetime
    opens_at: datetime | None = None

    def minutes(self, now: datetime) -> int:
        """Waiting time in whole minutes, at least one."""
        return max(1, ceil((self.expected_at - now).total_seconds() / 60))


def place_in_queue(
    ahead: int, agents_on: int, policy: QueuePolicy, hours: OpeningHours, now: datetime
) -> QueuePlace:
    """An honest time, never “please wait” (practice E6): work ahead shared by those on duty,
    done within opening hours. Whoever is there while it is closed is not counted on, and for
    the next opening one person is (practice A11)."""
    opens_at = hours.next_opening(now)
    closed = opens_at > now
    sharing = 1 if closed else max(1, agents_on)
    rounds = ceil((ahead + 1) / sharing)
    minutes = rounds * policy.minutes_per_conversation
    if not agents_on and not closed:
        minutes += policy.minutes_until_staffed
    expected_at = hours.add(now, timedelta(minutes=minutes))
    return QueuePlace(ahead, agents_on, expected_at, opens_at if closed else None)
