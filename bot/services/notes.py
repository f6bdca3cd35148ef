"""Notes of colleagues: kept beside the transcript, so that none can ever be sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.errors import InvalidInput
from bot.domain.events import Event, EventKind
from bot.domain.ids import AgentId, ConversationId, fresh
from bot.domain.note import MAX_NOTE, Note, NoteId, mentioned
from bot.domain.staff import Agent
from bot.ports import Clock, Store, Transaction
from bot.services.boundary import Boundary


@dataclass(frozen=True)
class NotesView:
    """Notes with the people in them and the masks of the tokens in their texts."""

    notes: Sequence[Note]
    staff: Mapping[AgentId, Agent]
    masks: Mapping[str, str]


class NoteBook:
    """Writes notes, tells those who are named, and remembers that they looked."""

    def __init__(self, store: Store, boundary: Boundary, clock: Clock) -> None:
        self._store, self._boundary, self._clock = store, boundary, clock

    async def write(
        self, conversation_id: ConversationId, by: Agent, text: str, client_id: str
    ) -> NotesView:
        """Keep it, once per `client_id`; whose conversation it is does not matter.

        Raises InvalidInput, NotFound.
        """
        if not text.strip() or len(text) > MAX_NOTE:
            raise InvalidInput("text", f"must have 1 to {MAX_NOTE} characters.")
        async with self._store.writing() as tx:
            conversation = await tx.conversations.lock(conversation_id)
            known = await tx.notes.by_client_id(by.id, client_id)
            if known:
                if known.conversation_id != conversation_id:
                    raise InvalidInput("client_id", "was used for another note.")
                return await self._view(tx, conversation_id, [known])
            safe = await self._boundary.tokenise(tx, conversation_id, text.strip())
            note = await keep_note(tx, conversation, by, safe, client_id, self._clock.now())
            return await self._view(tx, conversation_id, [note])

    async def of_conversation(self, conversation_id: ConversationId) -> NotesView:
        """Oldest first. Raises NotFound."""
        async with self._store.reading() as tx:
            await tx.conversations.get(conversation_id)
            notes = await tx.notes.of_conversation(conversation_id)
            return await self._view(tx, conversation_id, notes)

    async def seen(self, conversation_id: ConversationId, by: Agent) -> None:
        """This person has read what names them there. Repeating it is no error. Raises NotFound."""
        async with self._store.writing() as tx:
            await tx.conversations.lock(conversation_id)
            at = self._clock.now()
            if await tx.notes.see(conversation_id, by.id, at):
                seen = Event(EventKind.NOTE_SEEN, at, f"agent:{by.id}", conversation_id)
                await tx.events.append(seen)

    async def _view(
        self, tx: Transaction, conversation_id: ConversationId, notes: Sequence[Note]
    ) -> NotesView:
        if not notes:
            return NotesView((), {}, {})
        staff = {agent.id: agent for agent in await tx.staff.list()}
        return NotesView(notes, staff, await self._boundary.masks(tx, conversation_id))


async def keep_note(
    tx: Transaction,
    conversation: Conversation,
    by: Agent,
    text: str,
    client_id: str,
    at: datetime,
) -> Note:
    """Keep a tokenised text beside a locked conversation, after its last message."""
    named = mentioned(text, await tx.staff.list())
    place = (conversation.id, conversation.last_seq)
    note = Note(NoteId(fresh()), *place, by.id, text, at, client_id, named)
    await tx.notes.add(note)
    data = {"note_id": note.id, "mentions": list(named)}
    await tx.events.append(
        Event(EventKind.NOTE_ADDED, at, f"agent:{by.id}", conversation.id, data=data)
    )
    return note
