"""By which words customers are understood where the reader alone would not tell:
`data/scripts/phrases.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from bot.domain import policy_fields as fields
from bot.scripts.spellings import simplified
from bot.yaml_files import read_mapping

PHRASES = Path(__file__).parents[2] / "data" / "scripts" / "phrases.yml"
_NAMED = {
    "roles": ("heir", "company", "self", "agent"),
    "languages": ("zh-Hant", "en", "zh-Hans", "zh"),
    "questions": (
        "purpose",
        "privacy",
        "cost",
        "consequences",
        "disagreeing",
        "hours",
        "rules",
    ),
}
"""Sections whose entries have names of ours, looked at in this order."""
LONGEST_QUESTION = 40
"""Characters, twice that in an alphabet; in a longer message “how long” is a part of what they
tell."""


@dataclass(frozen=True)
class Phrases:
    """What shows something, and what undoes a find that it overlaps."""

    shows: tuple[re.Pattern[str], ...]
    undone_by: tuple[re.Pattern[str], ...]

    def found_in(self, text: str) -> bool:
        """Whether the text shows it; in either script, in upper or lower case."""
        return bool(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the text shows it."""
        plain = simplified(text)
        undone = [m.span() for pattern in self.undone_by for m in pattern.finditer(plain)]
        found = [m.span() for pattern in self.shows for m in pattern.finditer(plain)]
        return [span for span in found if not _overlapped(span, undone)]


@dataclass(frozen=True)
class PhraseBook:
    """One field for each entry of the file, which says what it means."""

    how_long: Phrases
    starts_over: Phrases
    keeps_complaint: Phrases
    ends_complaint: Phrases
    stays_in_chat: Phrases
    any_time: Phrases
    asks_back: Phrases
    to_come: Phrases
    vague_time: Phrases
    loosely_dated: Phrases
    time: Phrases
    wish: Phrases
    another_wish: Phrases
    says_wish: Phrases
    asks_for: Phrases
    thanks: Phrases
    place: Phrases
    same_contact: Phrases
    not_at_hand: Phrases
    number: Phrases
    agrees: Phrases
    takes_back_else: Phrases
    announces: Phrases
    relative_named: Phrases
    own_name: Phrases
    contact_instead: Phrases
    contact_beside: Phrases
    name_courtesy: Phrases
    name_introduced: Phrases
    name_closed: Phrases
    no_name: Phrases
    everyday_word: Phrases
    roles: Mapping[str, Phrases]
    languages: Mapping[str, Phrases]
    questions: Mapping[str, Phrases]

    def asks_how_long(self, text: str) -> bool:
        """A short question about time or place, of somebody who waits."""
        return len(text) <= LONGEST_QUESTION and self.how_long.found_in(text)

    def role_named(self, text: str) -> str | None:
        """As whom somebody complains: `heir`, `company`, `self` or `agent`."""
        return _first(self.roles, text)

    def language_named(self, text: str) -> str | None:
        """The language that is asked for; None where none is named. Chinese is in the script of
        the words themselves."""
        named = _first(self.languages, text)
        if named != "zh":
            return named
        return "zh-Hant" if simplified(text) != text else "zh-Hans"

    def question_asked(self, text: str) -> str | None:
        """Which of the questions about complaining a short message asks."""
        longest = LONGEST_QUESTION * (2 if text.isascii() else 1)
        return _first(self.questions, text) if len(text) <= longest else None


@lru_cache(maxsize=1)
def phrase_book() -> PhraseBook:
    """What the file says. Raises ValueError naming the entry to mend."""
    return parse_phrase_book(read_mapping(PHRASES))


def parse_phrase_book(data: Mapping[str, Any]) -> PhraseBook:
    """Raises ValueError naming the entry to mend."""
    file, kinds = PHRASES.name, tuple(get_type_hints(PhraseBook))
    data = with_word_lists(data, file)
    fields.only(data, kinds, file)
    entries: dict[str, Any] = {
        kind: _section(data, kind, _NAMED[kind], file)
        if kind in _NAMED
        else parse_phrases(data, kind, file)
        for kind in kinds
    }
    return PhraseBook(**entries)


def _section(
    data: Mapping[str, Any], key: str, names: Collection[str], file: str
) -> Mapping[str, Phrases]:
    entries, where = fields.section(data, key, file), f"{file}: {key}"
    fields.only(entries, tuple(names), where)
    return {name: parse_phrases(entries, name, where) for name in names}


def with_word_lists(data: Mapping[str, Any], file: str) -> dict[str, Any]:
    """The entries of a file of phrases with the lists under `words` put in where a phrase names
    them: `{relative}`. Raises ValueError naming a list that is none."""
    entries = dict(data)
    lists = entries.pop("words", {})
    fields.only(lists, tuple(lists), f"{file}: words")
    for name in lists:
        group = "(?:" + "|".join(fields.words(lists, name, f"{file}: words")) + ")"
        entries = _put_in(entries, f"{{{name}}}", group)
    return entries


def _put_in(entry: Any, name: str, group: str) -> Any:
    if isinstance(entry, str):
        return entry.replace(name, group)
    if isinstance(entry, list):
        return [_put_in(item, name, group) for item in entry]
    if isinstance(entry, Mapping):
        return {key: _put_in(value, name, group) for key, value in entry.items()}
    return entry


def parse_phrases(data: Mapping[str, Any], key: str, file: str) -> Phrases:
    """The entry `key` of a file of phrases. Raises ValueError naming what to mend."""
    entry, where = fields.section(data, key, file), f"{file}: {key}"
    fields.only(entry, ("phrases", "unless"), where)
    if not entry.get("phrases"):
        raise ValueError(f"{where}: phrases are missing.")
    shows, undone_by = (fields.patterns(entry, kind, where) for kind in ("phrases", "unless"))
    return Phrases(shows, undone_by)


def _overlapped(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _first(entries: Mapping[str, Phrases], text: str) -> str | None:
    return next((name for name, phrases in entries.items() if phrases.found_in(text)), None)
