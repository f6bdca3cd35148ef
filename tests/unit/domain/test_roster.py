"""Who can take one more conversation."""

from __future__ import annotations

import pytest

from bot.domain.ids import AgentId
from bot.domain.policy import parse_queue_policy
from bot.domain.staff import PresenceState, Roster

LI, WANG, ZHAO = AgentId("li"), AgentId("wang"), AgentId("zhao")
STATES = {LI: PresenceState.AVAILABLE, WANG: PresenceState.BUSY, ZHAO: PresenceState.AWAY}


def test_only_those_who_say_so_and_have_a_hand_free_are_available() -> None:
    assert Roster(STATES, {}, 2).available == 1
    assert Roster(STATES, {LI: 1}, 2).available == 1
    full = Roster(STATES, {LI: 2}, 2)
    assert (full.available, full.state(LI)) == (0, PresenceState.BUSY)
    assert full.state(ZHAO) is PresenceState.AWAY
    assert full.state(AgentId("nobody")) is None


def test_somebodys_own_capacity_goes_before_everybodys() -> None:
    roster = Roster({LI: PresenceState.AVAILABLE}, {LI: 2}, 2, {LI: 3})
    assert (roster.capacity_of(LI), roster.capacity_of(WANG)) == (3, 2)
    assert roster.state(LI) is PresenceState.AVAILABLE
    assert Roster({LI: PresenceState.AVAILABLE}, {LI: 1}, 2, {LI: 1}).available == 0


def test_the_capacity_must_be_a_whole_number() -> None:
    data = {"minutes_per_conversation": 5, "minutes_until_staffed": 5, "new_round_priority": 0}
    with pytest.raises(ValueError, match=r"queue\.yml: conversations_at_once"):
        parse_queue_policy({**data, "conversations_at_once": 0})
