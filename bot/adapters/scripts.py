"""Reads the texts that the program itself says from the designers' `domain.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import SettingsError


class DomainScripts:
    """Responses of a Rasa domain: the variation whose language condition fits, else the first
    one without a condition. Placeholders are filled by name, never evaluated."""

    def __init__(self, path: Path) -> None:
        self._responses = _responses(path)

    def text(self, name: str, language: str, values: Mapping[str, str]) -> str:
        """Raises SettingsError where the response is missing."""
        variations = self._responses.get(name)
        if not variations:
            raise SettingsError(f"domain.yml has no response {name}: add it under responses.")
        text = _choose(variations, language)
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return text


def _responses(path: Path) -> Mapping[str, list[dict[str, Any]]]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from error
    responses = data.get("responses") if isinstance(data, dict) else None
    if not isinstance(responses, dict):
        raise SettingsError(f"{path.name} has no responses section.")
    return responses


def _choose(variations: list[dict[str, Any]], language: str) -> str:
    fallback = ""
    for variation in variations:
        wanted = {
            condition.get("value")
            for condition in variation.get("condition") or []
            if condition.get("name") == "language"
        }
        if language in wanted:
            return str(variation["text"])
        if not wanted and not fallback:
            fallback = str(variation["text"])
    return fallback or str(variations[0]["text"])
