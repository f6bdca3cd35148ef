"""How many messages of the month an account has left, as its platform said it last."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.monthly import MonthlyCount
from bot.ports import Clock
from bot.services.channel_memory import ChannelMemory

KNOWN_FOR = timedelta(days=1)
"""What was said longer ago is not shown: another month may have begun."""
_KEY = "month"


class MonthlyCounts:
    """Of all channels. Nothing is refused by them: the platform knows better, and answers that it
    does not count get through all the same."""

    def __init__(self, memory: ChannelMemory, clock: Clock) -> None:
        self._memory, self._clock = memory, clock

    async def of(self, channel: str) -> MonthlyCount | None:
        """None where the platform counts nothing, or nothing is known."""
        kept = await self._memory.recall(channel, _KEY)
        if not kept:
            return None
        most, used, at = kept.split(" ", 2)
        return MonthlyCount(int(most), int(used), datetime.fromisoformat(at))

    async def keep(self, channel: str, most: int, used: int) -> None:
        """The platform has just said so."""
        now = self._clock.now()
        await self._memory.keep(channel, _KEY, f"{most} {used} {now.isoformat()}", KNOWN_FOR)

    async def forget(self, channel: str) -> None:
        """The account's plan has no limit."""
        await self._memory.forget(channel, _KEY)
