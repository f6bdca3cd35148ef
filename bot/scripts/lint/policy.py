"""The lint's rules as data: what data/policy/taboos.yml says (read by policy_reading.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase

ByLanguage = Mapping[str, str]
"""A wording per family, `zh` and `en`."""
Patterns = Mapping[str, "re.Pattern[str]"]
"""One pattern per family; a family may be missing."""


class Check(str, Enum):
    """Rules that are code. Their reasons and advice stand in taboos.yml under `checks`."""

    YAML = "yaml"
    SHAPE = "shape"
    RESPONSE_MISSING = "response-missing"
    LANGUAGE_MISSING = "language-missing"
    LANGUAGE_UNNAMED = "language-unnamed"
    LANGUAGE_WRONG = "language-wrong"
    CALM_MISSING = "calm-missing"
    DEFAULT_MISSING = "default-missing"
    COMBINATION_MISSING = "combination-missing"
    TOO_LONG = "too-long"
    MANY_QUESTIONS = "many-questions"
    QUESTION_WITH_APOLOGY = "question-with-apology"
    APOLOGY_REPEATED = "apology-repeated"
    APOLOGY_INSEPARABLE = "apology-inseparable"
    PLACEHOLDERS_DIFFER = "placeholders-differ"
    BRACES = "braces"
    PRACTICE_MISSING = "practice-missing"
    PRACTICE_UNKNOWN = "practice-unknown"
    BUTTON = "button"
    PERSONAL_DATA = "personal-data"

    __str__ = str.__str__


@dataclass(frozen=True)
class Advice:
    """Why a rule exists and how to mend; `spared` are names of responses it does not look at."""

    rows: tuple[str, ...]
    why: str
    better: ByLanguage
    spared: tuple[str, ...] = ()

    def spares(self, response: str) -> bool:
        """Whether the response is exempt; `*` stands for anything."""
        return any(fnmatchcase(response, name) for name in self.spared)


@dataclass(frozen=True)
class Taboo:
    """Words that may not be said. A match is undone where one of `unless` overlaps it, or where
    one of `fine_with` stands anywhere in the same text."""

    patterns: Patterns
    unless: Patterns
    fine_with: Patterns

    def offences(self, family: str, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every offending passage."""
        pattern, fine = self.patterns.get(family), self.fine_with.get(family)
        if pattern is None or (fine and fine.search(text)):
            return
        unless = self.unless.get(family)
        undone = [match.span() for match in unless.finditer(text)] if unless else []
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < right and left < end for left, right in undone):
                yield start, end


@dataclass(frozen=True)
class MustSay:
    """What every variation of some responses has to say, in words or by one of the buttons."""

    responses: tuple[str, ...]
    patterns: Patterns
    buttons: frozenset[str]

    def concerns(self, response: str) -> bool:
        """Whether the response is among those named; `*` stands for anything."""
        return any(fnmatchcase(response, name) for name in self.responses)


@dataclass(frozen=True)
class LintPolicy:
    """All of taboos.yml. `advice` has an entry for every rule that can fire."""

    advice: Mapping[str, Advice]
    taboos: Mapping[str, Taboo]
    must_say: Mapping[str, MustSay]
    longest: Mapping[str, int]
    apologies: Patterns
    narrow_slots: frozenset[str]
    worded_for_each: Mapping[str, tuple[str, ...]]
    practice_rows: Mapping[str, int]
    required: tuple[str, ...]
