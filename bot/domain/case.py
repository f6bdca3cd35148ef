"""The complaint record (投诉件): facts with provenance, completeness, state, number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from bot.domain.errors import StateConflict
from bot.domain.ids import CaseId, ConversationId, MessageId
from bot.domain.reading import Cause


class FactName(str, Enum):
    """The elements that a complaint record must or may have.

    Required ones follow Order 3/2020 Art. 13 and practice rows C1–C6, C9; `on_behalf_of` and
    `organisation` are for whom an agent, an heir or a company complains (Art. 14).
    """

    WHAT_HAPPENED = "what_happened"
    HAPPENED_AT = "happened_at"
    DEMAND = "demand"
    POLICY_NUMBER = "policy_number"
    COMPLAINANT_NAME = "complainant_name"
    CONTACT = "contact"
    ID_NUMBER = "id_number"
    COMPLAINANT_ROLE = "complainant_role"
    ON_BEHALF_OF = "on_behalf_of"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    AMOUNT = "amount"
    BRANCH = "branch"
    SALESPERSON = "salesperson"
    PURCHASE_CHANNEL = "purchase_channel"
    INCIDENT = "incident"
    CUSTOMER_ID = "customer_id"


IDENTIFYING_FACTS = frozenset({FactName.CONTACT, FactName.POLICY_NUMBER, FactName.CUSTOMER_ID})
"""Facts whose personal values say who or which policy it is."""

REQUIRED_FACTS: tuple[frozenset[FactName], ...] = (
    frozenset({FactName.WHAT_HAPPENED}),
    frozenset({FactName.HAPPENED_AT}),
    frozenset({FactName.DEMAND}),
    frozenset({FactName.POLICY_NUMBER, FactName.CONTACT, FactName.ID_NUMBER, FactName.CUSTOMER_ID}),
    frozenset({FactName.COMPLAINANT_NAME}),
    frozenset({FactName.CONTACT}),
)
"""In asking order; any one member of a group satisfies it (bot/domain/dialogue/questions.py)."""


class CaseState(str, Enum):
    """draft → filed → closed/withdrawn; an untouched draft becomes abandoned, never lost. A person
    may close a duplicate as merged into another case, and give it back."""

    DRAFT = "draft"
    ABANDONED = "abandoned"
    FILED = "filed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    MERGED = "merged"


ENDED = frozenset({CaseState.WITHDRAWN, CaseState.CLOSED, CaseState.MERGED})
"""States after which a new complaint is a new case."""

OF_THE_CUSTOMER = frozenset(
    {
        FactName.POLICY_NUMBER,
        FactName.COMPLAINANT_NAME,
        FactName.CONTACT,
        FactName.ID_NUMBER,
        FactName.COMPLAINANT_ROLE,
        FactName.ON_BEHALF_OF,
        FactName.ORGANISATION,
        FactName.CUSTOMER_ID,
    }
)
"""What stays true from round to round, so that nobody has to say it twice (practice O3)."""


class Level(str, Enum):
    """Ordinary or major complaint (practice G5, G6)."""

    ORDINARY = "ordinary"
    MAJOR = "major"


@dataclass(frozen=True)
class Fact:
    """One element with where it comes from.

    `value` is tokenised text. `message_id`/`seq` name the customer's message that it was
    read from (None where an agent typed it). `recorded_by` is `bot` or an agent's id.
    """

    name: FactName
    value: str
    recorded_at: datetime
    recorded_by: str = "bot"
    message_id: MessageId | None = None
    seq: int | None = None


@dataclass(frozen=True)
class Case:
    """One complaint: one per episode of a conversation.

    `ended_at` is when it was closed or withdrawn; `previous_case_id` the case of an earlier
    episode of which this one is the next round.
    `causes`: the main one first. `anger`: that of the angriest message, 0 to 4.
    """

    id: CaseId
    conversation_id: ConversationId
    episode: int
    created_at: datetime
    updated_at: datetime
    state: CaseState = CaseState.DRAFT
    number: str | None = None
    level: Level = Level.ORDINARY
    priority: int = 0
    filed_at: datetime | None = None
    ended_at: datetime | None = None
    previous_case_id: CaseId | None = None
    facts: tuple[Fact, ...] = ()
    causes: tuple[Cause, ...] = ()
    anger: int = 0

    def fact(self, name: FactName) -> Fact | None:
        """The fact in force under this name."""
        return next((fact for fact in self.facts if fact.name is name), None)

    def file(self, number: str, at: datetime) -> Case:
        """Give it its number. Raises StateConflict where it is past filing."""
        if self.state not in (CaseState.DRAFT, CaseState.ABANDONED):
            raise StateConflict(f"The case is {self.state.value} and cannot be filed again.")
        return replace(self, state=CaseState.FILED, number=number, filed_at=at, updated_at=at)

    def end(self, state: CaseState, at: datetime) -> Case:
        """Close or withdraw it. Raises StateConflict where it has ended already."""
        if self.state in ENDED:
            raise StateConflict(f"The case is {self.state.value} already.")
        return replace(self, state=state, ended_at=at, updated_at=at)

    def reopen(self, at: datetime) -> Case:
        """Open again after it was closed or withdrawn, under its number; one that is open stays as
        it is. Raises StateConflict where it was merged into another."""
        if self.state is CaseState.MERGED:
            raise StateConflict("The case is merged into another; undo that first.")
        if self.state not in ENDED:
            return self
        state = CaseState.FILED if self.number else CaseState.DRAFT
        return replace(self, state=state, ended_at=None, updated_at=at)


@dataclass(frozen=True)
class CaseLink:
    """How one names another case; without a number where it was never filed."""

    id: CaseId
    number: str | None


def missing(facts: Iterable[Fact]) -> tuple[frozenset[FactName], ...]:
    """The required groups of which no member is known, in asking order (practice C12)."""
    known = {fact.name for fact in facts}
    return tuple(group for group in REQUIRED_FACTS if not group & known)


_CASE_NUMBER = re.compile(r"QT[ -]?(\d{8})[ -]?(\d{4,})", re.IGNORECASE)


def case_number_in(text: str) -> str | None:
    """The case number that the text names, as we write it; None where there is none."""
    found = _CASE_NUMBER.search(text)
    return f"QT{found[1]}-{found[2]}" if found else None


def case_number(day: date, count: int) -> str:
    """`QT20261121-0007`: the day of filing where the company is, and the count of that day."""
    return f"QT{day:%Y%m%d}-{count:04d}"
