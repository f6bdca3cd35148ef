"""The database as units of work."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.ports.assignments import Assignments
from bot.ports.attachments import Attachments
from bot.ports.channels import ChannelNotes
from bot.ports.figures import Figures
from bot.ports.judgements import Labels, Readings, Signals
from bot.ports.notes import Notes
from bot.ports.people import Callbacks, Notices, Teams
from bot.ports.record import Cases, EventLog, Staff, Surveys, VaultEntries
from bot.ports.relations import Relations
from bot.ports.search import Search
from bot.ports.transcript import Conversations, Dialogues, Messages


class Transaction(Protocol):
    """One unit of work: all of it is committed, or nothing."""

    conversations: Conversations
    messages: Messages
    attachments: Attachments
    cases: Cases
    signals: Signals
    surveys: Surveys
    readings: Readings
    labels: Labels
    vault: VaultEntries
    staff: Staff
    teams: Teams
    events: EventLog
    dialogues: Dialogues
    channel_notes: ChannelNotes
    notes: Notes
    notices: Notices
    callbacks: Callbacks
    search: Search
    relations: Relations
    figures: Figures
    assignments: Assignments

    def announce(self, topic: str) -> None:
        """Publish a hint on this topic once the transaction is committed."""
        ...


class Store(Protocol):
    """The database."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A consistent view; writes are not allowed."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits when the block ends, rolls back when it raises, then announces."""
        ...

    async def ping(self) -> None:
        """Raises where the database does not answer."""
        ...

    async def close(self) -> None: ...
