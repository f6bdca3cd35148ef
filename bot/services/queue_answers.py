"""What whoever waits for a person is answered: how long still, a language, a withdrawal,
a new start; and, once, that what they add is kept.

The bot does not speak in the queue; the program does, in a designer's words, and only to these.
What was asked back is marked by being the last thing that was said, with its buttons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from bot.domain.case import ENDED
from bot.domain.conversation import Conversation, Owner
from bot.domain.evidence import Heard
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Message
from bot.ports import Clock, Store, Transaction
from bot.scripts.call_wish import wishes_to_be_called
from bot.scripts.phrases import phrase_book
from bot.scripts.withdrawing import withdraws
from bot.services.callbacks import CallbackBook
from bot.services.handoffs import Handoffs
from bot.services.notices import Notices
from bot.services.outcomes import end_case
from bot.services.starting_over import start_over
from bot.services.waiting import Waiting

_CHOOSES_A_CALL = "/ask_callback"
_LOOKS_FOR_US = frozenset({"ask_status", "ask_human", "greet"})
_TELLS = frozenset({"complain", "inform", "correct"})
_WITHDRAW, _YES = "withdraw", "/affirm"
_LOOK_BACK = 10
_LOOKED_AT = 1000


def chooses_a_call(message: Message) -> bool:
    """Whether somebody who waits would rather be called, by the button or in words."""
    return message.payload == _CHOOSES_A_CALL or wishes_to_be_called(message.text)


class QueueAnswers:
    """Answers those who wait, in a transaction that holds their conversation."""

    def __init__(
        self,
        store: Store,
        waiting: Waiting,
        speaking: tuple[Handoffs, Notices, CallbackBook],
        clock: Clock,
        zone: tzinfo,
    ) -> None:
        self._store, self._waiting, self._clock, self._zone = store, waiting, clock, zone
        self._handoffs, self._notices, self._callbacks = speaking

    async def answer(
        self, tx: Transaction, waiting: Conversation, message: Message, heard: Heard | None
    ) -> None:
        """Answer one message, if it is one of those; `heard` is what was read in it."""
        intent = (message.payload or "").removeprefix("/") or (heard.intent if heard else "")
        if await self._withdrawal_stands(tx, waiting, message):
            decided = withdraws(intent, message.text)
            if decided is not None:
                return await self._withdraw(tx, waiting, message, decided=decided)
        if intent == _WITHDRAW and await self._may_withdraw(tx, waiting):
            await self._notices.say(tx, waiting, "utter_ask_withdraw", in_reply_to=message.id)
        elif intent == "change_language":
            await self._speak(tx, waiting, message)
        elif intent == "restart":
            await self._start_over(tx, waiting, message)
        elif intent in _LOOKS_FOR_US or phrase_book().asks_how_long(message.text):
            await self._tell_place(tx, waiting, "utter_notice_still_waiting")
        elif intent in _TELLS and not await self._answered_before(tx, waiting, message):
            await self._notices.say(tx, waiting, "utter_notice_kept", in_reply_to=message.id)

    async def tell_late(self) -> int:
        """Tell, once, whoever still waits after the time that they were told (practice E6, D3)."""
        now, told = self._clock.now(), 0
        async with self._store.reading() as tx:
            rows = await tx.conversations.list(owners=[Owner.QUEUE], limit=_LOOKED_AT)
        for row in rows:
            if row.promised_at is not None and row.promised_at < now:
                async with self._store.writing() as tx:
                    told += await self._told_late(tx, row.id, now)
        return told

    async def _told_late(
        self, tx: Transaction, conversation_id: ConversationId, now: datetime
    ) -> bool:
        waiting = await tx.conversations.lock(conversation_id)
        if waiting.owner is not Owner.QUEUE or not waiting.promised_at:
            return False
        if waiting.promised_at >= now or waiting.recorded_by is not None:
            return False
        rows = await tx.messages.transcript(conversation_id, limit=_LOOK_BACK, newest=True)
        since = waiting.promised_at
        if any(row.author is Author.SYSTEM and row.created_at > since for row in rows):
            return False
        await self._tell_place(tx, waiting, "utter_notice_late")
        return True

    async def _tell_place(self, tx: Transaction, waiting: Conversation, script: str) -> None:
        place = await self._waiting.standing(tx, waiting)
        await self._handoffs.notify_place(tx, waiting, script, place)

    async def _speak(self, tx: Transaction, waiting: Conversation, message: Message) -> None:
        language = phrase_book().language_named(message.text)
        if language is None:
            await self._notices.say(tx, waiting, "utter_languages", in_reply_to=message.id)
            return
        await tx.conversations.set_language(waiting.id, language, chosen=True)
        spoken = replace(waiting, language=language)
        await self._notices.say(tx, spoken, "utter_language_changed", in_reply_to=message.id)

    async def _start_over(self, tx: Transaction, waiting: Conversation, message: Message) -> None:
        """As before the queue: nothing is thrown away for a message that tells something."""
        case = await tx.cases.of_episode(waiting.id, waiting.episode)
        if case is None or all(fact.message_id != message.id for fact in case.facts):
            await start_over(tx, waiting, self._clock.now())
            await self._tell_place(tx, waiting, "utter_notice_restart")

    async def _answered_before(
        self, tx: Transaction, waiting: Conversation, message: Message
    ) -> bool:
        """Whether anything was said to them since they wait, after words of theirs."""
        rows = await tx.messages.transcript(waiting.id, limit=_LOOK_BACK, newest=True)
        since = [row for row in rows if waiting.queued_at and row.created_at >= waiting.queued_at]
        earlier = [row.author for row in since if row.seq < message.seq]
        return Author.CUSTOMER in earlier and Author.SYSTEM in earlier

    async def _withdrawal_stands(
        self, tx: Transaction, waiting: Conversation, message: Message
    ) -> bool:
        """Whether the last thing that they were told is the question back."""
        rows = await tx.messages.transcript(waiting.id, limit=_LOOK_BACK, newest=True)
        said = [row for row in rows if row.seq < message.seq and row.author is not Author.CUSTOMER]
        if not said or said[-1].author is not Author.SYSTEM:
            return False
        return any(button["payload"] == _YES for button in said[-1].buttons)

    async def _may_withdraw(self, tx: Transaction, waiting: Conversation) -> bool:
        case = await tx.cases.of_episode(waiting.id, waiting.episode)
        return case is not None and case.state not in ENDED

    async def _withdraw(
        self, tx: Transaction, waiting: Conversation, message: Message, *, decided: bool
    ) -> None:
        script = "utter_withdrawn" if decided else "utter_not_withdrawn"
        await self._notices.say(tx, waiting, script, in_reply_to=message.id)
        if decided:
            at = self._clock.now()
            await end_case(tx, waiting, "withdrawn", "customer", at, self._zone)
            await self._callbacks.drop(tx, waiting.id)
            await self._handoffs.leave_queue(tx, waiting, "withdrawn")
