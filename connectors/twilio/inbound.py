"""Twilio, guarded. Rasa's own channel checks no signature and hides failed sends."""

from __future__ import annotations

import hmac
from typing import Any
from urllib.parse import parse_qs

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.channels.twilio import TwilioInput, TwilioOutput
from sanic.request import Request, RequestParameters
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator

from bot.domain.errors import NotSignedIn
from connectors.bodies import place
from connectors.guard import Guarded

HEADER = "X-Twilio-Signature"
TIME_OUT = 6.0


class GuardedTwilio(Guarded, TwilioInput):
    """`webhook_url` in the credentials is the address as Twilio knows it, which it signs."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GuardedTwilio:
        channel: GuardedTwilio = super().from_credentials(credentials)
        channel.webhook_url = str((credentials or {}).get("webhook_url", ""))
        channel.debug_mode = False  # a photo without words is no reason to be called again
        return channel

    webhook_url = ""

    def verify(self, request: Request) -> None:
        """HMAC-SHA1 over address and form, Twilio's only kind; constant time."""
        if request.method != "POST":
            return
        # Sanic drops empty fields, and Twilio signs them.
        form = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        expected = RequestValidator(self.auth_token or "").compute_signature(
            self.webhook_url, RequestParameters(form)
        )
        given = request.headers.get(HEADER, "")
        if not self.auth_token or not hmac.compare_digest(expected.encode(), given.encode()):
            raise NotSignedIn(f"The {HEADER} header is missing or wrong; check webhook_url.")

    def external_id(self, request: Request) -> str:
        """Twilio's id of the message."""
        return str(request.form.get("MessageSid") or request.form.get("SmsSid") or "")

    def words(self, request: Request, message: UserMessage) -> str:
        """A location in words."""
        form = request.form
        if not self._is_location_message(request):
            return super().words(request, message)
        where = form.get("Latitude"), form.get("Longitude")
        return place(form.get("Label", ""), form.get("Address", ""), *where)

    def unheard(self, request: Request) -> str | None:
        """Photos and the like."""
        form = request.form if request.method == "POST" else {}
        said = form.get("Body") or (form and self._is_location_message(request))
        return form.get("From") if not said or form.get("NumMedia", "0") != "0" else None

    def output(self) -> OutputChannel:
        """One that fails where it fails."""
        return HonestTwilio(self.account_sid, self.auth_token, self.twilio_number)


class GuardedTwilioWhatsApp(GuardedTwilio):
    """A channel of its own, as Twilio takes free text there for 24 hours only (channels.yml)."""

    @classmethod
    def name(cls) -> str:
        return "twilio_whatsapp"


class HonestTwilio(TwilioOutput):
    """Leaves errors and tries to the outbox, and does not wait for ever."""

    def __init__(self, *credentials: Any) -> None:
        super().__init__(*credentials)
        self.http_client = TwilioHttpClient(timeout=TIME_OUT)

    async def _send_message(self, message_data: dict[str, Any]) -> Any:
        return self.messages.create(**message_data)
