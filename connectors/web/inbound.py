"""The Socket.IO server of the web chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import socketio
import structlog
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic

from bot.bootstrap import Container, current
from bot.domain.customers import SiteCustomer
from bot.domain.errors import NotSignedIn, QingtingError
from bot.domain.ids import ConversationId
from connectors.assistant import OnNewMessage
from connectors.line import attach_line
from connectors.web.files import Origins, files_blueprint
from connectors.web.identities import Identities, IdentityRefused
from connectors.web.payloads import (
    CHANNEL,
    failure_body,
    language_of,
    limits_body,
    message_body,
    number_of,
    parse_uttered,
    rasa_body,
    state_body,
)
from connectors.web.rooms import Rooms
from connectors.web.sessions import Sessions, is_of_site

log = structlog.get_logger(__name__)

PLAIN_AFTER = 1.5
"""Seconds without `resume` after which a client is taken for one of Rasa's own widgets."""


class NoSession(NotSignedIn):
    """The socket has not asked for a session yet."""

    code = "no_session"


@dataclass
class Visitor:
    """One socket."""

    customer_ref: str
    language: str | None
    site_customer: SiteCustomer | None = None
    conversation_id: ConversationId | None = None
    resumed: bool = False
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class WebChat:
    """The protocol of docs/web-chat.md, one method per event."""

    def __init__(self, server: socketio.AsyncServer, box: Container) -> None:
        self._server, self._box = server, box
        self._sessions = Sessions(box.session_key)
        self._identities = Identities(box.settings.widget_secret)
        self._visitors: dict[str, Visitor] = {}
        self.rooms = Rooms(box, self._emit)
        for event in ("session_request", "user_uttered", "resume", "received", "seen", "typing"):
            server.on(event, self._safely(getattr(self, f"on_{event}")))
        server.on("disconnect", self.on_disconnect)

    async def on_session_request(self, sid: str, data: Any) -> dict[str, Any]:
        """Confirm the session that the token names, or issue a new one."""
        customer, identity = self._identify(data)
        ref, token = self._session(data, customer)
        if identity and is_of_site(ref):  # its token may run out while the page is open
            identity = {"ok": True}
        await self.on_disconnect(sid)  # a second request starts afresh
        visitor = self._visitors[sid] = Visitor(ref, language_of(data), customer)
        await self._emit("session_confirm", token, sid)
        state: dict[str, Any] = {"owner": "none", "last_seq": 0}
        conversation_id = await self._box.chat.find(CHANNEL, ref)
        if conversation_id:
            page = await self._box.chat.page(conversation_id, 2**31 - 1)
            state = state_body(page.state)
            await self._enter(sid, visitor, conversation_id, page.state.last_seq)
            self._later(visitor, self._serve_plain(sid, visitor, page.state.last_seq))
        return {
            "ok": True,
            "session_id": token,
            "state": state,
            "attachments": limits_body(self._box.files.policy),
            "notice": self._box.chat.notice(visitor.language),
            **({"identity": identity} if identity else {}),
        }

    async def on_user_uttered(self, sid: str, data: Any) -> dict[str, Any]:
        """Store the message, then acknowledge."""
        if sid not in self._visitors:  # Rasa's widgets may skip the session request
            await self.on_session_request(sid, data)
        visitor = self._visitor(sid)
        visitor.language = language_of(data) or visitor.language
        inbound = replace(
            parse_uttered(data, visitor.customer_ref, visitor.language),
            site_customer=visitor.site_customer,
        )
        if isinstance(data, dict) and data.get("message_id"):
            self.rooms.mark_ours(sid)
        else:
            self.rooms.mark_plain(sid)
        receipt = await self._box.intake.receive(inbound)
        if visitor.conversation_id is None:
            await self._enter(sid, visitor, receipt.conversation_id, receipt.seq - 1)
        return {
            "ok": True,
            "message_id": receipt.message_id,
            "seq": receipt.seq,
            "duplicate": receipt.duplicate,
        }

    async def on_resume(self, sid: str, data: Any) -> dict[str, Any]:
        """Everything after the client's last `seq`."""
        visitor = self._visitor(sid)
        visitor.resumed = True
        self.rooms.mark_ours(sid)
        after = number_of(data, "after")
        conversation_id = await self._box.chat.find(CHANNEL, visitor.customer_ref)
        if conversation_id is None:
            nothing = {"owner": "none", "last_seq": 0}
            return {"ok": True, "messages": [], "up_to": after, "state": nothing, "more": False}
        page = await self._box.chat.page(conversation_id, after)
        if visitor.conversation_id is None:
            await self._enter(sid, visitor, conversation_id, page.up_to)
        return {
            "ok": True,
            "messages": [message_body(item) for item in page.messages],
            "up_to": page.up_to,
            "state": state_body(page.state),
            "more": page.more,
        }

    async def on_received(self, sid: str, data: Any) -> dict[str, Any]:
        """The client has everything up to `seq`, shown or not."""
        visitor, seq = self._visitor(sid), number_of(data, "seq")
        if visitor.conversation_id:
            await self._box.acknowledgements.received(visitor.conversation_id, seq)
        return {"ok": True}

    async def on_typing(self, sid: str, _: Any) -> dict[str, Any]:
        """The customer types; what they type stays with them."""
        visitor = self._visitor(sid)
        if visitor.conversation_id:
            await self._box.activity.customer_types(visitor.conversation_id)
        return {"ok": True}

    async def on_seen(self, sid: str, data: Any) -> dict[str, Any]:
        """The client has shown everything up to `seq`."""
        visitor = self._visitor(sid)
        if visitor.conversation_id:
            await self._box.acknowledgements.seen(visitor.conversation_id, number_of(data, "seq"))
        return {"ok": True}

    async def on_disconnect(self, sid: str, *_: object) -> None:
        """Forget the socket."""
        await self.rooms.leave(sid)
        visitor = self._visitors.pop(sid, None)
        for task in visitor.tasks if visitor else ():
            task.cancel()

    def _identify(self, data: Any) -> tuple[SiteCustomer | None, dict[str, Any] | None]:
        """Whom the embedding site names, and what to tell it; nothing where it names nobody."""
        given = data.get("identity") if isinstance(data, dict) else None
        if given is None:
            return None, None
        try:
            return self._identities.read(given), {"ok": True}
        except IdentityRefused as error:
            return None, failure_body(error)

    def _session(self, data: Any, customer: SiteCustomer | None) -> tuple[str, str]:
        """(customer_ref, token): the one that the client brings, unless the site names another."""
        token = data.get("session_id") if isinstance(data, dict) else None
        known, now = self._sessions.read(token), self._box.clock.now()
        if customer is None:
            return (known, str(token)) if known else self._sessions.issue(now)
        return self._sessions.issue_for(customer, now)

    async def _enter(
        self, sid: str, visitor: Visitor, conversation_id: ConversationId, after: int
    ) -> None:
        visitor.conversation_id = conversation_id
        await self.rooms.join(conversation_id, sid, after)

    async def _serve_plain(self, sid: str, visitor: Visitor, up_to: int) -> None:
        """A client that never resumes gets what had not been delivered when it came back; what
        is said later is pushed anyway."""
        await asyncio.sleep(PLAIN_AFTER)
        if visitor.resumed or visitor.conversation_id is None:
            return
        self.rooms.mark_plain(sid)
        for shown in await self._box.chat.undelivered(visitor.conversation_id, up_to):
            await self._emit("bot_uttered", rasa_body(shown), sid)
            await self._box.acknowledgements.received(visitor.conversation_id, shown.seq)

    def _visitor(self, sid: str) -> Visitor:
        visitor = self._visitors.get(sid)
        if visitor is None:
            raise NoSession("Send session_request first.")
        return visitor

    def _later(self, visitor: Visitor, work: Any) -> None:
        task = asyncio.create_task(work)
        visitor.tasks.add(task)
        task.add_done_callback(visitor.tasks.discard)

    def _safely(
        self, handler: Callable[[str, Any], Awaitable[dict[str, Any]]]
    ) -> Callable[..., Awaitable[dict[str, Any]]]:
        async def handle(sid: str, data: Any = None) -> dict[str, Any]:
            try:
                return await handler(sid, data)
            except QingtingError as error:
                return failure_body(error)
            except Exception as error:
                log.exception("web_chat.broke", error=type(error).__name__)
                return failure_body(QingtingError("Something went wrong here; please try again."))

        return handle

    async def _emit(self, event: str, body: Any, sid: str) -> None:
        await self._server.emit(event, body, to=sid)


