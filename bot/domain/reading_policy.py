"""From which score a reading counts: the designers' thresholds (`data/policy/reading.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from bot.domain.reading import Anger, Cause
from bot.domain.triage import SignalName

_WHERE = "reading.yml"


@dataclass(frozen=True)
class ReadingPolicy:
    """Thresholds between 0 and 1; `anger` has one per level from DISSATISFIED on, rising."""

    complaint: float
    causes: Mapping[Cause, float]
    anger: tuple[float, ...]
    signals: Mapping[SignalName, float]

    def anger_of(self, score: float) -> Anger:
        """The level for the sum of the four judgements."""
        return Anger(sum(score >= limit for limit in self.anger))


def parse_reading_policy(data: Mapping[str, Any]) -> ReadingPolicy:
    """Build the policy from parsed YAML. Raises ValueError naming the entry to mend."""
    causes, signals = _section(data, "causes"), _section(data, "signals")
    return ReadingPolicy(
        complaint=_share(data, "complaint"),
        causes={cause: _share(causes, cause.value) for cause in Cause},
        anger=_anger(data.get("anger")),
        signals={name: _share(signals, name.value) for name in SignalName},
    )


def _section(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    section = data.get(key)
    if not isinstance(section, Mapping):
        raise ValueError(f"{_WHERE}: `{key}` must be a mapping of names to numbers.")
    return section


def _share(data: Mapping[str, Any], key: str) -> float:
    value = data.get(key)
    if not _is_number(value) or not 0 <= value <= 1:
        raise ValueError(f"{_WHERE}: `{key}` must be a number from 0 to 1, not {value!r}.")
    return float(value)


def _anger(value: Any) -> tuple[float, ...]:
    levels = len(Anger) - 1
    numbers = isinstance(value, list) and all(_is_number(v) for v in value)
    if not numbers or len(value) != levels or sorted(value) != value:
        raise ValueError(f"{_WHERE}: `anger` must be {levels} rising numbers, not {value!r}.")
    return tuple(float(v) for v in value)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
