"""A day's numbers, drawn from cases and from the event log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from statistics import median

from bot.domain.case import Level
from bot.domain.conversation import Owner
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId
from bot.domain.reading import Cause
from bot.domain.service_level import Measure, Measured, ServiceLevel, Span, measured

WAIT_MINUTES = (1, 3, 5, 10, 20)
"""Upper ends of the groups of waiting times; the last group is open."""
NO_CAUSE = "none"


@dataclass(frozen=True)
class Arrival:
    """A complaint that came in: a case without what it says."""

    at: datetime
    channel: str
    level: Level
    causes: tuple[Cause, ...]
    filed_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Wait:
    """One stay in the queue. `left`: it ended without a person."""

    conversation_id: ConversationId
    queued_at: datetime
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    left: bool = False


@dataclass(frozen=True)
class Count:
    """How many there were of one kind."""

    key: str
    count: int


@dataclass(frozen=True)
class DayFigures:
    """Counts of a day. `by_hour` has 24 entries by the company's clocks, `waits` one more than
    WAIT_MINUTES; `median_wait` is None where nobody waited."""

    by_hour: tuple[int, ...]
    by_channel: tuple[Count, ...]
    by_level: tuple[Count, ...]
    by_cause: tuple[Count, ...]
    waits: tuple[int, ...]
    median_wait: timedelta | None
    levels: tuple[Measured, ...]


def start_of_day(now: datetime, zone: tzinfo) -> datetime:
    """Midnight by the company's clocks."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def figures_of(
    arrivals: Sequence[Arrival],
    waits: Sequence[Wait],
    levels: Sequence[ServiceLevel],
    zone: tzinfo,
    now: datetime,
) -> DayFigures:
    """Draw the day's numbers."""
    hours = Counter(arrival.at.astimezone(zone).hour for arrival in arrivals)
    lengths = [(wait.claimed_at or now) - wait.queued_at for wait in waits if not wait.left]
    main = (a.causes[0].value if a.causes else NO_CAUSE for a in arrivals)
    return DayFigures(
        by_hour=tuple(hours[hour] for hour in range(24)),
        by_channel=_counts(arrival.channel for arrival in arrivals),
        by_level=_counts(arrival.level.value for arrival in arrivals),
        by_cause=_counts(main),
        waits=_grouped(lengths),
        median_wait=_median(lengths),
        levels=tuple(measured(one, _spans(one.measure, arrivals, waits), now) for one in levels),
    )


def waits_of(events: Iterable[Event]) -> list[Wait]:
    """The stays in the queue that these events tell of, in the order of their beginning.

    `events`: changes of hands, and messages that agents wrote, in order of the log. A stay that
    began before the first of them is not known and left out.
    """
    found: list[Wait] = []
    latest: dict[ConversationId, int] = {}
    for event in events:
        if event.conversation_id is None:
            continue
        if event.data.get("to_owner") == Owner.QUEUE.value:
            latest[event.conversation_id] = len(found)
            found.append(Wait(event.conversation_id, event.at))
        elif event.conversation_id in latest:
            place = latest[event.conversation_id]
            found[place] = _after(found[place], event)
    return found


def canned_of(events: Iterable[Event]) -> tuple[Count, ...]:
    """How often replies began from which canned words, the most used first."""
    return _counts(code for event in events if (code := event.data.get("canned_code")))


def _after(wait: Wait, event: Event) -> Wait:
    if event.kind is EventKind.MESSAGE_RECORDED:
        first = wait.claimed_at is not None and wait.answered_at is None
        return replace(wait, answered_at=event.at) if first else wait
    if wait.claimed_at is not None or wait.left:
        return wait
    if event.data.get("to_owner") == Owner.AGENT.value:
        return replace(wait, claimed_at=event.at)
    return replace(wait, left=True)


def _spans(measure: Measure, arrivals: Sequence[Arrival], waits: Sequence[Wait]) -> list[Span]:
    """What was withdrawn or ended before it came so far says nothing about the desk."""
    if measure is Measure.ACCEPTANCE:
        return [(a.at, a.filed_at) for a in arrivals if a.filed_at or a.ended_at is None]
    stayed = [wait for wait in waits if not wait.left]
    if measure is Measure.CLAIM:
        return [(wait.queued_at, wait.claimed_at) for wait in stayed]
    return [(wait.queued_at, wait.answered_at) for wait in stayed]


def _counts(keys: Iterable[str]) -> tuple[Count, ...]:
    """The most frequent first."""
    ordered = sorted(Counter(keys).items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(key, count) for key, count in ordered)


def _grouped(lengths: Sequence[timedelta]) -> tuple[int, ...]:
    counts = [0] * (len(WAIT_MINUTES) + 1)
    for length in lengths:
        counts[sum(length >= timedelta(minutes=end) for end in WAIT_MINUTES)] += 1
    return tuple(counts)


def _median(lengths: Sequence[timedelta]) -> timedelta | None:
    if not lengths:
        return None
    return timedelta(seconds=median(length.total_seconds() for length in lengths))
