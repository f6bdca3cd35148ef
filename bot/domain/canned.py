"""Words that agents can take into a reply (`data/desk/canned.yml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.domain import policy_fields as read
from bot.domain.case import FactName
from bot.domain.scenario import Scenario

_FILE = "canned.yml"
FACTS: Mapping[str, FactName] = {
    "name": FactName.COMPLAINANT_NAME,
    "product": FactName.PRODUCT,
    "date": FactName.HAPPENED_AT,
    "amount": FactName.AMOUNT,
    "demand": FactName.DEMAND,
    "branch": FactName.BRANCH,
}
"""Placeholders that stand for what the customer said."""
PLACEHOLDERS = frozenset({*FACTS, "case_number", "due"})
LANGUAGES = ("zh-Hans", "en")
CUSTOMER_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
"""In which words can be had; Traditional Chinese is made from Simplified."""
_PLACEHOLDER = re.compile(r"{(\w*)}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Stage(str, Enum):
    """Where an agent stands: just come, facts are missing, all is there to decide, it is over."""

    OPENING = "opening"
    COLLECTING = "collecting"
    DECIDING = "deciding"
    ENDED = "ended"


@dataclass(frozen=True)
class Canned:
    """`title` by language of the desk (`zh`, `en`), `text` by language of the customer. `stages`:
    when it is suggested without being asked for."""

    code: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    scenarios: frozenset[Scenario] = frozenset()
    stages: frozenset[Stage] = frozenset()


@dataclass(frozen=True)
class Filled:
    """A text for one conversation, ready to be sent. `said`: an agent has said it in this matter
    already."""

    canned: Canned
    text: str
    said: bool = False


def fill(text: str, values: Mapping[str, str]) -> str | None:
    """Put in what is known; empty values count as unknown. A part in square brackets falls away
    where something in it is unknown; None where anything else is. What was put in is not looked at
    again."""
    known = {key: value for key, value in values.items() if value}
    text = _OPTIONAL.sub(lambda part: part[1] if known.keys() >= _names(part[1]) else "", text)
    if not known.keys() >= _names(text):
        return None
    return _PLACEHOLDER.sub(lambda found: known[found[1]], text)


def in_order(entries: Sequence[Canned], scenario: Scenario | None) -> Sequence[Canned]:
    """The scenario's own first, then those for every occasion, then the others."""

    def place(entry: Canned) -> int:
        if not entry.scenarios:
            return 1
        return 0 if scenario in entry.scenarios else 2

    return sorted(entries, key=place)


def parse_canned(data: Mapping[str, Any]) -> tuple[Canned, ...]:
    """In the order of the file. Raises ValueError naming the entry to mend."""
    return tuple(_entry(str(code), entry) for code, entry in data.items())


def _entry(code: str, entry: Any) -> Canned:
    where = f"{_FILE}: {code}"
    if not isinstance(entry, Mapping):
        raise ValueError(f"{where} must have title and text.")
    read.only(entry, ("title", "scenarios", "stages", "text"), where)
    text = _texts(entry.get("text"), LANGUAGES, f"{where}: text")
    for language, words in text.items():
        _check(words, f"{where}: text: {language}")
    return Canned(
        code,
        _texts(entry.get("title"), ("zh", "en"), f"{where}: title"),
        text,
        frozenset(read.choices(Scenario, entry, "scenarios", where)),
        frozenset(read.choices(Stage, entry, "stages", where)),
    )


def _check(words: str, where: str) -> None:
    unknown = _names(words) - PLACEHOLDERS
    if unknown:
        known = ", ".join(sorted(PLACEHOLDERS))
        raise ValueError(
            f"{where} has {{{min(unknown)}}}, which nobody fills in; known are {known}."
        )
    parts = _OPTIONAL.findall(words)
    if not all(map(_names, parts)) or set("[]") & set(_OPTIONAL.sub("", words)):
        raise ValueError(
            f"{where}: square brackets hold what falls away, each pair with a placeholder in it "
            "and none in another."
        )


def _names(words: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(words))


def _texts(value: Any, languages: Sequence[str], where: str) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or set(value) != set(languages):
        raise ValueError(f"{where} must have {' and '.join(languages)}, nothing else.")
    if not all(isinstance(text, str) and text.strip() for text in value.values()):
        raise ValueError(f"{where}: {' and '.join(languages)} must be sentences.")
    return {str(key): str(text).strip() for key, text in value.items()}
