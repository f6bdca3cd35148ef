"""Responses of a domain file as the lint sees them: plain values with their lines (from 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.domain.reading import SEVERAL, Cause
from bot.domain.scenario import Scenario

PLACEHOLDER = re.compile(r"\{(\w+)\}")
ESCAPED_BRACES = re.compile(r"\{\{|\}\}")
_IN_BRACES = re.compile(r"\{[^{}]*\}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


class Language(str, Enum):
    """What `language` can be in a condition; `family` chooses the patterns."""

    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"
    ENGLISH = "en"

    @property
    def family(self) -> str:
        """`zh` or `en`, the keys of taboos.yml."""
        return self.value[:2]


FAMILIES = ("zh", "en")
VALUES: Mapping[str, tuple[str, ...]] = {
    "anger": ("low", "raised", "high"),
    "cause": (*(cause.value for cause in Cause), SEVERAL),
    "scenario": tuple(scenario.value for scenario in Scenario),
}
"""What a slot in a condition can be, where that is a closed list."""


@dataclass(frozen=True)
class Button:
    """A button; empty strings stand for what is missing."""

    line: int
    title: str
    payload: str


@dataclass(frozen=True)
class Variation:
    """One wording of a response. `practice` is None where there is no such metadata."""

    line: int
    text: str
    conditions: Mapping[str, str]
    buttons: tuple[Button, ...]
    practice: tuple[str, ...] | None

    @property
    def named_language(self) -> str | None:
        """The value of its condition on `language`, which may be an unknown one."""
        return self.conditions.get("language")

    @property
    def language(self) -> Language:
        """The language it will be said in: as named; Simplified without any condition; else as
        the letters look."""
        try:
            return Language(self.named_language)
        except ValueError:
            looks_english = bool(self.conditions) and self.looks == "en"
            return Language.ENGLISH if looks_english else Language.SIMPLIFIED

    @property
    def looks(self) -> str | None:
        """The family that most letters belong to; None without letters."""
        bare = _IN_BRACES.sub("", self.text)
        chinese, latin = len(_CHINESE.findall(bare)), len(_LATIN.findall(bare))
        if not chinese and not latin:
            return None
        return "zh" if chinese * 2 >= latin else "en"  # a Chinese letter says more than a Latin one

    @property
    def placeholders(self) -> frozenset[str]:
        """Names in braces that are filled in when it is said."""
        return frozenset(PLACEHOLDER.findall(ESCAPED_BRACES.sub("", self.text)))


@dataclass(frozen=True)
class Response:
    """All variations under one name."""

    name: str
    line: int
    variations: tuple[Variation, ...]

    def of_family(self, family: str) -> tuple[Variation, ...]:
        """The variations in Chinese (`zh`) or English (`en`)."""
        return tuple(item for item in self.variations if item.language.family == family)


@dataclass(frozen=True)
class ScriptFile:
    """A domain file. `intents` is None where it declares none, so buttons cannot be compared."""

    responses: tuple[Response, ...]
    intents: frozenset[str] | None

    def variations(self) -> Iterator[tuple[Response, Variation]]:
        """Every variation with its response, in the order of the file."""
        for response in self.responses:
            for variation in response.variations:
                yield response, variation
