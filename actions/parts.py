"""Answers to questions about one part of the record: a name, a place, an amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.reading import LONGEST_PART, content_length, facts_said
from actions.turn import Turn
from bot.domain.case import FactName
from bot.domain.dialogue.questions import Question
from bot.scripts.phrases import phrase_book

_OF_THE_COMPLAINANT = frozenset({FactName.COMPLAINANT_NAME, FactName.COMPLAINANT_ROLE})
_Reader = Callable[[Turn], Mapping[FactName, str]]


def _part(name: FactName, could_be: Callable[[str], bool] = bool) -> _Reader:
    """A reader of what was found under this name, else of a few words of which `could_be` holds
    and that state no other fact."""

    def read(turn: Turn) -> Mapping[FactName, str]:
        found = turn.values(name.value)
        if found:
            return {name: found[-1].strip()}
        few = 0 < content_length(turn) <= LONGEST_PART
        other = facts_said(turn).keys() - {name}
        return {name: turn.text.strip()} if few and not other and could_be(turn.text) else {}

    return read


def _number_in(text: str) -> bool:
    """Whether there is a digit or a Chinese numeral."""
    return any(letter.isnumeric() for letter in text)


def gives_own_name(turn: Turn) -> bool:
    """“我叫陈小美”, whoever it is that was asked for."""
    return phrase_book().own_name.found_in(turn.text)


def _on_behalf_of(turn: Turn) -> Mapping[FactName, str]:
    """Somebody else's name: whatever is taken for the customer's own is theirs."""
    few = 0 < content_length(turn) <= LONGEST_PART and not gives_own_name(turn)
    other = facts_said(turn).keys() - _OF_THE_COMPLAINANT
    return {FactName.ON_BEHALF_OF: turn.text.strip()} if few and not other else {}


def _role(turn: Turn) -> Mapping[FactName, str]:
    """As whom they complain: `agent`, `heir`, `company` or `self`."""
    said = facts_said(turn).get(FactName.COMPLAINANT_ROLE)
    named = said or phrase_book().role_named(turn.text)
    return {FactName.COMPLAINANT_ROLE: named} if named else {}


PARTS: Mapping[Question | None, _Reader] = {
    Question.COMPLAINANT_ROLE: _role,
    Question.ON_BEHALF_OF: _on_behalf_of,
    Question.ORGANISATION: _part(FactName.ORGANISATION),
    Question.PRODUCT: _part(FactName.PRODUCT),
    Question.BRANCH: _part(FactName.BRANCH),
    Question.SALESPERSON: _part(FactName.SALESPERSON),
    Question.AMOUNT: _part(FactName.AMOUNT, _number_in),
    Question.PURCHASE_CHANNEL: _part(FactName.PURCHASE_CHANNEL),
}
"""Readers by question."""
