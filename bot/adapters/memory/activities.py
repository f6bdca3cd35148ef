"""What people do in conversations, within one process."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.activity import Activity
from bot.ports import Clock


class MemoryActivities:
    """ports.Activities."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends: dict[Activity, datetime] = {}

    async def touch(self, activity: Activity, ttl: timedelta) -> None:
        self._ends[activity] = self._clock.now() + ttl

    async def stop(self, activity: Activity) -> None:
        self._ends.pop(activity, None)

    async def now(self) -> frozenset[Activity]:
        moment = self._clock.now()
        self._ends = {one: end for one, end in self._ends.items() if end > moment}
        return frozenset(self._ends)
