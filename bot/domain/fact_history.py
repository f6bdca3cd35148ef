"""What the facts of a case said before, and why people changed them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Fact, FactName
from bot.domain.overruling import Judgement, Label


@dataclass(frozen=True)
class FactChange:
    """A fact came to say `value`; before it was `was`. Empty where it said nothing. `by` is `bot`
    or an agent's id, who also says `why`. `seq`: the customer's message it was read from."""

    name: FactName
    was: str
    value: str
    at: datetime
    by: str
    seq: int | None = None
    why: str = ""


def fact_changes(history: Iterable[Fact], labels: Iterable[Label]) -> tuple[FactChange, ...]:
    """`history` oldest first, and so is the result."""
    reasons = {
        (label.name, str(label.made_by), label.at): label.why
        for label in labels
        if label.what is Judgement.FACT
    }
    stood: dict[FactName, str] = {}
    changes = []
    for fact in history:
        why = reasons.get((fact.name.value, fact.recorded_by, fact.recorded_at), "")
        was = stood.get(fact.name, "")
        changes.append(
            FactChange(
                fact.name, was, fact.value, fact.recorded_at, fact.recorded_by, fact.seq, why
            )
        )
        stood[fact.name] = fact.value
    return tuple(changes)
