"""Looking for conversations."""

from __future__ import annotations

from datetime import datetime

from pydantic import ConstrainedInt

from bot.desk.models.base import Answer, Body, Line
from bot.desk.models.cases import masks_in
from bot.domain.case import CaseState, Level
from bot.domain.search import Found, FoundIn
from bot.services.search import AT_FIRST, SearchRow, SearchView


class Wide(ConstrainedInt):
    """How many at most; nobody reads on after so many."""

    strict = True
    ge = 1
    le = 500


class Wanted(Body):
    """A case number, words, or a personal value in full. In the body, as addresses are logged.
    `limit`: conversations at most."""

    text: Line
    limit: Wide = Wide(AT_FIRST)


class Spelt(Body):
    """Words to be found in either script of Chinese. In the body, as addresses are logged."""

    text: Line


class Spellings(Answer):
    """As it was sent first, then in the other script where that differs."""

    items: list[str]


class Place(Answer):
    """Where it stands; `seq` is the message to go to. `name`: of a fact its name, of a message its
    author."""

    where: FoundIn
    at: datetime
    seq: int | None
    name: str
    text: str
    masks: dict[str, str]


class SearchResult(Answer):
    """A conversation; the case is that of its present matter."""

    conversation_id: str
    case_id: str | None
    case_number: str | None
    case_state: CaseState | None
    level: Level
    places: list[Place]


class SearchResults(Answer):
    """The newest first; `more` says that there are others: want more, or use more words.
    `words`: in all the spellings that were looked for."""

    items: list[SearchResult]
    more: bool
    words: list[str]


def search_answer(view: SearchView) -> SearchResults:
    """Draw the shape."""
    return SearchResults(
        items=[_row(row) for row in view.rows], more=view.more, words=list(view.words)
    )


def _row(row: SearchRow) -> SearchResult:
    case = row.case
    return SearchResult(
        conversation_id=row.conversation_id,
        case_id=case.id if case else None,
        case_number=case.number if case else None,
        case_state=case.state if case else None,
        level=case.level if case else Level.ORDINARY,
        places=[_place(place, row) for place in row.places],
    )


def _place(place: Found, row: SearchRow) -> Place:
    return Place(
        where=place.where,
        at=place.at,
        seq=place.seq,
        name=place.name,
        text=place.text,
        masks=masks_in(place.text, row.masks),
    )
