from __future__ import annotations

from datetime import date

import pytest
from chinese_calendar import constants

from bot.nlu.facts.festivals import festival, first_day
from bot.nlu.facts.lunar import lunar_day

NAMES = {
    "春节": "Spring Festival",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
}
WITHOUT_A_HOLIDAY_OF_ITS_OWN = {("端午", 2012), ("中秋", 2020)}
"""A Saturday between its holidays, and 1 October."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_lunar_table_agrees_with_the_public_holidays(name: str, year: int) -> None:
    day = first_day(name, year)
    assert day is not None
    if (name, year) not in WITHOUT_A_HOLIDAY_OF_ITS_OWN:
        assert constants.holidays.get(day) == NAMES[name]


def test_a_festival_of_a_year_without_known_holidays_is_its_day() -> None:
    days = festival("中秋", 2030)
    assert days is not None
    assert (days.first, days.last) == (date(2030, 9, 12), date(2030, 9, 12))


def test_a_lunar_day_that_does_not_exist_is_none() -> None:
    assert lunar_day(1990, 1, 1) is None
    assert lunar_day(2026, 13, 1) is None
    assert lunar_day(2026, 1, 31) is None
