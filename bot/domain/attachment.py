"""Files that belong to a message: what may come in, and what is known about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bot.domain.errors import DailyLimit, InvalidInput, TooLarge, UnsupportedMedia
from bot.domain.ids import AttachmentId, ConversationId, MessageId
from bot.domain.media import EXTENSIONS, media_type_of

CLAIM_WITHIN = timedelta(hours=24)
"""An upload that no message took up for so long cannot be sent any more."""
SWEEP_AFTER = CLAIM_WITHIN + timedelta(hours=1)
"""Then it is removed. Later than it can be claimed, so that both never meet."""
QUOTA_WINDOW = timedelta(days=1)

_LONGEST_NAME = 80
_PATH = re.compile(r"[/\\:]")


class AttachmentKind(str, Enum):
    """How it is shown and which limit it has."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True)
class InboundAttachment:
    """A file as a channel hands it in. Name, type and content come from outside: the content may
    be an ID card, and neither it nor the name may be logged."""

    file_name: str
    declared_type: str
    content: bytes = field(repr=False)

    def __repr__(self) -> str:
        return f"InboundAttachment({len(self.content)} bytes)"


@dataclass(frozen=True)
class Attachment:
    """What is known about a stored file. `owner` uploaded it: the `customer_ref` of a customer, or
    `agent:<id>:<conversation>`.

    `media_type` is what the content is, whatever was declared. `file_name` is cleaned, without
    personal values. `message_id` and `conversation_id` are None until a message takes it up.
    """

    id: AttachmentId
    owner: str
    kind: AttachmentKind
    media_type: str
    size: int
    sha256: str
    file_name: str
    created_at: datetime
    conversation_id: ConversationId | None = None
    message_id: MessageId | None = None

    def of(self, conversation_id: ConversationId, message_id: MessageId) -> Attachment:
        """The same, taken up by this message."""
        return replace(self, conversation_id=conversation_id, message_id=message_id)

    @property
    def inline(self) -> bool:
        """Whether a browser may show it on a page; all others are only saved."""
        return self.kind is AttachmentKind.IMAGE


@dataclass(frozen=True)
class Usage:
    """What one customer has sent within `QUOTA_WINDOW`."""

    files: int
    size: int


@dataclass(frozen=True)
class AttachmentPolicy:
    """The limits of `data/policy/attachments.yml`; sizes in bytes."""

    kinds: Mapping[str, AttachmentKind]
    largest: Mapping[AttachmentKind, int]
    files_per_message: int
    files_per_day: int
    size_per_day: int

    @property
    def largest_of_all(self) -> int:
        """No upload may have more bytes, whatever it is."""
        return max(self.largest.values())

    @property
    def allowed(self) -> str:
        """What may be sent, as people call it: `jpg, png, pdf`."""
        return ", ".join(dict.fromkeys(EXTENSIONS[name].lstrip(".") for name in self.kinds))

    def inspect(self, inbound: InboundAttachment) -> tuple[AttachmentKind, str]:
        """Kind and true media type. Raises InvalidInput, UnsupportedMedia, TooLarge."""
        if not inbound.content:
            raise InvalidInput("attachment", "is empty.")
        found = media_type_of(inbound.content, inbound.declared_type)
        if found is None or found not in self.kinds:
            raise UnsupportedMedia(self.allowed)
        kind = self.kinds[found]
        if len(inbound.content) > self.largest[kind]:
            raise TooLarge("attachment", f"is larger than {megabytes(self.largest[kind])} MB.")
        return kind, found

    def check_quota(self, used: Usage, files: int, size: int) -> None:
        """Raises DailyLimit where these would be too many for one day."""
        if used.files + files > self.files_per_day or used.size + size > self.size_per_day:
            raise DailyLimit(self.files_per_day, megabytes(self.size_per_day))


def clean_name(name: str, media_type: str) -> str:
    """A file name that is safe to show and to save: no folders, no control or direction
    characters, and the extension of what the file really is."""
    last = _PATH.split(unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    stem = kept.rpartition(".")[0] or kept
    stem = re.sub(r"\s+", " ", stem).strip(" .")[:_LONGEST_NAME]
    return (stem or "file") + EXTENSIONS[media_type]


def megabytes(size: int) -> int:
    """For sentences."""
    return size // 2**20


def parse_attachment_policy(data: Mapping[str, Any]) -> AttachmentPolicy:
    """Raises ValueError naming the entry to mend."""
    kinds: dict[str, AttachmentKind] = {}
    largest: dict[AttachmentKind, int] = {}
    entries = data.get("kinds")
    if not isinstance(entries, Mapping) or not entries:
        raise ValueError("attachments.yml: kinds must name image, audio, video or file.")
    for name, entry in entries.items():
        kind = _kind(name)
        largest[kind] = _count(entry, "megabytes", f"kinds.{name}", at_most=20) * 2**20
        kinds |= dict.fromkeys(_types(entry, f"kinds.{name}"), kind)
    per_day = data.get("per_day")
    return AttachmentPolicy(
        kinds=kinds,
        largest=largest,
        files_per_message=_count(data, "files_per_message", "", at_most=20),
        files_per_day=_count(per_day, "files", "per_day"),
        size_per_day=_count(per_day, "megabytes", "per_day") * 2**20,
    )


def _kind(name: object) -> AttachmentKind:
    try:
        return AttachmentKind(name)
    except ValueError:
        known = ", ".join(kind.value for kind in AttachmentKind)
        raise ValueError(f"attachments.yml: kinds.{name} is unknown; use {known}.") from None


def _types(entry: Mapping[str, Any], where: str) -> list[str]:
    types = entry.get("types")
    if not isinstance(types, list) or not types:
        raise ValueError(f"attachments.yml: {where}.types must be a list of media types.")
    for name in types:
        if name not in EXTENSIONS:
            known = ", ".join(EXTENSIONS)
            raise ValueError(
                f"attachments.yml: {where}.types: {name} cannot be recognised; use some of {known}."
            )
    return types


def _count(data: object, key: str, where: str, at_most: int = 10_000) -> int:
    value = data.get(key) if isinstance(data, Mapping) else None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= at_most:
        return value
    name = f"{where}.{key}".lstrip(".")
    raise ValueError(f"attachments.yml: {name} must be a whole number from 1 to {at_most}.")
