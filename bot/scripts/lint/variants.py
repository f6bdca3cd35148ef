"""Whether every customer finds a variation: in their language, calm or angry, on any matter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from bot.scripts.lint.finding import Hit
from bot.scripts.lint.policy import Check, LintPolicy
from bot.scripts.lint.script import FAMILIES, VALUES, Language, Response, ScriptFile

_LANGUAGES = frozenset(language.value for language in Language)
_CALM = "low"


def language_missing(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Responses without Simplified Chinese or without English; Traditional is converted."""
    for response in scripts.responses:
        spoken = {item.language for item in response.variations}
        for language in (Language.SIMPLIFIED, Language.ENGLISH):
            if spoken and language not in spoken:
                yield _about(Check.LANGUAGE_MISSING, response, language.value, "no variation")


def language_unnamed(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Variations with conditions of which none names a language that we speak."""
    for response, item in scripts.variations():
        if item.conditions and item.named_language not in _LANGUAGES:
            words = f"language {item.named_language}" if item.named_language else item.text
            rule, language = Check.LANGUAGE_UNNAMED, item.language.value
            yield Hit(rule, item.line, response.name, language, words)


def language_wrong(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Texts that look like the other language."""
    for response, item in scripts.variations():
        if item.looks not in (None, item.language.family):
            rule, language = Check.LANGUAGE_WRONG, item.language.value
            yield Hit(rule, item.line, response.name, language, item.text)


def calm_missing(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Languages in which only angry customers are answered."""
    for response, family in _spoken(scripts):
        angers = [item.conditions.get("anger") for item in response.of_family(family)]
        if not {None, _CALM} & set(angers):
            words = "only anger " + ", ".join(sorted({str(anger) for anger in angers}))
            yield _about(Check.CALM_MISSING, response, family, words)


def default_missing(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Languages in which every variation is only for some matters."""
    for response, family in _spoken(scripts):
        narrow = [
            policy.narrow_slots & item.conditions.keys() for item in response.of_family(family)
        ]
        if all(narrow):
            words = "only for some " + ", ".join(sorted(frozenset().union(*narrow)))
            yield _about(Check.DEFAULT_MISSING, response, family, words)


def combination_missing(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Responses that need a wording of their own for each of some values, such as each cause at
    each anger."""
    for response, family in _spoken(scripts):
        slots = policy.worded_for_each.get(response.name, ())
        worded = [item.conditions for item in response.of_family(family)]
        for values in product(*(VALUES[slot] for slot in slots)) if slots else ():
            wanted = dict(zip(slots, values, strict=True))
            if not any(wanted.items() <= conditions.items() for conditions in worded):
                words = "no variation for " + ", ".join(f"{k} {v}" for k, v in wanted.items())
                yield _about(Check.COMBINATION_MISSING, response, family, words)


def response_missing(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Responses that the whole file may not do without."""
    present = {response.name for response in scripts.responses}
    for name in policy.required:
        if name not in present:
            yield Hit(Check.RESPONSE_MISSING, 1, name, "", name)


def _spoken(scripts: ScriptFile) -> Iterator[tuple[Response, str]]:
    for response in scripts.responses:
        for family in FAMILIES:
            if response.of_family(family):
                yield response, family


def _about(rule: Check, response: Response, language: str, words: str) -> Hit:
    return Hit(rule, response.line, response.name, language, words)
