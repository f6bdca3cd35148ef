"""Promised call-backs: when one may be promised, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum
from itertools import groupby, islice, takewhile
from typing import Any, NewType

from bot.domain import policy_fields as read
from bot.domain.errors import CallTimeRefused, StateConflict
from bot.domain.hours import Opening, OpeningHours
from bot.domain.ids import AgentId, CaseId, ConversationId

CallbackId = NewType("CallbackId", str)

_GRID = timedelta(minutes=5)


class CallbackState(str, Enum):
    """open → done, missed or cancelled; a missed one can still be done, late."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


WANTED = frozenset({CallbackState.OPEN, CallbackState.MISSED})
"""States in which somebody still has to call."""


@dataclass(frozen=True)
class Callback:
    """A promise to call at `at` (UTC). `note` is tokenised. `announced_at`: when the desk was
    told that it is due; None before."""

    id: CallbackId
    conversation_id: ConversationId
    case_id: CaseId | None
    at: datetime
    created_at: datetime
    note: str = ""
    state: CallbackState = CallbackState.OPEN
    announced_at: datetime | None = None
    done_by: AgentId | None = None

    def done(self, by: AgentId) -> Callback:
        """Somebody called. Raises StateConflict where nobody has to (any more)."""
        return replace(self._changed(CallbackState.DONE), done_by=by)

    def cancelled(self) -> Callback:
        """Nobody has to call. Raises StateConflict."""
        return self._changed(CallbackState.CANCELLED)

    def _changed(self, state: CallbackState) -> Callback:
        if self.state not in WANTED:
            raise StateConflict(f"The call-back is {self.state.value} already.")
        return replace(self, state=state)


@dataclass(frozen=True)
class CallbackPolicy:
    """`ahead_least`, `ahead_most`: how far from now a promise may lie. `offered_from`: a wait for a
    person so long that a call is offered. `number_known_on`: channels whose customers' id is their
    phone number."""

    ahead_least: timedelta
    ahead_most: timedelta
    missed_after: timedelta
    offered_from: timedelta
    number_known_on: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CallbackRules:
    """Which times can be promised: in the future, soon enough, while the desk is open."""

    policy: CallbackPolicy
    hours: OpeningHours

    def check(self, at: datetime, now: datetime) -> None:
        """Raises CallTimeRefused that names the next possible times."""
        if at <= now:
            raise self._refused("must be in the future", now)
        if at > now + self.policy.ahead_most:
            days = self.policy.ahead_most.days
            raise self._refused(f"must be within {days} days", now)
        if not self.hours.is_open(at):
            raise self._refused("must be within opening hours", now)

    def choose(self, start: datetime, end: datetime, now: datetime) -> datetime:
        """The first moment inside the interval that can be promised; `end == start` is a moment.

        Raises CallTimeRefused that names the next possible times.
        """
        at = self.hours.next_opening(max(start, _on_grid(now + self.policy.ahead_least)))
        if at > end or (at == end and start != end):
            raise self._refused("has no opening hour left", now)
        self.check(at, now)
        return at

    def suggest(self, now: datetime, count: int = 3) -> tuple[Opening, ...]:
        """The next half days (上午, 下午) of which nothing is over yet."""
        earliest, latest = now + self.policy.ahead_least, now + self.policy.ahead_most
        halves = groupby(self._parts(self._midnight(now)), key=self._half)
        slots = (_joined(list(parts)) for _, parts in halves)
        near = takewhile(lambda slot: slot.start <= latest, slots)
        return tuple(islice((slot for slot in near if slot.start >= earliest), count))

    def _parts(self, since: datetime) -> Iterator[Opening]:
        """Openings, cut at noon."""
        for opening in self.hours.openings(since):
            noon = datetime.combine(self.hours.local(opening.start), time(12), self.hours.zone)
            cut = noon.astimezone(opening.start.tzinfo)
            if opening.start < cut < opening.end:
                yield Opening(opening.start, cut)
                yield Opening(cut, opening.end)
            else:
                yield opening

    def _half(self, part: Opening) -> tuple[object, bool]:
        local = self.hours.local(part.start)
        return local.date(), local.hour < 12

    def _midnight(self, now: datetime) -> datetime:
        """So that a half day that has begun shows its real beginning."""
        return self.hours.local(now).replace(hour=0, minute=0, second=0, microsecond=0)

    def _refused(self, problem: str, now: datetime) -> CallTimeRefused:
        return CallTimeRefused(problem, ", ".join(self._named(slot) for slot in self.suggest(now)))

    def _named(self, slot: Opening) -> str:
        start, end = self.hours.local(slot.start), self.hours.local(slot.end)
        return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"


def parse_callback_policy(data: Mapping[str, Any]) -> CallbackPolicy:
    """Raises ValueError naming the entry to mend."""
    return CallbackPolicy(
        ahead_least=timedelta(minutes=_whole(data, "at_least_minutes_ahead")),
        ahead_most=timedelta(days=_whole(data, "at_most_days_ahead")),
        missed_after=timedelta(minutes=_whole(data, "missed_after_minutes")),
        offered_from=timedelta(minutes=_whole(data, "offered_from_minutes")),
        number_known_on=frozenset(read.words(data, "number_known_on", "callbacks.yml")),
    )


def _joined(parts: list[Opening]) -> Opening:
    return Opening(parts[0].start, parts[-1].end)


def _on_grid(moment: datetime) -> datetime:
    """Rounded up to a full five minutes: what a person would name."""
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor - (floor - moment) // _GRID * _GRID


def _whole(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"callbacks.yml: {key} must be a whole number above 0.")
    return value
