"""A conversation and who owns it.

Exactly one party owns a conversation at any time. Every change of hands raises
`owner_version` by one; stores write it only where the version is still the one that was
read (compare-and-swap), so of several concurrent movers exactly one succeeds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from bot.domain.errors import OwnershipConflict
from bot.domain.ids import AgentId, ConversationId, TeamId


class Owner(str, Enum):
    """Who answers the customer."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"
    CLOSED = "closed"


ALLOWED_MOVES: dict[Owner, frozenset[Owner]] = {
    Owner.BOT: frozenset({Owner.QUEUE, Owner.AGENT, Owner.CLOSED}),
    Owner.QUEUE: frozenset({Owner.AGENT, Owner.BOT, Owner.CLOSED}),
    Owner.AGENT: frozenset({Owner.AGENT, Owner.QUEUE, Owner.BOT, Owner.CLOSED}),
    Owner.CLOSED: frozenset({Owner.BOT}),
}


class HandoffReason(str, Enum):
    """Why a conversation went to the queue."""

    CUSTOMER_ASKED = "customer_asked"
    HARD_SIGNAL = "hard_signal"
    FURIOUS = "furious"
    MISUNDERSTOOD = "misunderstood"
    ASSISTANT_FAILED = "assistant_failed"
    TRANSFERRED = "transferred"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Conversation:
    """One customer on one channel. Rasa's `sender_id` is `id`.

    `customer_ref` is a keyed digest of the customer's id on the channel, which may be a phone
    number; `address` is that id, encrypted, for whoever has to send there.
    `episode` counts matters from 1; a message after closing opens the next one.
    `queued_at`, `priority` (higher is sooner) and `handoff_reason` speak about the place in
    the queue and are None/0 outside it. `promised_at` is the time told to the customer. `team_id`:
    for whom it waits, where it was passed to a team; anybody may take it all the same.
    `owner_since` is when the present owner took over; None where nobody has moved it yet.
    `recorded_by`: the agent who typed it in; then nobody can be written to.
    `read_seq`: up to here the customer has seen everything; 0 where the channel does not tell.
    `language_chosen`: the customer asked for `language` by name, so it stays.
    `aside_until`: whoever has it has put it aside until then.
    """

    id: ConversationId
    channel: str
    customer_ref: str
    created_at: datetime
    updated_at: datetime
    language: str = "zh-Hans"
    owner: Owner = Owner.BOT
    agent_id: AgentId | None = None
    owner_version: int = 0
    episode: int = 1
    last_seq: int = 0
    priority: int = 0
    handoff_reason: HandoffReason | None = None
    queued_at: datetime | None = None
    promised_at: datetime | None = None
    owner_since: datetime | None = None
    address: bytes = b""
    read_seq: int = 0
    team_id: TeamId | None = None
    recorded_by: AgentId | None = None
    language_chosen: bool = False
    aside_until: datetime | None = None

    def queue_for_human(
        self,
        reason: HandoffReason,
        priority: int,
        at: datetime,
        promised_at: datetime | None,
        team_id: TeamId | None = None,
    ) -> Conversation:
        """Put it in the queue. Raises OwnershipConflict where it waits already or is closed."""
        moved = self._move(Owner.QUEUE, at)
        return replace(
            moved,
            handoff_reason=reason,
            priority=priority,
            queued_at=at,
            promised_at=promised_at,
            team_id=team_id,
        )

    def give_to_agent(self, agent: AgentId, at: datetime) -> Conversation:
        """Put it in one agent's hands: a claim, a transfer or a take-over."""
        return replace(
            self._move(Owner.AGENT, at), agent_id=agent, handoff_reason=self.handoff_reason
        )

    def give_to_bot(self, at: datetime) -> Conversation:
        """Back to the assistant."""
        return self._move(Owner.BOT, at)

    def close(self, at: datetime) -> Conversation:
        """End the episode."""
        return self._move(Owner.CLOSED, at)

    def reopen(self, at: datetime) -> Conversation:
        """A new matter after closing: next episode, in the hands of the bot."""
        return replace(self._move(Owner.BOT, at), episode=self.episode + 1)

    def resume(self, agent: AgentId, at: datetime) -> Conversation:
        """The matter that was closed goes on, in this agent's hands: the same episode. Raises
        OwnershipConflict where it is not closed."""
        if self.owner is not Owner.CLOSED:
            raise OwnershipConflict("The conversation is not closed (any more).")
        return replace(self._moved(Owner.AGENT, at), agent_id=agent)

    def _move(self, to: Owner, at: datetime) -> Conversation:
        if to not in ALLOWED_MOVES[self.owner]:
            raise OwnershipConflict(
                f"A conversation cannot go from {self.owner.value} to {to.value}."
            )
        return self._moved(to, at)

    def _moved(self, to: Owner, at: datetime) -> Conversation:
        return replace(
            self,
            owner=to,
            agent_id=None,
            owner_version=self.owner_version + 1,
            owner_since=at,
            updated_at=at,
            priority=0,
            handoff_reason=None,
            queued_at=None,
            promised_at=None,
            team_id=None,
            aside_until=None,
        )


@dataclass(frozen=True)
class Standing:
    """What changes without a word for whoever follows a conversation. `ahead`: how many are
    served before it; None unless it waits."""

    last_seq: int
    owner_version: int
    ahead: int | None
