"""Looking for conversations: by a case number, words, or a personal value typed in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.case import Case
from bot.domain.errors import Forbidden, TooManyRequests
from bot.domain.events import Event, EventKind
from bot.domain.ids import ConversationId
from bot.domain.search import Found, FoundIn, Terms, excerpt, number_part, words_of
from bot.domain.staff import Agent, Permission
from bot.ports import Clock, RateLimiter, Store, Transaction
from bot.services.boundary import Boundary

AT_FIRST = 50
"""Conversations that a search gives where nobody wants more."""
PLACES = 4
"""Of one conversation."""
LOOKED_AT = 4
"""Places that are read for each conversation wanted, as many stand in the same one."""
PER_MINUTE = 30
"""Searches per person: nobody tries numbers out one after the other."""


@dataclass(frozen=True)
class SearchRow:
    """A conversation with the places, newest first; `case`: its present one, without facts."""

    conversation_id: ConversationId
    case: Case | None
    places: tuple[Found, ...]
    masks: Mapping[str, str]


@dataclass(frozen=True)
class SearchView:
    """The newest first; `more`: there are others. `words`: in all spellings looked for."""

    rows: tuple[SearchRow, ...]
    more: bool
    words: tuple[str, ...]


class SearchDesk:
    """Searches what the desk may read. `spellings`: a word in Simplified and Traditional."""

    def __init__(
        self,
        store: Store,
        boundary: Boundary,
        spellings: Callable[[str], Sequence[str]],
        limiter: RateLimiter,
        clock: Clock,
    ) -> None:
        self._store, self._boundary, self._spellings = store, boundary, spellings
        self._limiter, self._clock = limiter, clock

    def spellings(self, text: str) -> Sequence[str]:
        """The text first, then in the other script of Chinese where that differs."""
        return self._spellings(text)

    async def search(self, text: str, by: Agent, most: int = AT_FIRST) -> SearchView:
        """At most so many conversations. The act is in the audit trail, without what was looked
        for.

        Raises InvalidInput, TooManyRequests, and Forbidden where a personal value is looked for
        by somebody who may not see one.
        """
        words = words_of(text)
        wait = await self._limiter.hit(f"search:{by.id}", PER_MINUTE, timedelta(minutes=1))
        if wait:
            raise TooManyRequests(wait)
        personal = self._boundary.is_personal(text)
        may_see = by.may(Permission.REVEAL)
        if personal and not may_see:
            raise Forbidden("Your role does not allow looking for personal values.")
        digests = self._boundary.digests_of(text.strip()) if may_see else ()
        terms = () if personal else tuple(self._spellings(word) for word in words)
        async with self._store.reading() as tx:
            looks = await _everywhere(tx, terms, number_part(text), digests, most * LOOKED_AT)
            spelt = [word for term in terms for word in term]
            found = [place for look in looks for place in look]
            view = await self._view(tx, found, spelt, most)
        if any(len(look) == most * LOOKED_AT for look in looks):
            view = replace(view, more=True)
        async with self._store.writing() as tx:
            await tx.events.append(self._event(view, found, by))
        return view

    async def _view(
        self, tx: Transaction, found: Sequence[Found], words: Sequence[str], most: int
    ) -> SearchView:
        said = {(p.conversation_id, p.seq, p.text) for p in found if p.where is FoundIn.MESSAGE}
        by_conversation: dict[ConversationId, list[Found]] = {}
        for place in sorted(found, key=lambda place: place.at, reverse=True):
            key = (place.conversation_id, place.seq, place.text)
            if place.where is FoundIn.FACT and key in said:
                continue  # a fact that is the whole message
            short = replace(place, text=excerpt(place.text, words))
            by_conversation.setdefault(place.conversation_id, []).append(short)
        shown = list(by_conversation)[:most]
        cases = await tx.cases.present(shown)
        masks = await self._boundary.masks_of(tx, shown)
        rows = tuple(
            SearchRow(
                one,
                cases[one][0] if one in cases else None,
                tuple(by_conversation[one][:PLACES]),
                masks.get(one, {}),
            )
            for one in shown
        )
        return SearchView(rows, more=len(by_conversation) > most, words=tuple(words))

    def _event(self, view: SearchView, found: Sequence[Found], by: Agent) -> Event:
        where = sorted({place.where.value for place in found})
        data = {"conversations": len(view.rows), "where": " ".join(where)}
        return Event(EventKind.SEARCH_MADE, self._clock.now(), f"agent:{by.id}", data=data)


async def _everywhere(
    tx: Transaction, terms: Terms, number: str | None, digests: Sequence[str], most: int
) -> Sequence[Sequence[Found]]:
    """What each look gave; one that gave `most` may have missed older places."""
    search, looks = tx.search, list[Sequence[Found]]()
    if number:
        looks.append(await search.numbers(number, most))
    if digests:
        looks.append(await search.values(digests, most))
    if terms:
        for look in (search.messages, search.notes, search.facts, search.remarks):
            looks.append(await look(terms, most))
    return looks
