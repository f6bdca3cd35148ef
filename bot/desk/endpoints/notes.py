"""Notes of colleagues beside a conversation."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.notes import NewNote, Note, Notes, note_answers
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import ConversationId
from bot.domain.staff import Permission


async def list_notes(call: Call[NoBody, NoQuery]) -> Notes:
    """Oldest first."""
    view = await call.services.notes.of_conversation(ConversationId(call.path("id")))
    return Notes(items=note_answers(view))


async def write_note(call: Call[NewNote, NoQuery]) -> Note:
    """Leave a note, once per `client_id`; who is named finds it among their own conversations."""
    view = await call.services.notes.write(
        ConversationId(call.path("id")), call.agent, call.body.text, call.body.client_id
    )
    (answer,) = note_answers(view)
    return answer


async def see_notes(call: Call[NoBody, NoQuery]) -> None:
    """The caller has read what names them there."""
    await call.services.notes.seen(ConversationId(call.path("id")), call.agent)


_PATH = f"{API}/conversations/{{id}}/notes"
ENDPOINTS = (
    Endpoint("GET", _PATH, list_notes, Permission.READ_CONVERSATIONS, "Read the notes", Notes),
    Endpoint(
        "POST",
        _PATH,
        write_note,
        Permission.HANDLE_CONVERSATIONS,
        "Leave a note for colleagues",
        Note,
        body=NewNote,
        status=201,
    ),
    Endpoint(
        "POST",
        f"{_PATH}/seen",
        see_notes,
        Permission.READ_CONVERSATIONS,
        "Say that one has read what names one",
        None,
        status=204,
    ),
)
