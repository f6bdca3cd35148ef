"""How the customer's anger moves from message to message."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.dialogue.memory import Memory
from bot.domain.reading import Anger
from bot.domain.record_rules import FuriousTrigger


def felt(
    memory: Memory,
    anger: int,
    message: str | None,
    trigger: FuriousTrigger | None,
    *,
    understood: bool,
) -> Memory:
    """Count one message, once: Rasa may show it to an action twice in a turn."""
    if message is not None and memory.counted == message:
        return memory
    furious = memory.furious + 1 if trigger and anger >= trigger.anger else 0
    return replace(
        memory,
        counted=message,
        rising=anger > memory.anger or anger == Anger.FURIOUS,
        anger=anger,
        furious=furious,
        enraged=trigger is not None and furious >= trigger.messages,
        misunderstood=0 if understood else memory.misunderstood + 1,
    )


def shade(anger: int) -> str:
    """The slot `anger`, by which scripts are chosen: `low`, `raised` or `high`."""
    if anger >= Anger.ANGRY:
        return "high"
    return "raised" if anger == Anger.ANNOYED else "low"
