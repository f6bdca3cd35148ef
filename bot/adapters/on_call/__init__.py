"""Ways to the people on call."""

from __future__ import annotations

from bot.adapters.on_call.mail import MailOnCall
from bot.adapters.on_call.webhook import WebhookOnCall

__all__ = ["MailOnCall", "WebhookOnCall"]
