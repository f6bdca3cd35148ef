"""What a message answers to the question that stands, and what else it does about it.

Nothing is guessed (practice D9): what no pattern recognises stays the customer's own words, and
what cannot be an answer (“你们自己查”) is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from actions.beside import (
    asks_back,
    cannot_give_number,
    corrects_something_else,
    heard_beside,
    is_beside,
    names_a_relative,
)
from actions.parts import PARTS
from actions.reading import (
    ENOUGH_CONTENT,
    account_given,
    content_length,
    facts_said,
    fields_named,
    lies_ahead,
    story_told,
)
from actions.times import only_a_time, when
from actions.turn import ASIDE, NO_ANSWER, Turn
from actions.wishes import changes_the_wish, wish
from bot.domain.case import FactName
from bot.domain.dialogue.plan import Heard, Outcome
from bot.domain.dialogue.questions import ASKED_IN_ORDER, FIELD_QUESTIONS, Question
from bot.scripts.names import introduced_name, looks_like_a_name, stripped_name
from bot.scripts.phrases import phrase_book

FAMILY_NAME = 1
"""Letters that are a name and no complaint, whatever they were taken for (“林。”)."""
LONGEST_NAME = 20
LONGEST_CONTACT = 40
SHORTEST_MATTER = 4
"""Letters that answer what has happened where they show what it is about (“理赔被拒了”)."""
_NO_NAME = frozenset({"complain", "affirm"})
_LIKE_A_MOBILE = re.compile(r"(?<!\d)1[3-9](?:[ -]?\d){7,10}(?!\d)")


def answer(asked: Question | None, turn: Turn) -> Mapping[FactName, str]:
    """The facts that answer the question; empty where the message does not answer it."""
    if turn.is_payload or not turn.text.strip() or is_beside(replace(turn, asked=asked)):
        return {}
    if asked in PARTS and not _something_else(turn):
        return PARTS[asked](turn)
    return _READERS[asked](turn) if asked in _READERS else {}


def answers_only(turn: Turn) -> bool:
    """Whether what looks like a question from the side is the answer to ours (“pay my claim”)."""
    answers = bool(answer(turn.asked, turn)) or changes_the_wish(turn) or call_at_any_time(turn)
    return answers and not asks_back(turn)


def call_at_any_time(turn: Turn) -> bool:
    """Whether they leave to us when they are called."""
    return turn.asked is Question.CALLBACK and phrase_book().any_time.found_in(turn.text)


def opens_the_matter(turn: Turn) -> bool:
    """Whether what looks like a question from the side first tells what happened (“I sent all
    the documents and never heard anything back”)."""
    return story_told(turn) and not turn.memory.acknowledged and not asks_back(turn)


def hear(turn: Turn, today: date) -> Heard:
    """What the message does, seen from the question that stands."""
    if changes_the_wish(turn):
        return Heard(Outcome.CORRECTED)
    if turn.asked in (Question.CONFIRMED, Question.WHICH_FIELD):
        return _about_the_record(turn)
    if answer(turn.asked, turn):
        wrong = _impossible(turn, today)
        return Heard(Outcome.INVALID, invalid=wrong) if wrong else Heard(Outcome.ANSWERED)
    if turn.intent == "correct":
        return _about_the_record(turn)
    wrong = _malformed(turn)
    if wrong:
        return Heard(Outcome.INVALID, invalid=wrong)
    return _otherwise(turn)


def _about_the_record(turn: Turn) -> Heard:
    if turn.asked is Question.CONFIRMED and turn.intent == "affirm":
        return Heard(Outcome.AGREED)
    if facts_said(turn) or names_a_relative(turn):
        return Heard(Outcome.CORRECTED)
    fields = () if story_told(turn) else fields_named(turn)
    if fields:
        return Heard(Outcome.NAMED_FIELD, field=FIELD_QUESTIONS[fields[0]])
    if turn.intent in ("correct", "deny") and turn.asked is not Question.WHICH_FIELD:
        return Heard(Outcome.WANTS_CHANGE)
    if turn.asked is Question.WHICH_FIELD and turn.intent in ("affirm", "deny", "dont_know"):
        return Heard(Outcome.AGREED)  # nothing to change after all: the record is read again
    return _otherwise(turn)


def _otherwise(turn: Turn) -> Heard:
    beside = heard_beside(turn)
    if beside:
        return beside
    if cannot_give_number(turn):
        return _refused(turn)
    if story_told(turn) or account_given(turn) or facts_said(turn):
        return Heard(Outcome.TOLD_MORE)
    if turn.intent in ASIDE:
        return Heard(Outcome.ASIDE)
    if turn.intent in ("dont_know", "deny") and turn.asked is not None:
        return _refused(turn)
    return Heard(Outcome.UNCLEAR)


def _refused(turn: Turn) -> Heard:
    """Without a policy number a phone would do; “不用记名字了吧” is about a later question."""
    named = fields_named(turn)
    if turn.asked is Question.IDENTITY and named == [FactName.POLICY_NUMBER]:
        return Heard(Outcome.REFUSED, field=Question.CONTACT)
    other = FIELD_QUESTIONS[named[0]] if len(named) == 1 else None
    asked = turn.asked if turn.asked in ASKED_IN_ORDER else ASKED_IN_ORDER[-1]
    later = ASKED_IN_ORDER[ASKED_IN_ORDER.index(asked) + 1 :]
    if other in later and other is not Question.CONTACT:
        return Heard(Outcome.NUMBER_UNKNOWN, field=other)
    return Heard(Outcome.REFUSED)


def _impossible(turn: Turn, today: date) -> str | None:
    asked = turn.asked is Question.HAPPENED_AT
    return FactName.HAPPENED_AT.value if asked and lies_ahead(turn, today) else None


def _malformed(turn: Turn) -> str | None:
    """Digits where a number was asked for, but not the digits of such a number."""
    if not any(c.isdigit() for c in turn.text):
        return None
    if turn.asked in (Question.CONTACT, Question.CALLBACK_CONTACT):
        return FactName.CONTACT.value
    if turn.asked not in (Question.IDENTITY, Question.ID_NUMBER):
        return None
    if FactName.CONTACT in fields_named(turn) or _LIKE_A_MOBILE.search(turn.text):
        return FactName.CONTACT.value
    identity = turn.asked is Question.IDENTITY
    return FactName.POLICY_NUMBER.value if identity else FactName.ID_NUMBER.value


def _story(turn: Turn) -> Mapping[FactName, str]:
    enough = SHORTEST_MATTER if turn.causes else ENOUGH_CONTENT
    told = content_length(turn) >= enough and turn.intent not in ASIDE | NO_ANSWER
    another_part = turn.intent == "correct" and fields_named(turn)
    if not told or only_a_time(turn) or another_part:
        return {}
    return {FactName.WHAT_HAPPENED: turn.text.strip()}


def _something_else(turn: Turn) -> bool:
    """Whether a message cannot be the name of a part of the record."""
    nothing_said = turn.intent in NO_ANSWER | ASIDE | {"affirm"}
    return nothing_said or asks_back(turn) or corrects_something_else(turn)


def _identity(turn: Turn) -> Mapping[FactName, str]:
    said = facts_said(turn)
    found = {name: said[name] for name in _IDENTIFYING if name in said}
    numbers = turn.values("long_number")
    if not found and numbers:
        return {FactName.POLICY_NUMBER: numbers[-1]}
    return found


_IDENTIFYING = (FactName.POLICY_NUMBER, FactName.CONTACT, FactName.ID_NUMBER)


def _id_number(turn: Turn) -> Mapping[FactName, str]:
    return _identity(turn)


def _contact(turn: Turn) -> Mapping[FactName, str]:
    said = facts_said(turn).get(FactName.CONTACT)
    if not said and phrase_book().same_contact.found_in(turn.text):
        return {FactName.CONTACT: turn.text.strip()}
    # A WeChat id, an extension: letters and digits together, and no sentence.
    handle = any(c.isascii() and c.isalpha() for c in turn.text) and " " not in turn.text.strip()
    if said or (turn.intent in NO_ANSWER | ASIDE) or not handle:
        return {FactName.CONTACT: said} if said else {}
    short = content_length(turn) <= LONGEST_CONTACT
    return {FactName.CONTACT: turn.text.strip()} if short else {}


def _name(turn: Turn) -> Mapping[FactName, str]:
    said = facts_said(turn).get(FactName.COMPLAINANT_NAME) or introduced_name(turn.text)
    if said or looks_like_a_name(turn.text):
        return {FactName.COMPLAINANT_NAME: said or turn.text.strip()}
    letters = content_length(turn)
    could_be = 0 < letters <= LONGEST_NAME and not any(c.isdigit() for c in turn.text)
    family = letters == FAMILY_NAME and turn.intent == "complain" and not turn.anger
    if family and not phrase_book().no_name.found_in(turn.text):
        return {FactName.COMPLAINANT_NAME: stripped_name(turn.text)}
    no_name = turn.intent in NO_ANSWER | ASIDE | _NO_NAME or asks_back(turn)
    if not could_be or no_name or corrects_something_else(turn):
        return {}
    return {FactName.COMPLAINANT_NAME: stripped_name(turn.text)}


_READERS: Mapping[Question | None, Callable[[Turn], Mapping[FactName, str]]] = {
    Question.WHAT_HAPPENED: _story,
    Question.HAPPENED_AT: when,
    Question.DEMAND: wish,
    Question.CLARIFY_DEMAND: wish,
    Question.IDENTITY: _identity,
    Question.CONTACT: _contact,
    Question.CALLBACK_CONTACT: _contact,
    Question.ID_NUMBER: _id_number,
    Question.COMPLAINANT_NAME: _name,
}
