"""Answers to “when was that”, in whatever words."""

from __future__ import annotations

from collections.abc import Mapping

from actions.beside import asks_back
from actions.reading import content_length, facts_said
from actions.turn import Turn
from bot.domain.case import FactName
from bot.domain.dialogue.questions import Question
from bot.scripts.contacts import joined
from bot.scripts.phrases import phrase_book

LONGEST_FREE_TIME = 16
LONGEST_TIME = 24
LONGEST_TIME_LETTERS = 50
"""Letters up to which the whole answer is the time (“the second week of August”)."""
LEFT_OVER_OF_A_TIME = 3
"""Letters that may stand beside the time itself."""


def when(turn: Turn) -> Mapping[FactName, str]:
    """The time that an answer gives; empty where it gives none."""
    read = turn.values(FactName.HAPPENED_AT.value)
    free = turn.text.strip().rstrip(" .。!！")
    if read:
        whole = _nothing_but_when(turn) and not only_a_time(turn)
        return {FactName.HAPPENED_AT: free if whole else joined(read, turn.language)}
    bought = turn.values("bought_at")
    if bought:  # in answer to the question it is what they date the matter by
        return {FactName.HAPPENED_AT: free if len(free) <= LONGEST_FREE_TIME else bought[-1]}
    short = 0 < content_length(turn) <= LONGEST_FREE_TIME and turn.intent == "inform"
    short = short or (
        content_length(turn) <= LONGEST_FREE_TIME and phrase_book().loosely_dated.found_in(free)
    )
    other = facts_said(turn).keys() - {FactName.COMPLAINANT_ROLE}  # “我妈去世那年” is a time
    in_own_words = short and not asks_back(turn) and not other
    return {FactName.HAPPENED_AT: free} if in_own_words else {}


def _nothing_but_when(turn: Turn) -> bool:
    """A short answer stays as it was said: “12 and 19 October”, “9月出的院，10月收到的信”."""
    longest = LONGEST_TIME_LETTERS if turn.text.isascii() else LONGEST_TIME
    other = facts_said(turn).keys() - {FactName.HAPPENED_AT, FactName.COMPLAINANT_ROLE}
    beside = asks_back(turn) or phrase_book().thanks.found_in(turn.text)
    return content_length(turn) <= longest and not (other or beside or turn.is_complaint)


def only_a_time(turn: Turn) -> bool:
    """Someone who answers “when” a question late."""
    times = [entity for entity in turn.entities if entity.name == FactName.HAPPENED_AT.value]
    covered = sum(entity.end - entity.start for entity in times)
    return bool(times) and content_length(turn) - covered <= LEFT_OVER_OF_A_TIME


def tells_when(turn: Turn) -> bool:
    """A day and no wish, asked for the first time: “on 3 November, 1,280 yuan twice”."""
    dated = turn.intent == "inform" and turn.values(FactName.HAPPENED_AT.value)
    return bool(dated) and not turn.memory.attempts_at(Question.DEMAND)
