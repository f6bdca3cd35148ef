"""A draft that its customer tells anew."""

from __future__ import annotations

from datetime import datetime

from bot.domain.case import Case, CaseState
from bot.domain.conversation import Conversation
from bot.domain.events import EventKind
from bot.ports import Transaction
from bot.services.grading import case_event


async def start_over(tx: Transaction, conversation: Conversation, at: datetime) -> Case | None:
    """Take all facts of the locked conversation's draft out of force, on the customer's wish; they
    stay readable as history. None where there is no draft. Safe to repeat."""
    case = await tx.cases.of_episode(conversation.id, conversation.episode)
    if case is None or case.state not in (CaseState.DRAFT, CaseState.ABANDONED):
        return None
    retired = await tx.cases.retire_facts(case.id)
    if retired:
        changed = case_event(
            EventKind.CASE_CHANGED, case, at, {"facts_retired": retired}, actor="customer"
        )
        await tx.events.append(changed)
    return await tx.cases.get(case.id)
