"""Checks the labelled messages of `data/reading` and `data/nlu` and the words of `data/scripts`;
part of `make check`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.errors import InvalidInput
from bot.domain.privacy.detect import Detector
from bot.domain.privacy.rules import parse_rules
from bot.domain.reading import Intent, Reading
from bot.domain.triage import SignalName
from bot.nlu.data_check import Judges, check
from bot.nlu.data_counts import Finding
from bot.nlu.labels import BUTTONS, DERIVED, Labelled, read_folder
from bot.nlu.material import Material, Preparation, matters_of
from bot.nlu.text import plain
from bot.policies import require_words
from bot.yaml_files import read_nodes

HELD_OUT = ROOT / "tests" / "understanding" / "messages"
_ANNOTATED = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})")
_BULLET = "- "


@dataclass(frozen=True)
class Examined:
    """How many messages were read, and what is wrong with them."""

    messages: int
    findings: tuple[Finding, ...]


def examine(data: Path = ROOT / "data", held_out: Path = HELD_OUT) -> Examined:
    """Read every training message and check it, also against those in `held_out`. Raises
    InvalidInput where a file is broken, SettingsError where it is one of `data/scripts`."""
    require_words()
    try:
        material = Material.from_folders(data / "reading", data / "policy")
        preparation, matters = Preparation(material), matters_of(material)
        entries = [*read_folder(data / "reading"), *_plain_examples(data / "nlu")]
        measured_with = read_folder(held_out)
    except ValueError as error:
        raise InvalidInput("data", str(error)) from error
    detector = Detector(load_policy(data / "policy" / "privacy.yml", parse_rules))

    def personal(text: str) -> Iterable[str]:
        return (value.kind.value for value in detector.find(text))

    @cache
    def read(text: str) -> tuple[str, frozenset[str]]:
        words = plain(text, preparation.variants).text
        return words, frozenset(item.concept for item in preparation.lexicon.find(words))

    def speaks_of(text: str, name: SignalName) -> bool:
        words, concepts = read(text)
        if not concepts.isdisjoint(matters[name]):
            return True
        rule = preparation.triage.rule(name)
        return rule is not None and rule.phrases.search(words) is not None

    findings = check(entries, measured_with, Judges(personal, speaks_of), preparation.variants)
    return Examined(len(entries), tuple(findings))


def _plain_examples(folder: Path) -> list[Labelled]:
    """The examples of Rasa's own files; only the intent is known of those that complain."""
    return [entry for path in sorted(folder.glob("*.yml")) for entry in _examples_of(path)]


def _examples_of(path: Path) -> Iterator[Labelled]:
    for part in _children(_value(read_nodes(path), "nlu")):
        name, examples = _value(part, "intent"), _value(part, "examples")
        if isinstance(name, yaml.ScalarNode) and name.value in BUTTONS:
            continue
        if isinstance(name, yaml.ScalarNode) and isinstance(examples, yaml.ScalarNode):
            intent = _intent(name, path)
            complaint = intent is Intent.COMPLAIN
            first = examples.start_mark.line + 2  # a block begins on the line after its mark
            for number, line in enumerate(examples.value.splitlines(), first):
                if line.startswith(_BULLET):
                    yield Labelled(
                        text=_ANNOTATED.sub(r"\1", line[len(_BULLET) :]).strip(),
                        reading=Reading(intent, complaint),
                        file=f"nlu/{path.name}",
                        line=number,
                        partial=complaint,
                    )


def _intent(node: yaml.ScalarNode, path: Path) -> Intent:
    try:
        return Intent.COMPLAIN if node.value in DERIVED else Intent(node.value)
    except ValueError:
        where = f"nlu/{path.name}:{node.start_mark.line + 1}"
        raise ValueError(f"{where}: `{node.value}` is no intent of docs/labelling.md.") from None


def _children(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
