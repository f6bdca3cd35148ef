"""The one way in: store, then acknowledge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.attachment import CLAIM_WITHIN, Attachment, megabytes
from bot.domain.channel_rules import ChannelRules
from bot.domain.conversation import Conversation, Owner
from bot.domain.errors import InvalidInput, TooLarge, TooManyRequests, UploadGone
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId, fresh
from bot.domain.message import (
    MAX_TEXT,
    SEND_ATTACHMENT,
    InboundMessage,
    Message,
    Processing,
    Receipt,
    require_id,
    storable,
)
from bot.domain.survey import SurveyAnswer
from bot.ports import Clock, RateLimiter, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.files import Files
from bot.services.notices import Notices
from bot.services.quotations import Quotations
from bot.services.rounds import reopen
from bot.services.surveys import Surveys
from bot.services.transcript import record_inbound

PAYLOAD = re.compile(r'/[a-z][a-z_]{0,40}(?:\{"field": "[a-z_]{1,40}"\})?')
"""A button's machine value: an intent, perhaps with the part of the record it speaks of. No
other entities, so that nobody can put words into the customer's mouth."""

MESSAGES_PER_MINUTE = 40
"""Per customer; far above typing, far below flooding."""


class Intake:
    """Receives messages of every channel."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        files: Files,
        quotations: Quotations,
        after: tuple[Surveys, Notices],
        limiter: RateLimiter,
        clock: Clock,
        channels: ChannelRules | None = None,
    ) -> None:
        """`channels`: what their platforms do; None: they deliver in order."""
        self._store, self._boundary, self._files = store, boundary, files
        self._quotations = quotations
        self._surveys, self._notices = after
        self._limiter, self._clock = limiter, clock
        self._channels = channels or ChannelRules()

    async def receive(self, inbound: InboundMessage) -> Receipt:
        """Store one message. When this returns, it survives any crash.

        Idempotent on (channel, external_id). Raises InvalidInput (among them UnsupportedMedia,
        TooLarge, DailyLimit, UploadGone) and TooManyRequests; then there is no message.
        """
        inbound = replace(inbound, text=storable(inbound.text), refused=storable(inbound.refused))
        _check(inbound, self._files.policy.files_per_message)
        ref = self._boundary.customer_ref(inbound.channel, inbound.customer_ref)
        inbound = _scoped(inbound, ref)
        wait = await self._limiter.hit(f"in:{ref}", MESSAGES_PER_MINUTE, timedelta(minutes=1))
        if inbound.attachments and not wait:
            inbound = await self._with_uploads(inbound, ref)
        async with self._store.writing() as tx:
            conversation = await self._conversation(tx, inbound, ref)
            known = await tx.messages.by_external_id(inbound.channel, inbound.external_id)
            if known:
                return _receipt(known, duplicate=True)
            if wait:
                raise TooManyRequests(wait)
            uploads = await self._uploads(tx, inbound, ref)
            message = await self._record(tx, conversation, inbound, uploads)
        return _receipt(message, duplicate=False)

    async def known(self, inbound: InboundMessage) -> Receipt | None:
        """The receipt, where this message is stored already: before its files are fetched again.
        Raises InvalidInput where its ids cannot be anybody's."""
        _check_ids(inbound)
        ref = self._boundary.customer_ref(inbound.channel, inbound.customer_ref)
        async with self._store.reading() as tx:
            message = await tx.messages.by_external_id(
                inbound.channel, _scoped(inbound, ref).external_id
            )
        return _receipt(message, duplicate=True) if message else None

    async def _with_uploads(self, inbound: InboundMessage, ref: str) -> InboundMessage:
        """Its files become uploads first; a redelivered message's files are there already."""
        async with self._store.reading() as tx:
            if await tx.messages.by_external_id(inbound.channel, inbound.external_id):
                return inbound
        taken = await self._files.take_in(ref, inbound.attachments)
        ids = tuple(attachment.id for attachment in taken)
        return replace(inbound, attachments=(), uploads=(*inbound.uploads, *ids))

    async def _uploads(
        self, tx: Transaction, inbound: InboundMessage, ref: str
    ) -> Sequence[Attachment]:
        if not inbound.uploads:
            return ()
        since = self._clock.now() - CLAIM_WITHIN
        found = await tx.attachments.unclaimed(ref, inbound.uploads, since)
        if len(found) != len(inbound.uploads):
            raise UploadGone
        return found

    async def _conversation(
        self, tx: Transaction, inbound: InboundMessage, ref: str
    ) -> Conversation:
        at, new_id = self._clock.now(), ConversationId(fresh())
        new = Conversation(
            id=new_id,
            channel=inbound.channel,
            customer_ref=ref,
            address=self._boundary.seal_address(new_id, inbound.customer_ref),
            created_at=at,
            updated_at=at,
            language=inbound.language or "zh-Hans",
        )
        conversation = await tx.conversations.add_if_new(new)
        if conversation.id == new.id:
            await tx.events.append(_opened(conversation, EventKind.CONVERSATION_OPENED, at))
        return conversation

    async def _record(
        self,
        tx: Transaction,
        conversation: Conversation,
        inbound: InboundMessage,
        uploads: Sequence[Attachment],
    ) -> Message:
        at = self._clock.now()
        said = inbound.text.strip()
        if not said:
            payload = inbound.payload or (SEND_ATTACHMENT if uploads else None)
            inbound = replace(inbound, text=inbound.refused, payload=payload)
        quoted = await self._quotations.seq_of(tx, conversation, inbound)
        inbound = replace(inbound, quoted_seq=quoted)
        text = await self._boundary.tokenise(tx, conversation.id, inbound.text)
        if inbound.site_customer:
            await self._boundary.keep(tx, conversation.id, inbound.site_customer)
        answer = await self._surveys.heard(tx, conversation, inbound.payload, text)
        if answer and conversation.owner is not Owner.BOT:
            return await self._take_answer(tx, conversation, inbound, text, answer)
        if answer:  # the bot is told what was meant, in whatever words it was said
            inbound = replace(inbound, payload=answer.payload)
        if conversation.owner is Owner.CLOSED:
            conversation = await reopen(tx, conversation, at)
        # People answer for themselves; of what is said to them the assistant reads the words.
        pressed = conversation.owner is Owner.BOT and bool(inbound.payload)
        state = Processing.PENDING if said or pressed else Processing.DONE
        reordering = self._channels.of(inbound.channel).reordering
        message = await record_inbound(
            tx, conversation, inbound, text, state, at, uploads, reordering
        )
        if inbound.refused:
            await self._tell_refused(tx, conversation)
        return message

    async def _tell_refused(self, tx: Transaction, conversation: Conversation) -> None:
        """Once a minute: who sends an album that cannot be taken reads it once."""
        key = f"refused:{conversation.customer_ref}"
        if await self._limiter.hit(key, 1, timedelta(minutes=1)):
            return
        policy = self._files.policy
        between = ", " if conversation.language == "en" else "、"
        limits = {
            "allowed": policy.allowed.replace(", ", between),
            "megabytes": str(megabytes(policy.largest_of_all)),
        }
        await self._notices.say(tx, conversation, "utter_notice_file_refused", limits)

    async def _take_answer(
        self,
        tx: Transaction,
        conversation: Conversation,
        inbound: InboundMessage,
        text: str,
        answer: SurveyAnswer,
    ) -> Message:
        """An answer that the bot need not think about. It leaves a closed conversation closed
        unless the customer is dissatisfied; a person who has it sees it and says what to say."""
        at, answered = self._clock.now(), conversation.owner is Owner.CLOSED
        if answered and answer is SurveyAnswer.DISSATISFIED:
            conversation = await reopen(tx, conversation, at)
        message = await record_inbound(tx, conversation, inbound, text, Processing.DONE, at)
        await self._surveys.take(tx, conversation, answer, message)
        if answered:
            script = f"utter_survey_{answer.value}"
            await self._notices.say(tx, conversation, script, in_reply_to=message.id)
        return message


