"""The questions that may be asked, in which order, and when each is settled.

Order 3/2020 Art. 13 allows no more than name, identity, contact, the institution, demand and
facts, and nothing that the company can look up: so a policy number or a phone first, an identity
number only where neither identifies the customer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from bot.domain.case import FactName


class Question(str, Enum):
    """What the customer is being asked; the value of the slot `asked`."""

    WHAT_HAPPENED = "what_happened"
    HAPPENED_AT = "happened_at"
    DEMAND = "demand"
    IDENTITY = "identity"
    CONTACT = "contact"
    ID_NUMBER = "id_number"
    COMPLAINANT_NAME = "complainant_name"
    COMPLAINANT_ROLE = "complainant_role"
    ON_BEHALF_OF = "on_behalf_of"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    AMOUNT = "amount"
    BRANCH = "branch"
    SALESPERSON = "salesperson"
    PURCHASE_CHANNEL = "purchase_channel"
    CONFIRMED = "confirmed"
    WHICH_FIELD = "which_field"
    WITHDRAWAL = "withdrawal"
    CALLBACK = "callback"
    CALLBACK_CONTACT = "callback_contact"
    CLARIFY_DEMAND = "clarify_demand"


ABOUT_A_CALL = frozenset({Question.CALLBACK, Question.CALLBACK_CONTACT})
"""When to call back and at which number: no part of the complaint."""

ASKED_IN_ORDER: tuple[Question, ...] = (
    Question.WHAT_HAPPENED,
    Question.HAPPENED_AT,
    Question.PRODUCT,
    Question.BRANCH,
    Question.SALESPERSON,
    Question.AMOUNT,
    Question.PURCHASE_CHANNEL,
    Question.DEMAND,
    Question.COMPLAINANT_ROLE,
    Question.ON_BEHALF_OF,
    Question.ORGANISATION,
    Question.IDENTITY,
    Question.CONTACT,
    Question.ID_NUMBER,
    Question.COMPLAINANT_NAME,
)
"""All that ask for a fact."""

ASKED_OF_EVERYBODY = frozenset(
    {
        Question.WHAT_HAPPENED,
        Question.HAPPENED_AT,
        Question.DEMAND,
        Question.IDENTITY,
        Question.CONTACT,
        Question.ID_NUMBER,
        Question.COMPLAINANT_NAME,
    }
)
ASKED_OF_ROLE: Mapping[str, Question] = {
    "agent": Question.ON_BEHALF_OF,
    "heir": Question.ON_BEHALF_OF,
    "company": Question.ORGANISATION,
}
"""For whom they complain (Order 3/2020 Art. 14), by the fact `complainant_role`."""

_WHO = frozenset(
    {FactName.POLICY_NUMBER, FactName.CONTACT, FactName.ID_NUMBER, FactName.CUSTOMER_ID}
)

FIELD_QUESTIONS: Mapping[FactName, Question] = {
    FactName.WHAT_HAPPENED: Question.WHAT_HAPPENED,
    FactName.HAPPENED_AT: Question.HAPPENED_AT,
    FactName.DEMAND: Question.DEMAND,
    FactName.POLICY_NUMBER: Question.IDENTITY,
    FactName.CONTACT: Question.CONTACT,
    FactName.COMPLAINANT_NAME: Question.COMPLAINANT_NAME,
    FactName.ID_NUMBER: Question.ID_NUMBER,
    FactName.COMPLAINANT_ROLE: Question.COMPLAINANT_ROLE,
    FactName.ON_BEHALF_OF: Question.ON_BEHALF_OF,
    FactName.ORGANISATION: Question.ORGANISATION,
    FactName.PRODUCT: Question.PRODUCT,
    FactName.AMOUNT: Question.AMOUNT,
    FactName.BRANCH: Question.BRANCH,
    FactName.SALESPERSON: Question.SALESPERSON,
    FactName.PURCHASE_CHANNEL: Question.PURCHASE_CHANNEL,
}
"""Which question asks a part of the record anew."""

ANSWERED_BY: Mapping[Question, frozenset[FactName]] = {
    **{question: frozenset({name}) for name, question in FIELD_QUESTIONS.items()},
    Question.IDENTITY: _WHO,
    Question.ID_NUMBER: _WHO,
    Question.CLARIFY_DEMAND: frozenset({FactName.DEMAND}),
}
"""Any of these facts answers it."""

CHANGES_THE_RECORD = frozenset({*FIELD_QUESTIONS.values(), Question.WHICH_FIELD})
"""Questions by whose answers a filed complaint is corrected."""


def next_question(
    known: Collection[FactName],
    given_up: Collection[Question],
    reopened: Collection[Question] = (),
    among: Collection[Question] = ASKED_OF_EVERYBODY,
) -> Question | None:
    """The first question that is open; None when nothing is left to ask.

    `reopened` questions come first and are open although their fact is known. `among`: the only
    ones that may be asked.
    """
    for question in ASKED_IN_ORDER:
        if question in reopened:
            return question
    for question in ASKED_IN_ORDER:
        if question not in among or question in given_up or ANSWERED_BY[question] & set(known):
            continue
        if question is Question.CONTACT and not _worth_asking_contact(known, given_up):
            continue
        return question
    return None


def _worth_asking_contact(known: Collection[FactName], given_up: Collection[Question]) -> bool:
    """Whoever would give neither policy number nor phone was asked for a phone already."""
    identified = {FactName.POLICY_NUMBER, FactName.CUSTOMER_ID} & set(known)
    return bool(identified) or Question.IDENTITY not in given_up
