"""Complaints that people at the desk type in: letters, visits, calls, what others pass on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from bot.domain.case import Case
from bot.domain.errors import InvalidInput
from bot.domain.ids import AttachmentId
from bot.domain.message import MAX_TEXT

LONGEST_FIELD = 200


class Source(str, Enum):
    """Where it came from (practice B1, B3-B5). Each is a channel of its own."""

    VISIT = "visit"
    LETTER = "letter"
    HOTLINE = "hotline"
    PARTNER = "partner"
    REGULATOR = "regulator"


class Keeper(str, Enum):
    """Who has it afterwards: who recorded it, or whoever takes it from the queue."""

    AGENT = "agent"
    QUEUE = "queue"


@dataclass(frozen=True)
class Recording:
    """What the form says; everything but `source`, `text` and `client_id` may be empty.

    Texts are raw: they may contain personal data and must not be logged. `client_id` makes a
    repeated form one complaint.
    """

    client_id: str
    source: Source
    language: str
    keeper: Keeper
    text: str
    name: str = ""
    contact: str = ""
    demand: str = ""
    policy_number: str = ""
    product: str = ""
    happened_on: date | None = None
    uploads: Sequence[AttachmentId] = ()

    def __repr__(self) -> str:
        return f"Recording({self.source.value!r}, {len(self.text)} characters)"

    def check(self, today: date, most_files: int) -> None:
        """Raises InvalidInput naming the field to mend (practice C13: no day that is to come)."""
        if not self.text.strip() or len(self.text) > MAX_TEXT:
            raise InvalidInput("text", f"must have 1 to {MAX_TEXT} characters.")
        if not 0 < len(self.client_id) <= 100:
            raise InvalidInput("client_id", "must have 1 to 100 characters.")
        if self.happened_on and self.happened_on > today:
            raise InvalidInput("happened_on", "must not be a day that is to come.")
        if len(self.uploads) > most_files:
            raise InvalidInput("attachments", f"are more than {most_files}; leave some out.")


@dataclass(frozen=True)
class Recorded:
    """What became of it: `case` is filed."""

    case: Case
    owner: str
