"""Reads the texts that the program itself says from the designers' `domain.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import SettingsError
from bot.domain.message import Reply


class DomainScripts:
    """Responses of a Rasa domain: the variation whose language condition fits, else the first
    one without a condition. Placeholders are filled by name, never evaluated."""

    def __init__(self, path: Path) -> None:
        self._responses = _responses(path)

    def text(self, name: str, language: str, values: Mapping[str, str]) -> str:
        """Raises SettingsError where the response is missing."""
        return self.reply(name, language, values).text

    def reply(self, name: str, language: str, values: Mapping[str, str]) -> Reply:
        """Raises SettingsError where the response is missing."""
        variations = self._responses.get(name)
        if not variations:
            raise SettingsError(f"domain.yml has no response {name}: add it under responses.")
        variation = _choose(variations, language)
        text = str(variation["text"])
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return Reply(text, tuple(_button(entry) for entry in variation.get("buttons") or ()))


def _button(entry: Mapping[str, Any]) -> Mapping[str, str]:
    return {"title": str(entry["title"]), "payload": str(entry["payload"])}


def _responses(path: Path) -> Mapping[str, list[dict[str, Any]]]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from error
    responses = data.get("responses") if isinstance(data, dict) else None
    if not isinstance(responses, dict):
        raise SettingsError(f"{path.name} has no responses section.")
    return responses


def _choose(variations: list[dict[str, Any]], language: str) -> dict[str, Any]:
    fallback: dict[str, Any] | None = None
    for variation in variations:
        wanted = {
            condition.get("value")
            for condition in variation.get("condition") or []
            if condition.get("name") == "language"
        }
        if language in wanted:
            return variation
        if not wanted and fallback is None:
            fallback = variation
    return fallback or variations[0]
