"""What becomes of assignments: taken, refused, put back, overtaken by events."""

from __future__ import annotations

from datetime import datetime

from bot.domain.assignment import Assignment, AssignmentId, AssignmentState
from bot.domain.conversation import Conversation
from bot.domain.errors import StateConflict
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId, fresh
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction


async def settle(tx: Transaction, moved: Conversation) -> None:
    """A conversation has changed hands: its open assignment, if there is one, is over."""
    found = await tx.assignments.open_of([moved.id])
    if moved.id in found:
        assignment = found[moved.id]
        mine = assignment.agent_id == moved.agent_id
        state = AssignmentState.ACCEPTED if mine else AssignmentState.DROPPED
        await tx.assignments.end(assignment, state, moved.updated_at)


async def remember_return(tx: Transaction, queued: Conversation, by: AgentId) -> None:
    """Who has put it back into the queue is not given it again at once."""
    at = queued.updated_at
    returned = AssignmentState.RETURNED
    row = Assignment(
        AssignmentId(fresh()), queued.id, by, queued.owner_version, at, at, returned, at
    )
    await tx.assignments.add(row)


class AssignmentDesk:
    """What people say to what they are given; taking it is an ordinary claim."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def refuse(self, conversation_id: ConversationId, agent: Agent) -> None:
        """Let somebody else have it; it is still where it was in the queue. Raises NotFound, and
        StateConflict where it is not (or no longer) assigned to this person."""
        async with self._store.writing() as tx:
            await tx.conversations.lock(conversation_id)
            found = (await tx.assignments.open_of([conversation_id])).get(conversation_id)
            if found is None or found.agent_id != agent.id:
                raise StateConflict("This conversation is not assigned to you (any more).")
            await tx.assignments.end(found, AssignmentState.REFUSED, self._clock.now())
            kind, actor = EventKind.ASSIGNMENT_REFUSED, f"agent:{agent.id}"
            await tx.events.append(assignment_event(kind, found, self._clock.now(), actor))


def assignment_event(
    kind: EventKind, assignment: Assignment, at: datetime, actor: str = "system"
) -> Event:
    """What the log says of it."""
    data = {"agent": assignment.agent_id, "answer_by": assignment.answer_by.isoformat()}
    return Event(kind, at, actor, assignment.conversation_id, data=data)
