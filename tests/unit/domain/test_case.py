"""The complaint record: completeness, states, numbers (practice C1–C13, V1)."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest

from bot.domain.case import (
    Case,
    CaseState,
    Fact,
    FactName,
    case_number,
    missing,
)
from bot.domain.errors import StateConflict
from bot.domain.ids import CaseId, ConversationId

AT = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
CASE = Case(CaseId("k"), ConversationId("c"), 1, AT, AT)


def _facts(*names: FactName) -> list[Fact]:
    return [Fact(name, "…", AT) for name in names]


def test_everything_is_missing_at_first_in_asking_order() -> None:
    first, *_ = missing([])
    assert first == {FactName.WHAT_HAPPENED}
    assert len(missing([])) == 6


def test_a_reason_stands_in_for_the_policy_number() -> None:
    known = _facts(*(set(FactName) - {FactName.POLICY_NUMBER}))
    assert missing(known) == ()


def test_a_draft_and_an_abandoned_draft_can_be_filed_and_nothing_else() -> None:
    for state in CaseState:
        case = Case(CaseId("k"), ConversationId("c"), 1, AT, AT, state=state)
        if state in (CaseState.DRAFT, CaseState.ABANDONED):
            assert case.file("QT20261121-0001", AT).state is CaseState.FILED
        else:
            with pytest.raises(StateConflict, match=state.value):
                case.file("QT20261121-0001", AT)


def test_an_ended_case_cannot_end_again() -> None:
    ended = CASE.end(CaseState.WITHDRAWN, AT)
    with pytest.raises(StateConflict, match="withdrawn already"):
        ended.end(CaseState.CLOSED, AT)


def test_an_ended_case_is_open_again_as_what_it_was_and_a_duplicate_is_not() -> None:
    filed = CASE.file("QT20261121-0001", AT)
    for before, ended in ((CASE, CaseState.WITHDRAWN), (filed, CaseState.CLOSED)):
        assert before.end(ended, AT).reopen(AT) == before
        assert before.reopen(AT) is before
    with pytest.raises(StateConflict, match="merged"):
        filed.end(CaseState.MERGED, AT).reopen(AT)


def test_a_number_is_readable_and_sorts_by_day_and_count() -> None:
    assert case_number(date(2026, 11, 21), 7) == "QT20261121-0007"
    assert case_number(date(2026, 11, 21), 12345) == "QT20261121-12345"
