"""Builds the desk."""

from __future__ import annotations

import json

from aiohttp import web

from bot.desk.context import OPTIONS, SERVICES, DeskOptions, DeskServices
from bot.desk.dispatch import route
from bot.desk.endpoints import ENDPOINTS
from bot.desk.endpoints.meta import DOCUMENT
from bot.desk.middlewares import add_headers, errors
from bot.desk.openapi import document
from bot.desk.relay import Relay
from bot.desk.sse import RELAY, STREAMS, Streams
from bot.desk.static import add_static

__all__ = ["MAX_BODY", "DeskOptions", "DeskServices", "make_desk"]

MAX_BODY = 64 * 1024
"""Bytes that a request's body may have."""


def make_desk(services: DeskServices, options: DeskOptions) -> web.Application:
    """The desk as an aiohttp application; whoever runs it owns what the services stand on."""
    app = web.Application(middlewares=[errors], client_max_size=MAX_BODY)
    streams = Streams()
    app[SERVICES], app[OPTIONS], app[STREAMS] = services, options, streams
    app[RELAY] = Relay(services.feed, services.inspection)
    app[DOCUMENT] = json.dumps(document(ENDPOINTS, options.version), ensure_ascii=False)
    # aiohttp 3.9 declares its signals in a way that today's aiosignal no longer understands.
    app.on_response_prepare.append(add_headers)  # type: ignore[arg-type]
    app.on_shutdown.append(streams.end_all)  # type: ignore[arg-type]
    app.add_routes([route(endpoint) for endpoint in ENDPOINTS])
    add_static(app)
    return app