class _SocketBlueprint(Blueprint):
    """A blueprint that brings the Socket.IO server and the way for files along when it is
    registered."""

    def __init__(self, server: socketio.AsyncServer, files: Blueprint) -> None:
        super().__init__("web_chat")
        self.ctx.server, self.ctx.files = server, files

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.server.attach(app, "socket.io")
        app.blueprint(self.ctx.files)
        super().register(app, options)


class WebChatInput(InputChannel):
    """The web chat as a Rasa channel. `origins`: who else may embed it ([] = same origin)."""

    def __init__(self, origins: Origins = None) -> None:
        self._origins = origins

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChatInput:
        return cls((credentials or {}).get("cors_allowed_origins"))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        server = socketio.AsyncServer(
            async_mode="sanic",
            cors_allowed_origins=self._origins,
            max_http_buffer_size=64 * 1024,
            logger=False,
            engineio_logger=False,
        )
        routes = _SocketBlueprint(server, files_blueprint(self._origins))
        attach_line(routes, on_new_message)

        async def start(app: Sanic, _: object) -> None:
            app.ctx.web_chat = WebChat(server, await current())

        async def stop(app: Sanic, _: object) -> None:
            await app.ctx.web_chat.rooms.close()
            await server.shutdown()

        routes.listener(start, "before_server_start")
        routes.listener(stop, "before_server_stop")
        return routes
