"""Answers to “what do you ask for”, and second thoughts about it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions.beside import asks_back, corrects_something_else
from actions.reading import PERSON, content_length, facts_said
from actions.times import only_a_time, tells_when
from actions.turn import ASIDE, NO_ANSWER, Turn
from bot.domain.case import FactName
from bot.domain.dialogue.questions import ASKED_IN_ORDER, Question
from bot.scripts.phrases import phrase_book

SHORTEST_DEMAND = 2
SHORTEST_STORY = 12
"""Letters from which a complaint in answer to the question for a demand is more of the story."""
LONGEST_DEMAND = 40
"""Letters up to which the whole message is the demand; in a longer one it is a part."""
LONGEST_DEMAND_LETTERS = 100
"""The same in an alphabet (“Pay the whole bill, and I want a written apology”)."""
_AFTER_THE_DEMAND = frozenset(
    {*ASKED_IN_ORDER[ASKED_IN_ORDER.index(Question.DEMAND) + 1 :], Question.CONFIRMED}
)
_CLAUSES = re.compile(r"[，。！？,.!?\s]+")


def wish(turn: Turn) -> Mapping[FactName, str]:
    """What they want, in their words; empty where the message does not say."""
    wanted = turn.values(FactName.DEMAND.value)
    longest = LONGEST_DEMAND_LETTERS if turn.text.isascii() else LONGEST_DEMAND
    if wanted and content_length(turn) > longest:
        return {FactName.DEMAND: wanted[-1]}
    if wanted and not asks_back(turn):
        return {FactName.DEMAND: turn.text.strip()}
    wishes = turn.intent == "suggestion" or _wants_it_done_again(turn) or _wishes_politely(turn)
    nothing_said = turn.intent in NO_ANSWER | ASIDE | {"affirm"} and not wishes
    if nothing_said or content_length(turn) < SHORTEST_DEMAND:
        return {}
    about_something_else = (
        only_a_time(turn)
        or _goes_on_telling(turn)
        or tells_when(turn)
        or corrects_something_else(turn)
        or bool(PERSON & facts_said(turn).keys())
    )
    return {} if about_something_else else {FactName.DEMAND: turn.text.strip()}


def _wants_it_done_again(turn: Turn) -> bool:
    """“重新处理”: not the talk from the beginning, which would lose all that was said."""
    return turn.intent == "restart" and not phrase_book().starts_over.found_in(turn.text)


def changes_the_wish(turn: Turn) -> bool:
    """“我不想退了，把当时怎么介绍的查清楚就行”, once the question for it is over: it takes the
    place of what they wanted at first."""
    plain = turn.intent in ("inform", "complain", "correct", "ask_product") and not turn.is_payload
    short = len(turn.text) <= LONGEST_DEMAND_LETTERS
    return (
        plain
        and short
        and turn.asked in _AFTER_THE_DEMAND
        and phrase_book().another_wish.found_in(turn.text)
    )


def _wishes_politely(turn: Turn) -> bool:
    """“帮我改好就行，谢谢”: a wish beside the thanks."""
    book = phrase_book()
    clauses = (c for c in _CLAUSES.split(turn.text) if not book.thanks.found_in(c))
    return turn.intent == "thank" and any(book.wish.found_in(clause) for clause in clauses)


def _goes_on_telling(turn: Turn) -> bool:
    """More of the story instead of a demand; asked once more, words of a wish count."""
    complains = turn.intent == "complain" and turn.is_complaint
    tells = complains and content_length(turn) >= SHORTEST_STORY
    if phrase_book().says_wish.found_in(turn.text):
        return False
    asked_before = turn.memory.attempts_at(Question.DEMAND) > 0
    return tells and not (asked_before and phrase_book().wish.found_in(turn.text))
