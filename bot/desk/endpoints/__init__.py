"""The endpoint table, in one module per resource."""

from __future__ import annotations

from bot.desk.endpoints import (
    agents,
    callbacks,
    canned,
    case_file,
    cases,
    conversations,
    deliveries,
    events,
    meta,
    notes,
    relations,
    replies,
    search,
    session,
)
from bot.desk.table import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *session.ENDPOINTS,
    *conversations.ENDPOINTS,
    *replies.ENDPOINTS,
    *notes.ENDPOINTS,
    *canned.ENDPOINTS,
    *cases.ENDPOINTS,
    *case_file.ENDPOINTS,
    *relations.ENDPOINTS,
    *search.ENDPOINTS,
    *callbacks.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *events.ENDPOINTS,
    *agents.ENDPOINTS,
    *meta.ENDPOINTS,
)
