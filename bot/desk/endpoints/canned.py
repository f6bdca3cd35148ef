"""Words that agents can take into a reply."""

from __future__ import annotations

from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.canned import (
    CannedList,
    CannedQuery,
    Titles,
    canned_answer,
    titles_answer,
)
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import ConversationId
from bot.domain.staff import Permission


async def list_canned(call: Call[NoBody, CannedQuery]) -> CannedList:
    """Filled with what is known of the case."""
    query = call.query
    view = await call.services.canned.for_conversation(
        ConversationId(query.conversation), query.language.value if query.language else None
    )
    return canned_answer(view)


async def list_titles(call: Call[NoBody, NoQuery]) -> Titles:
    """What the words are called that messages, events and numbers name by their code."""
    return titles_answer(call.services.canned.entries)


ENDPOINTS = (
    Endpoint(
        "GET",
        f"{API}/canned",
        list_canned,
        Permission.READ_CONVERSATIONS,
        "List canned words for a conversation",
        CannedList,
        query=CannedQuery,
        errors=frozenset({404}),
    ),
    Endpoint(
        "GET",
        f"{API}/canned/titles",
        list_titles,
        Permission.READ_CONVERSATIONS,
        "List the titles of canned words",
        Titles,
    ),
)
