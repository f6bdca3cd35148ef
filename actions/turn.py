"""One turn as the actions read it: what the customer said and what stands so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker

from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import Question
from bot.domain.ids import ConversationId, MessageId
from bot.domain.reading import Anger, Cause
from bot.domain.triage import Signal, SignalName
from bot.scripts.grief import grief
from bot.scripts.phrases import phrase_book
from bot.scripts.record_words import record_words
from bot.scripts.spellings import simplified

LISTEN = "action_listen"
BEYOND_US = frozenset({"nlu_fallback", "out_of_scope"})
"""Twice in a row, and a person is fetched (practice H8, I20)."""
ASIDE = frozenset(
    {
        "ask_status",
        "ask_product",
        "ask_bot",
        "ask_how_to_complain",
        "greet",
        "thank",
        "change_language",
        "praise",
        "suggestion",
        "out_of_scope",
        "report_violation",
        "send_attachment",
    }
)
"""Questions and courtesies: they are answered, then the question that stood stands again."""
NO_ANSWER = frozenset(
    {"dont_know", "deny", "vent", "hard_signal", "ask_human", "withdraw", "restart", "goodbye"}
)
"""What states neither a wish nor a name."""
DEFAULT_LANGUAGE = "zh-Hans"


@dataclass(frozen=True)
class Entity:
    """A piece of the text. `normalised` is the value that was read from the words, if any."""

    name: str
    value: str
    start: int
    end: int
    normalised: Any = None

    def overlaps(self, other: Entity) -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Turn:
    """The latest message. `text` is tokenised; `asked` is the question it may answer; `read_as`
    is the intent before another is derived from it, `ruled` the one by which a rule was chosen;
    `spoken` is the language of the words, None where they do not tell. `listening`: people have
    the conversation, nothing is answered. `recorded`: typed in at the desk."""

    conversation_id: ConversationId
    message_id: MessageId | None
    channel: str
    text: str
    intent: str
    entities: tuple[Entity, ...]
    signals: tuple[Signal, ...]
    anger: int
    causes: tuple[Cause, ...]
    is_complaint: bool
    read_as: str
    ruled: str
    topic: str | None
    spoken: str | None
    language: str
    asked: Question | None
    memory: Memory
    listening: bool = False
    recorded: bool = False

    def values(self, *names: str) -> list[str]:
        """What entities of these names say, in the order of the text, without repetition."""
        found = sorted((e for e in self.entities if e.name in names), key=lambda e: e.start)
        return list(dict.fromkeys(entity.value for entity in found))

    def unasked(self) -> Turn:
        """The same turn where the message has nothing to do with the complaint's questions."""
        return replace(self, asked=None, anger=0, intent="inform")

    @property
    def is_payload(self) -> bool:
        """Whether it is a pressed button rather than words."""
        return self.text.startswith("/")

    @property
    def complains(self) -> bool:
        """Whether a record must exist from this message on: also where it only shows between
        the lines (practice G3)."""
        return self.intent in ("complain", "hard_signal", "vent") or self.is_complaint


def read_turn(tracker: Tracker) -> Turn:
    """Draw the turn from Rasa's tracker."""
    message: dict[str, Any] = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    message_id = message.get("message_id")
    reading: Mapping[str, Any] = message.get("reading") or {}
    listening = bool(metadata.get("listening"))
    asked = None if listening else tracker.get_slot("asked")
    language = _language(tracker, metadata)
    turn = Turn(
        conversation_id=ConversationId(tracker.sender_id),
        message_id=MessageId(message_id) if message_id else None,
        channel=tracker.get_latest_input_channel() or "cmdline",
        text=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        entities=tuple(_entity(entry) for entry in message.get("entities") or []),
        signals=tuple(_signals(message)),
        anger=int(reading.get("anger") or 0),
        causes=tuple(Cause(name) for name in reading.get("cause") or ()),
        is_complaint=bool(reading.get("is_complaint")),
        read_as=str(reading.get("intent") or ""),
        ruled=(message.get("intent") or {}).get("name") or "",
        topic=reading.get("topic"),
        spoken=_spoken(reading, message.get("text") or "", language),
        language=language,
        asked=Question(asked) if asked else None,
        memory=Memory.from_slot(tracker.get_slot("memory")),
        listening=listening,
        recorded=bool(metadata.get("recorded")),
    )
    question = _question_asked(turn)
    if question:
        return replace(turn, intent="ask_product", topic=question)
    return replace(turn, intent=_meant(turn))


