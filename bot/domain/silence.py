"""When a silent customer is reminded, and at what hours not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

_WHERE = "clocks.yml"


@dataclass(frozen=True)
class SilencePolicy:
    """`remind_after_minutes`: a customer silent for so long in the middle of a complaint is
    reminded once. From `quiet_from` to `quiet_until`, where the company is, nobody is written to
    unasked; equal times mean that there is no such night."""

    remind_after_minutes: float
    quiet_from: time
    quiet_until: time

    def silent_since(self, now: datetime) -> datetime:
        """Who was asked before this moment and has not answered is silent."""
        return now - timedelta(minutes=self.remind_after_minutes)

    def is_quiet(self, local: datetime) -> bool:
        """Whether it is night; `local` is the time where the company is."""
        at = local.time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


def parse_silence_policy(data: Mapping[str, Any]) -> SilencePolicy:
    """Raises ValueError naming the entry to mend."""
    minutes = data.get("remind_after_minutes")
    if not isinstance(minutes, int | float) or isinstance(minutes, bool) or minutes <= 0:
        raise ValueError(f"{_WHERE}: remind_after_minutes must be a number above 0.")
    quiet = data.get("quiet_hours")
    if not isinstance(quiet, Mapping):
        raise ValueError(f"{_WHERE}: quiet_hours must have a start and an end.")
    return SilencePolicy(float(minutes), _time(quiet, "start"), _time(quiet, "end"))


def _time(quiet: Mapping[str, Any], key: str) -> time:
    value = quiet.get(key)
    try:
        # Without quotes YAML reads 22:00 as a number.
        return time.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(
            f'{_WHERE}: quiet_hours.{key} must be a time in quotes such as "22:00".'
        ) from None
