"""What stands around a time: ranges, 至今, deadlines, habits, and whether it is of the buying."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.nlu.facts.intervals import Interval, day_of
from bot.nlu.facts.time_words import Moment

_TO = re.compile(
    r"(?:份|的|期间)?\s?,?(?:一?直)?(?:拖|等|交|缴|扣|住|催|退)?(?:到了?|至|-|~|—|–|直到|to|until|till|through|and)\s?"
    r"(?:the )?"
)
_FROM = re.compile(r"[从自打]$")
_FROM_TO = re.compile(r"[^.;!?改换调]{1,12}(?:到了?|至)")
_AND = re.compile(r"\s?and\s?(?:the )?")
_UNTIL_NOW = re.compile(
    r"(?:份|的时候)?(?:,|就|开始|起)?(?:一?直)?(?:拖|等|交|缴|扣|忍|催|跑|推)?(?:到|至)(?:了?现在|今(?!年|晚|早)天?|如今|目前|昨天"
    r"|尔今)(?:为止)?"
    r"|(?:份|的时候)?(?:就|以来)?(?:开始(?!就?没)|起(?![诉火来码初因保])|以来)| (?:onwards?"
    r"|till now|until now|to date)"
)
_SINCE = re.compile(r"\b(?:ever )?since (?:the |last |early |late )?$")
_BEFORE = re.compile(
    r"(?:每|逢|限|最[晚迟]|赶在|截止到?|下|预计|约[好了]?|等到?|改(?:到|约)?|至迟|不晚于"
    r"|\b(?:appointment|meeting|hearing|deadline|flight|surgery|operation) is(?: on)?(?: the)?"
    r"|\b(?:due|expires?|matures?|renews?|ends?)(?: on)?(?: the)?"
    r"|90后|\b(?:by|every|each|next|until|till|before)(?: the)?)\s?$"
)
_DUE = re.compile(
    r"(?:\d{1,2}[点时])?(?:之前|以前|前(?![后两几天夕台]))(?!就|已|买|投|出|住|确诊|体检)|之内|以内|内(?!容|部)|结束前|下班前"
    r"|(?:期间|假期|那几天)?(?:值班|放假|上班吗|开门|可以办|营业)"
)
_STILL = re.compile(r"[,]?(?:都|也|还|仍)(?:没|未|不)|整好|正好|刚好|已经?|[满快]|第")
_COMPARED = re.compile(r"(?:比|跟|和|与)$")
_LESS = re.compile(r"(?:的?[^,.;]{0,4})?(?:少|多|低|高|差|降|涨|贵|便宜)")
_AHEAD = re.compile(rf"{_DUE.pattern}|,? (?:of )?(?:every|each)\b")
_NEXT_MOVE = re.compile(
    r"(?:上午|下午|晚上|早上|中午|凌晨|[\d一二三四五六七八九十]{1,3}[点时]半?|就|再|我|们|你们?|还|,){0,4}"
    r"(?:必须|要是|务必|能不能|可以|能(?!力)|[\d十]+[号日]|给我(?!打了|退了|发了|看了)|不(?:给|退|解决|处理|赔|行)|再[不没]|就是拿|把话|是第"
    r"|第[一二三四五六七八九十\d]|都第|见|请假|方便|有空|"
    r"就一句|报税|要[求去来给]?(?!求)|想[去来]|会|打算|准备|记得|到期|解决|处理好)"
)
_COMES = re.compile(
    r"(?:[上下]午|晚上|早上|中午|一早|我|你们?|就|又|们|特意|专门|还|再){0,4}(?:来(?!电|了)|去(?!了|过|的))"
)
_PROMISED = re.compile(r"(?:答应|说好|承诺|保证|约好|说)(?:了|我|是|在)?$")
_NOW = re.compile(r"(?:现在|都|已经|快|马上|转眼|今天)(?:都|已经|快|到|是)?$")
_OLD = re.compile(
    r"(?:已经|都|才|就|刚|满|快|是|有){0,2}(?:(?:\d{1,3}|[一二三四五六七八九十]{1,4})(?:周?岁|多岁|了(?![一好几两\d]))"
    r"|(?:[2-9]\d|[二三四五六七八九]十(?:有?[一二三四五六七八九])?)(?=[,.!?]|$))"
)
_LASTED = re.compile(r"(?:历时|长达|已逾|逾|整整|足足|将近)$")
_WEEKDAY = re.compile(
    r"(?:on |this )?(?:the )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|this weekend"
)
_COMING = re.compile(
    r"\b(?:will|unless|runs|rain|or i|i'll|we'll|leaving|moving|planned|expecting|goes|are up"
    r"|hearing's|hearing is"
    r"|turn \d|which day"
    r"|going to|when|turned)\b"
)
_BOUGHT_AFTER = re.compile(
    r"[^,;!?]{0,14}?(?:买|投保|签(?![收约不]|证)|存(?!款|折|单)(?:了|的|进|入|钱)|办的|办理|购(?!物)|入[的保]|承保|下单|续[保费了]"
    r"|上的保"
    r"|bought|purchased?|signed up|took out|taken out)"
)
_BOUGHT_BEFORE = re.compile(
    r"(?:买(?:于|的?时间|的?日期)?|购[于买]|投保(?:日期|时间|于)?|签[约的]|生效(?:日期?)?"
    r"|承保|入保|(?:bought|purchased|taken out|signed|since i bought)[^,;!?.]{0,30})"
    r"(?:是|:|在|的|时间|了)*\s?$"
)
_SAME_STORY = 40
_TOLD_IN = 24
"""Characters after 今天去柜台 in which the story goes on: 柜员说系统坏了."""
_PRESENT = re.compile(r"(?:都?多少号|天气|星期几|周几|几号|吃什么|有空|心情|运气)")
_PAST = re.compile(
    r"[了过才说没]|的$|的时候|收到|又|打来|扣|出险|出的|住院|提交|报案|就是|还[给在]我?|推销|被挂"
)


def joined(text: str, moments: list[Moment], today: date) -> list[Moment]:
    """Moments with 3月到5月 and the like made one."""
    result: list[Moment] = []
    for moment in moments:
        last = result[-1] if result else None
        whole = _range(text, last, moment, today) if last else None
        if whole is not None:
            result[-1] = whole
        else:
            result.append(moment)
    return result


def in_month_before(moments: list[Moment], today: date) -> list[Moment]:
    """9月3号…13号: a bare day takes the month of the day told shortly before it."""
    result: list[Moment] = []
    for moment in moments:
        found = _in_month_of(result[-1], moment) if result and moment.day_only else None
        moved = found is not None and found.first <= today
        result.append(replace(moment, interval=found) if moved else moment)
    return result


def _in_month_of(last: Moment, moment: Moment) -> Interval | None:
    if last.interval is None or moment.interval is None or not _is_one_day(last):
        return None
    if moment.start - last.end > _SAME_STORY:
        return None
    told = last.interval.last
    found = day_of(told.year, told.month, moment.interval.first.day)
    return found if found and found.first >= told else None


def _is_one_day(moment: Moment) -> bool:
    interval = moment.interval
    return interval is not None and not moment.weak and interval.first == interval.last


def _range(text: str, one: Moment, two: Moment, today: date) -> Moment | None:
    between = text[one.end : two.start]
    if len(between) > 14 or not (
        _TO.fullmatch(between)
        or (_FROM.search(text, max(0, one.start - 1), one.start) and _FROM_TO.fullmatch(between))
    ):
        return None
    if _AND.fullmatch(between) and "between" not in text[max(0, one.start - 9) : one.start]:
        return None
    if one.weak and two.weak and not (one.day_only or two.day_only):
        return Moment(one.start, two.end, None)  # 周一到周五: opening hours
    if one.interval is None or two.interval is None:
        return Moment(one.start, two.end, None)
    first, second = one.interval, two.interval
    if two.day_only:
        moved = day_of(first.first.year, first.first.month, second.first.day)
        second = moved or second
    elif two.yearless:
        second = second.moved(first.first.year - second.first.year)
        if second.last < first.first:
            second = second.moved(1)
        if second.first > today and one.yearless:
            first, second = first.moved(-1), second.moved(-1)
    if second.last < first.first:
        return None
    return Moment(one.start, two.end, Interval(first.first, second.last), yearless=one.yearless)


_UNTIL_NOW_LATER = re.compile(
    r"[^,.;!?]{0,8}(?:一?直)?(?:拖|等|忍|催|跑|推|扣|缴|交)(?:到|至)(?:了?现在|今天|如今|目前)"
)
_OTHERS = re.compile(
    r"(?:^|[我他她])(?:[^,.;!?]{0,3}[姐哥弟妹友事居戚学]|别人|人家|隔壁[^,.;!?]{0,4})(?:家|们)?"
    r"[^,.;!?]{0,3}$"
)


def lasts_until_now(text: str, moment: Moment) -> tuple[int, bool]:
    """Where the words of the time end, and whether they say that it has lasted until now."""
    match = _UNTIL_NOW.match(text, moment.end)
    if match is None and _FROM.search(text, max(0, moment.start - 1), moment.start):
        match = _UNTIL_NOW_LATER.match(text, moment.end)
    if match:
        return match.end(), True
    since = _SINCE.search(text, max(0, moment.start - 20), moment.start)
    return moment.end, since is not None


def is_about_something_else(text: str, moment: Moment, clause: tuple[int, int]) -> bool:
    """Deadlines, habits, appointments, the present day, ages."""
    before = text[max(0, moment.start - 6) : moment.start]
    words = text[moment.start : moment.end]
    if _BEFORE.search(text, max(0, moment.start - 24), moment.start):
        return True
    if _AHEAD.match(text, moment.end) or _is_of_others(text, moment, clause):
        return True
    if _is_compared(text, moment, before):
        return True
    now = _NOW.search(before) and text[moment.end : moment.end + 1] == "了"
    if (
        now
        or _LASTED.search(before)
        or (
            (moment.yearless or _WEEKDAY.match(words))
            and _COMING.search(text, clause[0], moment.start)
        )
    ):
        return True
    if words in ("今年", "去年") and _OLD.match(text, moment.end):
        return True
    return moment.weak and _is_no_event(text, moment, clause, before)


def _is_compared(text: str, moment: Moment, before: str) -> bool:
    """红利比去年少了一半; 到十一月还没给说法 is the end of a wait."""
    if _COMPARED.search(before) and _LESS.match(text, moment.end):
        return True
    return before.endswith(("到", "至")) and _STILL.match(text, moment.end) is not None


def _is_of_others(text: str, moment: Moment, clause: tuple[int, int]) -> bool:
    """我姐前年也买了."""
    also = text.startswith("也", moment.end)
    return also and _OTHERS.search(text[clause[0] : moment.start]) is not None


def _is_no_event(text: str, moment: Moment, clause: tuple[int, int], before: str) -> bool:
    """今天, 周五 and 8号 say of themselves neither past nor future: the clause does."""
    if before.endswith(("到", "至", "直到", "截至")) or _PRESENT.match(text, moment.end):
        return True
    if _NEXT_MOVE.match(text, moment.end) or _PROMISED.search(before):
        return True
    told = text[moment.end : max(clause[1], moment.end + _TOLD_IN)]
    if _COMES.match(text, moment.end) and not _PAST.search(told):
        return True
    rest = text[clause[0] : moment.start] + text[moment.end : clause[1]]
    return (
        bool(rest.strip())
        and not (moment.day_only or text[moment.start] == "今")
        and not _PAST.search(rest)
    )


def is_bought(text: str, moment: Moment, clause: tuple[int, int]) -> bool:
    """Whether the clause says that the policy was bought then."""
    end = min(len(text), max(clause[1], moment.end + 4))
    if _BOUGHT_AFTER.match(text[moment.end : end]):
        return True
    return _BOUGHT_BEFORE.search(text[max(0, moment.start - 40) : moment.start]) is not None
