"""Turns a row of the endpoint table into a route: let in, read, act, answer."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk.models.base import Answer
from bot.desk.reading import check_path, read_body, read_query
from bot.desk.security import admit, end_session, start_session
from bot.desk.table import Call, Endpoint, Result, WithSession


def route(endpoint: Endpoint) -> web.RouteDef:
    """The aiohttp route of this row; GET does not bring HEAD along, which a feed cannot answer."""
    handler = handler_of(endpoint)
    if endpoint.method == "GET":
        return web.get(endpoint.path, handler, allow_head=False)
    return web.route(endpoint.method, endpoint.path, handler)


def handler_of(endpoint: Endpoint) -> Handler:
    """Checks come before reading: whoever may not call learns nothing about what is valid."""

    async def handle(request: web.Request) -> web.StreamResponse:
        caller = await admit(request, endpoint)
        check_path(request)
        query = read_query(request, endpoint)
        body = await read_body(request, endpoint)
        result = await endpoint.handler(Call(request, caller, body, query))
        return _response(request, endpoint, result)

    return handle


def _response(request: web.Request, endpoint: Endpoint, result: Result) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    content = result.content if isinstance(result, WithSession) else result
    response = _rendered(endpoint, content)
    if isinstance(result, WithSession):
        if result.secret is None:
            end_session(request, response)
        else:
            start_session(request, response, result.secret, result.seconds)
    return response


def _rendered(endpoint: Endpoint, content: Answer | None) -> web.Response:
    if endpoint.answer is None:
        return web.Response(status=endpoint.status)
    if not isinstance(content, endpoint.answer):
        raise TypeError(f"{endpoint.method} {endpoint.path} answered with another model.")
    return web.Response(
        text=content.encoded(), status=endpoint.status, content_type=endpoint.media_type
    )
