"""Reads the texts that the program itself says from the designers' `domain.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.errors import SettingsError
from bot.domain.message import Reply
from bot.scripts.traditional import traditional
from bot.scripts.variations import TRADITIONAL, Variation, choose, language_of
from bot.yaml_files import UnusableFile, read_mapping


class DomainScripts:
    """Responses of a Rasa domain, chosen and converted as Rasa's own are (connectors/wording.py).
    Placeholders are filled by name, never evaluated."""

    def __init__(self, path: Path) -> None:
        self._responses = _responses(path)

    def reply(self, name: str, language: str, values: Mapping[str, str]) -> Reply:
        """Raises SettingsError where the response is missing."""
        variation = choose(self._responses.get(name) or (), {"language": language})
        if variation is None:
            raise SettingsError(f"domain.yml has no response {name}: add it under responses.")
        written = _reply(variation, converted=language == TRADITIONAL)
        text = written.text
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return Reply(text, written.buttons)


def _reply(variation: Variation, *, converted: bool) -> Reply:
    convert = traditional() if converted and language_of(variation) != TRADITIONAL else str
    buttons = tuple(
        {"title": convert(str(entry["title"])), "payload": str(entry["payload"])}
        for entry in variation.get("buttons") or ()
    )
    return Reply(convert(str(variation["text"])), buttons)


def _responses(path: Path) -> Mapping[str, list[dict[str, Any]]]:
    try:
        responses = read_mapping(path).get("responses")
    except UnusableFile as error:
        raise SettingsError(str(error)) from error
    if not isinstance(responses, dict):
        raise SettingsError(f"{path.name} has no responses section.")
    return responses
