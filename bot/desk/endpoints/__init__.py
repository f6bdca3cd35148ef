"""The endpoint table, in one module per resource."""

from __future__ import annotations

from bot.desk.endpoints import (
    agents,
    audit,
    callbacks,
    canned,
    case_file,
    cases,
    conversations,
    deliveries,
    events,
    meta,
    notes,
    overview,
    recording,
    relations,
    replies,
    search,
    session,
    teams,
)
from bot.desk.table import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *session.ENDPOINTS,
    *conversations.ENDPOINTS,
    *replies.ENDPOINTS,
    *recording.ENDPOINTS,
    *notes.ENDPOINTS,
    *canned.ENDPOINTS,
    *cases.ENDPOINTS,
    *case_file.ENDPOINTS,
    *relations.ENDPOINTS,
    *search.ENDPOINTS,
    *callbacks.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *events.ENDPOINTS,
    *overview.ENDPOINTS,
    *audit.ENDPOINTS,
    *agents.ENDPOINTS,
    *teams.ENDPOINTS,
    *meta.ENDPOINTS,
)
