"""Files of customers and agents."""

from __future__ import annotations

from bot.desk.models.base import Answer
from bot.domain.attachment import Attachment as StoredFile
from bot.domain.attachment import AttachmentKind


class Attachment(Answer):
    """A file beside a message; its content has an address of its own, where opening is audited."""

    id: str
    kind: AttachmentKind
    media_type: str
    name: str
    size: int


def attachment_answer(stored: StoredFile) -> Attachment:
    """Draw the file's shape."""
    return Attachment(
        id=stored.id,
        kind=stored.kind,
        media_type=stored.media_type,
        name=stored.file_name,
        size=stored.size,
    )
