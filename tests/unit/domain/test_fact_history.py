"""What the facts said, and why they changed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.domain.case import Fact, FactName
from bot.domain.fact_history import FactChange, fact_changes
from bot.domain.ids import AgentId, CaseId, ConversationId
from bot.domain.overruling import Judgement, Label

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)


def _label(what: Judgement, name: str, at: datetime) -> Label:
    return Label(
        *(CaseId("k"), ConversationId("c"), 1, what, "a", "b", "问过客户", AgentId("li")),
        at=at,
        seq=3,
        name=name,
    )


def test_each_value_names_the_one_before_it_and_the_reason_of_whoever_changed_it() -> None:
    later = NOW + timedelta(minutes=1)
    history = [
        Fact(FactName.PRODUCT, "a", NOW, seq=1),
        Fact(FactName.AMOUNT, "两万", NOW, seq=1),
        Fact(FactName.PRODUCT, "b", later, recorded_by="li"),
    ]
    labels = [
        _label(Judgement.FACT, "product", later),
        _label(Judgement.FACT, "amount", later),
        _label(Judgement.CAUSE, "", later),
    ]
    assert fact_changes(history, labels) == (
        FactChange(FactName.PRODUCT, "", "a", NOW, "bot", 1),
        FactChange(FactName.AMOUNT, "", "两万", NOW, "bot", 1),
        FactChange(FactName.PRODUCT, "a", "b", later, "li", None, "问过客户"),
    )
