"""What a supervisor sees at a glance: who waits, and the day's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.case import Level
from bot.domain.conversation import Owner
from bot.domain.figures import (
    Count,
    DayFigures,
    canned_of,
    figures_of,
    start_of_day,
    waits_of,
)
from bot.domain.service_level import ServiceLevel
from bot.ports import Clock, Store

MOST_WAITING = 1000
"""Nobody waits behind so many; it bounds what one look costs."""


@dataclass(frozen=True)
class Waiting:
    """Who is in the queue now. `overdue`: after the time that the customer was told."""

    count: int
    major: int
    overdue: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """The queue at this moment, and the day `since` midnight by the company's clocks. `by_canned`:
    replies of today by the canned words that they began from."""

    at: datetime
    since: datetime
    waiting: Waiting
    day: DayFigures
    by_canned: Sequence[Count]


class FiguresDesk:
    """Draws the numbers when somebody looks; nothing of them is stored."""

    def __init__(
        self, store: Store, levels: Sequence[ServiceLevel], clock: Clock, zone: tzinfo
    ) -> None:
        self._store, self._levels = store, tuple(levels)
        self._clock, self._zone = clock, zone

    async def overview(self) -> Overview:
        """As of now."""
        now = self._clock.now()
        since = start_of_day(now, self._zone)
        async with self._store.reading() as tx:
            rows = await tx.conversations.list(owners=[Owner.QUEUE], limit=MOST_WAITING)
            cases = await tx.cases.present([row.id for row in rows])
            arrivals = await tx.figures.arrivals(since)
            moves = await tx.figures.moves(since)
        waiting = Waiting(
            count=len(rows),
            major=sum(case.level is Level.MAJOR for case, _ in cases.values()),
            overdue=sum(row.promised_at is not None and row.promised_at < now for row in rows),
            oldest_at=min((row.queued_at for row in rows if row.queued_at), default=None),
        )
        day = figures_of(arrivals, waits_of(moves), self._levels, self._zone, now)
        return Overview(now, since, waiting, day, canned_of(moves))
