"""What was judged per message, and what people said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.evidence import Heard
from bot.domain.ids import ConversationId
from bot.domain.overruling import Label
from bot.domain.triage import Signal


class Signals(Protocol):
    """Signals per conversation and episode; unique per message and name."""

    async def add(self, conversation_id: ConversationId, episode: int, signal: Signal) -> bool:
        """False where the message's signal of this name is there already."""
        ...

    async def of_episode(
        self, conversation_id: ConversationId, episode: int
    ) -> Sequence[Signal]: ...

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Signal]]:
        """Those of each conversation's present episode."""
        ...


class Readings(Protocol):
    """What was read in each message; one row per message."""

    async def put(self, conversation_id: ConversationId, episode: int, heard: Heard) -> None:
        """Replaces an earlier reading of the message."""
        ...

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Heard]:
        """In the order of the messages."""
        ...

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Heard]]:
        """The same of each conversation's present episode."""
        ...


class Labels(Protocol):
    """Corrections by people. Append-only."""

    async def add(self, label: Label) -> None: ...

    async def of_episode(self, conversation_id: ConversationId, episode: int) -> Sequence[Label]:
        """Oldest first."""
        ...

    async def present(
        self, conversation_ids: Sequence[ConversationId]
    ) -> Mapping[ConversationId, Sequence[Label]]:
        """The same of each conversation's present episode."""
        ...

    async def episodes(self) -> Sequence[tuple[ConversationId, int]]:
        """Every episode in which a message was corrected, in the order of the first label."""
        ...
