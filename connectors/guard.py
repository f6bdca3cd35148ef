"""Rasa's own channels with our guarantees.

Rasa's handler of a channel reads the platform's request and says what the customer wrote. Here it
is heard out first; then, before its answer goes out, everything is stored by intake. Replies of
bot and people go through the outbox, which uses the channel's own output.

A guarded channel is a class of a few lines (`connectors/slack`, `connectors/twilio`):

    class GuardedX(Guarded, XInput):
        def external_id(self, request): ...
"""

from __future__ import annotations

from collections.abc import Awaitable
from contextvars import ContextVar
from dataclasses import replace

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.bootstrap import current
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import InvalidInput, QingtingError
from bot.domain.message import InboundMessage
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile, take_in
from connectors.assistant import OnNewMessage
from connectors.guarded_output import GuardedSender
from connectors.http import failure
from connectors.line import attach_line

_heard: ContextVar[list[UserMessage]] = ContextVar("heard")


class Guarded(InputChannel):
    """Stands before one of Rasa's channels in the list of base classes."""

    def external_id(self, request: Request) -> str:
        """The platform's id of the message in this request, the same for every redelivery and
        unique for this customer. Empty: the request is refused."""
        raise NotImplementedError

    def verify(self, request: Request) -> None:
        """Raises NotSignedIn. For channels where Rasa's own check is missing or weak."""

    def words(self, request: Request, message: UserMessage) -> str:  # noqa: ARG002
        """What the customer saw themselves say; Rasa's channels give a button's payload."""
        return message.text or ""

    def unheard(self, request: Request) -> str | None:  # noqa: ARG002
        """The customer whose request Rasa's channel passes over (a photo …): they are told."""
        return None

    def output(self) -> OutputChannel:
        """The way back; made for each message, as some libraries cling to an event loop."""
        return self.get_output_channel()

    def sender(self) -> GuardedSender:
        """The outbox's way to this platform."""
        return GuardedSender(self.name(), self.output)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = super().blueprint(_listen)
        attach_line(routes, on_new_message)
        routes.middleware("request")(self._before)  # Sanic takes methods in this form only
        routes.middleware("response")(self._after)
        return routes

    async def _before(self, request: Request) -> HTTPResponse | None:
        _heard.set([])
        try:
            self.verify(request)
        except QingtingError as error:
            return failure(error)
        return None

    async def _after(self, request: Request, response: BaseHTTPResponse) -> HTTPResponse | None:
        """Only when everything is stored does the platform get the handler's answer."""
        if response.status >= 400:
            return None
        try:
            await self._store(request, _heard.get())
        except QingtingError as error:
            return failure(error)
        return None

    async def _store(self, request: Request, heard: list[UserMessage]) -> None:
        """Nothing is to be fetched: Rasa's channels know words only."""
        said = [self._inbound(request, message, place) for place, message in enumerate(heard)]
        customer = None if heard else self.unheard(request)
        if customer:
            said = [self._message(request, customer, refused=FILE_SIGN)]
        if said:
            await take_in(await current(), [Arrival(message) for message in said], _nowhere)

    def _inbound(self, request: Request, message: UserMessage, place: int) -> InboundMessage:
        first = self._message(request, message.sender_id)
        said = message.text or ""
        return replace(
            first,
            external_id=f"{first.external_id}#{place}" if place else first.external_id,
            text=self.words(request, message),
            payload=said if PAYLOAD.fullmatch(said) else None,
        )

    def _message(self, request: Request, customer: str, refused: str = "") -> InboundMessage:
        external_id = self.external_id(request)
        if not external_id:
            raise InvalidInput("message_id", "is missing in the platform's request.")
        return InboundMessage(self.name(), customer, external_id, "", scoped=True, refused=refused)


def _listen(message: UserMessage) -> Awaitable[None]:
    """Stands where Rasa would answer. Notes the message at once: some handlers await it, others
    leave it to a task that runs after they have answered."""
    _heard.get().append(message)
    return _nothing()


async def _nothing() -> None:
    """What is left to do."""


async def _nowhere(_: RemoteFile) -> InboundAttachment:
    raise InvalidInput("attachment", "cannot be fetched.")
