"""What a day's numbers are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.events import Event
from bot.domain.figures import Arrival


class Figures(Protocol):
    """Reads for the supervisors' numbers."""

    async def arrivals(self, since: datetime) -> Sequence[Arrival]:
        """Cases that began since then, in the order of their beginning."""
        ...

    async def moves(self, since: datetime) -> Sequence[Event]:
        """Changes of hands, and messages that agents wrote, since then, in order of the log."""
        ...
