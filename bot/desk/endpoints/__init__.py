"""The endpoint table, in one module per resource."""

from __future__ import annotations

from bot.desk.endpoints import (
    agents,
    audit,
    callbacks,
    canned,
    cases,
    conversations,
    deliveries,
    events,
    meta,
    notes,
    overview,
    session,
    teams,
)
from bot.desk.table import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *session.ENDPOINTS,
    *conversations.ENDPOINTS,
    *notes.ENDPOINTS,
    *canned.ENDPOINTS,
    *cases.ENDPOINTS,
    *callbacks.ENDPOINTS,
    *deliveries.ENDPOINTS,
    *events.ENDPOINTS,
    *overview.ENDPOINTS,
    *audit.ENDPOINTS,
    *agents.ENDPOINTS,
    *teams.ENDPOINTS,
    *meta.ENDPOINTS,
)
