"""Attachments: what is known about them, and where their content lies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.attachment import Attachment, Usage
from bot.domain.ids import AttachmentId, ConversationId


class AttachmentStore(Protocol):
    """Contents by id, encrypted at rest, off the event loop. Not part of a transaction: the row in
    `Attachments` comes before the content and goes after it, so no content is without a row."""

    async def put(self, attachment_id: AttachmentId, content: bytes) -> None:
        """Whole or not at all, also over a crash."""
        ...

    async def get(self, attachment_id: AttachmentId) -> bytes:
        """Raises NotFound, and AttachmentUnreadable where it is damaged or of another key."""
        ...

    async def delete(self, attachment_id: AttachmentId) -> None:
        """Also where there is nothing."""
        ...


class Attachments(Protocol):
    """What is known about uploads. `Messages.add` ties them to their message."""

    async def add(self, attachment: Attachment) -> None:
        """Raises StateConflict where the id is taken."""
        ...

    async def get(self, attachment_id: AttachmentId) -> Attachment:
        """Raises NotFound."""
        ...

    async def unclaimed(
        self, owner: str, ids: Sequence[AttachmentId], since: datetime
    ) -> Sequence[Attachment]:
        """This owner's uploads of these ids that no message has yet, in the order of `ids`."""
        ...

    async def of_episode(
        self, conversation_id: ConversationId, episode: int
    ) -> Sequence[Attachment]:
        """All of one matter, and so of its case, in the order of the transcript."""
        ...

    async def usage(self, owner: str, since: datetime) -> Usage:
        """What this owner has uploaded since then, sent or not."""
        ...

    async def abandoned(self, before: datetime, limit: int) -> Sequence[AttachmentId]:
        """Uploads from before that moment that no message took up."""
        ...

    async def remove_unclaimed(self, ids: Sequence[AttachmentId]) -> int:
        """Forget these uploads; what a message has stays. Returns how many went."""
        ...
