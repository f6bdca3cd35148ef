"""The assistant's memory while a turn is open.

Rasa loads and saves its tracker somewhere in the middle of a turn. Here the save only marks
what the memory *would* be; it becomes true in the transaction that records the turn.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class OpenTurn:
    """`before` is the memory at the start, `after` what Rasa saved, `failed` what broke."""

    before: bytes | None
    after: bytes | None = None
    failed: str | None = None


class OpenTurns:
    """Turns in progress in this process, by conversation; there is at most one for each."""

    def __init__(self) -> None:
        self._open: dict[str, OpenTurn] = {}

    def begin(self, conversation_id: str, before: bytes | None) -> OpenTurn:
        """Open a turn."""
        turn = self._open[conversation_id] = OpenTurn(before)
        return turn

    def get(self, conversation_id: str) -> OpenTurn | None:
        """The open turn, if there is one."""
        return self._open.get(conversation_id)

    def end(self, conversation_id: str) -> None:
        """Forget the turn, recorded or not."""
        self._open.pop(conversation_id, None)


TURNS = OpenTurns()
"""Shared by the assistant and the tracker store, which Rasa constructs in different places."""
