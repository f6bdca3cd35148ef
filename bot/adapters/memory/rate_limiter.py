"""Rate limits within one process."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from bot.ports import Clock

_SWEEP_EVERY = 1000


class MemoryRateLimiter:
    """ports.RateLimiter with a sliding window. Refused acts do not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._acts: dict[str, _Acts] = {}
        self._hits = 0

    async def hit(self, key: str, limit: int, window: timedelta) -> float:
        now = self._clock.now()
        self._sweep(now)
        acts = self._acts.setdefault(key, _Acts())
        acts.forget_before(now - window)
        if len(acts.times) >= limit:
            oldest = acts.times[-limit] if limit > 0 else now
            return (oldest + window - now).total_seconds()
        acts.times.append(now)
        acts.ends = now + window
        return 0.0

    def size(self) -> int:
        """How many keys are remembered."""
        return len(self._acts)

    def _sweep(self, now: datetime) -> None:
        # Keys come from outside (addresses, accounts); forgotten ones must not pile up.
        self._hits += 1
        if self._hits % _SWEEP_EVERY == 0:
            self._acts = {
                k: acts for k, acts in self._acts.items() if acts.ends and acts.ends > now
            }


class _Acts:
    """The allowed acts under one key that the window still covers, oldest first."""

    def __init__(self) -> None:
        self.times: deque[datetime] = deque()
        self.ends: datetime | None = None

    def forget_before(self, moment: datetime) -> None:
        while self.times and self.times[0] <= moment:
            self.times.popleft()
