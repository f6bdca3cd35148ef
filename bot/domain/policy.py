"""Small policies that designers set in `data/policy/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.case import Case, CaseState
from bot.domain.handoff import QueuePolicy


@dataclass(frozen=True)
class ClockPolicy:
    """`answer_within_days`: calendar days from filing to the decision (Order 3/2020 Art. 17).

    `draft_idle_hours`: after so long without a word a draft counts as abandoned.
    """

    answer_within_days: int
    draft_idle_hours: int

    def due_by(self, filed_at: datetime) -> datetime:
        """The moment by which the customer must have the decision."""
        return filed_at + timedelta(days=self.answer_within_days)

    def due_at(self, case: Case | None) -> datetime | None:
        """The same of a case; None where no decision is owed (yet, or any more)."""
        if case is None or case.state is not CaseState.FILED or case.filed_at is None:
            return None
        return self.due_by(case.filed_at)

    def idle_since(self, now: datetime) -> datetime:
        """Drafts untouched since before this moment are abandoned."""
        return now - timedelta(hours=self.draft_idle_hours)


def parse_queue_policy(data: Mapping[str, Any]) -> QueuePolicy:
    """Raises ValueError naming the entry to mend."""
    return QueuePolicy(
        minutes_per_conversation=_positive(data, "minutes_per_conversation", "queue.yml"),
        minutes_until_staffed=_positive(data, "minutes_until_staffed", "queue.yml"),
        new_round_priority=_priority(data, "new_round_priority", "queue.yml"),
        conversations_at_once=_count(data, "conversations_at_once", "queue.yml"),
        major_priority=_priority(data, "major_priority", "queue.yml"),
        overdue_priority=_priority(data, "overdue_priority", "queue.yml"),
        waited=_waited(data.get("waited_priorities")),
        due_soon=timedelta(hours=_positive(data, "due_soon_hours", "queue.yml")),
        due_soon_priority=_priority(data, "due_soon_priority", "queue.yml"),
    )


def parse_clock_policy(data: Mapping[str, Any]) -> ClockPolicy:
    """Raises ValueError naming the entry to mend."""
    return ClockPolicy(
        answer_within_days=round(_positive(data, "answer_within_days", "clocks.yml")),
        draft_idle_hours=round(_positive(data, "draft_idle_hours", "clocks.yml")),
    )


def _waited(steps: object) -> tuple[tuple[timedelta, int], ...]:
    where = "queue.yml: waited_priorities"
    if not isinstance(steps, Mapping) or any(type(one) is not int or one <= 0 for one in steps):
        raise ValueError(f"{where} must name whole minutes above 0, each with a priority.")
    return tuple((timedelta(minutes=after), _priority(steps, after, where)) for after in steps)


def _priority(data: Mapping[Any, Any], key: str | int, where: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        raise ValueError(f"{where}: {key} must be a whole number from 0 to 100.")
    return value


def _count(data: Mapping[str, Any], key: str, where: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{where}: {key} must be a whole number from 1.")
    return value


def _positive(data: Mapping[str, Any], key: str, where: str) -> float:
    value = data.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{where}: {key} must be a number above 0.")
    return float(value)
