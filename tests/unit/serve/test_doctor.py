"""What the doctor says about channels; it calls nobody."""

from __future__ import annotations

import pytest

from bot.config import load_settings

WECHAT = {"app_id": "wx1", "secret": "s", "token": "t", "aes_key": "a" * 43}


@pytest.mark.parametrize(
    ("given", "fine", "says"),
    [
        ([], True, "off"),
        (["app_id"], False, "set QINGTING_WECHAT_SECRET and QINGTING_WECHAT_TOKEN, too"),
        (["app_id", "token"], False, "set QINGTING_WECHAT_SECRET, too"),
        (["app_id", "secret", "token"], True, "plain mode: set QINGTING_WECHAT_AES_KEY"),
        (["app_id", "secret", "token", "aes_key"], True, "on"),
    ],
)
def test_a_channel_is_off_on_or_half_set_up(given: list[str], fine: bool, says: str) -> None:
    settings = load_settings(**{f"wechat_{name}": WECHAT[name] for name in given})
    (finding,) = [item for item in channel_findings(settings) if item.what == "WeChat channel"]
    assert finding.fine is fine
    assert says in finding.text
