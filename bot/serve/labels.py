"""Corrections of people, written as training messages (docs/labelling.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from bot.domain.reading import Anger, Intent, Reading
from bot.services.overruling import Examples, FactExample

_HEAD = """\
# Messages whose reading people at the desk corrected. Read them through, then keep the file in
# data/reading. docs/labelling.md says what the labels mean.
"""


def as_yaml(examples: Examples) -> str:
    """A file as those in `data/reading`; no message stands in it twice."""
    left_out = f"# Left out, as their intent, anger or words are not known: {examples.left_out}.\n"
    lines = [_HEAD + left_out + "reading:" + ("" if examples.messages else " {}")]
    latest = dict(examples.messages)
    for intent in Intent:
        found = [(text, reading) for text, reading in latest.items() if reading.intent is intent]
        if found:
            lines.append(f"  {intent.value}:")
            lines += _entries(found)
    return "\n".join(lines) + "\n"


def as_json_lines(examples: Iterable[FactExample]) -> str:
    """One corrected fact per line: the message, the fact's name, what was read, what is right."""
    rows = (
        {"text": one.text, "fact": one.name.value, "was": one.was, "should_be": one.should_be}
        for one in examples
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _entries(messages: Iterable[tuple[str, Reading]]) -> Sequence[str]:
    return [f"    - {_flow(_entry(text, reading))}" for text, reading in messages]


def _entry(text: str, reading: Reading) -> dict[str, Any]:
    """Only what differs from the default is written."""
    entry: dict[str, Any] = {}
    if reading.anger is not Anger.NONE:
        entry["anger"] = int(reading.anger)
    if reading.causes:
        entry["cause"] = [cause.value for cause in reading.causes]
    if reading.complaint is not (reading.intent is Intent.COMPLAIN):
        entry["complaint"] = reading.complaint
    if reading.signals:
        entry["signals"] = {name.value: quote for name, quote in reading.signals.items()}
    return {**entry, "text": text}


def _flow(entry: dict[str, Any]) -> str:
    dumped: str = yaml.safe_dump(
        entry, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9
    )
    return dumped.strip()
