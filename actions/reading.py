"""Which facts a message states by itself, whatever was asked.

The words by which they are found are the designers' (`data/reading/facts.yml`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from actions.turn import Entity, Turn
from bot.domain.case import FactName
from bot.domain.dialogue.questions import ASKED_IN_ORDER, FIELD_QUESTIONS
from bot.domain.reading import Cause
from bot.domain.triage import SignalName
from bot.scripts.contacts import joined
from bot.scripts.grief import grief
from bot.scripts.phrases import phrase_book
from bot.scripts.record_words import record_words

ENOUGH_CONTENT = 8
"""Characters beyond opening words from which a complaint says what happened."""
ACCOUNT_CONTENT, ACCOUNT_LETTERS = 16, 60
"""Characters, and those of an English message, from which calm words are an account."""
ENOUGH_WITH_A_CAUSE = 6
"""The same where the words show what it is about (“理赔少了八百”)."""
ENOUGH_LETTERS = 24
"""The same in an alphabet …"""
ENOUGH_LETTERS_WITH_A_CAUSE = 15
"""… and where the words show what it is about (“My claim was refused”)."""
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
DETAILS = frozenset({FactName.HAPPENED_AT, *_OF_THE_MATTER}) - {FactName.DEMAND}
"""What belongs to a story."""
PERSON = frozenset(
    {
        FactName.CONTACT,
        FactName.POLICY_NUMBER,
        FactName.ID_NUMBER,
        FactName.COMPLAINANT_NAME,
    }
)
"""Who writes, and how they are found."""
_REPLY = "reply"
"""What `facts.yml` calls a wish to be answered."""
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n]|\.(?=\s|$)")
_NOBODY = re.compile(
    r"(?:[没沒]有?(?:一[个個])?人?)[^，。,.]{0,4}$|\b(?:nobody|no[ -]one)\b[^,.]{0,8}$",
    re.IGNORECASE,
)
"""What is not done by anybody is no wish: “没一个能说清楚”, “nobody will fix it”."""
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ON_THE_DAY = re.compile(r"[了的 ]{0,2}(?:是|在|于|on|in|at)?(?: the)?\s?", re.IGNORECASE)
_ROLES = ("agent", "heir", "company")
LONGEST_PART = 30
LONGEST_CLAUSE = 120
"""Characters; a longer one is no sentence but everything in one breath."""
EVERYTHING_AT_ONCE = 40
"""Letters of a message that may have the wish in a sentence of its own."""
MOST_TIMES = 4
"""Of a message that tells the whole course."""
_IN_OWN_WORDS = frozenset(
    {
        FactName.COMPLAINANT_NAME,
        FactName.ON_BEHALF_OF,
        FactName.ORGANISATION,
        FactName.PRODUCT,
        FactName.BRANCH,
        FactName.SALESPERSON,
        FactName.DEMAND,
    }
)
"""Whatever a customer calls them, they are called."""


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
        facts[FactName.CONTACT] = _all_contacts(contacts, turn)
    for name in _ALWAYS:
        _put_last(facts, name, turn)
    if turn.intent in _SPEAKING_OF_THE_MATTER:
        for name in _OF_THE_MATTER:
            _put_last(facts, name, turn)
        demand = _demand(turn) if FactName.DEMAND in facts else _asked_for(turn)
        facts.pop(FactName.DEMAND, None)
        if demand:
            facts[FactName.DEMAND] = demand
        times = _times(turn)
        if times:
            facts[FactName.HAPPENED_AT] = (
                times[-1] if turn.intent == "correct" else joined(times[:MOST_TIMES], turn.language)
            )
    if turn.intent == "correct":
        facts = {**_put_right(turn), **facts}
    role = _role(turn)
    return {**facts, FactName.COMPLAINANT_ROLE: role} if role else facts


def _times(turn: Turn) -> list[str]:
    """When it happened. The day on which somebody died is not the day of the matter: where no
    other is told it stays with the words for it (“我爸上个月过世”)."""
    found = sorted((e for e in turn.entities if e.name == FactName.HAPPENED_AT.value), key=_place)
    deaths = [] if turn.is_payload else grief().bereaved.spans(turn.text)
    died = [(e, d) for e in found for d in deaths if _of_a_death(turn.text, e, d)]
    matter = [entity.value for entity in found if entity not in [e for e, _ in died]]
    told = [turn.text[min(d[0], e.start) : max(d[1], e.end)] for e, d in died]
    return list(dict.fromkeys(matter or told))


def _of_a_death(text: str, time: Entity, death: tuple[int, int]) -> bool:
    """Within the words for it (“我爸上个月过世”) or right after them (“passed away in May”)."""
    start, end = death
    inside = time.start < end and start < time.end
    return inside or (time.start >= end and bool(_ON_THE_DAY.fullmatch(text[end : time.start])))


def _role(turn: Turn) -> str | None:
    """As whom they complain; whoever has lost somebody near speaks as an heir unless they say
    otherwise (Order 3/2020 Art. 14)."""
    said = (role for role in _ROLES if turn.values(f"role_{role}"))
    bereaved = not turn.is_payload and grief().bereaved.found_in(turn.text)
    return next(said, "heir" if bereaved else None)


def story_told(turn: Turn) -> bool:
    """Whether the message tells enough of what happened (practice C5)."""
    enough = ENOUGH_WITH_A_CAUSE if turn.causes else ENOUGH_CONTENT
    if turn.text.isascii():
        if _only_fed_up(turn):
            return False
        enough = ENOUGH_LETTERS_WITH_A_CAUSE if turn.causes else ENOUGH_LETTERS
    return turn.complains and content_length(turn) >= enough


def account_given(turn: Turn) -> bool:
    """Whether a calm message tells so much, beside a question about the record, that it is more
    than an answer gone wrong (“he signed a note for me and said the invoice would follow”)."""
    enough = ACCOUNT_LETTERS if turn.text.isascii() else ACCOUNT_CONTENT
    calm = turn.intent == "inform" and turn.asked in ASKED_IN_ORDER
    return calm and content_length(turn) >= enough


def _only_fed_up(turn: Turn) -> bool:
    """“I am so done with you people”: a sentence that says no more than that patience is gone."""
    quotes = [s.quote for s in turn.signals if s.name is SignalName.LOST_PATIENCE]
    vague = set(turn.causes) <= {Cause.SERVICE, Cause.OTHER}
    return vague and any(
        content_length(replace(turn, text=quote)) >= content_length(turn) for quote in quotes
    )


def lies_ahead(turn: Turn, today: date) -> bool:
    """Whether all the days that the message names are still to come: nothing that is complained
    of lies there."""
    starts = [
        str(entity.normalised["start"])
        for entity in turn.entities
        if entity.name == FactName.HAPPENED_AT.value and isinstance(entity.normalised, dict)
    ]
    starts = [start for start in starts if start != "None"] or _YEAR.findall(turn.text)
    if not starts:
        return phrase_book().to_come.found_in(turn.text)
    return all(start > today.isoformat() for start in starts)


def fields_named(turn: Turn) -> list[FactName]:
    """The parts of the record that the customer names, by words or by a button."""
    if not turn.is_payload:
        named = record_words().named_in(turn.text)
        return [name for name in named if name in FIELD_QUESTIONS]
    return [name for name in FIELD_QUESTIONS if name.value in turn.values("field")]


def _put_right(turn: Turn) -> dict[FactName, str]:
    """“名字写错了，是张晓丽”: the one part that a correction names, with the value it gives."""
    named, value = fields_named(turn), record_words().value_in(turn.text)
    if len(named) != 1 or named[0] not in _IN_OWN_WORDS or value is None:
        return {}
    return {named[0]: value} if content_length(replace(turn, text=value)) <= LONGEST_PART else {}


def _own_contacts(turn: Turn) -> list[str]:
    others = [entity for entity in turn.entities if entity.name == "others_contact"]
    own = [e for e in turn.entities if e.name == "contact" and not _within(e, others)]
    return [entity.value for entity in sorted(own, key=lambda e: e.start)]


def _all_contacts(contacts: list[str], turn: Turn) -> str:
    """All of them; of a correction (“not 138…, it is 139…”) the last."""
    several = list(dict.fromkeys(contacts))
    return several[-1] if turn.intent == "correct" else joined(several, turn.language)


def _within(entity: Entity, others: list[Entity]) -> bool:
    return any(entity.overlaps(other) for other in others)


def _put_last(facts: dict[FactName, str], name: FactName, turn: Turn) -> None:
    values = turn.values(name.value)
    if values:
        facts[name] = values[-1].strip()


def _demand(turn: Turn) -> str:
    """The clauses in which it is said: “赔我” alone would not tell what. To be rung up is how they
    want to hear of it, and a demand only where it is the only one. Empty where it stands in a
    story without an end, as people dictate it: then it is asked for."""
    said = sorted((e for e in turn.entities if e.name == FactName.DEMAND.value), key=_place)
    said = [e for e in said if not _NOBODY.search(turn.text, 0, e.start)]
    wanted = [e for e in said if e.normalised != _REPLY] or said
    all_clauses = dict.fromkeys(_clause(turn.text, entity) for entity in wanted)
    clauses = [clause for clause in all_clauses if len(clause) <= LONGEST_CLAUSE]
    return ("; " if all(clause.isascii() for clause in clauses) else "；").join(clauses)


def _asked_for(turn: Turn) -> str:
    """The sentence that asks, of somebody who tells everything at once (“请在一周内给出结论”)."""
    if not turn.is_complaint or content_length(turn) < EVERYTHING_AT_ONCE:
        return ""
    sentences = [sentence.strip() for sentence in _SENTENCE_END.split(turn.text)]
    asking = [s for s in sentences[1:] if phrase_book().asks_for.found_in(s)]
    return asking[-1] if asking and len(asking[-1]) <= LONGEST_CLAUSE else ""


def _place(entity: Entity) -> int:
    return entity.start


def _clause(text: str, entity: Entity) -> str:
    before = [m.end() for m in _CLAUSE_END.finditer(text, 0, entity.start)]
    after = _CLAUSE_END.search(text, entity.end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)].strip()
