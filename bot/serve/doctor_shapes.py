"""What platforms' ids and secrets look like, so that one put into the wrong place is found."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.config import Settings, variable

_HEX = ("[0-9a-f]{32}", "32 digits and letters from a to f")
_TOKEN = ("[0-9A-Za-z]{3,32}", "3 to 32 letters and digits")
_SHAPES: Mapping[str, tuple[str, str]] = {
    "wechat_app_id": ("wx[0-9a-f]{16}", "wx and 16 digits and letters: the AppID, no gh_… name"),
    "wechat_secret": _HEX,
    "wechat_token": _TOKEN,
    "wecom_corp_id": ("w[0-9A-Za-z_-]{9,}", "ww…: 企业ID of 我的企业, no AgentId"),
    "wecom_token": _TOKEN,
    "dingtalk_app_key": ("(ding|suite)[0-9a-z]+", "ding…: the Client ID, no AgentId"),
    "feishu_app_id": ("cli_[0-9a-zA-Z]+", "cli_…: the App ID"),
    "whatsapp_phone_number_id": (
        "[0-9]{12,20}",
        "12 digits or more: the Phone number ID, not the number itself",
    ),
    "whatsapp_app_secret": _HEX,
    "line_channel_secret": _HEX,
    "telegram_token": ("[0-9]+:[0-9A-Za-z_-]{30,}", "123456:ABC…, as @BotFather says it"),
    "facebook_app_secret": _HEX,
}
"""As the consoles showed them when this was written; so what looks different is a hint only."""


def oddities(settings: Settings, fields: tuple[str, ...]) -> list[str]:
    """A sentence for each of these that is set and does not look right; never the value."""
    values = {field: str(getattr(settings, field)) for field in fields}
    return [
        f"{variable(field)} {problem}"
        for field, value in values.items()
        if value and (problem := _problem(field, value))
    ]


def _problem(field: str, value: str) -> str:
    if value != value.strip() or value[0] in "'\"":
        return "has spaces or quotes around it: take them away"
    pattern, like = _SHAPES.get(field, (".*", ""))
    return "" if re.fullmatch(pattern, value, re.DOTALL) else f"should look like {like}"
