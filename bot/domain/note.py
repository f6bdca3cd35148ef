"""Notes that colleagues write to one another beside a conversation; no customer ever sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.ids import AgentId, ConversationId
from bot.domain.staff import Agent, Permission

NoteId = NewType("NoteId", str)
MAX_NOTE = 2000
_GOES_ON = re.compile(r"[A-Za-z0-9_.-]")


@dataclass(frozen=True)
class Note:
    """`text` is tokenised. `after_seq`: the message after which it stands. `client_id` names it
    for its author, so that sending it again does not repeat it."""

    id: NoteId
    conversation_id: ConversationId
    after_seq: int
    author: AgentId
    text: str
    created_at: datetime
    client_id: str
    mentions: tuple[AgentId, ...] = ()


def mentioned(text: str, staff: Iterable[Agent]) -> tuple[AgentId, ...]:
    """Who is named by `@username`, in order, each once; only people who may read the note.

    Chinese needs no blank after a name: the longest user name that stands there counts.
    """
    readers = [agent for agent in staff if agent.may(Permission.READ_CONVERSATIONS)]
    readers.sort(key=lambda agent: -len(agent.username))
    found = (_at(text, place.end(), readers) for place in re.finditer("@", text))
    return tuple(dict.fromkeys(agent.id for agent in found if agent))


def _at(text: str, start: int, longest_first: Iterable[Agent]) -> Agent | None:
    for agent in longest_first:
        end = start + len(agent.username)
        same = text[start:end].casefold() == agent.username.casefold()
        if same and not _GOES_ON.match(text[end : end + 1]):
            return agent
    return None
