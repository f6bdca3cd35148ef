"""Whether the platforms' channels are set up, half set up or off. Nobody is called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.config import Settings, variable

NEEDED: Mapping[str, tuple[str, ...]] = {
    "WhatsApp channel": (
        "whatsapp_phone_number_id",
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
    ),
    "LINE channel": ("line_channel_secret", "line_channel_token"),
    "WeChat channel": ("wechat_app_id", "wechat_secret", "wechat_token"),
    "DingTalk channel": ("dingtalk_app_key", "dingtalk_app_secret"),
    "Feishu channel": (
        "feishu_app_id",
        "feishu_app_secret",
        "feishu_encrypt_key",
        "feishu_verification_token",
    ),
}
"""The settings without which a channel does not work."""


def examine_channels(settings: Settings) -> list[tuple[str, bool, str]]:
    """Name, whether it is fine, and a sentence, for each channel."""
    return [(name, *_state(settings, needed)) for name, needed in NEEDED.items()]


def _state(settings: Settings, needed: tuple[str, ...]) -> tuple[bool, str]:
    missing = [variable(field) for field in needed if not getattr(settings, field)]
    if len(missing) == len(needed):
        return True, "off"
    if missing:
        return False, f"set {', '.join(missing)}, else the channel stays off"
    if "wechat_token" in needed and not settings.wechat_aes_key:
        return True, "on, in plain mode: set QINGTING_WECHAT_AES_KEY, else bodies are not signed"
    return True, "on"
