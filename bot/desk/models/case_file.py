"""The case file."""

from __future__ import annotations

from datetime import datetime

from bot.desk.models.attachments import Attachment, attachment_answer
from bot.desk.models.base import Answer, Body, Reason
from bot.desk.models.cases import Case, FactChange, case_answer, change_answer
from bot.desk.models.events import Event, event_answer
from bot.desk.models.messages import Message, message_answers
from bot.domain.overruling import Judgement
from bot.services.case_file import CaseFile as MadeFile


class FileReason(Body):
    """Why personal values must stand in it in clear text."""

    reason: Reason


class CaseFile(Answer):
    """Everything about one case. `decided`: what of level and causes a person has decided, and not
    the assistant. `messages` are those of its matter that were said; `events` is
    null for who may not read the audit trail; `values` are personal values in clear text by
    token, where they were asked for."""

    case: Case
    decided: list[Judgement]
    history: list[FactChange]
    attachments: list[Attachment]
    messages: list[Message]
    events: list[Event] | None
    values: dict[str, str]
    made_at: datetime
    made_by: str


def case_file_answer(file: MadeFile) -> CaseFile:
    """Draw the shape."""
    view, events = file.case, file.events
    return CaseFile(
        case=case_answer(view),
        decided=list(view.decided),
        history=[change_answer(change, view) for change in view.history],
        attachments=[attachment_answer(item) for item in view.attachments],
        messages=message_answers(file.transcript),
        events=None if events is None else [event_answer(event) for event in events],
        values=dict(file.values),
        made_at=file.made_at,
        made_by=file.made_by,
    )
