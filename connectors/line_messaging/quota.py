"""What LINE sells by the month: pushes. Replies with a token are free and are not counted."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.bootstrap import Container
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from connectors.bodies import number_at, text_at
from connectors.line_messaging.payloads import CHANNEL
from connectors.platform import Answer, Platform

ASKED_EVERY = timedelta(minutes=5)


class MonthlyQuota:
    """Of one LINE Official Account; what is known of it is shared by all processes."""

    def __init__(self, box: Container, line: Platform) -> None:
        self._months, self._clock, self._line = box.months, box.clock, line
        self._url = f"{box.settings.line_api}/v2/bot/message/quota"
        self._asked: datetime | None = None

    async def look(self) -> None:
        """Ask LINE, unless that was done a moment ago. Raises DeliveryFailed."""
        now = self._clock.now()
        if self._asked and now - self._asked < ASKED_EVERY:
            return
        self._asked = now
        plan, gone = await asyncio.gather(
            self._line.get(self._url), self._line.get(f"{self._url}/consumption")
        )
        if not plan.fine or not gone.fine:
            raise self._line.refusal(gone if plan.fine else plan)
        most, used = number_at(plan.body, "value"), number_at(gone.body, "totalUsage")
        if text_at(plan.body, "type") == "none":
            await self._months.forget(CHANNEL)
        elif most is not None and used is not None:
            await self._months.keep(CHANNEL, int(most), int(used))

    async def spent(self) -> None:
        """A push was taken: count on until LINE is asked again."""
        known = await self._months.of(CHANNEL)
        if known:
            await self._months.keep(CHANNEL, known.most, known.used + 1)

    async def refusal(self, answer: Answer) -> DeliveryFailed:
        """The error for a push that was refused."""
        if "monthly limit" not in text_at(answer.body, "message"):
            return self._line.refusal(answer)
        known = await self._months.of(CHANNEL)
        if known:
            await self._months.keep(CHANNEL, known.most, known.most)
        problem = "The LINE account's messages of this month are used up: see its plan."
        return DeliveryFailed(problem, retryable=False, failure=Failure.USED_UP)
