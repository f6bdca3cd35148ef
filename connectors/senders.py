"""The ways out: one sender for each channel that is set up and called by us."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.bootstrap import Container
from bot.ports import Sender
from connectors.dingtalk.outbound import DingTalkSender
from connectors.email.outbound import EmailSender
from connectors.facebook.outbound import FacebookSender
from connectors.feishu.outbound import FeishuSender
from connectors.line_messaging.outbound import LineSender
from connectors.telegram.outbound import TelegramSender
from connectors.webhook.outbound import WebhookSender
from connectors.webhook.payloads import SOURCES
from connectors.wechat.outbound import WeChatSender
from connectors.wecom.outbound import WecomSender
from connectors.whatsapp.outbound import WhatsAppSender

SENDERS: Mapping[str, Callable[[Container], Sender]] = {
    "wechat": WeChatSender,
    "wecom": WecomSender,
    "dingtalk": DingTalkSender,
    "feishu": FeishuSender,
    "whatsapp": WhatsAppSender,
    "line": LineSender,
    "telegram": TelegramSender,
    "facebook": FacebookSender,
    "email": EmailSender,
}
MERGING = frozenset({"wechat", "wecom", "email"})
"""Channels whose platform counts messages, or whose readers do: bubbles that wait go out as one."""


def senders_of(box: Container) -> Mapping[str, Sender]:
    """By channel; each is to be closed."""
    settings = box.settings
    made: dict[str, Sender] = {}
    if settings.webhook_secret and settings.webhook_callback:
        callback = WebhookSender(settings.webhook_callback, settings.webhook_secret, box.files)
        made |= dict.fromkeys(("webhook", *SOURCES), callback)
    return made | {name: make(box) for name, make in SENDERS.items() if settings.is_on(name)}
