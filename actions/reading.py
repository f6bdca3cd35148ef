"""Which facts a message states by itself, whatever was asked.

The words by which they are found are the designers' (`data/reading/facts.yml`).
"""

from __future__ import annotations

import re

from actions.turn import Entity, Turn
from bot.domain.case import FactName
from bot.domain.dialogue.questions import FIELD_QUESTIONS

ENOUGH_CONTENT = 8
"""Characters beyond opening words from which a complaint says what happened."""
ENOUGH_WITH_A_CAUSE = 5
"""The same where the words show what it is about (“理赔少了八百”)."""
_TOKENS = ("contact", "policy_number", "id_number", "long_number", "others_contact")
_SPEAKING_OF_THE_MATTER = frozenset({"complain", "inform", "correct", "hard_signal", "vent"})
_ALWAYS = (FactName.POLICY_NUMBER, FactName.ID_NUMBER, FactName.COMPLAINANT_NAME)
_OF_THE_MATTER = (
    FactName.DEMAND,
    FactName.AMOUNT,
    FactName.PRODUCT,
    FactName.BRANCH,
    FactName.SALESPERSON,
    FactName.PURCHASE_CHANNEL,
)
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n]|\.(?=\s|$)")
_ROLES = ("agent", "heir", "company")


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
    """The facts that the message states."""
    facts: dict[FactName, str] = {}
    contacts = _own_contacts(turn)
    if contacts:
        facts[FactName.CONTACT] = contacts[-1]
    for name in _ALWAYS:
        _put_last(facts, name, turn)
    if turn.intent in _SPEAKING_OF_THE_MATTER:
        for name in _OF_THE_MATTER:
            _put_last(facts, name, turn)
        if FactName.DEMAND in facts:
            facts[FactName.DEMAND] = _demand(turn)
        times = turn.values(FactName.HAPPENED_AT.value)
        if len(times) == 1 or (times and turn.intent == "correct"):
            facts[FactName.HAPPENED_AT] = times[-1]
    roles = [role for role in _ROLES if turn.values(f"role_{role}")]
    if roles:
        facts[FactName.COMPLAINANT_ROLE] = roles[0]
    return facts


def story_told(turn: Turn) -> bool:
    """Whether the message tells enough of what happened (practice C5)."""
    enough = ENOUGH_WITH_A_CAUSE if turn.causes else ENOUGH_CONTENT
    return turn.complains and content_length(turn) >= enough


def fields_named(turn: Turn) -> list[FactName]:
    """The parts of the record that the customer names, by words or by a button."""
    return [FactName(value) for value in turn.values("field") if value in _FIELDS]


_FIELDS = frozenset(name.value for name in FIELD_QUESTIONS)


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


def _demand(turn: Turn) -> str:
    """The clause in which it is said: “赔我” alone would not tell what."""
    wanted = max((e for e in turn.entities if e.name == FactName.DEMAND.value), key=lambda e: e.end)
    before = [m.end() for m in _CLAUSE_END.finditer(turn.text, 0, wanted.start)]
    after = _CLAUSE_END.search(turn.text, wanted.end)
    start = before[-1] if before else 0
    return turn.text[start : after.start() if after else len(turn.text)].strip()
