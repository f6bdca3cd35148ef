"""Days of the Chinese lunar calendar, 2000–2035 (农历八月十五, 腊月二十三)."""

from __future__ import annotations

from datetime import date, timedelta

# Per year: its first day, the lengths of its months in order (1: 30 days, 0: 29; a leap month
# stands in its place), and after which month the leap month comes (0: none). Tests compare it
# with the festivals of the library `chinesecalendar`.
_TABLE = (
    "2000-02-05/110010010110/0 2001-01-24/1101010010101/4 2002-02-12/110101001010/0 "
    "2003-02-01/110110100101/0 2004-01-22/0101101010101/2 2005-02-09/010101101010/0 "
    "2006-01-29/1010101011011/7 2007-02-18/001001011101/0 2008-02-07/100100101101/0 "
    "2009-01-26/1100100101011/5 2010-02-14/101010010101/0 2011-02-03/101101001010/0 "
    "2012-01-23/1011010101010/4 2013-02-10/101011010101/0 2014-01-31/0101010110101/9 "
    "2015-02-19/010010111010/0 2016-02-08/101001011011/0 2017-01-28/0101001010111/6 "
    "2018-02-16/010100101011/0 2019-02-05/101010010011/0 2020-01-25/0111010010101/4 "
    "2021-02-12/011010101010/0 2022-02-01/101011010101/0 2023-01-22/0100110110101/2 "
    "2024-02-10/010010110110/0 2025-01-29/1010010101110/6 2026-02-17/101001001110/0 "
    "2027-02-06/110100100110/0 2028-01-26/1110100100110/5 2029-02-13/110101010011/0 "
    "2030-02-03/010110101010/0 2031-01-23/0110101101010/3 2032-02-11/100101101101/0 "
    "2033-01-31/0100101011101/11 2034-02-19/010010101101/0 2035-02-08/101001001101/0 "
)
FIRST_YEAR = 2000
LAST_YEAR = 2035
_YEARS = tuple(row.split("/") for row in _TABLE.split())


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The solar day of a lunar date; None outside the table or where there is no such day.

    A leap month is not asked for: people say 闰六月 too seldom.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    first, lengths, leap = _YEARS[year - FIRST_YEAR]
    before = month - 1 + (1 if 0 < int(leap) < month else 0)
    if day > 29 + int(lengths[before]):
        return None
    passed = sum(29 + int(long) for long in lengths[:before])
    return date.fromisoformat(first) + timedelta(days=passed + day - 1)
