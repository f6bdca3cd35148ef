"""Times told from today: 上上周三, 大前天, 三个月前, 前几天, 去年国庆, 腊月二十三.

The unit of the words gives the interval: 三个月前 is the calendar month, 两年前 and 一年多前 the
calendar year, 两周前 the week, 半年前 the month half a year ago. `WINDOWS` says what vague words
cover.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.nlu.facts.festivals import PATTERN as FESTIVALS
from bot.nlu.facts.festivals import festival, first_day, name_of
from bot.nlu.facts.intervals import Interval, day_of, days, months, week
from bot.nlu.facts.lunar import lunar_day
from bot.nlu.facts.numbers import DIGITS
from bot.nlu.facts.time_words import (
    DAY,
    WEEK,
    WEEKDAYS,
    YEAR,
    Clock,
    Moment,
    small_number,
    year_of,
)

_DAYS_BACK = {"今": 0, "昨": 1, "琴": 1, "寻": 1, "前": 2, "大前": 3}
RELATIVE_DAY = re.compile(
    r"(?P<r>大前|今|昨|琴(?=晚|日)|寻(?=晚|日)|(?<![以之目\d年月天])前)(?:天(?!气|天)|日|儿个?|晚|早|晨|夜)"
    r"|(?<!上)(?:刚才|刚刚)(?=被?扣|又扣|来电|打|收到|接到|你们|客服|柜台|业务员|有人|有个)|today\b"
)
WEEK_DAY = re.compile(
    rf"(?P<r>上+|这|本"
    rf"|(?<![\d一二两三四五六七八九十几半每])(?<!个))(?:一?个)?{WEEK}的?{WEEK}?(?P<d>[一二三四五六日天末](?![次期年个月天]))"
)
WHOLE_WEEK = re.compile(rf"(?P<r>上+|这|本|前(?=个))(?:一?个)?{WEEK}(?![一二三四五六日天末边期围])")
AGO = re.compile(
    r"(?P<n>\d{1,3}(?:[-~到]\d{1,2})?|[一二两三四五六七八九十]{1,4}|大?半|好?几|十几)(?P<more>多|来|几)?"
    r"(?P<u>年半?|个半?多?月|个?多?(?:星期|礼拜)|周|天|日|个?(?:小时|钟头|钟)|分钟)(?P<tail>多|左右)?的?"
    r"(?:之前|以前|前(?![几两三台面后往年段阵端不半天]))"
)
WINDOWS = {
    "这两天|近两天": (2, 0),
    "这几天|这些天|近几天": (6, 0),
    "(?<!提)前两天|(?<!提)前一两天": (3, 1),
    "(?<!提)前几天|(?<!提)前些天|前几日|早几天|前两三天|前三四天|早些天|几天前|几日前": (7, 2),
    "最近(?!的(?!一)|哪|有什么|有没有|网点|一期|怎么|推出)|近期(?!的|有)|近来|近日|这阵子|这段时间|这段日子|这一阵|recently"
    "|lately": (30, 0),
    "前阵子|前段时间|前一阵子?|前一段(?:时间)?|不久前|前不久|前些日子|前段日子": (90, 7),
}
WINDOW = re.compile("|".join(f"(?P<w{i}>{words})" for i, words in enumerate(WINDOWS)))
_SPANS = tuple(WINDOWS.values())
LONG_WINDOW = re.compile(
    r"(?<!提)前(?P<n>几|两|一两|两三)(?:个)?(?P<u>周|星期|礼拜|月|年)(?!度|免费|不用|不要|优惠|半价|试用)"
    r"|(?<=早)(?P<n2>几)(?P<u2>年)"
)
FESTIVAL = re.compile(
    rf"(?:(?P<y>{YEAR}|(?<!\d)(?:19|20)\d\d)(?:的|农历)?\s?|(?P<last>上个|last ))?(?:{FESTIVALS})"
    rf"(?!好|快乐|大吉)(?:(?:后|的|假期|放假)?(?P<nth>第[一二两三四五六七八九])天|(?P<prev>前一天|前夕))?"
    r"(?: (?:of |in )?(?P<y2>(?:19|20)\d\d)\b)?"
)
LUNAR = re.compile(
    rf"(?:(?P<y0>{YEAR})的?大年|(?:(?<![今去前明])|大|开|新|过)年)初(?P<big>[一二三四五六七八九十])"
    rf"|(?:(?P<y>{YEAR}))?(?:(?P<cal>农历|阴历|旧历)|(?=[正冬腊]月))(?P<m>正|冬|腊|十[一二]?|[一二三四五六七八九]|1[0-2]"
    rf"|[1-9])月"
    rf"(?:初(?P<d0>[一二三四五六七八九十])|(?P<d>{DAY})[日号]?|(?P<part>初|底|里|间)?)"
)
_FEW = {"几": (2, 6), "好几": (3, 9), "两": (1, 2), "一两": (1, 2), "两三": (2, 3)}


YEARS_AGO_TODAY = re.compile(r"(?P<r>去年|前年)的?今[天日]")


def years_ago_today(match: re.Match[str], clock: Clock) -> Moment | None:
    """去年今日."""
    year = year_of(match["r"], clock)
    found = day_of(year, clock.today.month, clock.today.day) if year else None
    return Moment(match.start(), match.end(), found) if found else None


def relative_day(match: re.Match[str], clock: Clock) -> Moment:
    back = _DAYS_BACK.get(match["r"] or "今", 0)
    weak = match["r"] in (None, "今")
    first = clock.today - timedelta(days=back)
    return Moment(match.start(), match.end(), days(first, 1), weak=weak)


def week_day(match: re.Match[str], clock: Clock) -> Moment | None:
    word, day = match["r"], match["d"]
    if day == "末":
        if not word:
            return None
        start = week(clock.today, word.count("上")).first
        return Moment(match.start(), match.end(), days(start + timedelta(days=5), 2))
    if word:
        start = week(clock.today, word.count("上")).first
        interval = days(start + timedelta(days=WEEKDAYS[day]), 1)
        return Moment(match.start(), match.end(), interval)
    back = (clock.today.weekday() - WEEKDAYS[day]) % 7
    interval = days(clock.today - timedelta(days=back), 1)
    return Moment(match.start(), match.end(), interval, weak=True)


def whole_week(match: re.Match[str], clock: Clock) -> Moment:
    return Moment(
        match.start(),
        match.end(),
        week(clock.today, 2 if match["r"] == "前" else match["r"].count("上")),
    )


def ago(match: re.Match[str], clock: Clock) -> Moment | None:
    word, unit = match["n"], match["u"]
    if unit == "日" and word.isdecimal():
        return None  # “5日前” sets a deadline
    low, high = _count(word, vague=bool(match["more"]))
    if "半" in word:
        low = high = 0
    return Moment(match.start(), match.end(), back_in_time(unit, low, high, clock))


def back_in_time(unit: str, low: int, high: int, clock: Clock) -> Interval | None:
    """`low` to `high` units ago; 0 is half a unit."""
    today = clock.today
    if high > 120 or (high > 60 and "年" in unit):
        return None
    if "年" in unit or "月" in unit:
        return _months_back(today, low, high, years="年" in unit)
    if unit in ("天", "日"):
        return Interval(today - timedelta(days=high), today - timedelta(days=low))
    if "钟" in unit or "时" in unit:
        return days(today, 1)
    return Interval(week(today, high).first, week(today, low).last)


def _months_back(today: date, low: int, high: int, *, years: bool) -> Interval:
    if high == 0:
        half_month = week(today - timedelta(days=15), 0)
        return months(today.year, today.month - 6) if years else half_month
    if years:
        return Interval(months(today.year - high, 1).first, months(today.year - low, 12).last)
    first = months(today.year, today.month - high)
    return Interval(first.first, months(today.year, today.month - low).last)


def _count(word: str, *, vague: bool) -> tuple[int, int]:
    if word in ("几", "好几"):
        return _FEW[word]
    if word == "十几" or (vague and word == "十"):
        return 11, 19
    pair = re.fullmatch(r"(\d+)[-~到](\d+)", word)
    if pair:
        return min(int(pair[1]), int(pair[2])), max(int(pair[1]), int(pair[2]))
    digits = [DIGITS.get(c, -1) for c in word]
    if len(word) == 2 and 0 < digits[0] < digits[1] <= digits[0] + 1:
        return digits[0], digits[1]
    if vague and word in ("二十", "三十", "20", "30", "10"):
        return small_number(word), small_number(word) + 9
    return small_number(word), small_number(word)


def window(match: re.Match[str], clock: Clock) -> Moment:
    back, until = _SPANS[int((match.lastgroup or "w0")[1:])]
    interval = Interval(clock.today - timedelta(days=back), clock.today - timedelta(days=until))
    return Moment(match.start(), match.end(), interval)


def long_window(match: re.Match[str], clock: Clock) -> Moment:
    low, high = _FEW[match["n"] or match["n2"]]
    unit = match["u"] or match["u2"]
    return Moment(match.start(), match.end(), back_in_time(unit, low, high, clock))


def festival_date(match: re.Match[str], clock: Clock) -> Moment | None:
    name = name_of(match.groupdict())
    word = match["y"] or match["y2"]
    year = year_of(word, clock) if word else clock.today.year
    interval = festival(name, year) if year else None
    if interval and not word and interval.first > clock.today:
        interval = festival(name, clock.today.year - 1)
    if interval is None:
        return None
    start = first_day(name, interval.last.year) or interval.first
    if match["nth"]:
        interval = days(start + timedelta(days=small_number(match["nth"][1:]) - 1), 1)
    elif match["prev"]:
        interval = days(start - timedelta(days=1), 1)
    return Moment(match.start(), match.end(), interval, yearless=not word)


def lunar_date(match: re.Match[str], clock: Clock) -> Moment | None:
    name = match["m"] or "正"
    month = {"正": 1, "冬": 11, "腊": 12}.get(name) or small_number(name)
    word = match["d0"] or match["d"] or match["big"]
    said = match["y"] or match["y0"]
    named = year_of(said, clock) if said else None
    years = [named] if named else [clock.today.year, clock.today.year - 1, clock.today.year - 2]
    for year in years:
        day = small_number(word) if word else 1
        first = lunar_day(year, month, day)
        if first and first <= clock.today:
            last = first if word else (lunar_day(year, month, 30) or lunar_day(year, month, 29))
            return Moment(match.start(), match.end(), Interval(first, last or first))
    return Moment(match.start(), match.end(), None)
