"""Opening hours: when somebody can be at the desk, in the company's zone.

Spans are written in local wall time and compared in UTC, so that a clock change makes a span
longer or shorter but never wrong. Every moment that goes in or out is an aware datetime; what
comes out is UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum

from bot.domain.errors import SettingsError

HORIZON_DAYS = 400
"""How far ahead an opening is looked for; longer than any year of holidays."""


class DayKind(str, Enum):
    """What the state makes of a day."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    """A day at a weekend that is worked in exchange for a holiday (调休)."""


DayKinds = Callable[[date], DayKind]


@dataclass(frozen=True)
class Span:
    """A stretch of wall time within a day; `until` midnight means the end of the day."""

    since: time
    until: time


@dataclass(frozen=True)
class Calendar:
    """`weekly`: Monday first. `make_up`: on days that are worked in exchange for a holiday.

    `dates` names the hours of single days and goes before everything else.
    """

    weekly: tuple[tuple[Span, ...], ...]
    make_up: tuple[Span, ...]
    dates: Mapping[date, tuple[Span, ...]]
    holidays: bool

    def spans(self, day: date, kind: DayKind) -> tuple[Span, ...]:
        """The hours of one day."""
        if day in self.dates:
            return self.dates[day]
        if not self.holidays or kind is DayKind.ORDINARY:
            return self.weekly[day.weekday()]
        return self.make_up if kind is DayKind.MAKE_UP else ()


@dataclass(frozen=True)
class Opening:
    """From `start` on, until right before `end`; both UTC."""

    start: datetime
    end: datetime


class OpeningHours:
    """Answers questions about a calendar."""

    def __init__(self, calendar: Calendar, zone: tzinfo, kind: DayKinds) -> None:
        self._calendar, self._kind = calendar, kind
        self.zone = zone

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody should be at the desk."""
        return self.next_opening(moment) == moment

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself while open, else when it opens next. Raises SettingsError."""
        first = next(self.openings(moment), None)
        if first is None:
            raise SettingsError(
                f"calendar.yml leaves no opening within {HORIZON_DAYS} days: add hours or dates."
            )
        return first.start

    def next_closing(self, moment: datetime) -> datetime | None:
        """The moment itself while closed, else when it closes next; None where it never does."""
        end = moment
        for opening in self.openings(moment):
            if opening.start > end:
                return end
            end = opening.end
        return None

    def add(self, moment: datetime, working: timedelta) -> datetime:
        """When so much opening time will have passed. Raises SettingsError."""
        left = working
        for opening in self.openings(moment):
            if left <= opening.end - opening.start:
                return opening.start + left
            left -= opening.end - opening.start
        raise SettingsError(f"calendar.yml has too few hours to work {working}: add some.")

    def openings(self, since: datetime) -> Iterator[Opening]:
        """What is left of the hours from this moment on, in order; the first may have begun."""
        since = since.astimezone(timezone.utc)
        today = since.astimezone(self.zone).date()
        for ahead in range(HORIZON_DAYS):
            for opening in self._of_day(today + timedelta(days=ahead)):
                if opening.end > since:
                    yield Opening(max(opening.start, since), opening.end)

    def local(self, moment: datetime) -> datetime:
        """The moment on the company's clocks."""
        return moment.astimezone(self.zone)

    def _of_day(self, day: date) -> Sequence[Opening]:
        spans = self._calendar.spans(day, self._kind(day))
        found = (Opening(self._utc(day, s.since), self._utc(day, s.until, end=True)) for s in spans)
        return [opening for opening in found if opening.start < opening.end]

    def _utc(self, day: date, wall: time, *, end: bool = False) -> datetime:
        """Of an hour that the clocks show twice, a start is the first and an end the second."""
        if end and wall == time(0):
            day += timedelta(days=1)
        local = datetime.combine(day, wall.replace(fold=int(end)), self.zone)
        return local.astimezone(timezone.utc)
