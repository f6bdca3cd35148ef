"""Rounds: what follows on an ended matter is the next episode, with a case that knows the former.

Every function works in its caller's transaction on a locked conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.case import OF_THE_CUSTOMER, Case, CaseState
from bot.domain.conversation import Conversation
from bot.domain.events import Event, EventKind
from bot.domain.ids import CaseId, ConversationId, fresh
from bot.domain.message import Message
from bot.ports import Transaction


async def reopen(tx: Transaction, conversation: Conversation, at: datetime) -> Conversation:
    """A message after closing: the next episode, in the hands of the bot with a clear memory."""
    reopened = conversation.reopen(at)
    await tx.conversations.change_owner(reopened)  # cannot lose: the row is locked
    await tx.dialogues.forget(conversation.id)
    await tx.events.append(_opened(reopened, at))
    return reopened


async def next_episode(
    tx: Transaction, conversation: Conversation, at: datetime, opener: Message | None
) -> Conversation:
    """A new matter while the bot has the conversation. The owner version stays, so the turn
    that asked for it may speak; `opener` moves over, so that a turn tried again finds it."""
    opened = replace(conversation, episode=conversation.episode + 1)
    await tx.conversations.open_episode(conversation.id, opened.episode)
    if opener:
        await tx.messages.set_episode(opener.id, opened.episode)
    await tx.events.append(_opened(opened, at))
    return opened


async def draft(
    tx: Transaction, conversation_id: ConversationId, episode: int, at: datetime
) -> Case:
    """The episode's case; a new draft where it has none, linked to the case before it."""
    return await _draft(tx, conversation_id, episode, at, same_matter=False)


async def check_again(
    tx: Transaction, conversation: Conversation, at: datetime, priority: int
) -> Case:
    """The running episode's draft for a matter that was not settled (practice S4, W5), at no
    less than this priority. A new one keeps who the customer is and which policy it is about."""
    case = await _draft(tx, conversation.id, conversation.episode, at, same_matter=True)
    urgent = replace(case, state=CaseState.DRAFT, priority=max(case.priority, priority))
    if urgent != case:
        urgent = replace(urgent, updated_at=at)
        await tx.cases.save(urgent)
        await tx.events.append(_changed(urgent, at, {"priority": urgent.priority}))
    return urgent


async def _draft(
    tx: Transaction,
    conversation_id: ConversationId,
    episode: int,
    at: datetime,
    *,
    same_matter: bool,
) -> Case:
    known = await tx.cases.of_episode(conversation_id, episode)
    if known:
        return known
    before = await tx.cases.before_episode(conversation_id, episode)
    kept = [fact for fact in before.facts if fact.name in OF_THE_CUSTOMER] if before else []
    new = Case(
        CaseId(fresh()),
        conversation_id,
        episode,
        created_at=at,
        updated_at=at,
        previous_case_id=before.id if before else None,
        facts=tuple(kept) if same_matter else (),
    )
    case, is_new = await tx.cases.add_if_new(new)
    if is_new:
        data = {"previous_case_id": before.id} if before else {}
        event = Event(EventKind.CASE_DRAFTED, at, "bot", conversation_id, case.id, data)
        await tx.events.append(event)
    return case


def _opened(conversation: Conversation, at: datetime) -> Event:
    data = {"channel": conversation.channel, "episode": conversation.episode}
    return Event(EventKind.EPISODE_OPENED, at, "customer", conversation.id, data=data)


def _changed(case: Case, at: datetime, data: Mapping[str, object]) -> Event:
    return Event(EventKind.CASE_CHANGED, at, "customer", case.conversation_id, case.id, data)
