"""Who calls: the session cookie, the CSRF token, the origin, the address."""

from __future__ import annotations

import hmac
from http.cookies import CookieError
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.desk.context import OPTIONS, SERVICES
from bot.desk.problems import PasswordChangeRequired
from bot.desk.table import Access, Endpoint, Who
from bot.domain.errors import Forbidden, NotSignedIn

COOKIE = "qingting_session"
CSRF_HEADER = "X-CSRF-Token"
_MAX_SECRET = 200
_DEFAULT_PORTS = {"http": 80, "https": 443}


async def admit(request: web.Request, endpoint: Endpoint) -> Who | None:
    """Let the caller in, or raise: NotSignedIn without a valid session or CSRF token, Forbidden
    from a foreign page, without the permission, or before a one-time password is changed."""
    if endpoint.unsafe:
        require_same_origin(request)
    if endpoint.access is Access.PUBLIC:
        return None
    who = await current(request)
    if endpoint.unsafe:
        require_csrf(request, who)
    if who.agent.must_change_password and not endpoint.before_password_change:
        raise PasswordChangeRequired("Change your one-time password first.")
    if not isinstance(endpoint.access, Access) and not who.agent.may(endpoint.access):
        raise Forbidden("Your role does not allow this.")
    return who


async def current(request: web.Request) -> Who:
    """Whose session cookie the request carries. Raises NotSignedIn."""
    secret = _cookie(request)
    if not 0 < len(secret) <= _MAX_SECRET or not secret.isascii():
        raise NotSignedIn("Please sign in.")
    agent, session = await request.app[SERVICES].staff.session(secret)
    return Who(agent, session)


def _cookie(request: web.Request) -> str:
    """Empty where there is none, or where the header cannot be read at all."""
    try:
        return request.cookies.get(COOKIE, "")
    except CookieError:
        return ""


def require_csrf(request: web.Request, who: Who) -> None:
    """Raises NotSignedIn unless the header holds the session's token; constant time."""
    given = request.headers.get(CSRF_HEADER, "").encode("utf-8", "surrogateescape")
    if not hmac.compare_digest(given, who.session.csrf.encode()):
        raise NotSignedIn(f"The header {CSRF_HEADER} must hold the csrf of your session.")


def require_same_origin(request: web.Request) -> None:
    """Raises Forbidden where a browser says that a page of another site makes the request."""
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and not _same_place(origin, request.headers.get(hdrs.HOST, "")):
        raise Forbidden("Requests from other sites are not allowed.")


def client_address(request: web.Request) -> str:
    """The caller's address: what the outermost trusted proxy saw, else the other end of the
    connection. What a caller writes into X-Forwarded-For itself stands further left."""
    proxies = request.app[OPTIONS].trusted_proxies
    peer = request.remote or "unknown"
    forwarded = ",".join(request.headers.getall(hdrs.X_FORWARDED_FOR, []))
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()] + [peer]
    return hops[max(0, len(hops) - 1 - proxies)][:64]


def start_session(
    request: web.Request, response: web.StreamResponse, secret: str, seconds: int
) -> None:
    """Set the cookie; scripts cannot read it and other sites cannot send it."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=seconds,
        path="/",
        secure=request.app[OPTIONS].secure_cookies,
        httponly=True,
        samesite="Strict",
    )


def end_session(request: web.Request, response: web.StreamResponse) -> None:
    """Remove the cookie."""
    response.set_cookie(
        COOKIE,
        "",
        max_age=0,
        path="/",
        secure=request.app[OPTIONS].secure_cookies,
        httponly=True,
        samesite="Strict",
    )


def _same_place(origin: str, host: str) -> bool:
    try:
        page, door = urlsplit(origin), urlsplit(f"//{host}")
        default = _DEFAULT_PORTS.get(page.scheme)
        return (
            default is not None
            and page.hostname is not None
            and page.hostname == door.hostname
            and (page.port or default) == (door.port or default)
        )
    except ValueError:
        return False
