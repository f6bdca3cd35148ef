"""What the guarantee needs to know of a channel."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tests.integration.channels.conftest import Served
from tests.integration.guarantee.bad_line import Chance
from tests.integration.guarantee.schedule import Said


@dataclass
class Far:
    """A platform that is being played. `settings` are those of the assistant."""

    chance: Chance
    settings: dict[str, Any] = field(default_factory=dict)


class Player(Protocol):
    """One channel. `gap`: seconds between a customer's messages, no less than the platform's times
    tell apart. `by_platform`: the platform says what was said first; else what came first counts.
    `all_said`: by everybody, in order."""

    channel: str
    gap: float
    keyed: bool
    by_platform: bool
    all_said: Sequence[Said]

    def customer(self, index: int) -> str:
        """An id as the platform has them."""

    def ref(self, customer: str) -> str:
        """The customer as our conversation knows them."""

    def play(self, chance: Chance, folder: Path) -> AbstractAsyncContextManager[Far]:
        """The platform is there while the block runs."""

    async def deliver(self, served: Served, said: Said, now: datetime) -> bool:
        """Once more; whether it was acknowledged."""

    def read(self, customer: str) -> list[str]:
        """What the customer got, in order."""


class Plain:
    """What most channels do."""

    gap = 0.2
    keyed = False
    by_platform = True
    all_said: Sequence[Said] = ()

    def ref(self, customer: str) -> str:
        """Most channels know them as the platform does."""
        return customer
