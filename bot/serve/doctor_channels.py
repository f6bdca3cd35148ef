"""Whether the channels are set up, half set up or off. Nobody is called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channel_settings import NEEDED
from bot.config import Settings, variable
from bot.domain.errors import QingtingError
from bot.serve.credentials import guarded_channels
from bot.serve.doctor_shapes import oddities

State = tuple[str, bool, str]
"""What was looked at, whether it is fine, and a sentence."""

_MORE: Mapping[str, tuple[str, bool, str]] = {
    "webhook": ("webhook_callback", False, "replies stay in the outbox"),
    "wechat": ("wechat_aes_key", True, "in plain mode, where bodies are not signed"),
    "whatsapp": ("whatsapp_template", True, "nothing can be sent after 24 hours of silence"),
}
"""Settings without which a channel works; whether that is fine, and what is different then."""


def examine_channels(settings: Settings) -> list[State]:
    """Of each channel that has settings, and of those in the credentials file."""
    states = [(f"{channel} channel", *_state(settings, channel)) for channel in NEEDED]
    return [*states, _guarded(settings)]


def _state(settings: Settings, channel: str) -> tuple[bool, str]:
    needed = NEEDED[channel]
    missing = [variable(field) for field in needed if not getattr(settings, field)]
    if len(missing) == len(needed):
        return True, "off"
    if missing:
        return False, f"half set up: set {', '.join(missing)}, else it stays off"
    field, fine, different = _MORE.get(channel, ("", True, ""))
    if field and not getattr(settings, field):
        return fine, f"on, but {different}: set {variable(field)}"
    odd = oddities(settings, needed)
    return True, f"on, but {'; '.join(odd)}" if odd else "on"


def _guarded(settings: Settings) -> State:
    """They are made as at the start, so that a wrong class or a missing secret is found."""
    try:
        guarded = guarded_channels(settings.credentials)
    except QingtingError as error:
        return "other channels", False, str(error)
    return "other channels", True, ", ".join(channel.name() for channel in guarded) or "none"
