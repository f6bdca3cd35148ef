"""The desk about itself: health, and the document of its API."""

from __future__ import annotations

import async_timeout
import structlog
from aiohttp import web

from bot.desk.context import OPTIONS
from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.events import Health
from bot.desk.table import API, Access, Call, Endpoint
from bot.domain.errors import Unavailable

log = structlog.get_logger(__name__)

DOCUMENT = web.AppKey("document", str)
PATIENCE = 2.0
"""Seconds that the database may take before the desk calls itself unavailable."""


async def health(call: Call[NoBody, NoQuery]) -> Health:
    """Whether the desk can read its database. Raises Unavailable."""
    try:
        async with async_timeout.timeout(PATIENCE):
            await call.services.feed.last_id()
    except Exception as error:  # noqa: BLE001 — whatever it is, the answer is the same
        log.error("desk.unavailable", error=type(error).__name__)
        raise Unavailable("The database does not answer.") from None
    return Health(status="ok", version=call.request.app[OPTIONS].version)


async def openapi(call: Call[NoBody, NoQuery]) -> web.Response:
    """The document."""
    return web.json_response(text=call.request.app[DOCUMENT])


ENDPOINTS = (
    Endpoint("GET", "/health", health, Access.PUBLIC, "Health", Health, errors=frozenset({503})),
    Endpoint("GET", f"{API}/openapi.json", openapi, Access.PUBLIC, "This document", None),
)
