"""Slack, guarded. Rasa checks signature and age on the raw bytes; we refuse by it."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.slack import SlackInput
from sanic.request import Request
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import DeliveryFailed, NotSignedIn
from connectors.bodies import object_at, objects_at, order_at, text_at
from connectors.guard import Guarded

_PASSING = frozenset(
    {
        "external_channel_migrating",
        "fatal_error",
        "internal_error",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
"""Codes that Slack answers with 200 and that pass, as `chat.postMessage` documents them."""


class GuardedSlack(Guarded, SlackInput):
    """A complaint is nobody else's business: whoever mentions the app in a channel is answered
    in direct messages."""

    def __init__(self, *credentials: Any, **more: Any) -> None:
        super().__init__(*credentials, **more)
        self.errors_ignore_retry = ()  # what is new to us is stored, however often it was tried
        self.slack_channel, self.use_threads = None, False
        self.conversation_granularity = "sender"

    def verify(self, request: Request) -> None:
        """HMAC-SHA256 over time and body; constant time."""
        if request.method == "POST" and not self.is_request_from_slack_authentic(request):
            raise NotSignedIn("The X-Slack-Signature header is missing, wrong or too old.")

    def external_id(self, request: Request) -> str:
        """The event's id; for a button, the moment it was pressed."""
        pressed = _pressed(request)
        if pressed:
            return text_at(pressed, "action_ts")
        return text_at(request.json, "event_id")

    def platform_order(self, request: Request) -> int | None:
        """Slack's times, in microseconds: of the message, or of pressing its button."""
        pressed = _pressed(request)
        at = text_at(pressed, "action_ts") if pressed else text_at(request.json, "event", "ts")
        return order_at({"at": at.replace(".", "")}, "at")

    def unheard(self, request: Request) -> str | None:
        """Whoever sends files, in a direct message or with a mention."""
        body = {} if request.form else request.json
        event = object_at(body, "event")
        ours = self._is_direct_message(body) or self._is_app_mention(body)
        sent = bool(objects_at(event, "files")) and not event.get("bot_id")
        return text_at(event, "user") or None if ours and sent else None

    def failing(self, error: Exception) -> DeliveryFailed | None:
        """Slack refuses with 200 and a code."""
        answer = error.response if isinstance(error, SlackApiError) else None
        if not isinstance(answer, AsyncSlackResponse) or answer.status_code != 200:
            return None
        code = str(answer.get("error", ""))[:60]
        return DeliveryFailed(f"slack: {code}", retryable=code in _PASSING)

    def words(self, request: Request, message: UserMessage) -> str:
        """A button's title."""
        title = text_at(_pressed(request), "text", "text")
        return title or super().words(request, message)


def _pressed(request: Request) -> dict[str, Any]:
    """Rasa's handler has read this body already, so it is a valid one."""
    if not request.form:
        return {}
    actions = objects_at(json.loads(request.form["payload"][0]), "actions")
    return actions[0] if actions else {}
