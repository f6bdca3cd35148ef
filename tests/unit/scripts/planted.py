"""The scripts of planted.yml and fine.yml, as texts of domain files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.scripts.lint.script import PLACEHOLDER
from bot.yaml_files import read_yaml

_HERE = Path(__file__).parent
_PLAIN = {"zh-Hans": "记下了", "en": "It is recorded"}


@dataclass(frozen=True)
class Planted:
    """A domain file in which `rule` must fire, and one in which nothing may."""

    rule: str
    bad: str
    good: str


def read_planted() -> Iterator[Planted]:
    """All of planted.yml."""
    for entry in _load("planted.yml"):
        name, language = entry.get("name", "utter_planted"), entry.get("language", "zh-Hans")
        bad, good = (domain(entry[key], name, language) for key in ("bad", "good"))
        yield Planted(entry["rule"], bad, good)


def read_fine() -> Iterator[str]:
    """All of fine.yml, as domain files."""
    for language, texts in _load("fine.yml").items():
        for text in texts:
            yield domain(text, "utter_planted", language)


def _load(name: str) -> Any:
    return read_yaml(_HERE / name)


def domain(script: str | Mapping[str, Any], name: str, language: str) -> str:
    """A text becomes one variation in a file that is otherwise flawless."""
    if isinstance(script, str):
        script = {"responses": {name: list(_variations(script, language))}}
    raw = script.get("yaml")
    return raw if isinstance(raw, str) else yaml.safe_dump(script, allow_unicode=True)


def _variations(text: str, language: str) -> Iterator[Mapping[str, Any]]:
    """The text, and beside it the other language with the same placeholders and duties."""
    values = " ".join(match.group() for match in PLACEHOLDER.finditer(text))
    for one, plain in _PLAIN.items():
        said = text if one == language else f"{plain} AI {values}"
        variation: dict[str, Any] = {"text": said, "metadata": {"practice": ["E3"]}}
        if one != "zh-Hans":
            variation["condition"] = [{"type": "slot", "name": "language", "value": one}]
        if one != language:
            variation["buttons"] = [{"title": "1", "payload": "/ask_human"}]
        yield variation
