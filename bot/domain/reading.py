"""What is read from one message: intent, cause, anger and topic (docs/labelling.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from bot.domain.signals import SignalName


class Intent(str, Enum):
    """What the customer does with a message."""

    COMPLAIN = "complain"
    ASK_HOW_TO_COMPLAIN = "ask_how_to_complain"
    ASK_HUMAN = "ask_human"
    ASK_STATUS = "ask_status"
    ASK_PRODUCT = "ask_product"
    INFORM = "inform"
    AFFIRM = "affirm"
    DENY = "deny"
    CORRECT = "correct"
    DONT_KNOW = "dont_know"
    GREET = "greet"
    THANK = "thank"
    GOODBYE = "goodbye"
    WITHDRAW = "withdraw"
    RESTART = "restart"
    REPORT_VIOLATION = "report_violation"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    ASK_BOT = "ask_bot"
    CHANGE_LANGUAGE = "change_language"
    OUT_OF_SCOPE = "out_of_scope"


class Cause(str, Enum):
    """What a complaint is about (practice L and the regulator's classes)."""

    CLAIM = "claim"
    MIS_SELLING = "mis_selling"
    SURRENDER = "surrender"
    FEE = "fee"
    SERVICE = "service"
    RENEWAL = "renewal"
    POLICY_ADMIN = "policy_admin"
    INVESTMENT_RETURN = "investment_return"
    STAFF_FRAUD = "staff_fraud"
    PRIVACY = "privacy"
    SYSTEM = "system"
    OTHER = "other"


SEVERAL = "several"
"""What scripts call the cause of a message about many things at once."""


class Topic(str, Enum):
    """What a question is about, so that the right answer can be given."""

    SURRENDER = "surrender"
    CLAIM = "claim"
    COVERAGE = "coverage"
    PREMIUM = "premium"
    RENEWAL = "renewal"
    POLICY_CHANGE = "policy_change"
    RETURNS = "returns"
    BUYING = "buying"
    CONTACT = "contact"
    RULES = "rules"


class Anger(IntEnum):
    """How angry the words as written are (practice J)."""

    NONE = 0
    DISSATISFIED = 1
    ANNOYED = 2
    ANGRY = 3
    FURIOUS = 4


@dataclass(frozen=True)
class Reading:
    """The judgement of one message, by a person (a label) or by the model.

    `causes`: the main one first. `signals`: the customer's own words per signal.
    """

    intent: Intent
    complaint: bool
    anger: Anger = Anger.NONE
    causes: tuple[Cause, ...] = ()
    topic: Topic | None = None
    signals: Mapping[SignalName, str] = field(default_factory=dict)
