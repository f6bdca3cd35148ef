"""Small readers of PyYAML nodes, which know their lines as plain values do not."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

TEXT_TAG = "tag:yaml.org,2002:str"
_NULL_TAG = "tag:yaml.org,2002:null"


def line(node: yaml.Node) -> int:
    """Where it begins, from 1."""
    return int(node.start_mark.line) + 1


def pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Name, key node and value node of a mapping; nothing for anything else."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield scalar(key), key, value


def value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    """The value under `name`; the last one wins, as in YAML loaders."""
    return {key: item for key, _, item in pairs(node)}.get(name)


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a list; none for anything else."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def scalar(node: yaml.Node | None) -> str:
    """A scalar as it is written; empty for anything else."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def is_text(node: yaml.Node | None) -> bool:
    """Whether it is a string and not a number, a truth value or nothing."""
    return isinstance(node, yaml.ScalarNode) and node.tag == TEXT_TAG


def is_list(node: yaml.Node | None) -> bool:
    """Whether it is a list."""
    return isinstance(node, yaml.SequenceNode)


def is_empty(node: yaml.Node | None) -> bool:
    """Whether there is nothing, or YAML's null."""
    return node is None or node.tag == _NULL_TAG
