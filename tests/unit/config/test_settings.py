"""Settings: validated, named in clear sentences, and documented by the code itself."""

from __future__ import annotations

import pytest

from bot.config import ROOT, load_settings, settings_table
from bot.domain.errors import SettingsError


def test_the_readme_holds_the_table_that_the_code_makes() -> None:
    assert settings_table() in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("QINGTING_DESK_PORT", "http", "QINGTING_DESK_PORT value is not a valid integer"),
        ("QINGTING_DESK_PORT", "70000", "QINGTING_DESK_PORT"),
        ("QINGTING_TIME_ZONE", "Mars/Olympus", "use a name such as Asia/Shanghai"),
        ("QINGTING_VAULT_KEY", "secret", "openssl rand -hex 32"),
        ("QINGTING_WIDGET_SECRET", "short", "32 characters or more"),
        ("QINGTING_ON_CALL_URL", "pager.example.com", "must begin with http:// or https://"),
        ("QINGTING_SMTP_URL", "mail.example.com:25", "must look like smtp://host:587"),
        ("QINGTING_SMTP_URL", "smtp://mail.example.com:x", "QINGTING_SMTP_URL"),
        ("QINGTING_WECHAT_AES_KEY", "short", "must be the 43 letters and digits"),
        ("QINGTING_WECHAT_API", "api.weixin.qq.com", "must look like https://host"),
        ("QINGTING_WECOM_AES_KEY", "short", "must be the 43 letters and digits"),
        ("QINGTING_DESKPORT", "8080", "Unknown setting QINGTING_DESKPORT"),
    ],
)
def test_an_unusable_setting_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=says):
        load_settings()


def test_the_database_defaults_to_sqlite_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert load_settings(var=ROOT / "var").database == f"sqlite:///{ROOT / 'var' / 'qingting.db'}"
