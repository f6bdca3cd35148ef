"""Public holidays of mainland China, from the package `chinesecalendar`."""

from __future__ import annotations

from datetime import date

import structlog
from chinese_calendar import constants

from bot.domain.hours import DayKind

log = structlog.get_logger(__name__)


class ChineseWorkingDays:
    """ports.WorkingDays. Beyond the years that the package knows every day is an ordinary one,
    so that weekends stay weekends; the first such day is warned of once."""

    def __init__(self) -> None:
        self._warned = False

    @property
    def known_until(self) -> date:
        """The state decides year by year: what is known of a year is the whole of it."""
        return date(max(constants.holidays).year, 12, 31)

    def kind(self, day: date) -> DayKind:
        if day > self.known_until and not self._warned:
            self._warned = True
            log.warning("holidays.unknown", after=str(self.known_until))
        if day in constants.holidays:
            return DayKind.HOLIDAY
        return DayKind.MAKE_UP if day in constants.workdays else DayKind.ORDINARY
