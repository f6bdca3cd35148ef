"""How the parts of the record are called before customers: `data/scripts/record.yml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.domain import policy_fields as fields
from bot.domain.case import Fact, FactName
from bot.scripts.spellings import simplified
from bot.scripts.traditional import traditional
from bot.scripts.variations import TRADITIONAL
from bot.yaml_files import read_mapping

RECORD = Path(__file__).parents[2] / "data" / "scripts" / "record.yml"
Words = Mapping[str, str]
"""By family, `zh` and `en`."""
_FAMILIES = ("zh", "en")
_PHRASES = ("line", "files", "missing", "between")


@dataclass(frozen=True)
class Part:
    """One element of the record: its name before customers, and what values are called."""

    label: Words
    values: Mapping[str, Words]


@dataclass(frozen=True)
class RecordWords:
    """`parts` in the order of reading; `named` finds the word by which a part is named."""

    parts: Mapping[FactName, Part]
    phrases: Mapping[str, Words]
    named: re.Pattern[str]
    put_right: re.Pattern[str]
    by_word: Mapping[str, FactName]

    def lines(
        self,
        facts: Iterable[Fact],
        files: int,
        missing: Iterable[Collection[FactName]],
        language: str,
    ) -> str:
        """The record in lines: what is known, how many files there are, what is missing (groups
        of which any member would do; the first in the file's order names its group)."""
        known = {fact.name: fact.value for fact in facts}
        said = [self._line(name, known[name], language) for name in self.parts if name in known]
        if files:
            said.append(_in(self.phrases["files"], language).replace("{count}", str(files)))
        lacking = [next(name for name in self.parts if name in group) for group in missing]
        if lacking:
            labels = [_in(self.parts[name].label, language) for name in lacking]
            parts = _in(self.phrases["between"], language).join(labels)
            said.append(_in(self.phrases["missing"], language).replace("{parts}", parts))
        return "\n".join(said)

    def _line(self, name: FactName, value: str, language: str) -> str:
        part = self.parts[name]
        shown = _in(part.values[value], language) if value in part.values else value
        label = _in(part.label, language)
        return _in(self.phrases["line"], language).format(label=label, value=shown)

    def named_in(self, text: str) -> list[FactName]:
        """The parts that the text names, in its order."""
        found = self.named.findall(simplified(text).lower())
        return list(dict.fromkeys(self.by_word[word] for word in found))

    def value_in(self, correction: str) -> str | None:
        """The right value that a correction gives behind the part it names: its last words."""
        named = self.named.search(simplified(correction).lower())
        found = named and self.put_right.search(correction, named.end())
        return found["value"].strip() if found else None


def _in(words: Words, language: str) -> str:
    if language == "en":
        return words["en"]
    return traditional()(words["zh"]) if language == TRADITIONAL else words["zh"]


@lru_cache(maxsize=1)
def record_words() -> RecordWords:
    """What the file says. Raises ValueError naming the entry to mend."""
    return parse_record_words(read_mapping(RECORD))


def parse_record_words(data: Mapping[str, Any]) -> RecordWords:
    """Raises ValueError naming the entry to mend."""
    file = RECORD.name
    fields.only(data, ("parts", "put_right", *_PHRASES), file)
    entries = fields.section(data, "parts", file)
    parts: dict[FactName, Part] = {}
    by_word: dict[str, FactName] = {}
    for key in entries:
        name, where = fields.choice(FactName, key, f"{file}: parts"), f"{file}: {key}"
        entry = fields.section(entries, key, f"{file}: parts")
        fields.only(entry, ("label", "named", "values"), where)
        parts[name] = _part(entry, where)
        for word in (*parts[name].label.values(), *fields.words(entry, "named", where)):
            if by_word.setdefault(word.lower(), name) is not name:
                raise ValueError(f"{where}: {word!r} names {by_word[word.lower()].value} already.")
    return RecordWords(
        parts, _phrases(data, file), _any_of(by_word), _put_right(data, file), by_word
    )


def _part(entry: Mapping[str, Any], where: str) -> Part:
    values = fields.section(entry, "values", where) if "values" in entry else {}
    return Part(
        _words(entry, "label", where),
        {value: _words(values, value, f"{where}: values") for value in values},
    )


def _phrases(data: Mapping[str, Any], file: str) -> Mapping[str, Words]:
    return {name: _words(data, name, file) for name in _PHRASES}


def _words(data: Mapping[str, Any], key: str, where: str) -> Words:
    entry = fields.section(data, key, where)
    fields.only(entry, _FAMILIES, f"{where}: {key}")
    wrong = [family for family in _FAMILIES if not isinstance(entry.get(family), str)]
    if wrong:
        raise ValueError(f"{where}: {key} needs a text for {wrong[0]}.")
    return {family: str(entry[family]) for family in _FAMILIES}


def _put_right(data: Mapping[str, Any], file: str) -> re.Pattern[str]:
    """Chinese words in both scripts, since values are taken as they were written."""
    entry, where = fields.section(data, "put_right", file), f"{file}: put_right"
    fields.only(entry, _FAMILIES, where)
    chinese, english = (fields.words(entry, family, where) for family in _FAMILIES)
    if not chinese or not english:
        raise ValueError(f"{where}: both zh and en need words.")
    words = _any_of({*chinese, *map(traditional(), chinese), *english})
    value = r"(?P<value>[^,.;!?，。；！？]+)[.!。！\s]*$"
    return re.compile(f"(?:{words.pattern}){value}", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """The longest word wins; Latin ones count whole."""
    longest_first = sorted(words, key=len, reverse=True)
    patterns = [rf"\b{re.escape(word)}\b" if word.isascii() else word for word in longest_first]
    return re.compile("|".join(patterns))
