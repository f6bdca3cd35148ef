"""Who types and who watches, told to the other side for a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.activity import CUSTOMER, Activity, Doing
from bot.domain.conversation import Owner
from bot.domain.errors import StateConflict
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId
from bot.domain.staff import Agent
from bot.ports import (
    TYPING,
    Activities,
    Clock,
    Notifier,
    RateLimiter,
    Store,
    conversation_topic,
)
from bot.services.ownership import require_own

TYPING_LASTS = timedelta(seconds=6)
"""Without a new sign somebody has stopped typing."""
TYPING_EVERY = timedelta(seconds=2)
"""More signs than one in this time are passed over."""
SHOWN_EVERY = timedelta(seconds=5)
"""So often a platform is told that somebody types."""
WATCHING_LASTS = timedelta(seconds=45)
"""Three times as long as a desk waits before it says so again."""


class LiveActivity:
    """Takes signs in. Those of typing are never stored; that somebody watches is an event."""

    def __init__(
        self,
        store: Store,
        activities: Activities,
        limiter: RateLimiter,
        notifier: Notifier,
        clock: Clock,
    ) -> None:
        self._store, self._activities = store, activities
        self._limiter, self._notifier, self._clock = limiter, notifier, clock

    async def customer_types(self, conversation_id: ConversationId) -> None:
        """The desk sees it within a second."""
        await self._types(conversation_id, CUSTOMER)

    async def agent_types(self, conversation_id: ConversationId, agent: Agent) -> None:
        """The customer sees it. Raises NotFound, OwnershipConflict."""
        async with self._store.reading() as tx:
            await require_own(tx, await tx.conversations.get(conversation_id), agent)
        if await self._types(conversation_id, _actor(agent)):
            await self._notifier.publish([conversation_topic(conversation_id), TYPING])

    async def to_be_shown(self) -> Sequence[ConversationId]:
        """Where somebody at the desk types and the customer's platform was not told lately, by
        whichever process."""
        typing = {
            one.conversation_id
            for one in await self._activities.now()
            if one.doing is Doing.TYPING and one.who != CUSTOMER
        }
        return [
            one for one in typing if not await self._limiter.hit(f"shown:{one}", 1, SHOWN_EVERY)
        ]

    async def agent_spoke(self, conversation_id: ConversationId, agent: Agent) -> None:
        """What was typed is sent; said before the message is, so that no sign outlasts it."""
        await self._activities.stop(Activity(Doing.TYPING, conversation_id, _actor(agent)))

    async def watch(self, conversation_id: ConversationId, agent: Agent) -> None:
        """This person reads a colleague's conversation, which the colleague sees; to be repeated
        while it lasts. Raises NotFound, and StateConflict where no colleague has it."""
        watching = Activity(Doing.WATCHING, conversation_id, _actor(agent))
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
        if conversation.owner is not Owner.AGENT or conversation.agent_id == agent.id:
            raise StateConflict("Only a conversation that a colleague has can be watched.")
        if watching not in await self._activities.now():
            kind, actor = EventKind.CONVERSATION_WATCHED, _actor(agent)
            async with self._store.writing() as tx:
                await tx.events.append(Event(kind, self._clock.now(), actor, conversation_id))
        await self._activities.touch(watching, WATCHING_LASTS)

    async def leave(self, conversation_id: ConversationId, agent: Agent) -> None:
        """This person reads it no longer."""
        await self._activities.stop(Activity(Doing.WATCHING, conversation_id, _actor(agent)))

    async def _types(self, conversation_id: ConversationId, who: str) -> bool:
        if await self._limiter.hit(f"typing:{conversation_id}:{who}", 1, TYPING_EVERY):
            return False
        await self._activities.touch(Activity(Doing.TYPING, conversation_id, who), TYPING_LASTS)
        return True


def _actor(agent: Agent) -> str:
    return f"agent:{agent.id}"