_MAY_ASK = BEYOND_US | {
    "ask_product",
    "ask_how_to_complain",
    "ask_bot",
    "dont_know",
    "complain",
    "inform",
    "deny",
    "suggestion",
}
_MAY_AGREE = BEYOND_US | {"inform", "praise", "thank", "greet", "complain"}


def _question_asked(turn: Turn) -> str | None:
    """A question about complaining itself, whatever the reader took it for (practice A3, R32)."""
    asks = turn.intent in _MAY_ASK and not turn.is_complaint and turn.anger < Anger.ANGRY
    return phrase_book().question_asked(turn.text) if asks and not turn.is_payload else None


def _meant(turn: Turn) -> str:
    """What the words show better than the reader: “this time it is right” agrees with what was
    read back, “withdraw your refusal” is a wish, “no, the date was last summer” puts a part of the
    record right, and “I can't sleep at night” is nothing to be turned away (practice J6)."""
    if turn.asked is Question.CONFIRMED and turn.intent in _MAY_AGREE:
        return "affirm" if phrase_book().agrees.found_in(turn.text) else turn.intent
    if turn.intent == "withdraw" and turn.asked is not Question.WITHDRAWAL:
        ours = phrase_book().takes_back_else.found_in(turn.text)
        return "inform" if ours else turn.intent
    if turn.intent == "deny":
        named = record_words().named_in(turn.text)
        return "correct" if len(named) == 1 and turn.values(named[0].value) else turn.intent
    turned_away = turn.intent in BEYOND_US or (turn.intent == "ask_product" and not turn.topic)
    return "inform" if turned_away and grief().laments.found_in(turn.text) else turn.intent


_FEW_LETTERS = 4


def _language(tracker: Tracker, metadata: Mapping[str, Any]) -> str:
    """As it was spoken so far; at first as the channel says."""
    spoken = tracker.get_slot("language") if tracker.get_slot("memory") else None
    return str(spoken or metadata.get("language") or DEFAULT_LANGUAGE)


def _spoken(reading: Mapping[str, Any], text: str, so_far: str) -> str | None:
    """A language shows in a few words, not in “OK” and not in a mixed message; a script in
    characters that the other one writes differently."""
    name = reading.get("language")
    if name in (None, "und") or reading.get("mixed"):
        return None
    if so_far.startswith("zh") and (reading.get("either_script") or _both_scripts(str(name), text)):
        return None
    letters = sum(c.isalpha() for c in text)
    return str(name) if letters >= (3 * _FEW_LETTERS if name == "en" else _FEW_LETTERS) else None


def _both_scripts(name: str, text: str) -> bool:
    """Whether what was read as Simplified has characters of Traditional only (“台北的櫃台”)."""
    return name == "zh-Hans" and simplified(text) != text


def _entity(entry: dict[str, Any]) -> Entity:
    return Entity(
        str(entry.get("entity")),
        str(entry.get("value")),
        int(entry.get("start") or 0),
        int(entry.get("end") or 0),
        entry.get("normalised"),
    )


def _signals(message: Mapping[str, Any]) -> Iterator[Signal]:
    """What has no weight of its own, such as `vip`, is never read from words (practice P2)."""
    for entry in message.get("signals") or []:
        signal = _signal(entry)
        if signal.score > 0:
            yield signal


def _signal(entry: dict[str, Any]) -> Signal:
    """Certain evidence counts with its whole weight, uncertain evidence with a part of it."""
    score = float(entry["score"]) * float(entry["weight"])
    return Signal(SignalName(entry["name"]), score, str(entry["quote"]), bool(entry["hard"]))
