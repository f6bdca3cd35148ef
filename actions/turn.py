"""One turn as the actions read it: what the customer said and what stands so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.types import DomainDict

from bot.domain.ids import ConversationId, MessageId
from bot.domain.triage import Signal, SignalName

COMPLAINT_FORM = "complaint_form"
LISTEN = "action_listen"


@dataclass(frozen=True)
class Entity:
    """A piece of the text, found by a pattern of `data/nlu/entities.yml`."""

    name: str
    value: str
    start: int
    end: int

    def overlaps(self, other: Entity) -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Turn:
    """The latest message. `text` is tokenised; `asked` is the question it may answer."""

    conversation_id: ConversationId
    message_id: MessageId | None
    channel: str
    text: str
    intent: str
    entities: tuple[Entity, ...]
    signals: tuple[Signal, ...]
    language: str
    active_form: str
    asked: str | None

    def values(self, *names: str) -> list[str]:
        """What entities of these names say, in the order of the text, without repetition."""
        found = sorted((e for e in self.entities if e.name in names), key=lambda e: e.start)
        return list(dict.fromkeys(entity.value for entity in found))

    @property
    def is_payload(self) -> bool:
        """Whether it is a pressed button rather than words."""
        return self.text.startswith("/")


def read_turn(tracker: Tracker) -> Turn:
    """Draw the turn from Rasa's tracker."""
    message: dict[str, Any] = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    message_id = message.get("message_id")
    return Turn(
        conversation_id=ConversationId(tracker.sender_id),
        message_id=MessageId(message_id) if message_id else None,
        channel=tracker.get_latest_input_channel() or "cmdline",
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        entities=tuple(_entity(entry) for entry in message.get("entities") or []),
        signals=tuple(_signal(entry) for entry in message.get("signals") or []),
        language=metadata.get("language") or tracker.get_slot("language") or "zh-Hans",
        active_form=(tracker.active_loop or {}).get("name") or "",
        asked=tracker.get_slot("requested_slot"),
    )


def is_side_question(tracker: Tracker, domain: DomainDict, form: str) -> bool:
    """Whether the message interrupts the active form and belongs to a rule instead.

    True only where the form is asked first thing after the message, not when it goes on after
    the side question was answered.
    """
    turn = read_turn(tracker)
    if turn.active_form != form or _ran_since_message(tracker) != [form]:
        return False
    return turn.intent in _side_questions(domain, form, turn.asked)


def _side_questions(domain: DomainDict, form: str, asked: str | None) -> set[str]:
    """The `not_intent` of the question in domain.yml, if it is a question of this form: while
    another form is being started, `asked` still is the earlier one's."""
    mappings = domain.get("slots", {}).get(asked, {}).get("mappings") or []
    return {
        intent
        for mapping in mappings
        if any(c.get("active_loop") == form for c in mapping.get("conditions") or [])
        for intent in mapping.get("not_intent") or []
    }


def _ran_since_message(tracker: Tracker) -> list[str]:
    """Actions after the latest `action_listen`; Rasa has put the form itself at the end."""
    names: list[str] = []
    for event in reversed(tracker.events):
        if event.get("event") == "action":
            if event.get("name") == LISTEN:
                break
            names.append(str(event.get("name")))
    return names


def _entity(entry: dict[str, Any]) -> Entity:
    return Entity(
        str(entry.get("entity")),
        str(entry.get("value")),
        int(entry.get("start") or 0),
        int(entry.get("end") or 0),
    )


def _signal(entry: dict[str, Any]) -> Signal:
    """Certain evidence counts with its whole weight, uncertain evidence with a part of it."""
    score = float(entry["score"]) * float(entry["weight"])
    return Signal(SignalName(entry["name"]), score, str(entry["quote"]), bool(entry["hard"]))
