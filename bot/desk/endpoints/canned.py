"""Words that agents can take into a reply."""

from __future__ import annotations

from bot.desk.models.base import NoBody
from bot.desk.models.canned import CannedList, CannedQuery, canned_answer
from bot.desk.table import API, Call, Endpoint
from bot.domain.ids import ConversationId
from bot.domain.staff import Permission


async def list_canned(call: Call[NoBody, CannedQuery]) -> CannedList:
    """Filled with what is known of the case."""
    view = await call.services.canned.for_conversation(ConversationId(call.query.conversation))
    return CannedList(items=[canned_answer(one) for one in view.entries], next=view.next)


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
)
