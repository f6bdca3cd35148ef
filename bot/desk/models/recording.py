"""A complaint that somebody at the desk types in."""

from __future__ import annotations

from datetime import date
from enum import Enum

from pydantic import ConstrainedStr, Field

from bot.desk.models.base import Answer, Body, Id, Line, Saying
from bot.domain.ids import AttachmentId
from bot.domain.recording import LONGEST_FIELD, Keeper, Recorded, Recording, Source


class Spoken(str, Enum):
    """What the customer is written to in."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"


class Entry(ConstrainedStr):
    """A field of the form; may be empty."""

    strict = True
    max_length = LONGEST_FIELD


class NewComplaint(Body):
    """The form. `keeper`: who has it afterwards; `happened_on`: null where nobody knows."""

    client_id: Line
    source: Source
    language: Spoken
    keeper: Keeper
    text: Saying
    name: Entry = Entry("")
    contact: Entry = Entry("")
    demand: Entry = Entry("")
    policy_number: Entry = Entry("")
    product: Entry = Entry("")
    happened_on: date | None = None
    attachments: list[Id] = Field([], max_items=20)

    def recording(self) -> Recording:
        """As the use case takes it."""
        return Recording(
            client_id=self.client_id,
            source=self.source,
            language=self.language.value,
            keeper=self.keeper,
            text=self.text,
            name=self.name,
            contact=self.contact,
            demand=self.demand,
            policy_number=self.policy_number,
            product=self.product,
            happened_on=self.happened_on,
            uploads=[AttachmentId(one) for one in self.attachments],
        )


class NewCase(Answer):
    """Where it stands now."""

    conversation_id: str
    case_id: str
    case_number: str | None
    owner: str


def recorded_answer(recorded: Recorded) -> NewCase:
    """Draw the shape."""
    return NewCase(
        conversation_id=recorded.case.conversation_id,
        case_id=recorded.case.id,
        case_number=recorded.case.number,
        owner=recorded.owner,
    )
