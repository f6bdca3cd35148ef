"""The doctor says of every messaging platform whether it is on, off or half configured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.serve.doctor import Finding, examine

FEISHU = {
    "QINGTING_FEISHU_APP_ID": "cli_invented",
    "QINGTING_FEISHU_APP_SECRET": "secret",
    "QINGTING_FEISHU_ENCRYPT_KEY": "key",
    "QINGTING_FEISHU_VERIFICATION_TOKEN": "token",
}
DINGTALK = {"QINGTING_DINGTALK_APP_KEY": "ding", "QINGTING_DINGTALK_APP_SECRET": "secret"}


async def _findings(
    monkeypatch: pytest.MonkeyPatch, var: Path, variables: dict[str, str]
) -> dict[str, Finding]:
    monkeypatch.setenv("QINGTING_VAR", str(var))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return {finding.what: finding for finding in await examine()}


async def test_without_settings_both_are_off(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = await _findings(monkeypatch, tmp_path, {})
    states = [(found[f"{name} channel"].fine, found[f"{name} channel"].text) for name in _NAMES]
    assert states == [(True, "off"), (True, "off")]


async def test_with_all_settings_both_are_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = await _findings(monkeypatch, tmp_path, FEISHU | DINGTALK)
    assert [found[f"{name} channel"].text for name in _NAMES] == ["on", "on"]


@pytest.mark.parametrize("missing", [*FEISHU, *DINGTALK])
async def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str
) -> None:
    variables = FEISHU | DINGTALK
    del variables[missing]
    found = await _findings(monkeypatch, tmp_path, variables)
    (bad,) = [found[f"{name} channel"] for name in _NAMES if not found[f"{name} channel"].fine]
    assert missing in bad.text


_NAMES = ("DingTalk", "Feishu")
