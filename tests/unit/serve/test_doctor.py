"""The doctor's view of the channels; nothing is called for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.serve.doctor import Finding, examine

NOBODY = "postgresql://nobody@127.0.0.1:1/none"


async def _finding(what: str) -> Finding:
    return next(item for item in await examine() if item.what == what)


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QINGTING_VAR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", NOBODY)  # spares the look at everything behind it


async def test_channels_that_are_not_set_up_are_off() -> None:
    assert await _finding("telegram channel") == Finding("telegram channel", True, "off")
    assert await _finding("facebook channel") == Finding("facebook channel", True, "off")
    assert await _finding("other channels") == Finding("other channels", True, "none")


async def test_a_channel_that_is_half_set_up_is_named_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QINGTING_FACEBOOK_APP_SECRET", "x")
    found = await _finding("facebook channel")
    assert not found.fine
    assert "QINGTING_FACEBOOK_VERIFY_TOKEN, QINGTING_FACEBOOK_PAGE_TOKEN" in found.text
    monkeypatch.setenv("QINGTING_FACEBOOK_VERIFY_TOKEN", "x")
    monkeypatch.setenv("QINGTING_FACEBOOK_PAGE_TOKEN", "x")
    assert (await _finding("facebook channel")).text == "on"


async def test_guarded_channels_are_listed_and_unguarded_ones_amiss(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "credentials.yml"
    monkeypatch.setenv("QINGTING_CREDENTIALS", str(file))
    assert "QINGTING_CREDENTIALS" in (await _finding("other channels")).text
    file.write_text("connectors.slack.inbound.GuardedSlack:\n", encoding="utf-8")
    assert (await _finding("other channels")).text == "connectors.slack.inbound.GuardedSlack"
    file.write_text("slack:\n", encoding="utf-8")
    found = await _finding("other channels")
    assert (found.fine, "would bypass" in found.text) == (False, True)


@pytest.mark.parametrize("secret", ["has space", "x" * 257, "中"])
async def test_a_secret_that_telegram_cannot_send_is_refused(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("QINGTING_TELEGRAM_SECRET", secret)
    assert "QINGTING_TELEGRAM_SECRET must have" in (await _finding("settings")).text
