"""Files of a conversation: taken in, shown to who may see them, swept where nobody sent them.

The row is written before the content and removed after it. So a crash leaves at most an upload
that nobody has heard of, which the worker finds by its row.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from bot.domain.attachment import (
    QUOTA_WINDOW,
    SWEEP_AFTER,
    Attachment,
    AttachmentPolicy,
    InboundAttachment,
    clean_name,
)
from bot.domain.errors import Forbidden, NotFound, TooManyRequests
from bot.domain.events import Event, EventKind
from bot.domain.ids import AttachmentId, ConversationId, fresh
from bot.domain.staff import Agent, Permission
from bot.ports import AttachmentStore, Clock, RateLimiter, Store
from bot.services.boundary import Boundary
from bot.services.ownership import owns

UPLOADS_PER_MINUTE = 20
"""Per person; a hand picks files more slowly."""
SWEEP_AT_ONCE = 200


@dataclass(frozen=True)
class OpenedFile:
    """A file with its content."""

    attachment: Attachment
    content: bytes

    @property
    def headers(self) -> dict[str, str]:
        """HTTP headers under which a browser may have it: nothing in it can run, and no copy is
        kept. Only pictures open on a page, everything else is saved."""
        how = "inline" if self.attachment.inline else "attachment"
        name = quote(self.attachment.file_name, safe="")
        return {
            "Content-Disposition": f"{how}; filename*=UTF-8''{name}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }


class Files:
    """The use cases around attachments."""

    def __init__(
        self,
        store: Store,
        contents: AttachmentStore,
        boundary: Boundary,
        policy: AttachmentPolicy,
        limiter: RateLimiter,
        clock: Clock,
    ) -> None:
        self._store, self._contents, self._boundary = store, contents, boundary
        self._limiter, self._clock = limiter, clock
        self.policy = policy

    async def admit(self, channel: str, customer: str) -> None:
        """Before a customer's upload is read. Raises TooManyRequests."""
        await self.admit_by(self._boundary.customer_ref(channel, customer))

    async def admit_by(self, owner: str) -> None:
        """Before an upload of this owner is read. Raises TooManyRequests."""
        key = f"upload:{owner}"
        wait = await self._limiter.hit(key, UPLOADS_PER_MINUTE, timedelta(minutes=1))
        if wait:
            raise TooManyRequests(wait)

    async def upload(self, channel: str, customer: str, inbound: InboundAttachment) -> Attachment:
        """Take one file in ahead of its message. Raises like `take_in`."""
        owner = self._boundary.customer_ref(channel, customer)
        (attachment,) = await self.take_in(owner, [inbound])
        return attachment

    async def take_in(
        self, owner: str, inbound: Sequence[InboundAttachment]
    ) -> tuple[Attachment, ...]:
        """Keep these files for a message that names them. All are kept, or none.

        Raises InvalidInput, UnsupportedMedia, TooLarge, DailyLimit.
        """
        made = await asyncio.to_thread(lambda: [self._describe(owner, item) for item in inbound])
        size = sum(attachment.size for attachment in made)
        async with self._store.writing() as tx:
            used = await tx.attachments.usage(owner, self._clock.now() - QUOTA_WINDOW)
            self.policy.check_quota(used, len(made), size)
            for attachment in made:
                await tx.attachments.add(attachment)
        for attachment, item in zip(made, inbound, strict=True):
            await self._contents.put(attachment.id, item.content)
        return tuple(made)

    async def for_customer(
        self, channel: str, customer: str, attachment_id: AttachmentId
    ) -> OpenedFile:
        """A file of the customer's own conversation. Raises NotFound for all others."""
        owner = self._boundary.customer_ref(channel, customer)
        async with self._store.reading() as tx:
            attachment = await tx.attachments.get(attachment_id)
            own = await tx.conversations.find(channel, owner)
        if attachment.owner != owner and (own is None or attachment.conversation_id != own.id):
            raise NotFound("attachment", attachment_id)
        return OpenedFile(attachment, await self._contents.get(attachment_id))

    async def for_staff(
        self, conversation_id: ConversationId, attachment_id: AttachmentId, by: Agent
    ) -> OpenedFile:
        """A file of this conversation, for whoever has it or may take it over. The act is in the
        audit trail before anybody sees it.

        Raises NotFound, Forbidden, AttachmentUnreadable.
        """
        async with self._store.writing() as tx:
            attachment = await tx.attachments.get(attachment_id)
            if attachment.conversation_id != conversation_id:
                raise NotFound("attachment", attachment_id)
            conversation = await tx.conversations.get(conversation_id)
            if not (owns(conversation, by) or by.may(Permission.TAKE_OVER)):
                raise Forbidden("Claim the conversation first: only its owner opens its files.")
            await tx.events.append(self._opened(attachment, by))
        return OpenedFile(attachment, await self._contents.get(attachment_id))

    async def count(self, conversation_id: ConversationId) -> int:
        """How many files came with the running matter."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            return len(await tx.attachments.of_episode(conversation_id, conversation.episode))

    async def content(self, attachment: Attachment) -> bytes:
        """For a channel that carries it to the customer. Raises NotFound, AttachmentUnreadable."""
        return await self._contents.get(attachment.id)

    async def sweep(self) -> int:
        """Remove uploads that no message took up in time; returns how many."""
        before = self._clock.now() - SWEEP_AFTER
        async with self._store.reading() as tx:
            left = await tx.attachments.abandoned(before, SWEEP_AT_ONCE)
        if not left:
            return 0
        for attachment_id in left:
            await self._contents.delete(attachment_id)
        async with self._store.writing() as tx:
            return await tx.attachments.remove_unclaimed(left)

    def _describe(self, owner: str, inbound: InboundAttachment) -> Attachment:
        kind, media_type = self.policy.inspect(inbound)
        return Attachment(
            id=AttachmentId(fresh()),
            owner=owner,
            kind=kind,
            media_type=media_type,
            size=len(inbound.content),
            sha256=hashlib.sha256(inbound.content).hexdigest(),
            file_name=self._boundary.masked(clean_name(inbound.file_name, media_type)),
            created_at=self._clock.now(),
        )

    def _opened(self, attachment: Attachment, by: Agent) -> Event:
        return Event(
            EventKind.ATTACHMENT_OPENED,
            self._clock.now(),
            f"agent:{by.id}",
            attachment.conversation_id,
            data={
                "attachment_id": attachment.id,
                "kind": attachment.kind.value,
                "message_id": attachment.message_id,
            },
        )
