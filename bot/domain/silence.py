"""When a silent customer is reminded, and at what hours not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

_WHERE = "clocks.yml"
_ON, _NEVER = "remind_after_minutes_on", "never"


@dataclass(frozen=True)
class SilentSince:
    """Who was asked not after this moment and has not answered is silent. `on`: the moments of
    single channels; None where nobody counts as silent."""

    elsewhere: datetime
    on: Mapping[str, datetime | None] = field(default_factory=dict)


@dataclass(frozen=True)
class SilencePolicy:
    """`remind_after_minutes`: a customer silent for so long in the middle of a complaint is
    reminded once; `on`: so long on single channels, None where nobody is. From `quiet_from` to
    `quiet_until`, where the company is, nobody is written to unasked; equal times mean that there
    is no such night."""

    remind_after_minutes: float
    quiet_from: time
    quiet_until: time
    on: Mapping[str, float | None] = field(default_factory=dict)

    def silent_since(self, now: datetime) -> SilentSince:
        """Whom to remind now."""
        on = {
            channel: None if minutes is None else now - timedelta(minutes=minutes)
            for channel, minutes in self.on.items()
        }
        return SilentSince(now - timedelta(minutes=self.remind_after_minutes), on)

    def is_quiet(self, local: datetime) -> bool:
        """Whether it is night; `local` is the time where the company is."""
        at = local.time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


def parse_silence_policy(data: Mapping[str, Any]) -> SilencePolicy:
    """Raises ValueError naming the entry to mend."""
    minutes = _minutes(data.get("remind_after_minutes"), "remind_after_minutes")
    entries = data.get(_ON) or {}
    if not isinstance(entries, Mapping):
        raise ValueError(f"{_WHERE}: {_ON} must name channels, such as `email: never`.")
    on = {
        str(channel): None if value == _NEVER else _minutes(value, f"{_ON}.{channel}", _NEVER)
        for channel, value in entries.items()
    }
    quiet = data.get("quiet_hours")
    if not isinstance(quiet, Mapping):
        raise ValueError(f"{_WHERE}: quiet_hours must have a start and an end.")
    return SilencePolicy(minutes, _time(quiet, "start"), _time(quiet, "end"), on)


def _minutes(value: Any, key: str, *else_: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
        allowed = " or ".join(["a number above 0", *else_])
        raise ValueError(f"{_WHERE}: {key} must be {allowed}.")
    return float(value)


def _time(quiet: Mapping[str, Any], key: str) -> time:
    value = quiet.get(key)
    try:
        # Without quotes YAML reads 22:00 as a number.
        return time.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(
            f'{_WHERE}: quiet_hours.{key} must be a time in quotes such as "22:00".'
        ) from None
