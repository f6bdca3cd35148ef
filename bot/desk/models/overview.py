"""The supervisors' numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.desk.models.base import Answer
from bot.domain.figures import WAIT_MINUTES
from bot.domain.figures import Count as Counted
from bot.domain.service_level import Measure, Measured
from bot.services.figures import Overview as Seen


class Waiting(Answer):
    """Who is in the queue now."""

    count: int
    major: int
    overdue: int
    oldest_at: datetime | None


class Count(Answer):
    """How many there were of one kind."""

    key: str
    count: int


class WaitCount(Answer):
    """Stays in the queue of so many minutes; `until` is null for the longest."""

    since: int
    until: int | None
    count: int


class LevelKept(Answer):
    """A service level and how it was kept today; `share` is null while nothing is decided."""

    measure: Measure
    within_minutes: int
    target: float
    met: int
    missed: int
    running: int
    share: float | None


class Overview(Answer):
    """The queue now, and today's numbers since midnight by the company's clocks."""

    at: datetime
    since: datetime
    waiting: Waiting
    levels: list[LevelKept]
    by_hour: list[int]
    by_channel: list[Count]
    by_level: list[Count]
    by_cause: list[Count]
    by_canned: list[Count]
    waits: list[WaitCount]
    median_wait_seconds: int | None


def overview_answer(seen: Seen) -> Overview:
    """Draw the numbers' shape."""
    day = seen.day
    median = day.median_wait
    return Overview(
        at=seen.at,
        since=seen.since,
        waiting=Waiting(
            count=seen.waiting.count,
            major=seen.waiting.major,
            overdue=seen.waiting.overdue,
            oldest_at=seen.waiting.oldest_at,
        ),
        levels=[_level(measured) for measured in day.levels],
        by_hour=list(day.by_hour),
        by_channel=_counts(day.by_channel),
        by_level=_counts(day.by_level),
        by_cause=_counts(day.by_cause),
        by_canned=_counts(seen.by_canned),
        waits=[
            WaitCount(since=since, until=until, count=count)
            for since, until, count in zip(
                (0, *WAIT_MINUTES), (*WAIT_MINUTES, None), day.waits, strict=True
            )
        ],
        median_wait_seconds=None if median is None else round(median.total_seconds()),
    )


def _counts(counts: Iterable[Counted]) -> list[Count]:
    return [Count(key=one.key, count=one.count) for one in counts]


def _level(kept: Measured) -> LevelKept:
    return LevelKept(
        measure=kept.level.measure,
        within_minutes=round(kept.level.within.total_seconds() / 60),
        target=kept.level.target,
        met=kept.met,
        missed=kept.missed,
        running=kept.running,
        share=kept.share,
    )
