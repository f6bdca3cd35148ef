"""What is said beside the question that stands: sorrow, a relative's name, a number that cannot be
found, one thing more about the matter. None of it is an answer; all of it is kept."""

from __future__ import annotations

from actions.reading import PERSON, content_length, facts_said, fields_named
from actions.turn import Turn
from bot.domain.case import FactName
from bot.domain.dialogue.plan import Heard, Outcome
from bot.domain.dialogue.questions import ASKED_IN_ORDER, FIELD_QUESTIONS, Question
from bot.scripts.grief import grief
from bot.scripts.phrases import phrase_book

SHORTEST_REMARK = 4
"""Characters from which words that are neither a wish nor a time tell something."""
_NUMBERS = (FactName.POLICY_NUMBER, FactName.CONTACT, FactName.ID_NUMBER)
_ASKS_FOR_A_NUMBER = frozenset({Question.IDENTITY, Question.CONTACT, Question.ID_NUMBER})


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
    return not turn.is_payload and phrase_book().relative_named.found_in(turn.text)


def number_unknown(turn: Turn) -> Question | None:
    """The question that “I can't find the policy number” answers before it was asked."""
    book = phrase_book()
    if not _of_the_record(turn) or turn.asked in _ASKS_FOR_A_NUMBER:
        return None
    if not book.not_at_hand.found_in(turn.text) or not book.number.found_in(turn.text):
        return None
    named = [name for name in fields_named(turn) if name in _NUMBERS]
    return FIELD_QUESTIONS[named[0]] if len(named) == 1 and not facts_said(turn) else None


def cannot_give_number(turn: Turn) -> bool:
    """“没有保单号，学校统一买的”, where a number is asked for."""
    book = phrase_book()
    lacks = book.not_at_hand.found_in(turn.text) and book.number.found_in(turn.text)
    return turn.asked in _ASKS_FOR_A_NUMBER and lacks and not PERSON & facts_said(turn).keys()


def remarks(turn: Turn) -> bool:
    """One thing more about the matter, calmly said (“是在台北的柜台”), which is neither the wish
    nor the time nor the number that was asked for. Said a second time it counts as a wish, unless
    a place."""
    calm = turn.intent == "inform" and not turn.is_payload
    book, text = phrase_book(), turn.text.strip()
    if calm and turn.asked is Question.DEMAND and book.place.found_in(text):
        return True
    if not calm or content_length(turn) < SHORTEST_REMARK or facts_said(turn):
        return False
    if turn.asked in _ASKS_FOR_A_NUMBER:
        cannot = book.not_at_hand.found_in(text) or book.same_contact.found_in(text)
        return not cannot and not any(sign.isdigit() for sign in text)
    if turn.asked is Question.HAPPENED_AT:
        return not book.time.found_in(text) and not turn.values("bought_at")
    first = turn.asked is Question.DEMAND and not turn.memory.attempts_at(Question.DEMAND)
    return first and not book.wish.found_in(text)


def _of_the_record(turn: Turn) -> bool:
    """Whether a question about the record stands whose answer is not simply what is told."""
    asked = turn.asked in ASKED_IN_ORDER and turn.asked is not Question.WHAT_HAPPENED
    return asked and not turn.is_payload


def asks_back(turn: Turn) -> bool:
    """A question back."""
    return phrase_book().asks_back.found_in(turn.text)


def corrects_something_else(turn: Turn) -> bool:
    """A correction is no answer, unless it is about the very question that stands."""
    return turn.intent == "correct" and turn.asked not in turn.memory.reopened
