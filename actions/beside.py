"""What is said beside the question that stands: sorrow, a relative's name, a number that cannot be
found, one thing more about the matter. None of it is an answer; all of it is kept."""

from __future__ import annotations

import re

from actions.reading import content_length, facts_said, fields_named
from actions.turn import Turn
from bot.domain.case import FactName
from bot.domain.dialogue.plan import Heard, Outcome
from bot.domain.dialogue.questions import ASKED_IN_ORDER, FIELD_QUESTIONS, Question
from bot.scripts.grief import grief
from bot.scripts.spellings import simplified

SHORTEST_REMARK = 4
"""Characters from which words that are neither a wish nor a time tell something."""
_NUMBERS = (FactName.POLICY_NUMBER, FactName.CONTACT, FactName.ID_NUMBER)
_ASKS_FOR_A_NUMBER = frozenset({Question.IDENTITY, Question.CONTACT, Question.ID_NUMBER})
_UNKNOWN = re.compile(
    r"找不[到着]|不记得|记不[得住清]|想不起|忘了|忘记|丢了|不见了|不知道|不清楚|没带|不在(?:身边|手边|手上)"
    r"|没有?(?:我的?)?(?:保单号|身份证|手机号)"
    r"|\b(?:can(?:no|['’])t|could(?: not|n['’]t)) (?:find|remember|recall)"
    r"|\bdo(?: not|n['’]t) (?:have|know|remember)|\b(?:lost|forgot|forgotten)\b",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(r"[号码]|电话|手机|身份证|\b(?:numbers?|no\.|phone|id)\b", re.IGNORECASE)
_WISH = re.compile(
    r"希望|想|要|请|帮|催|麻烦|把|让|给|退|赔|补|还(?![有是没在小])|恢复|取消|解除|查|核|处理|道歉|认错|说法|交代|解释|说明"
    r"|改|换|撤|开除|停|尽快|不用|别|按|应该|必须|继续|办|修|删|公道|公平|钱|[块元]|负责|重新|正常|合理|全额|[?？]"
    r"|\b(?:want|need|wish|hope|like|should|must|please|pay\w*|refund\w*|give|return\w*|cancel\w*|apolog\w+"
    r"|explain\w*|explanation|fix\w*|stop|correct\w*|restor\w+|reinstat\w+|money|compensat\w+|answer\w*"
    r"|remov\w+|let|make|send|call\w*|review\w*|check\w*|look|tell|written|back|full|just|someone|reply)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?:就?是在|在)[^，。！？,.!?]{2,12}(?:柜台|网点|支行|分行|公司|医院|门店|营业厅|家里)(?:[办买签交]的)?$"
)
_TIME = re.compile(
    r"[年月日号天周时点早晚前后初底末春夏秋冬节刚期当昨今去0-9一二三四五六七八九十]|星期|礼拜|最近|以来"
    r"|\b(?:ago|since|before|after|when|while|during|last|early|late|\w*years?|\w*months?|\w*weeks?|\w*days?"
    r"|spring|summer|autumn|fall|winter|christmas|easter|morning|afternoon|evening|\w*night|recent\w*|just"
    r"|around|about|once|always|ever)\b",
    re.IGNORECASE,
)
_KIN = (
    r"(?:丈夫|老公|先生|爱人|妻子|老婆|太太|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|儿子|女儿|孩子|哥哥?|弟弟?"
    r"|姐姐?|妹妹?|公公|婆婆|岳父|岳母)"
)
_KIN_EN = r"(?:husband|wife|partner|father|mother|dad|mum|mom|son|daughter|child|brother|sister)"
_NAME = r"[\u4e00-\u9fff·]{2,4}"
_RELATIVE = re.compile(
    rf"我的?{_KIN}的?(?:名字|姓名)?(?:叫|名叫|是)(?!我){_NAME}(?:$|[，。！,.!])"
    rf"|[他她]的?(?:名字|姓名)?(?:叫|名叫){_NAME}[，,。\s]*[他她]?是我的?{_KIN}"
    rf"|是[他她]的?{_KIN}[，,。\s]*[他她](?:叫|名叫){_NAME}"
    rf"|\b[Mm]y {_KIN_EN}(?:['’]s name is| is (?:called|named)) [A-Z]"
    rf"|\b(?:[Hh]is|[Hh]er) name is [A-Z][^.,]*[.,]? *(?:he|she)(?: is|['’]s) my {_KIN_EN}\b"
)


def is_beside(turn: Turn) -> bool:
    """Whether the message cannot answer the question that stands."""
    relative = turn.asked is Question.COMPLAINANT_NAME and names_a_relative(turn)
    return relative or laments(turn) or remarks(turn) or number_unknown(turn) is not None


def heard_beside(turn: Turn) -> Heard | None:
    """What it does instead; None where it is nothing of the kind."""
    if laments(turn):
        return Heard(Outcome.LAMENTED)
    unknown = number_unknown(turn)
    if unknown:
        return Heard(Outcome.NUMBER_UNKNOWN, field=unknown)
    if remarks(turn) or names_a_relative(turn):
        return Heard(Outcome.REMARKED)
    return None


def laments(turn: Turn) -> bool:
    """Sorrow beside a question (“I can't stop crying”), which states neither a wish nor a time."""
    beside = turn.asked is Question.CONFIRMED or _of_the_record(turn)
    stated = turn.values(FactName.DEMAND.value, FactName.HAPPENED_AT.value)
    return beside and not stated and grief().laments.found_in(turn.text)


def names_a_relative(turn: Turn) -> bool:
    """“他叫李建国，是我丈夫”: not the customer's own name."""
    return not turn.is_payload and bool(_RELATIVE.search(simplified(turn.text)))


def number_unknown(turn: Turn) -> Question | None:
    """The question that “I can't find the policy number” answers before it was asked."""
    text = simplified(turn.text)
    if not _of_the_record(turn) or turn.asked in _ASKS_FOR_A_NUMBER:
        return None
    if not _UNKNOWN.search(text) or not _A_NUMBER.search(text):
        return None
    named = [name for name in fields_named(turn) if name in _NUMBERS]
    return FIELD_QUESTIONS[named[0]] if len(named) == 1 and not facts_said(turn) else None


def remarks(turn: Turn) -> bool:
    """One thing more about the matter, calmly said (“是在台北的柜台”), which is neither the wish
    nor the time that was asked for. Said a second time it counts as a wish, unless a place."""
    calm = turn.intent == "inform" and not turn.is_payload
    text = simplified(turn.text).strip()
    if calm and turn.asked is Question.DEMAND and _PLACE.search(text):
        return True
    if not calm or content_length(turn) < SHORTEST_REMARK or facts_said(turn):
        return False
    if turn.asked is Question.HAPPENED_AT:
        return not _TIME.search(text) and not turn.values("bought_at")
    first = turn.asked is Question.DEMAND and not turn.memory.attempts_at(Question.DEMAND)
    return first and not _WISH.search(text)


def _of_the_record(turn: Turn) -> bool:
    """Whether a question about the record stands whose answer is not simply what is told."""
    asked = turn.asked in ASKED_IN_ORDER and turn.asked is not Question.WHAT_HAPPENED
    return asked and not turn.is_payload
