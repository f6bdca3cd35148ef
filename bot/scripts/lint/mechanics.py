"""What must fit the program: placeholders, buttons, and the practice rows behind a text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from bot.scripts.lint.finding import Hit
from bot.scripts.lint.policy import Check, LintPolicy
from bot.scripts.lint.script import (
    ESCAPED_BRACES,
    PLACEHOLDER,
    Button,
    Response,
    ScriptFile,
)

_ROW = re.compile(r"([A-Z]{1,2})([1-9]\d*)")
_PAYLOAD = re.compile(r"/(\w+)(.*)", re.DOTALL)


def placeholders_differ(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Variations whose placeholders are not those of most others."""
    for response in scripts.responses:
        usual = _usual(response)
        for item in response.variations:
            missing, added = usual - item.placeholders, item.placeholders - usual
            if missing or added:
                words = ", ".join(
                    [f"without {{{name}}}" for name in sorted(missing)]
                    + [f"only here {{{name}}}" for name in sorted(added)]
                )
                rule, language = Check.PLACEHOLDERS_DIFFER, item.language.value
                yield Hit(rule, item.line, response.name, language, words)


def _usual(response: Response) -> frozenset[str]:
    """The commonest set; of equally common ones that of the first variation."""
    counts = Counter(item.placeholders for item in response.variations)
    return max(counts, key=counts.__getitem__, default=frozenset())


def braces(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Braces that are no placeholder: filling in would fail when the text is said."""
    for response, item in scripts.variations():
        left = PLACEHOLDER.sub("", ESCAPED_BRACES.sub("", item.text))
        found = re.search(r"\{[^{}]*\}?|\}", left)
        if found:
            rule, language = Check.BRACES, item.language.value
            yield Hit(rule, item.line, response.name, language, found.group())


def practice_missing(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Texts that name no row of practice."""
    for response, item in scripts.variations():
        if not item.practice:
            rule, language = Check.PRACTICE_MISSING, item.language.value
            yield Hit(rule, item.line, response.name, language, item.text)


def practice_unknown(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Rows that the catalogue of practice does not have."""
    for response, item in scripts.variations():
        unknown = [row for row in item.practice or () if not _exists(row, policy)]
        if unknown:
            rule, language = Check.PRACTICE_UNKNOWN, item.language.value
            yield Hit(rule, item.line, response.name, language, ", ".join(unknown))


def _exists(row: str, policy: LintPolicy) -> bool:
    match = _ROW.fullmatch(row)
    # Compared as digits first: a number of ten thousand digits is slow to read.
    return bool(
        match and len(match[2]) <= 3 and int(match[2]) <= policy.practice_rows.get(match[1], 0)
    )


def buttons(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Buttons without a title, or that would send something the assistant does not know."""
    for response, item in scripts.variations():
        for button in item.buttons:
            problem = _problem(button, scripts.intents)
            if problem:
                words = f"{button.title or '?'}: {problem}"
                yield Hit(Check.BUTTON, button.line, response.name, item.language.value, words)


def _problem(button: Button, intents: frozenset[str] | None) -> str | None:
    if not button.title:
        return "no title"
    match = _PAYLOAD.fullmatch(button.payload)
    if match is None:
        return f"payload `{button.payload}` is no /intent"
    intent, entities = match.groups()
    if intents is not None and intent not in intents:
        return f"`{intent}` is no intent of this file"
    return _problem_of_entities(entities)


def _problem_of_entities(entities: str) -> str | None:
    if not entities:
        return None
    plain = entities.replace("{{", "{").replace("}}", "}")  # doubled, or Rasa would fill them in
    try:
        fine = isinstance(json.loads(plain), dict)
    except (ValueError, RecursionError):
        fine = False
    return None if fine else f"`{entities}` is no JSON mapping of entities"
