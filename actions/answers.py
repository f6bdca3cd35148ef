"""What a message answers to the question that stands, and what else it does about it.

Nothing is guessed (practice D9): what no pattern recognises stays the customer's own words, and
what cannot be an answer (“你们自己查”) is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from actions.beside import heard_beside, is_beside, names_a_relative
from actions.parts import PARTS
from actions.reading import (
    ENOUGH_CONTENT,
    PERSON,
    content_length,
    facts_said,
    fields_named,
    lies_ahead,
    story_told,
)
from actions.turn import Turn
from bot.domain.case import FactName
from bot.domain.dialogue.plan import Heard, Outcome
from bot.domain.dialogue.questions import FIELD_QUESTIONS, Question
from bot.scripts.names import introduced_name, looks_like_a_name, stripped_name
from bot.scripts.phrases import phrase_book

LONGEST_NAME = 20
LONGEST_FREE_TIME = 16
LONGEST_CONTACT = 40
SHORTEST_DEMAND = 2
SHORTEST_STORY = 12
"""Letters from which a complaint in answer to the question for a demand is more of the story."""
LONGEST_DEMAND = 40
"""Letters up to which the whole message is the demand; in a longer one it is a part."""
LONGEST_DEMAND_LETTERS = 100
"""The same in an alphabet (“Pay the whole bill, and I want a written apology”)."""
LEFT_OVER_OF_A_TIME = 3
"""Letters that may stand beside the time itself."""
ASIDE = frozenset(
    {
        "ask_status",
        "ask_product",
        "ask_bot",
        "ask_how_to_complain",
        "greet",
        "thank",
        "change_language",
        "praise",
        "suggestion",
        "out_of_scope",
        "report_violation",
        "send_attachment",
    }
)
"""Questions and courtesies: they are answered, then the question that stood stands again."""
_NO_ANSWER = frozenset(
    {"dont_know", "deny", "vent", "hard_signal", "ask_human", "withdraw", "restart", "goodbye"}
)
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
    return bool(answer(turn.asked, turn)) and not _asks_back(turn)


def opens_the_matter(turn: Turn) -> bool:
    """Whether what looks like a question from the side first tells what happened (“I sent all
    the documents and never heard anything back”)."""
    return story_told(turn) and not turn.memory.acknowledged and not _asks_back(turn)


def hear(turn: Turn, today: date) -> Heard:
    """What the message does, seen from the question that stands."""
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
    if story_told(turn) or facts_said(turn):
        return Heard(Outcome.TOLD_MORE)
    if turn.intent in ASIDE:
        return Heard(Outcome.ASIDE)
    if turn.intent in ("dont_know", "deny") and turn.asked is not None:
        without_policy = fields_named(turn) == [FactName.POLICY_NUMBER]
        other = Question.CONTACT if turn.asked is Question.IDENTITY and without_policy else None
        return Heard(Outcome.REFUSED, field=other)
    return Heard(Outcome.UNCLEAR)


def _impossible(turn: Turn, today: date) -> str | None:
    asked = turn.asked is Question.HAPPENED_AT
    return FactName.HAPPENED_AT.value if asked and lies_ahead(turn, today) else None


def _malformed(turn: Turn) -> str | None:
    """Digits where a number was asked for, but not the digits of such a number."""
    digits = sum(c.isdigit() for c in turn.text)
    if turn.asked is Question.IDENTITY and digits:
        phone = FactName.CONTACT in fields_named(turn) or _LIKE_A_MOBILE.search(turn.text)
        return FactName.CONTACT.value if phone else FactName.POLICY_NUMBER.value
    if turn.asked in (Question.CONTACT, Question.CALLBACK_CONTACT) and digits:
        return FactName.CONTACT.value
    return FactName.ID_NUMBER.value if turn.asked is Question.ID_NUMBER and digits else None


def _story(turn: Turn) -> Mapping[FactName, str]:
    told = content_length(turn) >= ENOUGH_CONTENT and turn.intent not in ASIDE | _NO_ANSWER
    another_part = turn.intent == "correct" and fields_named(turn)
    if not told or _only_a_time(turn) or another_part:
        return {}
    return {FactName.WHAT_HAPPENED: turn.text.strip()}


def _demand(turn: Turn) -> Mapping[FactName, str]:
    wanted = turn.values(FactName.DEMAND.value)
    longest = LONGEST_DEMAND_LETTERS if turn.text.isascii() else LONGEST_DEMAND
    if wanted and content_length(turn) > longest:
        return {FactName.DEMAND: wanted[-1]}
    if wanted and not _asks_back(turn):
        return {FactName.DEMAND: turn.text.strip()}
    wishes = turn.intent == "suggestion" or _wants_it_done_again(turn)
    nothing_said = turn.intent in _NO_ANSWER | ASIDE | {"affirm"} and not wishes
    if nothing_said or content_length(turn) < SHORTEST_DEMAND:
        return {}
    about_something_else = (
        _only_a_time(turn)
        or _goes_on_telling(turn)
        or _tells_when(turn)
        or _corrects_something_else(turn)
        or bool(PERSON & facts_said(turn).keys())
    )
    return {} if about_something_else else {FactName.DEMAND: turn.text.strip()}


def _wants_it_done_again(turn: Turn) -> bool:
    """“重新处理”: not the talk from the beginning, which would lose all that was said."""
    return turn.intent == "restart" and not phrase_book().starts_over.found_in(turn.text)


def _goes_on_telling(turn: Turn) -> bool:
    """More of the story instead of a demand; asked once more, the words count as they are."""
    complains = turn.intent == "complain" and turn.is_complaint
    tells = complains and content_length(turn) >= SHORTEST_STORY
    return tells and not turn.memory.attempts_at(Question.DEMAND)


def _tells_when(turn: Turn) -> bool:
    """A day and no wish, asked for the first time: “on 3 November, 1,280 yuan twice”."""
    dated = turn.intent == "inform" and turn.values(FactName.HAPPENED_AT.value)
    return bool(dated) and not turn.memory.attempts_at(Question.DEMAND)


def _something_else(turn: Turn) -> bool:
    """Whether a message cannot be the name of a part of the record."""
    nothing_said = turn.intent in _NO_ANSWER | ASIDE | {"affirm"}
    return nothing_said or _asks_back(turn) or _corrects_something_else(turn)


def _corrects_something_else(turn: Turn) -> bool:
    """A correction is no answer, unless it is about the very question that stands."""
    return turn.intent == "correct" and turn.asked not in turn.memory.reopened


def _only_a_time(turn: Turn) -> bool:
    """Someone who answers “when” a question late."""
    times = [entity for entity in turn.entities if entity.name == FactName.HAPPENED_AT.value]
    covered = sum(entity.end - entity.start for entity in times)
    return bool(times) and content_length(turn) - covered <= LEFT_OVER_OF_A_TIME


def _time(turn: Turn) -> Mapping[FactName, str]:
    read = ", ".join(turn.values(FactName.HAPPENED_AT.value))
    if read:
        return {FactName.HAPPENED_AT: read}
    free = turn.text.strip()
    bought = turn.values("bought_at")
    if bought:  # in answer to the question it is what they date the matter by
        return {FactName.HAPPENED_AT: free if len(free) <= LONGEST_FREE_TIME else bought[-1]}
    short = 0 < content_length(turn) <= LONGEST_FREE_TIME and turn.intent == "inform"
    short = short or (
        content_length(turn) <= LONGEST_FREE_TIME and phrase_book().loosely_dated.found_in(free)
    )
    other = facts_said(turn).keys() - {FactName.COMPLAINANT_ROLE}  # “我妈去世那年” is a time
    in_own_words = short and not _asks_back(turn) and not other
    return {FactName.HAPPENED_AT: free} if in_own_words else {}


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
    # A WeChat id, an extension: letters and digits together, and no sentence.
    handle = any(c.isascii() and c.isalpha() for c in turn.text) and " " not in turn.text.strip()
    if said or (turn.intent in _NO_ANSWER | ASIDE) or not handle:
        return {FactName.CONTACT: said} if said else {}
    short = content_length(turn) <= LONGEST_CONTACT
    return {FactName.CONTACT: turn.text.strip()} if short else {}


def _name(turn: Turn) -> Mapping[FactName, str]:
    said = facts_said(turn).get(FactName.COMPLAINANT_NAME) or introduced_name(turn.text)
    if said or looks_like_a_name(turn.text):
        return {FactName.COMPLAINANT_NAME: said or turn.text.strip()}
    letters = content_length(turn)
    could_be = 0 < letters <= LONGEST_NAME and not any(c.isdigit() for c in turn.text)
    no_name = turn.intent in _NO_ANSWER | ASIDE | _NO_NAME or _asks_back(turn)
    if not could_be or no_name or _corrects_something_else(turn):
        return {}
    return {FactName.COMPLAINANT_NAME: stripped_name(turn.text)}


def _asks_back(turn: Turn) -> bool:
    return phrase_book().asks_back.found_in(turn.text)


_READERS: Mapping[Question | None, Callable[[Turn], Mapping[FactName, str]]] = {
    Question.WHAT_HAPPENED: _story,
    Question.HAPPENED_AT: _time,
    Question.DEMAND: _demand,
    Question.CLARIFY_DEMAND: _demand,
    Question.IDENTITY: _identity,
    Question.CONTACT: _contact,
    Question.CALLBACK_CONTACT: _contact,
    Question.ID_NUMBER: _id_number,
    Question.COMPLAINANT_NAME: _name,
}
