"""How fast the desk means to be, and how fast it was: `data/policy/service_levels.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bot.domain import policy_fields as read

_FILE = "service_levels.yml"
Span = tuple[datetime, datetime | None]
"""From when to when; None: not yet."""


class Measure(str, Enum):
    """What is measured."""

    CLAIM = "claim"
    FIRST_ANSWER = "first_answer"
    ACCEPTANCE = "acceptance"


@dataclass(frozen=True)
class ServiceLevel:
    """`target`: the share, 0 to 1, that should be `within` this time."""

    measure: Measure
    within: timedelta
    target: float


@dataclass(frozen=True)
class Measured:
    """`met` and `missed` are decided; `running` may still become either."""

    level: ServiceLevel
    met: int
    missed: int
    running: int

    @property
    def share(self) -> float | None:
        """Of those decided; None where there are none."""
        decided = self.met + self.missed
        return self.met / decided if decided else None


def measured(level: ServiceLevel, spans: Iterable[Span], now: datetime) -> Measured:
    """Count. What still runs and is late already is missed, whatever comes of it."""
    met = missed = running = 0
    for start, end in spans:
        late = (end or now) - start > level.within
        met += end is not None and not late
        missed += late
        running += end is None and not late
    return Measured(level, met, missed, running)


def parse_service_levels(data: Mapping[str, Any]) -> tuple[ServiceLevel, ...]:
    """One per measure, in their order. Raises ValueError naming the entry to mend."""
    read.only(data, tuple(measure.value for measure in Measure), _FILE)
    return tuple(_level(measure, data) for measure in Measure)


def _level(measure: Measure, data: Mapping[str, Any]) -> ServiceLevel:
    where = f"{_FILE}: {measure.value}"
    entry = read.section(data, measure.value, _FILE)
    read.only(entry, ("within_minutes", "target"), where)
    target = read.number(entry, "target", where)
    if not 0 < target <= 1:
        raise ValueError(f"{where}: target must be above 0 and at most 1.")
    within = timedelta(minutes=read.whole(entry, "within_minutes", where))
    return ServiceLevel(measure, within, target)
