"""Notes of colleagues."""

from __future__ import annotations

from datetime import datetime

from bot.desk.models.base import Answer, Body, Line, Reason
from bot.desk.models.cases import masks_in
from bot.domain.note import Note as Written
from bot.services.notes import NotesView


class NewNote(Body):
    """What colleagues should know; `@username` names one. `client_id` as for messages."""

    text: Reason
    client_id: Line


class Mention(Answer):
    """Somebody who is named in a note."""

    id: str
    username: str
    display_name: str


class Note(Answer):
    """Stands after the message `after_seq`; no customer ever sees it."""

    id: str
    conversation_id: str
    after_seq: int
    agent_id: str
    agent_name: str | None
    text: str
    masks: dict[str, str]
    mentions: list[Mention]
    created_at: datetime


class Notes(Answer):
    """Oldest first."""

    items: list[Note]


def note_answers(view: NotesView) -> list[Note]:
    """Draw the notes' shape."""
    return [_note(note, view) for note in view.notes]


def _note(note: Written, view: NotesView) -> Note:
    author = view.staff.get(note.author)
    named = [view.staff[one] for one in note.mentions if one in view.staff]
    return Note(
        id=note.id,
        conversation_id=note.conversation_id,
        after_seq=note.after_seq,
        agent_id=note.author,
        agent_name=author.display_name if author else None,
        text=note.text,
        masks=masks_in(note.text, view.masks),
        mentions=[
            Mention(id=one.id, username=one.username, display_name=one.display_name)
            for one in named
        ],
        created_at=note.created_at,
    )
