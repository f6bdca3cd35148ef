"""What an agent says to a customer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.attachment import CLAIM_WITHIN, Attachment, InboundAttachment
from bot.domain.errors import InvalidInput, UploadGone
from bot.domain.events import Event, EventKind
from bot.domain.ids import AttachmentId, ConversationId
from bot.domain.message import MAX_TEXT, Author, Message, Reply
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary
from bot.services.files import Files
from bot.services.ownership import require_own
from bot.services.platform_limits import PlatformLimits
from bot.services.quotations import is_visible
from bot.services.transcript import Outgoing, record_outgoing


@dataclass(frozen=True)
class Words:
    """A reply as it was written. With `uploads` the text may be empty; `quoted_seq` is the
    message that it answers, `canned_code` names the canned words that it began from."""

    text: str
    client_id: str
    uploads: Sequence[AttachmentId] = ()
    quoted_seq: int | None = None
    canned_code: str | None = None


class Replies:
    """Records agents' messages; the transcript row is the outbox row."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        files: Files,
        limits: PlatformLimits,
        clock: Clock,
        canned_codes: Collection[str],
    ) -> None:
        self._store, self._boundary, self._clock = store, boundary, clock
        self._files, self._limits = files, limits
        self._canned_codes = frozenset(canned_codes)

    async def admit(self, conversation_id: ConversationId, agent: Agent) -> None:
        """Before a file is read. Raises NotFound, OwnershipConflict, FilesNotCarried,
        TooManyRequests."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            await require_own(tx, conversation, agent)
        self._limits.require_files(conversation)
        await self._files.admit_by(_owner(conversation_id, agent))

    async def attach(
        self, conversation_id: ConversationId, agent: Agent, inbound: InboundAttachment
    ) -> Attachment:
        """Take a file in for a reply that will name it. Raises like `Files.take_in`, also where
        only the platform would not take it."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
        self._limits.rule_for(conversation).carries(self._files.policy).inspect(inbound)
        (attachment,) = await self._files.take_in(_owner(conversation_id, agent), [inbound])
        return attachment

    async def send(
        self, conversation_id: ConversationId, agent: Agent, text: str, client_id: str
    ) -> Message:
        """Plain words; see `say`."""
        return await self.say(conversation_id, agent, Words(text, client_id))

    async def say(self, conversation_id: ConversationId, agent: Agent, words: Words) -> Message:
        """Say it, once per `client_id`, if the agent owns the conversation in this very
        transaction and the platform takes it. Raises InvalidInput, AlreadyClaimed,
        OwnershipConflict, PlatformRefuses, UploadGone."""
        _check(words, self._files.policy.files_per_message)
        if words.canned_code is not None and words.canned_code not in self._canned_codes:
            raise InvalidInput("canned_code", "names no canned words; leave it out.")
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            external_id = f"agent:{agent.id}:{conversation_id}:{words.client_id}"
            known = await tx.messages.by_external_id(conversation.channel, external_id)
            if known:
                return known
            await require_own(tx, conversation, agent)
            if words.quoted_seq is not None:
                self._limits.require_quotes(conversation)
                if not await is_visible(tx, conversation_id, words.quoted_seq):
                    raise InvalidInput("quoted_seq", "is no message that the customer can see.")
            uploads = await self._uploads(tx, _owner(conversation_id, agent), words.uploads)
            if uploads:
                self._limits.require_files(conversation)
            await self._limits.require(tx, conversation, words.text, len(uploads))
            safe = await self._boundary.tokenise(tx, conversation_id, words.text)
            outgoing = Outgoing(
                Author.AGENT,
                Reply(safe),
                agent.id,
                external_id,
                uploads=uploads,
                quoted_seq=words.quoted_seq,
                canned_code=words.canned_code,
            )
            at = self._clock.now()
            (message,) = await record_outgoing(tx, conversation, [outgoing], at)
            for attachment in message.attachments:
                await tx.events.append(_sent(message, attachment, at))
            return message

    async def _uploads(
        self, tx: Transaction, owner: str, ids: Sequence[AttachmentId]
    ) -> Sequence[Attachment]:
        if not ids:
            return ()
        found = await tx.attachments.unclaimed(owner, ids, self._clock.now() - CLAIM_WITHIN)
        if len(found) != len(ids):
            raise UploadGone
        return found


def _check(words: Words, most_files: int) -> None:
    if (not words.text.strip() and not words.uploads) or len(words.text) > MAX_TEXT:
        raise InvalidInput("text", f"must have 1 to {MAX_TEXT} characters.")
    if not 0 < len(words.client_id) <= 100:
        raise InvalidInput("client_id", "must have 1 to 100 characters.")
    if len(words.uploads) > most_files:
        raise InvalidInput("attachments", f"are more than {most_files}; send them in parts.")


def _owner(conversation_id: ConversationId, agent: Agent) -> str:
    """Who uploads: this agent for this conversation, so that no file ends up in another one."""
    return f"agent:{agent.id}:{conversation_id}"


def _sent(message: Message, attachment: Attachment, at: datetime) -> Event:
    data = {
        "attachment_id": attachment.id,
        "kind": attachment.kind.value,
        "message_id": message.id,
        "seq": message.seq,
    }
    actor = f"agent:{message.agent_id}"
    return Event(EventKind.ATTACHMENT_SENT, at, actor, message.conversation_id, data=data)
