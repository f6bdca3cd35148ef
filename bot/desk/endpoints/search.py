"""Looking for conversations."""

from __future__ import annotations

from bot.desk.models.base import NoQuery
from bot.desk.models.search import SearchResults, Spellings, Spelt, Wanted, search_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.staff import Permission


async def search(call: Call[Wanted, NoQuery]) -> SearchResults:
    """By case number, words, or a personal value typed in full (which needs reveal)."""
    wanted = call.body
    found = await call.services.search.search(wanted.text, call.agent, wanted.limit)
    return search_answer(found)


async def spellings(call: Call[Spelt, NoQuery]) -> Spellings:
    """For looking through what the desk has already; nothing is looked for here."""
    return Spellings(items=list(call.services.search.spellings(call.body.text)))


ENDPOINTS = (
    Endpoint(
        "POST",
        f"{API}/search",
        search,
        Permission.READ_CONVERSATIONS,
        "Look for conversations; audited",
        SearchResults,
        body=Wanted,
        errors=frozenset({429}),
    ),
    Endpoint(
        "POST",
        f"{API}/search/spellings",
        spellings,
        Permission.READ_CONVERSATIONS,
        "Words in Simplified and Traditional Chinese",
        Spellings,
        body=Spelt,
    ),
)
