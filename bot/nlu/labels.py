"""Reads the labelled messages that designers keep in `data/reading/*.yml`.

One entry per message, grouped under its intent (docs/understanding.md shows the format):

    reading:
      complain:
        - {anger: 2, cause: [claim], signals: {repeat: 交了三回}, text: 材料交了三回还说缺发票}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.yaml_files import UnusableFile, read_nodes

ROOT_KEY = "reading"
DERIVED = frozenset({"vent", "hard_signal"})
"""Intents of the rules that the reader derives from what it read."""
BUTTONS = frozenset({"send_attachment", "ask_callback", "satisfied", "neutral", "dissatisfied"})
"""Intents that only a button or a channel sends; their examples in data/nlu are not learnt."""
_KEYS = {"text", "anger", "cause", "signals", "topic", "complaint", "writer", "scenario"}
_LEVELS = frozenset(str(level.value) for level in Anger)
E = TypeVar("E", bound=Enum)


class LabelError(ValueError):
    """A labelled message that cannot be read; says where and how to mend it."""


@dataclass(frozen=True)
class Labelled:
    """One message with its labels and the place where they stand.

    `writer` and `scenario` tell who wrote it and about what, for honest splits. `partial`: only
    the intent is known.
    """

    text: str
    reading: Reading
    file: str
    line: int
    writer: str = ""
    scenario: str = ""
    partial: bool = False

    @property
    def place(self) -> str:
        """`file:line`, for people."""
        return f"{self.file}:{self.line}"


def read_folder(folder: Path) -> list[Labelled]:
    """Every labelled message under `folder`. Raises LabelError."""
    return [entry for path in sorted(folder.glob("*.yml")) for entry in read_file(path)]


def read_file(path: Path) -> list[Labelled]:
    """The labelled messages of one file; none where it has no `reading:`. Raises LabelError."""
    try:
        root = read_nodes(path)
    except UnusableFile as error:
        raise LabelError(str(error)) from error
    if not isinstance(root, yaml.MappingNode):
        raise LabelError(f"{path.name}: must be a mapping with the key `{ROOT_KEY}`.")
    for key, value in root.value:
        if key.value == ROOT_KEY:
            return list(_entries(path, value))
    return []


def _entries(path: Path, root: yaml.Node) -> Iterator[Labelled]:
    for intent_node, messages in _pairs(path, root):
        intent = _choice(Intent, intent_node.value, _place(path, intent_node))
        if not isinstance(messages, yaml.SequenceNode):
            raise LabelError(f"{_place(path, messages)}: `{intent.value}` needs a list.")
        for node in messages.value:
            yield _entry(path, intent, node)


def _entry(path: Path, intent: Intent, node: yaml.Node) -> Labelled:
    place = _place(path, node)
    values = {key.value: _plain(value) for key, value in _pairs(path, node)}
    unknown = set(values) - _KEYS
    if unknown:
        raise LabelError(f"{place}: unknown key `{min(unknown)}`; known are {sorted(_KEYS)}.")
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        raise LabelError(f"{place}: `text` is missing.")
    return Labelled(
        text=text,
        reading=_reading(intent, values, place),
        file=path.name,
        line=node.start_mark.line + 1,
        writer=str(values.get("writer", path.stem)),
        scenario=str(values.get("scenario", "")),
    )


def _reading(intent: Intent, values: Mapping[str, Any], place: str) -> Reading:
    complaint = values.get("complaint")
    if complaint not in (None, "true", "false"):
        raise LabelError(f"{place}: `complaint` must be true or false, not {complaint}.")
    anger = str(values.get("anger", "0"))
    if anger not in _LEVELS:
        raise LabelError(f"{place}: `anger` must be 0 to 4, not {anger}.")
    return Reading(
        intent=intent,
        complaint=intent is Intent.COMPLAIN if complaint is None else complaint == "true",
        anger=Anger(int(anger)),
        causes=tuple(_choice(Cause, name, place) for name in _names(values.get("cause"))),
        topic=_choice(Topic, values["topic"], place) if "topic" in values else None,
        signals=_signals(values, place),
    )


def _signals(values: Mapping[str, Any], place: str) -> dict[SignalName, str]:
    quotes = values.get("signals", {})
    if not isinstance(quotes, dict):
        raise LabelError(f"{place}: `signals` must give a quote per signal.")
    for name, quote in quotes.items():
        if not isinstance(quote, str) or not quote or quote not in values["text"]:
            raise LabelError(f"{place}: the quote of `{name}` is not part of the text: {quote}")
    return {_choice(SignalName, name, place): quote for name, quote in quotes.items()}


def _choice(kind: type[E], name: str, place: str) -> E:
    try:
        return kind(name)
    except ValueError:
        known = ", ".join(str(item.value) for item in kind)
        raise LabelError(f"{place}: `{name}` is unknown; known are {known}.") from None


def _names(value: Any) -> Iterable[str]:
    return value if isinstance(value, list) else [value] if value else []


def _pairs(path: Path, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise LabelError(f"{_place(path, node)}: must be a mapping.")
    return list(node.value)


def _plain(node: yaml.Node) -> Any:
    """The node's value with every scalar as text (`no` stays “no”)."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value


def _place(path: Path, node: yaml.Node) -> str:
    return f"{path.name}:{node.start_mark.line + 1}"
