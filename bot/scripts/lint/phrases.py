"""Words that may not be said to a customer, and words that have to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.scripts.lint.finding import Hit
from bot.scripts.lint.policy import Check, LintPolicy
from bot.scripts.lint.script import Language, Response, ScriptFile, Variation

_BETWEEN = " … "
_SAME_LENGTH = {ord("’"): "'", ord("\n"): " ", ord("\t"): " "}


@dataclass(frozen=True)
class TextTools:
    """What the lint is lent from outside: `simplify` makes Traditional Chinese Simplified,
    `personal` returns the personal values in a text."""

    simplify: Callable[[str], str]
    personal: Callable[[str], Iterable[str]]


def taboos(scripts: ScriptFile, policy: LintPolicy, tools: TextTools) -> Iterator[Hit]:
    """Taboo words in texts and on buttons; one hit per rule and text."""
    for response, variation in scripts.variations():
        language = variation.language
        for line, text in _texts(variation):
            plain = _plain(text, language, tools)
            shown = text if len(plain) == len(text) else plain
            for rule, taboo in policy.taboos.items():
                spans = taboo.offences(language.family, plain)
                words = dict.fromkeys(shown[start:end].strip() for start, end in spans)
                if words:
                    yield Hit(rule, line, response.name, language.value, _BETWEEN.join(words))


def personal_data(scripts: ScriptFile, _: LintPolicy, tools: TextTools) -> Iterator[Hit]:
    """Values that look like somebody's number or address."""
    for response, variation in scripts.variations():
        for line, text in _texts(variation):
            found = _BETWEEN.join(tools.personal(text))
            if found:
                language = variation.language.value
                yield Hit(Check.PERSONAL_DATA, line, response.name, language, found)


def must_say(scripts: ScriptFile, policy: LintPolicy, tools: TextTools) -> Iterator[Hit]:
    """Variations that leave out what their response has to say."""
    for rule, wanted in policy.must_say.items():
        for response, variation in scripts.variations():
            if not wanted.concerns(response.name):
                continue
            pattern = wanted.patterns.get(variation.language.family)
            plain = _plain(variation.text, variation.language, tools)
            pressed = {button.payload for button in variation.buttons}
            if (pattern is None or not pattern.search(plain)) and not pressed & wanted.buttons:
                yield _hit_on_all(rule, response, variation)


def _hit_on_all(rule: str, response: Response, variation: Variation) -> Hit:
    return Hit(rule, variation.line, response.name, variation.language.value, variation.text)


def _texts(variation: Variation) -> Iterator[tuple[int, str]]:
    yield variation.line, variation.text
    for button in variation.buttons:
        yield button.line, button.title


def _plain(text: str, language: Language, tools: TextTools) -> str:
    """Patterns are written in Simplified, with straight apostrophes, on one line."""
    if language is Language.TRADITIONAL:
        text = tools.simplify(text)
    return text.translate(_SAME_LENGTH)
