"""When two cases may be made one, and what similar cases are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.case import Case, CaseState, FactName, Level
from bot.domain.errors import InvalidInput, StateConflict
from bot.domain.ids import AgentId, CaseId, ConversationId
from bot.domain.reading import Cause
from bot.domain.relations import Merge, merge, similar, unmerge

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
LATER = NOW + timedelta(hours=1)


def _case(name: str, state: CaseState = CaseState.FILED, **more: object) -> Case:
    case = Case(CaseId(name), ConversationId(f"c-{name}"), 1, NOW, NOW, state=state)
    return replace(case, **more)  # type: ignore[arg-type]


def test_the_duplicate_is_closed_and_the_other_is_never_less_urgent() -> None:
    duplicate = _case("a", CaseState.DRAFT, level=Level.MAJOR, priority=70)
    gone, stays = merge(duplicate, _case("b"), has_merged=False, at=LATER)
    assert (gone.state, gone.ended_at) == (CaseState.MERGED, LATER)
    assert (stays.state, stays.level, stays.priority) == (CaseState.FILED, Level.MAJOR, 70)
    ordinary = merge(
        _case("a"), _case("b", level=Level.MAJOR, priority=9), has_merged=False, at=NOW
    )
    assert (ordinary[1].level, ordinary[1].priority) == (Level.MAJOR, 9)


def test_what_was_merged_comes_back_as_it_was() -> None:
    closed = _case("a", CaseState.CLOSED, ended_at=NOW)
    gone, stays = merge(closed, _case("b", CaseState.CLOSED), has_merged=False, at=LATER)
    made = Merge(gone.id, stays.id, closed.state, closed.ended_at, AgentId("li"), LATER, "同一件")
    assert unmerge(gone, made, LATER) == replace(closed, updated_at=LATER)


@pytest.mark.parametrize(
    ("case", "into", "has_merged", "says"),
    [
        (_case("a", CaseState.MERGED), _case("b"), False, "merged already"),
        (_case("a"), _case("b", CaseState.MERGED), False, "the one that stayed"),
        (_case("a"), _case("b"), True, "the other way round"),
        (_case("a"), _case("b", CaseState.CLOSED), False, "the open one must stay"),
        (_case("a", CaseState.DRAFT), _case("b", CaseState.WITHDRAWN), False, "must stay"),
    ],
)
def test_what_would_hide_an_open_complaint_is_refused(
    case: Case, into: Case, has_merged: bool, says: str
) -> None:
    with pytest.raises(StateConflict, match=says):
        merge(case, into, has_merged=has_merged, at=NOW)


def test_a_case_is_no_duplicate_of_itself() -> None:
    with pytest.raises(InvalidInput) as caught:
        merge(_case("a"), _case("a"), has_merged=False, at=NOW)
    assert caught.value.field == "into"


def test_similar_cases_are_those_of_others_that_share_the_most() -> None:
    case = _case("a", causes=(Cause.CLAIM, Cause.SERVICE))
    product, both = frozenset({FactName.PRODUCT}), frozenset({FactName.PRODUCT, FactName.BRANCH})
    others = {
        CaseId("old"): _case("old"),
        CaseId("new"): _case("new", created_at=LATER, causes=(Cause.SERVICE,)),
        CaseId("cause"): _case("cause", causes=(Cause.CLAIM,)),
        CaseId("both"): _case("both"),
        CaseId("own"): _case("own", conversation_id=case.conversation_id),
    }
    sharing = {one: both if one == "both" else product for one in others}
    found = similar(case, others, sharing)
    assert [one.case.id for one in found[2:]] == ["new", "old"]
    assert {one.case.id: one.shared for one in found[:2]} == {
        "cause": ("product", "cause"),
        "both": ("product", "branch"),
    }
