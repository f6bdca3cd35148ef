"""What the end of a conversation means for its case."""

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
"""What closing a conversation means for its case; a referred case stays open in the ledger."""

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
    """Bring the case of the present episode to what the outcome says."""
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
    await tx.events.append(
        Event(EventKind.CASE_CHANGED, ended.updated_at, actor, conversation.id, case.id, data)
    )
