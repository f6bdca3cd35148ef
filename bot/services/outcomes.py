"""What closing a conversation, and taking it up again, means for its case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.domain.case import ENDED, CaseState
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.ports import Transaction
from bot.services.numbering import file_case

OUTCOMES: Mapping[str, CaseState] = {
    "resolved": CaseState.CLOSED,
    "referred": CaseState.FILED,
    "withdrawn": CaseState.WITHDRAWN,
    "no_answer": CaseState.FILED,
}
"""The case's state by what the person says; a referred case stays open in the ledger."""

SURVEYED = frozenset({"resolved"})
"""Outcomes after which the customer is asked how it was; the others settle nothing yet."""


async def end_case(
    tx: Transaction,
    conversation: Conversation,
    outcome: str,
    actor: str,
    at: datetime,
    zone: tzinfo,
) -> None:
    """End the case of a conversation that is being closed, as the outcome says."""
    state = OUTCOMES[outcome]
    case = await tx.cases.of_episode(conversation.id, conversation.episode)
    if case is None or case.state in ENDED or state is CaseState.FILED:
        return
    if case.number is None and state is CaseState.CLOSED:
        # What a person has settled stands in the ledger under a number (practice V1).
        case = await file_case(tx, case, at, zone, actor)
    ended = case.end(state, at)
    await tx.cases.save(ended)
    data = {"state": state.value, "reason": outcome}
    kind = EventKind.CASE_CHANGED
    await tx.events.append(Event(kind, ended.updated_at, actor, conversation.id, case.id, data))


async def reopen_case(
    tx: Transaction, conversation: Conversation, actor: str, at: datetime
) -> None:
    """The case of a conversation that goes on is open again. Raises StateConflict where it was
    merged into another."""
    case = await tx.cases.of_episode(conversation.id, conversation.episode)
    if case is None or (reopened := case.reopen(at)) == case:
        return
    await tx.cases.save(reopened)
    data = {"state": reopened.state.value, "reason": "reopened"}
    kind = EventKind.CASE_CHANGED
    await tx.events.append(Event(kind, at, actor, conversation.id, case.id, data))
