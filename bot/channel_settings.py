"""Settings of the channels; a part of bot/config.py's one object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit

from pydantic import BaseSettings, Field, validator
from pydantic.fields import ModelField

ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+")
"""An e-mail address as people have them; the odd ones that the standards allow are left out."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "webhook": ("webhook_secret",),
    "wechat": ("wechat_app_id", "wechat_secret", "wechat_token"),
    "wecom": ("wecom_corp_id", "wecom_secret", "wecom_token", "wecom_aes_key"),
    "dingtalk": ("dingtalk_app_key", "dingtalk_app_secret"),
    "feishu": (
        "feishu_app_id",
        "feishu_app_secret",
        "feishu_encrypt_key",
        "feishu_verification_token",
    ),
    "whatsapp": (
        "whatsapp_phone_number_id",
        "whatsapp_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
    ),
    "line": ("line_channel_secret", "line_channel_token"),
    "telegram": ("telegram_token", "telegram_secret"),
    "facebook": ("facebook_app_secret", "facebook_verify_token", "facebook_page_token"),
    "email": ("email_from", "email_imap_url", "email_smtp_url"),
}
"""The settings without which a channel is off, by channel."""


class ChannelSettings(BaseSettings):
    """What platforms' consoles show, and where their servers are."""

    class Config:
        env_prefix = "QINGTING_"
        frozen = True
        extra = "forbid"

    rest_key: str = Field(
        "",
        description="Bearer key of the REST channel. Empty: callers on this machine only.",
    )
    webhook_secret: str = Field(
        "", description="Shared secret of the webhook channel (HMAC). Empty: the channel is off."
    )
    webhook_agent: str = Field(
        "", description="Desk account that stands for people who speak in handed-in transcripts."
    )
    webhook_callback: str = Field("", description="Where the webhook channel delivers replies.")
    whatsapp_phone_number_id: str = Field(
        "", description="WhatsApp: id of the business number. Empty: the channel is off."
    )
    whatsapp_token: str = Field("", description="WhatsApp: permanent access token.")
    whatsapp_app_secret: str = Field("", description="WhatsApp: the app's secret (signatures).")
    whatsapp_verify_token: str = Field(
        "",
        description="WhatsApp: a word of your own that Meta's check of the webhook brings along.",
    )
    whatsapp_template: str = Field(
        "",
        description="WhatsApp: template with one variable, for messages after 24 hours of silence.",
    )
    whatsapp_template_languages: str = Field(
        "zh_CN", description="WhatsApp: languages that this template is approved in, with commas."
    )
    whatsapp_api: str = Field(
        "https://graph.facebook.com/v26.0", description="WhatsApp: the API with its version."
    )
    line_channel_secret: str = Field(
        "", description="LINE: the channel's secret (signatures). Empty: the channel is off."
    )
    line_channel_token: str = Field("", description="LINE: long-lived channel access token.")
    line_api: str = Field("https://api.line.me", description="LINE: the API, or a proxy before it.")
    line_data_api: str = Field(
        "https://api-data.line.me", description="LINE: where customers' files are fetched."
    )
    wechat_app_id: str = Field(
        "", description="AppID of the WeChat Official Account. Empty: the channel is off."
    )
    wechat_secret: str = Field("", description="Its AppSecret, needed for replies and files.")
    wechat_token: str = Field("", description="Its Token, which signs what the platform posts.")
    wechat_aes_key: str = Field(
        "", description="Its EncodingAESKey, 43 characters. Empty: plain mode, for tests only."
    )
    wechat_api: str = Field(
        "https://api.weixin.qq.com", description="Where WeChat's API is, or a relay to it."
    )
    wechat_transfer: bool = Field(
        False, description="Once a case is filed, hand who waits to WeChat's own agents."
    )
    wecom_corp_id: str = Field(
        "", description="WeCom customer service: the company's id (企业ID). Empty: it is off."
    )
    wecom_secret: str = Field("", description="The Secret of the WeCom app that may use it.")
    wecom_token: str = Field("", description="The Token of its callback.")
    wecom_aes_key: str = Field("", description="The EncodingAESKey of its callback.")
    wecom_agent: str = Field(
        "",
        description="Desk account that stands for people who answer in WeCom. Empty: at the desk.",
    )
    wecom_url: str = Field(
        "https://qyapi.weixin.qq.com", description="WeCom's API, or a proxy with a trusted IP."
    )
    dingtalk_app_key: str = Field(
        "", description="DingTalk: the application's Client ID (AppKey). Empty: the channel is off."
    )
    dingtalk_app_secret: str = Field(
        "", description="DingTalk: its Client Secret, which also signs callbacks."
    )
    dingtalk_robot_code: str = Field(
        "", description="DingTalk: the robot's RobotCode. Empty: the same as the AppKey."
    )
    dingtalk_corp_id: str = Field(
        "", description="DingTalk: the company's CorpId, which callbacks must name. Empty: any."
    )
    dingtalk_window: int = Field(
        300, ge=1, le=3600, description="DingTalk: how many seconds old a callback may be."
    )
    dingtalk_api: str = Field(
        "https://api.dingtalk.com", description="DingTalk: where its OpenAPI is."
    )
    dingtalk_media_api: str = Field(
        "https://oapi.dingtalk.com", description="DingTalk: where agents' files are brought to."
    )
    dingtalk_session_hosts: str = Field(
        "oapi.dingtalk.com", description="DingTalk: hosts of reply addresses, with commas between."
    )
    dingtalk_file_hosts: str = Field(
        ".dingtalk.com,.aliyuncs.com",
        description="DingTalk: hosts that files may come from; .name means all below it.",
    )
    feishu_app_id: str = Field(
        "", description="Feishu or Lark: the application's App ID. Empty: the channel is off."
    )
    feishu_app_secret: str = Field("", description="Feishu or Lark: its App Secret.")
    feishu_encrypt_key: str = Field(
        "", description="Feishu or Lark: the Encrypt Key of events and callbacks; needed."
    )
    feishu_verification_token: str = Field(
        "", description="Feishu or Lark: the Verification Token beside it; needed."
    )
    feishu_window: int = Field(
        28_800,
        ge=60,
        le=86_400,
        description="Feishu or Lark: how many seconds old an event may be, redeliveries included.",
    )
    feishu_api: str = Field(
        "https://open.feishu.cn",
        description="Feishu or Lark: where the API is; Lark: https://open.larksuite.com",
    )
    telegram_token: str = Field("", description="Token of the Telegram bot. Empty: off.")
    telegram_secret: str = Field(
        "", description="Secret that Telegram sends with each update: letters, digits, _ and -."
    )
    telegram_api: str = Field(
        "https://api.telegram.org", description="Address of the Bot API, should you run your own."
    )
    facebook_app_secret: str = Field(
        "", description="Secret of the Facebook app, which signs its calls. Empty: off."
    )
    facebook_verify_token: str = Field(
        "", description="Word of your choice that Facebook says when the webhook is set up."
    )
    facebook_page_token: str = Field("", description="Access token of the Facebook page.")
    facebook_human_agent: bool = Field(
        False,
        description="Facebook: the page has the Human Agent permission; people may answer "
        "for seven days.",
    )
    facebook_api: str = Field(
        "https://graph.facebook.com/v21.0", description="Address of the Graph API."
    )

    email_from: str = Field(
        "",
        description="E-mail: who customers write to, `name <address>`. Empty: the channel is off.",
    )
    email_imap_url: str = Field(
        "",
        description="E-mail: its mailbox, imaps://user:password@host[:port][/folder]; imap "
        "uses STARTTLS.",
    )
    email_smtp_url: str = Field(
        "", description="E-mail: its way out, smtp[s]://user:password@host[:port]."
    )
    email_poll: int = Field(
        20, ge=1, le=3600, description="E-mail: seconds between looks into the mailbox."
    )
    email_authserv: str = Field(
        "",
        description="E-mail: the mail server whose Authentication-Results are believed (dmarc). "
        "Empty: none.",
    )

    @validator("wechat_aes_key", "wecom_aes_key")
    def _aes_key(cls, value: str) -> str:  # noqa: N805
        if value and not re.fullmatch(r"[0-9A-Za-z]{43}", value):
            raise ValueError("must be the 43 letters and digits that the console shows")
        return value

    @validator(
        "whatsapp_api",
        "line_api",
        "line_data_api",
        "wechat_api",
        "wecom_url",
        "dingtalk_api",
        "dingtalk_media_api",
        "feishu_api",
        "telegram_api",
        "facebook_api",
    )
    def _platform(cls, value: str) -> str:  # noqa: N805
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must look like https://host/path")
        return value.rstrip("/")

    @validator("email_from")
    def _mail_address(cls, value: str) -> str:  # noqa: N805
        if value and not ADDRESS.fullmatch(parseaddr(value)[1]):
            raise ValueError("must look like service@example.com or Name <service@example.com>")
        return value

    @validator("email_imap_url", "email_smtp_url")
    def _mail_url(cls, value: str, field: ModelField) -> str:  # noqa: N805
        kind, parts = field.name.split("_")[1], urlsplit(value)
        if value and (parts.scheme not in (kind, f"{kind}s") or not parts.hostname):
            raise ValueError(f"must look like {kind}s://user:password@host")
        return value

    @validator("telegram_secret")
    def _header_word(cls, value: str) -> str:  # noqa: N805
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value):
            raise ValueError("must have at most 256 letters, digits, _ or -")
        return value

    @validator("webhook_callback")
    def _callback(cls, value: str) -> str:  # noqa: N805
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value

    def is_on(self, channel: str) -> bool:
        """Whether all settings of this channel are there."""
        return all(getattr(self, field) for field in NEEDED[channel])

    @property
    def whatsapp_approved_languages(self) -> tuple[str, ...]:
        """The template's languages, at least one."""
        return listed(self.whatsapp_template_languages) or ("zh_CN",)


def listed(text: str) -> tuple[str, ...]:
    """The entries of a setting with commas."""
    return tuple(item.strip() for item in text.split(",") if item.strip())
