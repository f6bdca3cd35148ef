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

import structlog
from rasa.core.channels.channel import (
    CollectingOutputChannel,
    InputChannel,
    OutputChannel,
    UserMessage,
)
from sanic import Blueprint
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.bootstrap import current
from bot.domain.attachment import InboundAttachment
from bot.domain.errors import (
    DeliveryFailed,
    InvalidInput,
    NotYetStored,
    QingtingError,
    SettingsError,
)
from bot.domain.message import InboundMessage
from bot.services.intake import PAYLOAD
from connectors.arrivals import FILE_SIGN, Arrival, RemoteFile, take_in
from connectors.assistant import OnNewMessage
from connectors.guarded_output import GuardedSender
from connectors.http import failure
from connectors.line import attach_line

log = structlog.get_logger(__name__)

_heard: ContextVar[list[UserMessage]] = ContextVar("heard")


class Guarded(InputChannel):
    """Stands before one of Rasa's channels in the list of base classes."""

    def external_id(self, request: Request) -> str:
        """The platform's id of the message in this request, the same for every redelivery and
        unique for this customer. Empty: the request is refused."""
        raise NotImplementedError

    def platform_order(self, request: Request) -> int | None:  # noqa: ARG002
        """The platform's own number or time of the message, where it gives one."""
        return None

    def verify(self, request: Request) -> None:
        """Raises NotSignedIn. For channels where Rasa's own check is missing or weak."""

    def words(self, request: Request, message: UserMessage) -> str:  # noqa: ARG002
        """What the customer saw themselves say; Rasa's channels give a button's payload."""
        return message.text or ""

    def unheard(self, request: Request) -> str | None:  # noqa: ARG002
        """The customer in whose request there is something that Rasa's channel passes over (a
        photo …), beside words or alone: they are told."""
        return None

    def failing(self, error: Exception) -> DeliveryFailed | None:  # noqa: ARG002
        """What an error of the platform's library means, where its status does not say."""
        return None

    def output(self) -> OutputChannel:
        """The way back; made for each message, as some libraries cling to an event loop."""
        return super().get_output_channel()

    def get_output_channel(self, *_: object) -> OutputChannel:
        """What Rasa's handler asks for and we do not use: some would call the platform for it."""
        return CollectingOutputChannel()

    def sender(self) -> GuardedSender:
        """The outbox's way to this platform. Raises SettingsError where there is none."""
        without = super().get_output_channel.__func__ is InputChannel.get_output_channel
        if without and type(self).output is Guarded.output:
            raise SettingsError(
                f"{type(self).__name__} has no way back to the customer: give it output() "
                "(docs/add-a-channel.md)."
            )
        return GuardedSender(self.name(), self.output, self.failing)

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
        """Only when everything is stored does the platform get the handler's answer. Nothing may
        be raised: Sanic would send that answer all the same."""
        if response.status in (400, 500):
            return failure(_unreadable())
        if response.status >= 400:
            return None
        try:
            await self._store(self._said(request, _heard.get()))
        except QingtingError as error:
            return failure(error)
        return None

    def _said(self, request: Request, heard: list[UserMessage]) -> list[InboundMessage]:
        """Raises InvalidInput, whatever breaks."""
        try:
            said = [self._inbound(request, message, place) for place, message in enumerate(heard)]
            customer = self.unheard(request)
            if customer and said:
                said[-1] = replace(said[-1], refused=FILE_SIGN)
            elif customer:
                said = [self._message(request, customer, refused=FILE_SIGN)]
        except QingtingError:
            raise
        except Exception as error:
            raise _unreadable() from error
        return said

    async def _store(self, said: list[InboundMessage]) -> None:
        """Nothing is to be fetched: Rasa's channels know words only. Raises QingtingError."""
        try:
            if said:
                await take_in(await current(), [Arrival(message) for message in said], _nowhere)
        except QingtingError:
            raise
        except Exception as error:
            log.error("guard.not_stored", channel=self.name(), error=type(error).__name__)
            raise NotYetStored("The message could not be stored; deliver it again.") from error

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
        order = self.platform_order(request)
        return InboundMessage(
            self.name(),
            customer,
            external_id,
            "",
            scoped=True,
            refused=refused,
            platform_order=order,
        )


def _unreadable() -> InvalidInput:
    return InvalidInput("body", "is nothing that this channel can read.")


def _listen(message: UserMessage) -> Awaitable[None]:
    """Stands where Rasa would answer. Notes the message at once: some handlers await it, others
    leave it to a task that runs after they have answered."""
    _heard.get().append(message)
    return _nothing()


async def _nothing() -> None:
    """What is left to do."""


async def _nowhere(_: RemoteFile) -> InboundAttachment:
    raise InvalidInput("attachment", "cannot be fetched.")
