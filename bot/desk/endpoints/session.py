"""Signing in and out, the own password, presence."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.context import DeskServices
from bot.desk.models.base import NoBody, NoQuery
from bot.desk.models.staff import PasswordChange, PresenceBody, Session, SignIn, session_answer
from bot.desk.security import client_address, current
from bot.desk.table import API, Access, Call, Endpoint, Who, WithSession
from bot.domain.errors import NotSignedIn
from bot.domain.staff import Permission
from bot.services.staff import SignedIn

PRESENCE = timedelta(seconds=45)
"""An agent counts as present so long after the last word; the page repeats it every 20 s."""


async def sign_in(call: Call[SignIn, NoQuery]) -> WithSession:
    """A new session, whatever cookie came along; a former one in this browser ends."""
    body, former = call.body, await _former(call)
    signed_in = await call.services.staff.sign_in(
        body.username, body.password, client_address(call.request)
    )
    if former:
        await call.services.staff.sign_out(former.agent, former.session)
    return await _started(call.services, signed_in)


async def read_session(call: Call[NoBody, NoQuery]) -> Session:
    """Who is signed in, and where the live feed stands."""
    return await _session(call.services, call.who)


async def sign_out(call: Call[NoBody, NoQuery]) -> WithSession:
    """End the session; the person is no longer at the desk."""
    await call.services.staff.sign_out(call.agent, call.who.session)
    await call.services.presence.leave(call.agent.id)
    return WithSession(None, None)


async def change_password(call: Call[PasswordChange, NoQuery]) -> WithSession:
    """All sessions of the person end, and a new one starts."""
    body = call.body
    signed_in = await call.services.staff.change_password(call.agent, body.old, body.new)
    return await _started(call.services, signed_in)


async def set_presence(call: Call[PresenceBody, NoQuery]) -> None:
    """At the desk for a while, or not any more."""
    if call.body.present:
        await call.services.presence.touch(call.agent.id, PRESENCE, call.body.state)
    else:
        await call.services.presence.leave(call.agent.id)


async def _former(call: Call[SignIn, NoQuery]) -> Who | None:
    try:
        return await current(call.request)
    except NotSignedIn:
        return None


async def _started(services: DeskServices, signed_in: SignedIn) -> WithSession:
    session = signed_in.session
    seconds = int((session.expires_at - session.created_at).total_seconds())
    answer = await _session(services, Who(signed_in.agent, session))
    return WithSession(answer, signed_in.secret, seconds)


async def _session(services: DeskServices, who: Who) -> Session:
    roster = await services.waiting.roster()
    last = await services.feed.last_id()
    return session_answer(who.agent, who.session, roster, last)


_PATH = f"{API}/session"
ENDPOINTS = (
    Endpoint(
        "POST",
        _PATH,
        sign_in,
        Access.PUBLIC,
        "Sign in",
        Session,
        body=SignIn,
        errors=frozenset({401, 429}),
    ),
    Endpoint(
        "GET",
        _PATH,
        read_session,
        Access.SIGNED_IN,
        "Who is signed in",
        Session,
        before_password_change=True,
    ),
    Endpoint(
        "DELETE",
        _PATH,
        sign_out,
        Access.SIGNED_IN,
        "Sign out",
        None,
        status=204,
        before_password_change=True,
    ),
    Endpoint(
        "PUT",
        f"{_PATH}/password",
        change_password,
        Access.SIGNED_IN,
        "Change the own password",
        Session,
        body=PasswordChange,
        errors=frozenset({429}),
        before_password_change=True,
    ),
    Endpoint(
        "PUT",
        f"{_PATH}/presence",
        set_presence,
        Permission.HANDLE_CONVERSATIONS,
        "Say whether one is at the desk; repeat every 20 s",
        None,
        body=PresenceBody,
        status=204,
    ),
)
