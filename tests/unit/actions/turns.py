"""Turns for tests of the actions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from actions.turn import Entity, Turn
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import Question
from bot.domain.ids import ConversationId, MessageId

BLANK = Turn(
    conversation_id=ConversationId("c"),
    message_id=MessageId("m"),
    channel="web",
    text="",
    intent="inform",
    entities=(),
    signals=(),
    anger=0,
    causes=(),
    is_complaint=False,
    read_as="",
    ruled="inform",
    topic=None,
    spoken=None,
    language="zh-Hans",
    asked=None,
    memory=Memory(),
)


def turn(
    text: str,
    intent: str = "inform",
    *,
    asked: Question | None = None,
    normalised: Any = None,
    **entities: str,
) -> Turn:
    """A message with its entities by name; each value stands in the text."""
    found = tuple(
        Entity(name, value, text.index(value), text.index(value) + len(value), normalised)
        for name, value in entities.items()
    )
    return replace(BLANK, text=text, intent=intent, entities=found, asked=asked)
