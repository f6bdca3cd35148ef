"""Slack, guarded. Rasa checks signature and age on the raw bytes; the rest is the guard's."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.slack import SlackInput
from sanic.request import Request

from connectors.bodies import objects_at, text_at
from connectors.guard import Guarded


class GuardedSlack(Guarded, SlackInput):
    """A complaint is nobody else's business: whoever mentions the app in a channel is answered
    in direct messages."""

    def __init__(self, *credentials: Any, **more: Any) -> None:
        super().__init__(*credentials, **more)
        self.errors_ignore_retry = ()  # what is new to us is stored, however often it was tried
        self.slack_channel, self.use_threads = None, False
        self.conversation_granularity = "sender"

    def external_id(self, request: Request) -> str:
        """The event's id; for a button, the moment it was pressed."""
        pressed = _pressed(request)
        if pressed:
            return text_at(pressed, "action_ts")
        return text_at(request.json, "event_id")

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
