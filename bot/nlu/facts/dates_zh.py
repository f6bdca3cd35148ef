"""Calendar dates in Chinese: 去年10月, 23年3月份, 2023.5, 5月6号, 21年底, 上个月15号, 4号."""

from __future__ import annotations

import re
from datetime import date

from bot.nlu.facts.intervals import (
    Interval,
    day_of,
    latest,
    months,
    part_of_month,
    part_of_year,
)
from bot.nlu.facts.time_words import (
    DAY,
    MONTH,
    MONTH_PART,
    YEAR,
    YEAR_PART,
    Clock,
    Moment,
    is_short_year,
    small_number,
    year_of,
)

_EVENT = (
    r"(?:的时候|那[天年会]|买|投|签|办|存(?!了?[十\d])|入"
    r"|疫情|开始|生效|住院|出险|出事|体检|出院|入院|交的|寄|报案|提交|收到|打|查|事故|左右)"
)
MONTH_DATE = re.compile(
    rf"(?:(?P<y>{YEAR}|(?<!\d)(?:19|20)\d\d(?=[\s.]?(?:1[0-2]|0?[1-9])月))的?[\s.]?"
    rf"|(?<![\d一二三四五六七八九十几第半])(?<!\d\.))(?P<m>{MONTH})月(?!半)(?:份|分(?![红期钱]))?"
    rf"(?:的?\s?(?:(?P<d1>{DAY})[日号]?(?:-|~|—|到|至)(?P<d2>{DAY})[日号]"
    rf"|(?P<d>{DAY})(?:[日号]|(?![\d一二三四五六七八九十个万千百元块天年次月几多%:点份笔期周]|\.\d))"
    rf"|(?P<tens>十几|二十几|十多|二十多|几)[号日]|(?P<part>{MONTH_PART})))?"
)
TWO_MONTHS = re.compile(
    rf"(?:(?P<y>{YEAR})的?|(?<![\d一二三四五六七八九十第.]))"
    rf"(?:(?P<m>[一二三四五六七八九])(?P<n>[二三四五六七八九十])"
    rf"|(?P<a>{MONTH})月?份?(?:到|至|-|~|,|和)(?P<b>{MONTH}))月份?(?![\d一二三四五六七八九十])"
)
YEAR_DATE = re.compile(rf"(?P<y>{YEAR})(?:度(?!假))?(?:的?(?P<part>{YEAR_PART}))?")
PART_ONLY = re.compile(
    r"(?<![年到每大\d一二三四五六七八九十几两])(?P<part>年初(?![一二三四五六七八九十])|年底|年末|年中|上半年|下半年|第?[一二三四]季度"
    r"|(?:春天|夏天|秋天|冬天|暑假|寒假)(?=的?时候|那|里|[买签办投]|,|\.|$))"
)
PLAIN_YEAR = re.compile(
    r"(?<![\d¥$])(?<!\d[.,])(?P<y>(?:199|20[0-3])\d)"
    rf"(?:(?P<part>初|底)|(?=\s?{_EVENT}|[,和](?:19|20)\d\d年))"
)
MONTH_AWAY = re.compile(
    rf"(?P<r>上上个?月|上个?月|这个?月|本月|前个月|下+个?月)份?"
    rf"(?:的?(?:(?P<d>{DAY})[号日]|(?P<d0>\d{{1,2}})(?=交|买|扣|打|去|来)|(?P<part>{MONTH_PART})))?"
)
PART_OF_MONTH_ONLY = re.compile(
    r"(?<![个上本月下\d])(?P<part>月初|月中(?!旬)|月底|月末|上旬|中旬|下旬)"
)
DAY_ONLY = re.compile(
    rf"(?<![\d一二三四五六七八九十几第月:/\-])(?<!\d\.)(?P<d>{DAY})(?:号(?![楼线店柜门车桌台房院窗病床机员文令厅馆码段位公]|卡|线)"
    rf"|日(?=晚|早|上午|下午|中午|凌晨|提交|收到|寄|扣|交|买|出|入|住|去|来|打|报|签|在|我|你|,你)(?<!天日))"
)
HABIT = re.compile(
    rf"每年(?:的)?(?:{MONTH}月(?:{DAY}[日号]?)?|{YEAR_PART})?|每个?月(?:的)?(?:{DAY}[日号]|底|初|中)?"
    rf"|下+个?月(?:的)?(?:{DAY}[日号]|底|初|中旬?)?|下+个?(?:周|星期|礼拜)[一二三四五六日天末]?|月月|年年|岁岁"
)
_LENGTH_BEFORE = re.compile(
    r"(?:[了第满近交缴存等期干拖续断保过快约多共个有用当做付整隔续超活住限\-~到至])$"
)
_LENGTH_AFTER = re.compile(r"[期了多来前后缴交满整的]|以|之|里|没|不|才|间|还|领|分|保|免|制")
_BORN = re.compile(r"(?:出)?生(?!效|病|的病|孩|娃)|版|款|届|级(?!别)|制|后(?:出生|的?人|的?年轻)")


_BIRTH = re.compile(r"(?:[日号])?(?:出生|生的?(?=[,.;!?]|$)|生人)")
TWO_YEARS = re.compile(
    r"(?<![\d.])(?P<a>\d\d)年?(?:[,和]|或者?)(?P<b>\d\d)年(?!期|交|缴|前|后|多|了)"
)


