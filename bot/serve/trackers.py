"""Rasa's tracker store over the open turn (connectors/memory.py).

The tracker is kept as JSON in the `dialogues` table, bounded: what lies more than some turns
back is folded into the slots and the form that it led to. So a turn costs the same at the
200th message as at the fifth.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from connectors.memory import OpenTurns

KEEP_TURNS = 6
FOLD_AT = 14
"""Customer turns from which on all but the last KEEP_TURNS are folded."""


class TurnTrackerStore(TrackerStore):
    """Reads the memory that the turn began with, keeps what Rasa saves until it is recorded."""

    def __init__(self, domain: Domain, turns: OpenTurns) -> None:
        super().__init__(domain)
        self._turns = turns

    async def save(self, tracker: DialogueStateTracker) -> None:
        turn = self._turns.get(tracker.sender_id)
        if turn:
            turn.after = pack(folded(tracker, self.domain))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        turn = self._turns.get(sender_id)
        if turn is None or turn.before is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, unpack(turn.before), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        return ()


def pack(tracker: DialogueStateTracker) -> bytes:
    """The tracker's events as compressed JSON."""
    events = [_slim(event.as_dict()) for event in tracker.events]
    return zlib.compress(json.dumps(events, ensure_ascii=False).encode(), level=1)


def unpack(data: bytes) -> list[dict[str, Any]]:
    """The other way round."""
    events: list[dict[str, Any]] = json.loads(zlib.decompress(data))
    return events


def folded(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The same tracker, or one whose older turns are replaced by what they led to."""
    events = list(tracker.events)
    turns = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) < FOLD_AT:
        return tracker
    cut = turns[-KEEP_TURNS]
    head = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], domain.slots)
    kept = [*_state_events(head), *events[cut:]]
    return DialogueStateTracker.from_events(tracker.sender_id, kept, domain.slots)


def _state_events(head: DialogueStateTracker) -> Sequence[Event]:
    slots = [
        SlotSet(name, slot.value)
        for name, slot in head.slots.items()
        if slot.value != slot.initial_value
    ]
    loop = [ActiveLoop(head.active_loop_name)] if head.active_loop_name else []
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        *slots,
        *loop,
        ActionExecuted("action_listen"),
    ]


def _slim(event: dict[str, Any]) -> dict[str, Any]:
    """Without the ranking of all intents, which nobody reads again."""
    parse = event.get("parse_data")
    if parse:
        kept = ("text", "intent", "entities", "message_id", "metadata", "signals")
        event["parse_data"] = {key: parse[key] for key in kept if key in parse}
    return event
