"""Who gets a waiting conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.assignment import (
    Assignment,
    AssignmentId,
    AssignmentState,
    Candidate,
    Work,
    blocked,
    choose,
    paused,
)
from bot.domain.ids import AgentId, ConversationId, TeamId
from bot.domain.placement import ANYTHING, Placement
from bot.domain.scenario import Scenario

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=timezone.utc)
CHINESE = Work("zh-Hans")


def _one(
    name: str, placement: Placement = ANYTHING, load: int = 0, capacity: int = 2, idle: int = 0
) -> Candidate:
    """`idle`: minutes since the last change of hands; 0: none of late."""
    since = NOW - timedelta(minutes=idle) if idle else None
    return Candidate(AgentId(name), placement, load, capacity, since)


def test_nobody_gets_more_than_they_can_take() -> None:
    assert choose(CHINESE, [_one("li", load=2)]) is None
    assert choose(CHINESE, [_one("li", load=2, capacity=3)]) == "li"
    assert choose(CHINESE, []) is None


def test_the_least_loaded_for_their_capacity_comes_first_then_the_longest_idle() -> None:
    half, third = _one("half", load=1, capacity=2, idle=9), _one("third", load=1, capacity=3)
    assert choose(CHINESE, [half, third]) == "third"
    recent, long, never = _one("recent", idle=1), _one("long", idle=30), _one("never")
    assert choose(CHINESE, [recent, long]) == "long"
    assert choose(CHINESE, [recent, long, never]) == "never"
    assert choose(CHINESE, [_one("b"), _one("a")]) == "a"  # every server decides alike


@pytest.mark.parametrize("any_skill", [False, True])
def test_the_language_always_counts(any_skill: bool) -> None:
    english = _one("li", Placement(languages=("en",)))
    assert choose(CHINESE, [english], any_skill=any_skill) is None
    assert choose(Work("en"), [english], any_skill=any_skill) == "li"


@pytest.mark.parametrize("any_skill", [False, True])
def test_what_waits_for_a_team_goes_to_its_members_only(any_skill: bool) -> None:
    claims, sales = TeamId("claims"), TeamId("sales")
    people = [_one("a"), _one("b", Placement(sales)), _one("c", Placement(claims), load=1)]
    work = Work("zh-Hans", team_id=claims)
    assert choose(work, people, any_skill=any_skill) == "c"
    assert choose(work, people[:2], any_skill=any_skill) is None


def test_whoever_names_the_scenario_or_the_product_comes_before_whoever_takes_anything() -> None:
    work = Work("zh-Hans", "health", Scenario.MEDIA)
    anything = _one("a", idle=60)
    media = _one("b", Placement(scenarios=(Scenario.MEDIA,)), load=1)
    both = _one("c", Placement(scenarios=(Scenario.MEDIA,), product_lines=("health",)), load=1)
    assert choose(work, [anything, media]) == "b"
    assert choose(work, [anything, media, both]) == "c"
    assert choose(CHINESE, [anything, media, both]) == "a"


def test_those_limited_to_something_else_count_only_after_a_while() -> None:
    motor = _one("li", Placement(product_lines=("motor",)))
    vip = _one("wang", Placement(scenarios=(Scenario.VIP,)), load=1)
    work = Work("zh-Hans", "health", Scenario.MEDIA)
    assert choose(work, [motor, vip]) is None
    assert choose(work, [motor, vip], any_skill=True) == "li"
    assert choose(Work("zh-Hans"), [motor]) == "li"  # nothing is known that speaks against it


def _past(state: AssignmentState, minutes: int, agent: str = "li") -> Assignment:
    ended = NOW - timedelta(minutes=minutes)
    conversation, agent_id = ConversationId("c"), AgentId(agent)
    return Assignment(AssignmentId("1"), conversation, agent_id, 1, ended, ended, state, ended)


@pytest.mark.parametrize(
    ("state", "is_blocked", "is_paused"),
    [
        (AssignmentState.REFUSED, True, False),
        (AssignmentState.MISSED, True, True),
        (AssignmentState.RETURNED, True, False),
        (AssignmentState.ACCEPTED, False, False),
        (AssignmentState.DROPPED, False, False),
    ],
)
def test_who_gave_it_up_does_not_get_it_again_at_once(
    state: AssignmentState, is_blocked: bool, is_paused: bool
) -> None:
    since = NOW - timedelta(minutes=10)
    pairs: Sequence[tuple[str, str]] = [("c", "li")] if is_blocked else []
    assert blocked([_past(state, 10)], since) == set(pairs)
    assert paused([_past(state, 10)], since) == ({"li"} if is_paused else set())
    assert blocked([_past(state, 11)], since) == set()
    assert paused([_past(state, 11)], since) == set()
