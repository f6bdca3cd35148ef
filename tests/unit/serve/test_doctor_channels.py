"""What the doctor says of the channels; nothing is called for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channel_settings import NEEDED
from bot.config import load_settings, variable
from bot.domain.errors import SettingsError
from bot.serve.doctor_channels import examine_channels

USABLE = {
    "wecom_aes_key": "x" * 43,
    "email_from": "客服 <a@b.example>",
    "email_imap_url": "imaps://u:p@mail.example",
    "email_smtp_url": "smtps://u:p@mail.example",
}
"""Settings that are not just any text."""


def _state(what: str, **settings: object) -> tuple[bool, str]:
    ((fine, text),) = (
        state[1:] for state in examine_channels(load_settings(**settings)) if state[0] == what
    )
    return fine, text


def test_channels_without_settings_are_off_and_that_is_fine() -> None:
    for channel in NEEDED:
        assert _state(f"{channel} channel") == (True, "off")
    assert _state("other channels") == (True, "none")


@pytest.mark.parametrize("channel", NEEDED)
def test_a_channel_with_all_that_it_needs_is_on(channel: str) -> None:
    settings = {field: USABLE.get(field, "x") for field in NEEDED[channel]}
    assert load_settings(**settings).is_on(channel)
    assert _state(f"{channel} channel", **settings)[1].startswith("on")


@pytest.mark.parametrize(
    ("channel", "missing"),
    [(name, field) for name, needed in NEEDED.items() if len(needed) > 1 for field in needed],
)
def test_a_half_set_up_channel_is_named_with_what_is_missing(channel: str, missing: str) -> None:
    given = {field: USABLE.get(field, "x") for field in NEEDED[channel] if field != missing}
    assert not load_settings(**given).is_on(channel)
    sentence = f"half set up: set {variable(missing)}, else it stays off"
    assert _state(f"{channel} channel", **given) == (False, sentence)


def test_what_a_channel_can_do_without_is_said_too() -> None:
    wechat = dict.fromkeys(NEEDED["wechat"], "x")
    fine, text = _state("wechat channel", **wechat)
    assert (fine, "QINGTING_WECHAT_AES_KEY" in text) == (True, True)
    fine, text = _state("wechat channel", **wechat, wechat_aes_key="a" * 43)
    assert (fine, "QINGTING_WECHAT_AES_KEY" in text) == (True, False)
    fine, text = _state("webhook channel", webhook_secret="x")
    assert (fine, "QINGTING_WEBHOOK_CALLBACK" in text) == (False, True)


def test_guarded_channels_are_made_and_listed(tmp_path: Path) -> None:
    file = tmp_path / "credentials.yml"
    assert "QINGTING_CREDENTIALS" in _state("other channels", credentials=file)[1]
    file.write_text(
        "connectors.slack.inbound.GuardedSlack:\n"
        "  slack_token: xoxb-1\n"
        "  slack_signing_secret: a secret\n",
        encoding="utf-8",
    )
    assert _state("other channels", credentials=file) == (True, "slack")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("slack:\n", "would bypass"),
        ("connectors.slack.inbound.GuardedSlak:\n", "there is no channel"),
        ("connectors.slack.inbound.GuardedSlack:\n", "check its credentials"),
        (
            "connectors.slack.inbound.GuardedSlack:\n  slack_token: ${NOT_SET_ANYWHERE}\n",
            "environment variables",
        ),
    ],
)
def test_guarded_channels_that_cannot_be_made_are_amiss(
    tmp_path: Path, entry: str, says: str
) -> None:
    file = tmp_path / "credentials.yml"
    file.write_text(entry, encoding="utf-8")
    fine, text = _state("other channels", credentials=file)
    assert (fine, says in text) == (False, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QINGTING_EMAIL_FROM", "nobody"),
        ("QINGTING_EMAIL_IMAP_URL", "smtp://mail.example"),
        ("QINGTING_EMAIL_SMTP_URL", "mail.example"),
    ],
)
def test_unusable_mail_settings_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"{name} must look like"):
        load_settings()


@pytest.mark.parametrize("secret", ["has space", "x" * 257, "中"])
def test_a_secret_that_telegram_cannot_send_is_refused(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("QINGTING_TELEGRAM_SECRET", secret)
    with pytest.raises(SettingsError, match="QINGTING_TELEGRAM_SECRET must have"):
        load_settings()


HEX = "0123456789abcdef" * 2
GENUINE = {
    **USABLE,
    "wechat_app_id": "wx0123456789abcdef",
    "wechat_secret": HEX,
    "wechat_token": "invented3",
    "wechat_aes_key": "a" * 43,
    "wecom_corp_id": "ww0123456789abcdef",
    "wecom_token": "invented3",
    "dingtalk_app_key": "dinginvented123",
    "feishu_app_id": "cli_invented123",
    "whatsapp_phone_number_id": "100000000000001",
    "whatsapp_app_secret": HEX,
    "whatsapp_template": "news",
    "line_channel_secret": HEX,
    "telegram_token": "123456:" + "A" * 35,
    "facebook_app_secret": HEX,
    "webhook_callback": "https://crm.example.com/replies",
}


def _all(channel: str) -> dict[str, object]:
    more = {"wechat": "wechat_aes_key", "whatsapp": "whatsapp_template"}.get(channel)
    named = {*NEEDED[channel], more or "webhook_callback"}
    return {field: GENUINE.get(field, "invented") for field in named}


@pytest.mark.parametrize("channel", NEEDED)
def test_settings_that_look_right_are_on_without_a_but(channel: str) -> None:
    assert _state(f"{channel} channel", **_all(channel)) == (True, "on")


@pytest.mark.parametrize(
    ("channel", "field", "wrong", "says"),
    [
        ("wechat", "wechat_app_id", "gh_0123456789ab", "the AppID, no gh_… name"),
        ("wechat", "wechat_token", "ab", "3 to 32"),
        ("wecom", "wecom_corp_id", "1000002", "企业ID"),
        ("dingtalk", "dingtalk_app_key", "123456789", "the Client ID"),
        ("feishu", "feishu_app_id", "a robot", "cli_"),
        ("whatsapp", "whatsapp_phone_number_id", "+85261230001", "not the number itself"),
        ("whatsapp", "whatsapp_app_secret", "EAAinvented", "32 digits"),
        ("line", "line_channel_secret", "1650000000", "32 digits"),
        ("telegram", "telegram_token", "my_bot", "@BotFather"),
        ("facebook", "facebook_app_secret", "EAAinvented", "32 digits"),
    ],
)
def test_a_value_in_the_wrong_place_is_named_and_what_belongs_there(
    channel: str, field: str, wrong: str, says: str
) -> None:
    fine, text = _state(f"{channel} channel", **{**_all(channel), field: wrong})
    assert fine
    assert f"{variable(field)} should look like " in text
    assert says in text
    assert wrong not in text


@pytest.mark.parametrize("wrong", [" invented", "invented\n", '"invented"'])
def test_a_secret_with_spaces_or_quotes_around_it_is_named(wrong: str) -> None:
    text = _state("line channel", **{**_all("line"), "line_channel_token": wrong})[1]
    assert "QINGTING_LINE_CHANNEL_TOKEN has spaces or quotes around it" in text
