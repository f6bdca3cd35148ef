"""What people do to a conversation: bodies of the requests, and their answers."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from pydantic import StrictBool, validator

from bot.desk.models.base import Answer, Body, Id, Line, Note, Reason, iso, utc


class Outcome(str, Enum):
    """How a conversation ended."""

    RESOLVED = "resolved"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"


class Claim(Body):
    """`take_over`: also from a colleague who has it (supervisors), who must be told the reason."""

    take_over: StrictBool = False
    reason: Note = Note("")


class Transfer(Body):
    """To whom: an agent's id, `queue`, or `team:` and a team's id."""

    to: Id
    note: Note = Note("")


class Return(Body):
    """Why the assistant goes on."""

    reason: Note = Note("")


class Reopen(Body):
    """Why it goes on."""

    reason: Reason


class Aside(Body):
    """Until when it is out of the way, with its offset from UTC; null: back now."""

    until: datetime | None

    @validator("until", pre=True)
    def _iso(cls, value: Any) -> Any:  # noqa: N805 — pydantic's validators are class methods
        return None if value is None else iso(value)

    @validator("until")
    def _moment(cls, value: datetime | None) -> datetime | None:  # noqa: N805
        return utc(value) if value else None


class Close(Body):
    """How it ended."""

    outcome: Outcome
    note: Note = Note("")


class Reveal(Body):
    """Which personal value, and why it must be seen."""

    token: Line
    reason: Reason


class Revealed(Answer):
    """The value in clear text."""

    value: str


class Given(Answer):
    """To whom a waiting conversation is given, and by when they must answer."""

    agent_id: str
    answer_by: datetime
