"""Looking for a conversation by what was said in it, written about it, or known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.domain.errors import InvalidInput
from bot.domain.ids import ConversationId
from bot.domain.privacy.tokens import TOKEN

LONGEST = 100
MOST_WORDS = 5
AROUND = 40
"""Characters of an excerpt before what was found; twice as many after it."""

Terms = Sequence[Sequence[str]]
"""All of these words, each in any of its spellings."""

_NUMBER_PART = re.compile(r"(?:QT)?[ -]?[0-9][0-9 -]{2,}", re.IGNORECASE)


class FoundIn(str, Enum):
    """Where it stands: why a correction or a merge was made, the note of a promised call, the name
    of a file or a group. `value`: a personal value that the conversation has in the vault."""

    NUMBER = "number"
    MESSAGE = "message"
    NOTE = "note"
    FACT = "fact"
    CORRECTION = "correction"
    MERGE = "merge"
    CALLBACK = "callback"
    FILE = "file"
    GROUP = "group"
    VALUE = "value"


@dataclass(frozen=True)
class Found:
    """One place. `text` is tokenised; `seq` the message to go to, None where there is none.
    `name`: of a fact its name, of a message its author."""

    where: FoundIn
    conversation_id: ConversationId
    at: datetime
    text: str
    seq: int | None = None
    name: str = ""


def words_of(text: str) -> tuple[str, ...]:
    """What to look for. Raises InvalidInput."""
    cleaned = text.strip()
    if not 2 <= len(cleaned) <= LONGEST:
        raise InvalidInput("text", f"must have 2 to {LONGEST} characters.")
    words = tuple(dict.fromkeys(cleaned.split()))
    if len(words) > MOST_WORDS:
        raise InvalidInput("text", f"must have {MOST_WORDS} words at most.")
    return words


def number_part(text: str) -> str | None:
    """The text as a part of a case number (`1121-0007`); None where it cannot be one."""
    cleaned = text.strip()
    if not _NUMBER_PART.fullmatch(cleaned):
        return None
    return cleaned.upper().replace(" ", "")


def excerpt(text: str, words: Iterable[str]) -> str:
    """The text around the first of these words that stands in it. No token is cut in two."""
    folded = text.lower()
    places = [place for word in words if (place := folded.find(word.lower())) >= 0]
    at = min(places, default=0)
    start, end = max(0, at - AROUND), min(len(text), at + 2 * AROUND)
    for token in TOKEN.finditer(text):
        if token.start() < start < token.end():
            start = token.start()
        if token.start() < end < token.end():
            end = token.end()
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
