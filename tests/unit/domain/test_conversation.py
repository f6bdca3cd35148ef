"""Ownership: which moves there are, and that each raises the version by one."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.domain.conversation import ALLOWED_MOVES, Conversation, HandoffReason, Owner
from bot.domain.errors import OwnershipConflict
from bot.domain.ids import AgentId, ConversationId

AT = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
AGENT = AgentId("agent-1")


def _conversation(owner: Owner) -> Conversation:
    return Conversation(ConversationId("c"), "web", "ref", AT, AT, owner=owner, owner_version=7)


def _moved(conversation: Conversation, to: Owner) -> Conversation:
    moves = {
        Owner.QUEUE: lambda: conversation.queue_for_human(
            HandoffReason.CUSTOMER_ASKED, 10, AT, promised_at=AT
        ),
        Owner.AGENT: lambda: conversation.give_to_agent(AGENT, AT),
        Owner.BOT: lambda: conversation.give_to_bot(AT),
        Owner.CLOSED: lambda: conversation.close(AT),
    }
    return moves[to]()


@pytest.mark.parametrize("start", Owner)
@pytest.mark.parametrize("to", Owner)
def test_only_the_listed_moves_are_possible_and_each_raises_the_version_by_one(
    start: Owner, to: Owner
) -> None:
    conversation = _conversation(start)
    if to not in ALLOWED_MOVES[start]:
        with pytest.raises(OwnershipConflict, match=f"from {start.value} to {to.value}"):
            _moved(conversation, to)
        return
    moved = _moved(conversation, to)
    assert (moved.owner, moved.owner_version, moved.owner_since) == (to, 8, AT)


def test_leaving_the_queue_clears_the_place_in_it() -> None:
    queued = _moved(_conversation(Owner.BOT), Owner.QUEUE)
    claimed = _moved(queued, Owner.AGENT)
    assert (queued.priority, queued.queued_at, queued.promised_at) == (10, AT, AT)
    assert (claimed.priority, claimed.queued_at, claimed.promised_at) == (0, None, None)
    assert claimed.handoff_reason is HandoffReason.CUSTOMER_ASKED


def test_only_an_agent_has_a_name_on_the_conversation() -> None:
    assert _moved(_conversation(Owner.QUEUE), Owner.AGENT).agent_id == AGENT
    returned = _moved(_moved(_conversation(Owner.QUEUE), Owner.AGENT), Owner.BOT)
    assert returned.agent_id is None


def test_a_reopened_conversation_is_a_new_episode_of_the_bot() -> None:
    reopened = _conversation(Owner.CLOSED).reopen(AT)
    assert (reopened.owner, reopened.episode) == (Owner.BOT, 2)


def test_what_was_closed_goes_on_with_a_person_as_the_same_episode() -> None:
    closed = _conversation(Owner.CLOSED)
    resumed = closed.resume(AGENT, AT)
    assert (resumed.owner, resumed.agent_id, resumed.episode) == (Owner.AGENT, AGENT, 1)
    assert resumed.owner_version == closed.owner_version + 1
    with pytest.raises(OwnershipConflict, match="not closed"):
        resumed.resume(AGENT, AT)
