"""Signals: evidence that a complaint may become a major one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class SignalName(str, Enum):
    """Evidence that a complaint may become major (practice O, P, Q)."""

    REGULATOR = "regulator"
    MEDIA = "media"
    LEGAL = "legal"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    GROUP = "group"
    REPEAT = "repeat"
    VIP = "vip"
    INFLUENCER = "influencer"
    EXCESSIVE_DEMAND = "excessive_demand"
    STAFF_FRAUD = "staff_fraud"
    LOST_PATIENCE = "lost_patience"


class SignalSource(str, Enum):
    """Where a signal comes from: the customer's words, our record, or a person who overruled."""

    WORDS = "words"
    RECORD = "record"
    PERSON = "person"


@dataclass(frozen=True)
class Signal:
    """One piece of evidence. `quote`: the customer's own words in message `seq`, or, from the
    record, what stands there (numbers of earlier cases)."""

    name: SignalName
    score: float
    quote: str
    hard: bool = False
    message_id: str | None = None
    seq: int | None = None
    source: SignalSource = SignalSource.WORDS