def two_years(match: re.Match[str], clock: Clock) -> Moment | None:
    """16、17年: either."""
    first, second = (year_of(f"{match[g]}年", clock) for g in "ab")
    if first is None or second != first + 1:
        return None
    return Moment(match.start(), match.end(), months(first, 1, 24))


def month_date(match: re.Match[str], clock: Clock) -> Moment | None:
    if _BIRTH.match(match.string, match.end()):
        return Moment(match.start(), match.end(), None)
    month = small_number(match["m"])
    year = year_of(match["y"], clock) if match["y"] else None
    if match["y"] and year is None:
        return None
    base = year or clock.today.year
    if match["d1"]:
        first = day_of(base, month, small_number(match["d1"]))
        second = day_of(base, month, small_number(match["d2"]))
        both = first and second and first.first <= second.last
        interval = Interval(first.first, second.last) if both and first and second else None
    elif match["d"]:
        interval = day_of(base, month, small_number(match["d"]))
    elif match["tens"] and match["tens"] != "几":
        tens = 20 if match["tens"].startswith("二") else 10
        end = months(base, month).last.day
        interval = Interval(date(base, month, tens + 1), date(base, month, min(tens + 9, end)))
    else:
        interval = part_of_month(base, month, (match["part"] or "").removeprefix("月"))
    if interval is not None and year is None:
        interval = latest(interval, clock.today)
    return Moment(match.start(), match.end(), interval, yearless=year is None)


def two_months(match: re.Match[str], clock: Clock) -> Moment | None:
    first, second = small_number(match["m"] or match["a"]), small_number(match["n"] or match["b"])
    year = year_of(match["y"], clock) if match["y"] else clock.today.year
    if year is None or second <= first or (match["m"] and second != first + 1):
        return None
    interval = months(year, first, second - first + 1)
    if not match["y"]:
        interval = latest(interval, clock.today)
    return Moment(match.start(), match.end(), interval, yearless=not match["y"])


def year_date(match: re.Match[str], clock: Clock) -> Moment | None:
    year = year_of(match["y"], clock)
    if year is None or _BORN.match(match.string, match.end()):
        return None
    if is_short_year(match["y"]) and not match["part"] and _is_length(match):
        return None
    return Moment(match.start(), match.end(), _part(year, match["part"] or ""))


def _is_length(match: re.Match[str]) -> bool:
    """Whether 10年 or 二三年 is a length of time: 交了10年, 20年期."""
    text, digits = match.string, match["y"][:-1]
    if digits[0] in "0零〇○":
        return False
    if re.match(_EVENT, text[match.end() : match.end() + 4]):
        return _LENGTH_BEFORE.search(text, max(0, match.start() - 1), match.start()) is not None
    if _LENGTH_BEFORE.search(text, max(0, match.start() - 1), match.start()):
        return True
    if re.search(r"(?:[从在自是打于改]|,|^|\*)$", text[max(0, match.start() - 1) : match.start()]):
        return digits in ("10", "20", "一十", "15", "30") or bool(
            _LENGTH_AFTER.match(text, match.end()) and text[match.end()] != "的"
        )
    return True


def _part(year: int, part: str) -> Interval:
    quarter = re.search(r"q([1-4])|([一二三四1-4])季", part)
    if quarter:
        return months(year, 3 * small_number(quarter[1] or quarter[2]) - 2, 3)
    return part_of_year(year, re.sub("^[开入初早深盛](?=[春夏秋冬])", "", part))


def part_only(match: re.Match[str], clock: Clock) -> Moment:
    interval = latest(_part(clock.today.year, match["part"]), clock.today)
    return Moment(match.start(), match.end(), interval, yearless=True)


def plain_year(match: re.Match[str], clock: Clock) -> Moment:
    del clock
    return Moment(match.start(), match.end(), part_of_year(int(match["y"]), match["part"] or ""))


def month_away(match: re.Match[str], clock: Clock) -> Moment:
    word = match["r"]
    back = {"上": word.count("上"), "前": 2, "下": -word.count("下")}.get(word[0], 0)
    whole = months(clock.today.year, clock.today.month - back)
    day = match["d"] or match["d0"]
    if day:
        interval = day_of(whole.first.year, whole.first.month, small_number(day))
    else:
        part = (match["part"] or "").removeprefix("月")
        interval = part_of_month(whole.first.year, whole.first.month, part)
    return Moment(match.start(), match.end(), interval)


def part_of_month_only(match: re.Match[str], clock: Clock) -> Moment:
    part = match["part"].removeprefix("月")
    interval = part_of_month(clock.today.year, clock.today.month, part)
    if interval.first > clock.today:
        interval = part_of_month(clock.today.year, clock.today.month - 1, part)
    return Moment(match.start(), match.end(), interval, weak=True)


def day_only(match: re.Match[str], clock: Clock) -> Moment:
    """4号: the latest 4th; of a month before where this month has no such day yet."""
    day = small_number(match["d"])
    for back in range(4):
        whole = months(clock.today.year, clock.today.month - back)
        found = day_of(whole.first.year, whole.first.month, day)
        if found and found.first <= clock.today:
            return Moment(match.start(), match.end(), found, day_only=True, weak=True)
    return Moment(match.start(), match.end(), None)


def nothing(match: re.Match[str], clock: Clock) -> Moment:
    """Words that look like a date and are a habit or lie ahead."""
    del clock
    return Moment(match.start(), match.end(), None)
