"""Promised call-backs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import validator

from bot.desk.models.base import Answer, Body, Note, Query, iso, utc
from bot.desk.models.cases import masks_in
from bot.domain.callback import CallbackState
from bot.domain.case import Level
from bot.services.callbacks import CallbackView


class CallbackQuery(Query):
    """Which ones; those that are still to be kept where no state is named."""

    state: CallbackState | None = None


class Promise(Body):
    """When somebody will call, with its offset from UTC, and what about."""

    at: datetime
    note: Note = Note("")

    @validator("at", pre=True)
    def _iso(cls, value: Any) -> Any:  # noqa: N805 — pydantic's validators are class methods
        return iso(value)

    @validator("at")
    def _moment(cls, value: datetime) -> datetime:  # noqa: N805
        return utc(value)


class Callback(Answer):
    """A promise to call; `note` is tokenised."""

    id: str
    conversation_id: str
    case_id: str | None
    at: datetime
    created_at: datetime
    note: str
    masks: dict[str, str]
    state: CallbackState
    announced_at: datetime | None
    done_by: str | None
    case_number: str | None
    level: Level


class Callbacks(Answer):
    """The earliest first."""

    items: list[Callback]


def callback_answer(view: CallbackView) -> Callback:
    """Draw a call-back's shape."""
    row = view.callback
    return Callback(
        id=row.id,
        conversation_id=row.conversation_id,
        case_id=row.case_id,
        at=row.at,
        created_at=row.created_at,
        note=row.note,
        masks=masks_in(row.note, view.masks),
        state=row.state,
        announced_at=row.announced_at,
        done_by=row.done_by,
        case_number=view.case.number if view.case else None,
        level=view.case.level if view.case else Level.ORDINARY,
    )
