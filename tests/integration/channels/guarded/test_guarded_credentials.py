"""Rasa's credentials file: which channels of it are served."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import SettingsError
from bot.serve.credentials import guarded_channels, named_channels


def _file(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "credentials.yml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("slack:\n  slack_token: x\n", "slack is Rasa's own channel"),
        ("connectors.nowhere.Nobody:\n", "there is no channel"),
        ("rasa.core.channels.slack.SlackInput:\n", "is not guarded"),
        ("connectors.slack.inbound.GuardedSlack:\n  slack_token: x\n", "check its credentials"),
        ("connectors.slack.inbound.GuardedSlack:\n  slack_token: ${NOT_SET_1}\n", "environment"),
        ("[]", "must map channels"),
        ("a: [", "cannot be read"),
    ],
)
def test_unusable_credentials_are_named_with_what_to_do(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        guarded_channels(_file(tmp_path, text))


def test_our_own_channels_in_the_file_are_served_once(tmp_path: Path) -> None:
    file = _file(tmp_path, "connectors.rest.inbound.RestInput:\n")
    assert guarded_channels(file) == []
    assert named_channels(file) == ("connectors.rest.inbound.RestInput",)
