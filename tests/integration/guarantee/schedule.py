"""When a platform delivers what: again and again, and in another order than it was said."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import groupby

TIMES = 3
"""How often every message is delivered."""
WINDOW = 2.0
"""Seconds within which a message comes for the first time, and within which it comes again."""
TICK = 0.05
"""Seconds that count as one moment."""
SAID = ("你们乱扣费", "我要投诉", "保单还在你们那里")


@dataclass(frozen=True)
class Said:
    """One message. `place` counts all messages in the order in which they were said."""

    customer: str
    number: int
    text: str
    at: datetime
    place: int


@dataclass(frozen=True)
class Moment:
    """What comes at one moment, in order for each customer."""

    at: datetime
    deliveries: Sequence[Sequence[Said]]


class SteppedClock:
    """ports.Clock. Stands still until it is set; `running` lets it go on from there."""

    def __init__(self) -> None:
        self._moment = datetime.now(timezone.utc).replace(microsecond=0)
        self._since: datetime | None = None

    def now(self) -> datetime:
        if self._since is None:
            return self._moment
        return self._moment + (datetime.now(timezone.utc) - self._since)

    def set(self, moment: datetime) -> None:
        """It is this late now."""
        self._moment = moment

    def run(self) -> None:
        """Real time passes from now on."""
        self._since = datetime.now(timezone.utc)

    def skip(self, by: timedelta) -> None:
        """Nobody has to sit through this time."""
        self._moment += by


def said_by(customers: Sequence[str], start: datetime, gap: float) -> list[Said]:
    """Every customer says everything, `gap` seconds apart, all of them within four seconds."""
    said = [
        (start + timedelta(seconds=number * gap + (index % 20) * gap / 20), customer, number)
        for index, customer in enumerate(customers)
        for number in range(len(SAID))
    ]
    return [
        Said(customer, number, SAID[number], at, place)
        for place, (at, customer, number) in enumerate(sorted(said), 1)
    ]


def moments(said: Sequence[Said], seed: int) -> Iterator[Moment]:
    """Each message `TIMES` times: for the first time within the window, and again within it."""
    rolls = random.Random(seed)
    coming = []
    for item in said:
        first = rolls.uniform(0, WINDOW)
        again = (first + rolls.uniform(0, WINDOW) for _ in range(TIMES - 1))
        coming += [(item.at + timedelta(seconds=late), item) for late in (first, *again)]
    coming.sort(key=lambda pair: (pair[0], pair[1].place))
    start = said[0].at

    def tick(pair: tuple[datetime, Said]) -> int:
        return int((pair[0] - start).total_seconds() / TICK)

    for number, group in groupby(coming, key=tick):
        by_customer: dict[str, list[Said]] = {}
        for _, item in group:
            by_customer.setdefault(item.customer, []).append(item)
        at = start + timedelta(seconds=(number + 1) * TICK)
        yield Moment(at, list(by_customer.values()))
