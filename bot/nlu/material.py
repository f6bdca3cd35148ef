"""The designers' words and policies, and messages made ready with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.reading_policy import ReadingPolicy, parse_reading_policy
from bot.domain.triage import SignalName, TriagePolicy, parse_triage_policy
from bot.nlu import spotting
from bot.nlu.facts.read import FactReader, parse_fact_words
from bot.nlu.features import message_features
from bot.nlu.lexicon import Lexicon
from bot.nlu.rows import Features
from bot.nlu.text import Plain, Variants, plain
from bot.yaml_files import read_mapping


@dataclass(frozen=True)
class Material:
    """The designers' words and policies, as parsed YAML."""

    variants: Mapping[str, Any]
    words: Mapping[str, Any]
    facts: Mapping[str, Any]
    escalation: Mapping[str, Any]
    reading: Mapping[str, Any]

    @classmethod
    def from_folders(cls, reading: Path, policy: Path) -> Material:
        """Raises ValueError naming the file to mend."""
        return cls(
            variants=read_mapping(reading / "variants.yml"),
            words=read_mapping(reading / "words.yml"),
            facts=read_mapping(reading / "facts.yml"),
            escalation=read_mapping(policy / "escalation.yml"),
            reading=read_mapping(policy / "reading.yml"),
        )


@dataclass(frozen=True)
class Prepared:
    """A plain message, its features, and those of its clauses."""

    plain: Plain
    features: Features
    clauses: Sequence[spotting.Clause]


class Preparation:
    """Makes messages plain and cuts them into features; the same in training and reading."""

    def __init__(self, material: Material) -> None:
        self.triage: TriagePolicy = parse_triage_policy(material.escalation)
        self.policy: ReadingPolicy = parse_reading_policy(material.reading)
        self.variants = Variants(_texts(_section(material.variants, "variants"), "variants.yml"))
        self.lexicon = Lexicon(_concepts(_section(material.words, "concepts")))
        self.facts = FactReader(parse_fact_words(material.facts))
        self._cutter = spotting.Cutter(self.triage)

    def prepare(self, raw: str) -> Prepared:
        """The message as every reader takes it."""
        message = plain(raw, self.variants)
        found = self.lexicon.find(message.text)
        cut = self._cutter.cut(message, found)
        stretches = [(clause.start, clause.end) for clause in cut]
        return Prepared(message, message_features(message, found, stretches), cut)


def matters_of(material: Material) -> dict[SignalName, frozenset[str]]:
    """Which concepts touch the matter of each signal (`matters` in words.yml); nothing is read by
    them, `qingting check-data` looks for counter-examples with them. Raises ValueError."""
    section = _section(material.words, "matters")
    known = _section(material.words, "concepts").keys()
    for name, concepts in section.items():
        if name not in {signal.value for signal in SignalName}:
            raise ValueError(f"words.yml: `{name}` under `matters` is no signal.")
        unknown = set(concepts) - known if isinstance(concepts, list) else {str(concepts)}
        if unknown:
            raise ValueError(f"words.yml: `{min(unknown)}` under `matters` is no concept.")
    return {signal: frozenset(section.get(signal.value, ())) for signal in SignalName}


def _section(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    section = data.get(key)
    if not isinstance(section, Mapping):
        raise ValueError(f"data/reading: the key `{key}` is missing or no mapping.")
    return section


def _concepts(section: Mapping[str, Any]) -> dict[str, list[str]]:
    for concept, words in section.items():
        if not isinstance(words, list) or not words:
            raise ValueError(f"words.yml: `{concept}` must be a list of words.")
    return {
        concept: list(_texts(dict.fromkeys(words, ""), f"words.yml: `{concept}`"))
        for concept, words in section.items()
    }


def _texts(words: Mapping[Any, Any], where: str) -> dict[str, str]:
    """Words as text; a bare number is one, a bare yes or no is YAML's and must be quoted."""
    for word in [*words, *words.values()]:
        if isinstance(word, bool) or not isinstance(word, (str, int)):
            raise ValueError(f"{where}: {word!r} is not a word; put it between quotation marks.")
    if "" in words:
        raise ValueError(f"{where}: '' is not a word; remove it.")
    return {str(word): str(read) for word, read in words.items()}
