"""The one place where errors become answers, and the headers that every answer carries."""

from __future__ import annotations

import traceback
from uuid import uuid4

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.desk.models.errors import Error, error_answer, of_error
from bot.domain.errors import QingtingError, TooManyRequests

log = structlog.get_logger(__name__)

_POLICY = "Content-Security-Policy"
_HEADERS = {
    _POLICY: (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "qingting",
}
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_MESSAGES = {
    404: "There is nothing under this address.",
    405: "This address does not know this method.",
    413: "The request is too large.",
}


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Render whatever is raised below; nothing of an unexpected error reaches the caller."""
    try:
        return await handler(request)
    except TooManyRequests as error:
        return _json(error.status, of_error(error), {"Retry-After": str(error.retry_after)})
    except QingtingError as error:
        if error.status >= 500:
            log.error("desk.failed", code=error.code, route=_route(request))
        return _json(error.status, of_error(error))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _refused(request, error)
    except Exception as error:  # noqa: BLE001 — the last resort: logged, answered with 500
        return _unexpected(request, error)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: security headers on everything, the live feed included."""
    stricter = response.headers.get(_POLICY, "")  # a customer's file brings its own
    response.headers.update(_HEADERS)
    if stricter:
        response.headers[_POLICY] = stricter
    if in_api(request):
        response.headers[hdrs.CACHE_CONTROL] = "no-store"


def in_api(request: web.Request) -> bool:
    """Whether programs call this address, so that answers are JSON and never kept."""
    return request.path.startswith("/api/") or request.path in ("/api", "/health")


def _refused(request: web.Request, error: web.HTTPException) -> web.Response:
    """What aiohttp itself refuses: unknown paths and methods, bodies over the limit."""
    code = _CODES.get(error.status, "malformed" if error.status < 500 else "internal")
    message = _MESSAGES.get(error.status, error.reason)
    kept = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    if in_api(request):
        return _json(error.status, error_answer(code, message), kept)
    return web.Response(text=f"{message}\n", status=error.status, headers=kept)


def _unexpected(request: web.Request, error: Exception) -> web.Response:
    """Log where it happened, but no message: drivers put values of columns into theirs."""
    request_id = uuid4().hex
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "desk.broke",
        request_id=request_id,
        method=request.method,
        route=_route(request),
        error=type(error).__name__,
        where=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    )
    message = "Something went wrong on our side. Tell the administrator the request id."
    return _json(500, error_answer("internal", message, {"request_id": request_id}))


def _route(request: web.Request) -> str:
    """The path with its placeholders, without the ids that stand there."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"


def _json(status: int, answer: Error, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        text=answer.encoded(), status=status, content_type="application/json", headers=headers
    )
