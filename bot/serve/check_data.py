"""Checks the labelled messages of `data/reading` and `data/nlu`; part of `make check`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
from bot.nlu.data_check import Finding, check
from bot.nlu.labels import BUTTONS, DERIVED, Labelled, read_folder
from bot.nlu.reader import Material, Preparation
from bot.nlu.text import plain

_CONCEPTS: Mapping[SignalName, frozenset[str]] = {
    SignalName.REGULATOR: frozenset({"regulator", "consumer_body", "petition", "report_to"}),
    SignalName.MEDIA: frozenset({"media_outlet", "social_platform", "public_opinion", "expose"}),
    SignalName.LEGAL: frozenset({"court", "lawyer", "sue", "police"}),
    SignalName.VIOLENCE: frozenset(
        {"harm_person", "destroy_thing", "weapon", "bring_people", "siege", "follow_home"}
    ),
    SignalName.SELF_HARM: frozenset(
        {"die_word", "suicide_method", "farewell", "despair", "hunger_strike"}
    ),
    SignalName.GROUP: frozenset({"gather", "many_people", "incite", "other_customers"}),
    SignalName.REPEAT: frozenset(
        {"come_again", "told_before", "pass_around", "contradict", "nobody_cares"}
    ),
    SignalName.VIP: frozenset({"vip_status", "big_customer", "official_position"}),
    SignalName.INFLUENCER: frozenset({"fame", "social_platform"}),
    SignalName.EXCESSIVE_DEMAND: frozenset(
        {"multiple", "mental_damages", "huge_sum", "ask_for_punishment"}
    ),
    SignalName.STAFF_FRAUD: frozenset(
        {"take_money", "forge", "impersonate", "secret_loan", "cheat"}
    ),
    SignalName.LOST_PATIENCE: frozenset(
        {"ultimatum", "patience_gone", "disrespect", "threat_if", "vague_threat"}
    ),
}
"""Which concepts of `data/reading/words.yml` touch the matter of a signal."""
_ANNOTATED = re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\{[^{}]*\})")
_BULLET = "- "


@dataclass(frozen=True)
class Examined:
    """How many messages were read, and what is wrong with them."""

    messages: int
    findings: tuple[Finding, ...]


def examine(data: Path = ROOT / "data") -> Examined:
    """Read every training message and check it. Raises InvalidInput where a file is broken."""
    try:
        preparation = Preparation(Material.from_folders(data / "reading", data / "policy"))
        entries = [*read_folder(data / "reading"), *_plain_examples(data / "nlu")]
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
        if not concepts.isdisjoint(_CONCEPTS[name]):
            return True
        rule = preparation.triage.rule(name)
        return rule is not None and rule.phrases.search(words) is not None

    findings = check(entries, personal, speaks_of, preparation.variants)
    return Examined(len(entries), tuple(findings))


def _plain_examples(folder: Path) -> list[Labelled]:
    """The examples of Rasa's own files; only the intent is known of those that complain."""
    return [entry for path in sorted(folder.glob("*.yml")) for entry in _examples_of(path)]


def _examples_of(path: Path) -> Iterator[Labelled]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} is no valid YAML: {error}") from error
    for part in _children(_value(root, "nlu")):
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
