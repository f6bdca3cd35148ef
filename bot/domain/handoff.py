"""The queue's arithmetic and the brief that an agent reads first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from bot.domain.case import Case, Fact, FactName, Level, missing
from bot.domain.conversation import HandoffReason
from bot.domain.hours import OpeningHours
from bot.domain.triage import Assessment, Signal, SignalName


@dataclass(frozen=True)
class HandoffRequest:
    """What a bot turn asks for; applied in the transaction that records the turn."""

    reason: HandoffReason


@dataclass(frozen=True)
class QueuePolicy:
    """`minutes_per_conversation`: how long one agent is busy with one conversation, on average.

    `minutes_until_staffed`: what to add where nobody is at the desk although it is open.

    `new_round_priority`: the least priority of a case that a dissatisfied customer opens again.
    """

    minutes_per_conversation: float
    minutes_until_staffed: float
    new_round_priority: int = 0


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


@dataclass(frozen=True)
class Brief:
    """Ten seconds of reading: 情绪 风险 责任 理性 需求 (practice M1, reading (a)) and the rest.

    Each dimension is a short code the desk translates; `said` are the bot's last answers.
    """

    emotion: str
    risk: str
    responsibility: str
    rationality: str
    demand: str
    facts: tuple[Fact, ...]
    missing: tuple[tuple[str, ...], ...]
    signals: tuple[Signal, ...]
    reasons: tuple[str, ...]
    said: tuple[str, ...]
    avoid: tuple[str, ...]


_HEATED = {SignalName.VIOLENCE, SignalName.SELF_HARM, SignalName.LOST_PATIENCE}


def make_brief(
    case: Case | None, signals: Sequence[Signal], assessment: Assessment, said: Sequence[str]
) -> Brief:
    """Draw the brief from what is recorded; nothing in it is stored twice."""
    facts = case.facts if case else ()
    names = {signal.name for signal in signals}
    demand = case.fact(FactName.DEMAND) if case else None
    return Brief(
        emotion="heated" if names & _HEATED else "upset" if names else "calm",
        risk="major" if assessment.level is Level.MAJOR else "ordinary",
        responsibility="staff_suspected" if SignalName.STAFF_FRAUD in names else "open",
        rationality="excessive" if SignalName.EXCESSIVE_DEMAND in names else "issue_focused",
        demand=demand.value if demand else "",
        facts=facts,
        missing=tuple(tuple(sorted(n.value for n in group)) for group in missing(facts)),
        signals=tuple(signals),
        reasons=assessment.reasons,
        said=tuple(said),
        avoid=tuple(f"avoid_{name.value}" for name in sorted(names)),
    )
