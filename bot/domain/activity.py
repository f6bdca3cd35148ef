"""What people do in a conversation at this moment. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.domain.ids import ConversationId

CUSTOMER = "customer"


class Doing(str, Enum):
    """`watching`: reads a conversation that a colleague has."""

    TYPING = "typing"
    WATCHING = "watching"


@dataclass(frozen=True)
class Activity:
    """`who` is `customer` or `agent:<id>`, as the actor of an event."""

    doing: Doing
    conversation_id: ConversationId
    who: str
