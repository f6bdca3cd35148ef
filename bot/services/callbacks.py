"""Promised call-backs: made in the chat or at the desk, kept by people at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.callback import WANTED, Callback, CallbackId, CallbackRules, CallbackState
from bot.domain.case import Case
from bot.domain.errors import InvalidInput
from bot.domain.events import Event, EventKind
from bot.domain.handoff import QueuePlace
from bot.domain.hours import Opening
from bot.domain.ids import ConversationId, fresh
from bot.domain.message import MAX_TEXT
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.ownership import require_own

_BATCH = 200


@dataclass(frozen=True)
class CallbackView:
    """A promise with the masks of the tokens in its note, and the case it is about, which comes
    without facts."""

    callback: Callback
    masks: Mapping[str, str]
    case: Case | None = None


class CallbackBook:
    """Keeps the promises. At most one per conversation is open; the conversation stays where
    it is, with the bot, in the queue or with an agent."""

    def __init__(
        self, store: Store, boundary: Boundary, rules: CallbackRules, clock: Clock
    ) -> None:
        self._store, self._boundary, self._rules, self._clock = store, boundary, rules, clock

    def suggest(self, count: int = 3) -> tuple[Opening, ...]:
        """The next half days that can be offered."""
        return self._rules.suggest(self._clock.now(), count)

    def is_long(self, place: QueuePlace) -> bool:
        """Whether a customer need not wait so long in the chat."""
        return place.expected_at - self._clock.now() >= self._rules.policy.offered_from

    def knows_number(self, channel: str) -> bool:
        """Whether who writes on this channel can be called without being asked for a number."""
        return channel in self._rules.policy.number_known_on

    def choose(self, start: datetime, end: datetime) -> datetime:
        """The first moment inside the customer's interval that can be promised.

        Raises InvalidInput that names the next possible times.
        """
        return self._rules.choose(start, end, self._clock.now())

    async def promise(
        self,
        conversation_id: ConversationId,
        at: datetime,
        note: str = "",
        by: Agent | None = None,
    ) -> Callback:
        """Promise a call; an earlier promise that is still open is replaced, the same one
        repeated is no news. `by`: an agent, in a conversation of their own; else the customer.

        Raises NotFound, OwnershipConflict, InvalidInput that names the next possible times."""
        if len(note) > MAX_TEXT:
            raise InvalidInput("note", f"must have {MAX_TEXT} characters at most.")
        now = self._clock.now()
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            if by:
                await require_own(tx, conversation, by)
            note = await self._boundary.tokenise(tx, conversation_id, note)
            former = await self._wanted(tx, conversation_id)
            known = former and (former.at, former.state) == (at, CallbackState.OPEN)
            if former and known and note in ("", former.note):
                return former
            self._rules.check(at, now)
            if former:
                await self._change(tx, former.cancelled(), f"agent:{by.id}" if by else "customer")
            case = await tx.cases.of_episode(conversation_id, conversation.episode)
            case_id = case.id if case else None
            made = Callback(CallbackId(fresh()), conversation_id, case_id, at, now, note)
            await tx.callbacks.add(made)
            actor = f"agent:{by.id}" if by else "bot"
            await self._log(tx, EventKind.CALLBACK_PROMISED, made, actor)
            return made

    async def cancel(self, conversation_id: ConversationId) -> Callback | None:
        """The customer wants no call any more; None where none was promised."""
        async with self._store.writing() as tx:
            await tx.conversations.lock(conversation_id)
            return await self.drop(tx, conversation_id)

    async def drop(self, tx: Transaction, conversation_id: ConversationId) -> Callback | None:
        """The same within a transaction that holds the conversation."""
        former = await self._wanted(tx, conversation_id)
        return await self._change(tx, former.cancelled(), "customer") if former else None

    async def done(self, callback_id: CallbackId, by: Agent) -> CallbackView:
        """An agent has called. Repeating it is no error. Raises NotFound, StateConflict."""
        async with self._store.writing() as tx:
            callback = await tx.callbacks.lock(callback_id)
            if callback.done_by != by.id:
                callback = await self._change(tx, callback.done(by.id), f"agent:{by.id}")
            (view,) = await self._views(tx, [callback])
            return view

    async def promise_by(
        self, conversation_id: ConversationId, at: datetime, note: str, by: Agent
    ) -> CallbackView:
        """The same by an agent, as the desk shows it."""
        made = await self.promise(conversation_id, at, note.strip(), by)
        async with self._store.reading() as tx:
            (view,) = await self._views(tx, [made])
        return view

    async def of_conversation(self, conversation_id: ConversationId) -> Callback | None:
        """The promise that is still to be kept."""
        async with self._store.reading() as tx:
            return await tx.callbacks.wanted(conversation_id)

    async def list(self, state: CallbackState | None = None) -> Sequence[CallbackView]:
        """The earliest first; without a state, those that are still to be kept."""
        states = [state] if state else sorted(WANTED)
        async with self._store.reading() as tx:
            rows = await tx.callbacks.list(states)
            return await self._views(tx, rows)

    async def announce_due(self) -> int:
        """Tell the desk, once each, which calls are due, and which have been missed."""
        now = self._clock.now()
        async with self._store.writing() as tx:
            due = await tx.callbacks.due(now, _BATCH)
            for callback in due:
                announced = replace(callback, announced_at=now)
                await tx.callbacks.save(announced)
                await self._log(tx, EventKind.CALLBACK_DUE, announced, "system")
            before = now - self._rules.policy.missed_after
            for callback in await tx.callbacks.overdue(before, _BATCH):
                missed = replace(callback, state=CallbackState.MISSED)
                await self._change(tx, missed, "system")
        return len(due)

    async def _wanted(self, tx: Transaction, conversation_id: ConversationId) -> Callback | None:
        """Held; looked at again, as somebody may just have called."""
        found = await tx.callbacks.wanted(conversation_id)
        held = await tx.callbacks.lock(found.id) if found else None
        return held if held and held.state in WANTED else None

    async def _change(self, tx: Transaction, changed: Callback, actor: str) -> Callback:
        await tx.callbacks.save(changed)
        await self._log(tx, EventKind.CALLBACK_CHANGED, changed, actor)
        return changed

    async def _log(self, tx: Transaction, kind: EventKind, callback: Callback, actor: str) -> None:
        data = {
            "callback_id": callback.id,
            "state": callback.state.value,
            "at": callback.at.isoformat(),
        }
        await tx.events.append(
            Event(kind, self._clock.now(), actor, callback.conversation_id, callback.case_id, data)
        )

    async def _views(
        self, tx: Transaction, callbacks: Sequence[Callback]
    ) -> Sequence[CallbackView]:
        noted = [row.conversation_id for row in callbacks if row.note]
        masks = await self._boundary.masks_of(tx, noted)
        cases = await tx.cases.heads([row.case_id for row in callbacks if row.case_id])
        return [
            CallbackView(
                row,
                masks.get(row.conversation_id, {}),
                cases.get(row.case_id) if row.case_id else None,
            )
            for row in callbacks
        ]