def _scoped(inbound: InboundMessage, ref: str) -> InboundMessage:
    if not inbound.scoped:
        return inbound
    return replace(inbound, external_id=f"{ref[:32]}:{inbound.external_id}", scoped=False)


def _check(inbound: InboundMessage, most_files: int) -> None:
    files = len(inbound.attachments) + len(inbound.uploads)
    if not files and not inbound.text.strip() and not inbound.refused:
        raise InvalidInput("message", "is empty; send some text.")
    if files > most_files:
        raise InvalidInput("attachments", f"are more than {most_files}; send them in parts.")
    if len(inbound.text) > MAX_TEXT:
        raise TooLarge("message", f"is longer than {MAX_TEXT} characters; send it in parts.")
    if inbound.payload is not None and not PAYLOAD.fullmatch(inbound.payload):
        raise InvalidInput("payload", "must be the name of an intent such as /affirm.")
    _check_ids(inbound)


def _check_ids(inbound: InboundMessage) -> None:
    require_id("message_id", inbound.external_id)
    require_id("sender", inbound.customer_ref)


def _receipt(message: Message, *, duplicate: bool) -> Receipt:
    return Receipt(message.conversation_id, message.id, message.seq, duplicate)


def _opened(conversation: Conversation, kind: EventKind, at: datetime) -> Event:
    return Event(
        kind=kind,
        at=at,
        actor="customer",
        conversation_id=conversation.id,
        data={"channel": conversation.channel, "episode": conversation.episode},
    )
