"""Reads `responses` and `intents` of a domain file, with lines; what cannot be read is a hit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from bot.scripts.lint import nodes
from bot.scripts.lint.finding import Hit
from bot.scripts.lint.policy import Check
from bot.scripts.lint.script import Button, Response, ScriptFile, Variation
from bot.yaml_files import UnusableFile, parse_nodes


@dataclass
class _Reader:
    hits: list[Hit] = field(default_factory=list)

    def file(self, root: yaml.Node | None) -> ScriptFile:
        section = nodes.value(root, "responses")
        if not isinstance(section, yaml.MappingNode):
            self._misshapen(section or root, "", "there is no mapping `responses:`")
        return ScriptFile(tuple(self._responses(section)), _intents(nodes.value(root, "intents")))

    def _responses(self, section: yaml.Node | None) -> Iterator[Response]:
        seen: dict[str, int] = {}
        for name, key, node in nodes.pairs(section):
            if name in seen:
                self._misshapen(key, name, f"stands at line {seen[name]} already")
            seen.setdefault(name, nodes.line(key))
            if not nodes.items(node):
                self._misshapen(key, name, "is no list of variations")
            found = tuple(self._variations(name, node))
            yield Response(name, nodes.line(key), found)

    def _variations(self, name: str, node: yaml.Node) -> Iterator[Variation]:
        for item in nodes.items(node):
            text = nodes.value(item, "text")
            if text is None or not nodes.is_text(text) or not nodes.scalar(text).strip():
                self._misshapen(item, name, "a variation without a text in words")
                continue
            self._parts_of_lists(name, item)
            yield Variation(
                line=nodes.line(text),
                text=nodes.scalar(text),
                conditions=_conditions(nodes.value(item, "condition")),
                buttons=tuple(_buttons(nodes.value(item, "buttons"))),
                practice=_practice(nodes.value(item, "metadata")),
            )

    def _parts_of_lists(self, name: str, item: yaml.Node) -> None:
        for part in ("condition", "buttons"):
            node = nodes.value(item, part)
            if not nodes.is_empty(node) and not nodes.is_list(node):
                self._misshapen(item, name, f"`{part}` is no list")

    def _misshapen(self, node: yaml.Node | None, name: str, words: str) -> None:
        at = nodes.line(node) if node is not None else 1
        self.hits.append(Hit(Check.SHAPE, at, name, "", words))


def read_scripts(text: str) -> tuple[ScriptFile, list[Hit]]:
    """The scripts of a domain file and what is wrong with its form. Never raises for bad YAML."""
    try:
        root = parse_nodes(text, "")
    except UnusableFile as error:
        return ScriptFile((), None), [Hit(Check.YAML, error.line, "", "", error.problem)]
    reader = _Reader()
    return reader.file(root), reader.hits


def _intents(section: yaml.Node | None) -> frozenset[str] | None:
    if not nodes.is_list(section):
        return None
    names = (nodes.scalar(item) for item in nodes.items(section))
    with_options = (name for item in nodes.items(section) for name, _, _ in nodes.pairs(item))
    return frozenset(filter(None, (*names, *with_options)))


def _conditions(node: yaml.Node | None) -> dict[str, str]:
    return {
        nodes.scalar(nodes.value(item, "name")): nodes.scalar(nodes.value(item, "value"))
        for item in nodes.items(node)
    }


def _buttons(node: yaml.Node | None) -> Iterator[Button]:
    for item in nodes.items(node):
        title, payload = nodes.value(item, "title"), nodes.value(item, "payload")
        yield Button(nodes.line(item), nodes.scalar(title).strip(), nodes.scalar(payload).strip())


def _practice(metadata: yaml.Node | None) -> tuple[str, ...] | None:
    rows = nodes.value(metadata, "practice")
    return None if rows is None else tuple(nodes.scalar(row) for row in nodes.items(rows))
