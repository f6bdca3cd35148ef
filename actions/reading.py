"""Which facts a message states, and whether it answers the question that was asked.

Nothing is guessed (practice D9): what a pattern does not recognise stays the customer's own words.
Patterns and words are the designers' (`data/nlu/entities.yml`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.turn import Entity, Turn
from bot.domain.case import FactName

ENOUGH_CONTENT = 8
"""Characters beyond opening words from which a complaint says what happened."""
LONGEST_NAME = 20
LONGEST_TIME = 20
LEFT_OVER_OF_A_TIME = 3
"""Letters that may stand beside the time itself."""
LONGEST_CONTACT = 40
SHORTEST_DEMAND = 2
_TOKENS = ("contact", "policy_number", "long_number", "others_contact")
_TELLING_ON = frozenset({"complain", "vent", "hard_signal"})
"""Not an answer to a question but more of the story."""
_SPEAKING_OF_THE_MATTER = frozenset({"complain", "inform", "correct", "hard_signal"})


def content_length(turn: Turn) -> int:
    """Letters and digits of the message without opening words and tokens."""
    if turn.is_payload:
        return 0
    covered: set[int] = set()
    for entity in turn.entities:
        if entity.name in ("opening", *_TOKENS):
            covered.update(range(entity.start, entity.end))
    return sum(c.isalnum() for i, c in enumerate(turn.text) if i not in covered)


def facts_said(turn: Turn) -> dict[FactName, str]:
    """The facts that the message states by itself, whatever was asked."""
    facts: dict[FactName, str] = {}
    contacts = _own_contacts(turn)
    if contacts:
        facts[FactName.CONTACT] = contacts[-1]
    _put_last(facts, FactName.POLICY_NUMBER, turn)
    _put_last(facts, FactName.COMPLAINANT_NAME, turn)
    if turn.intent in _SPEAKING_OF_THE_MATTER:
        _put_last(facts, FactName.DEMAND, turn)
        times = turn.values(FactName.HAPPENED_AT.value)
        if len(times) == 1 or (times and turn.intent == "correct"):
            facts[FactName.HAPPENED_AT] = times[-1]
    return facts


def story_told(turn: Turn) -> bool:
    """Whether the message tells enough of what happened (practice C5)."""
    return turn.intent in ("complain", "hard_signal") and content_length(turn) >= ENOUGH_CONTENT


def answer(asked: FactName, turn: Turn) -> Mapping[FactName, str]:
    """What the message answers to the question `asked`; empty where it does not answer it."""
    if turn.is_payload or not turn.text.strip():
        return {}
    if asked is FactName.POLICY_NUMBER:
        return _policy_answer(turn)
    if turn.intent in ("dont_know", "deny"):
        return {}
    if asked is FactName.DEMAND and _only_a_time(turn):
        return {FactName.HAPPENED_AT: turn.text.strip()}
    value = _READERS[asked](turn)
    return {asked: value} if value else {}


def _story(turn: Turn) -> str:
    return turn.text.strip() if content_length(turn) >= ENOUGH_CONTENT else ""


def _demand(turn: Turn) -> str:
    return turn.text.strip() if content_length(turn) >= SHORTEST_DEMAND else ""


def _only_a_time(turn: Turn) -> bool:
    """Someone who answers “when” a question late."""
    times = [entity for entity in turn.entities if entity.name == FactName.HAPPENED_AT.value]
    covered = sum(entity.end - entity.start for entity in times)
    return bool(times) and content_length(turn) - covered <= LEFT_OVER_OF_A_TIME


def _time(turn: Turn) -> str:
    if turn.intent in _TELLING_ON:
        return ", ".join(turn.values(FactName.HAPPENED_AT.value))
    if len(turn.text.strip()) > LONGEST_TIME:
        return ", ".join(turn.values(FactName.HAPPENED_AT.value))
    return turn.text.strip() if content_length(turn) else ""


def _name(turn: Turn) -> str:
    said = facts_said(turn).get(FactName.COMPLAINANT_NAME)
    letters = content_length(turn)
    could_be = 0 < letters <= LONGEST_NAME and not any(c.isdigit() for c in turn.text)
    return said or (turn.text.strip() if could_be else "")


def _contact(turn: Turn) -> str:
    said = facts_said(turn).get(FactName.CONTACT)
    reachable = any(c.isascii() and c.isalnum() for c in turn.text)  # a WeChat id, an extension
    short = content_length(turn) <= LONGEST_CONTACT
    return said or (turn.text.strip() if reachable and short else "")


_READERS: Mapping[FactName, Callable[[Turn], str]] = {
    FactName.WHAT_HAPPENED: _story,
    FactName.DEMAND: _demand,
    FactName.HAPPENED_AT: _time,
    FactName.COMPLAINANT_NAME: _name,
    FactName.CONTACT: _contact,
}


def _policy_answer(turn: Turn) -> Mapping[FactName, str]:
    numbers = turn.values("policy_number", "long_number")
    if numbers:
        return {FactName.POLICY_NUMBER: numbers[-1]}
    if any(c.isdigit() for c in turn.text) and turn.intent not in ("dont_know", "deny"):
        return {FactName.POLICY_NUMBER: turn.text.strip()}
    return {FactName.NO_POLICY_REASON: turn.text.strip()} if _declines(turn) else {}


def _declines(turn: Turn) -> bool:
    return turn.intent in ("dont_know", "deny") or 0 < content_length(turn) <= ENOUGH_CONTENT


def _own_contacts(turn: Turn) -> list[str]:
    others = [entity for entity in turn.entities if entity.name == "others_contact"]
    own = [e for e in turn.entities if e.name == "contact" and not _within(e, others)]
    return [entity.value for entity in sorted(own, key=lambda e: e.start)]


def _within(entity: Entity, others: list[Entity]) -> bool:
    return any(entity.overlaps(other) for other in others)


def _put_last(facts: dict[FactName, str], name: FactName, turn: Turn) -> None:
    values = turn.values(name.value)
    if values:
        facts[name] = values[-1].strip()
