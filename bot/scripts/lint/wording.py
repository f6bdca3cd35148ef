"""Length, questions and apologies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.scripts.lint.finding import Hit
from bot.scripts.lint.policy import Check, LintPolicy
from bot.scripts.lint.script import PLACEHOLDER, ScriptFile, Variation
from bot.scripts.sentences import sentences

_QUESTION = re.compile(r"[^。！!？?\n]*[?？]+")
_SENTENCE = re.compile(r"[^。！!？?.\n]+")
_CLAUSE = re.compile(r"[^，,；;：:]+")
_LETTERS = re.compile(r"\w+")
_ASKS = "utter_ask_"
_LETTERS_THAT_SAY_SOMETHING = {"zh": 5, "en": 10}
"""A shorter clause (“抱歉”, “I am sorry”) is everybody's; its sentence is compared instead."""


def too_long(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Texts over the limit of their language; placeholders count as they are written."""
    for response, item in scripts.variations():
        longest = policy.longest[item.language.family]
        if len(item.text) > longest:
            words = f"{len(item.text)} letters, {longest} at most"
            yield Hit(Check.TOO_LONG, item.line, response.name, item.language.value, words)


def many_questions(scripts: ScriptFile, _: LintPolicy) -> Iterator[Hit]:
    """Texts with more than one question mark that ends something."""
    for response, item in scripts.variations():
        questions = [match.group().strip() for match in _QUESTION.finditer(item.text)]
        if len(questions) > 1:
            words = " … ".join(questions)
            yield Hit(Check.MANY_QUESTIONS, item.line, response.name, item.language.value, words)


def question_with_apology(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Questions of the assistant that also apologise."""
    for response, item in scripts.variations():
        pattern = policy.apologies.get(item.language.family)
        match = pattern.search(item.text) if pattern else None
        if match and response.name.startswith(_ASKS):
            rule, language = Check.QUESTION_WITH_APOLOGY, item.language.value
            yield Hit(rule, item.line, response.name, language, match.group())


def apology_repeated(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """The same apology twice in the file, whatever stands around it."""
    first: dict[str, int] = {}
    for response, item in scripts.variations():
        for apology in _apologies(item, policy):
            key = "".join(_LETTERS.findall(apology)).lower()
            earlier = first.setdefault(key, item.line)
            if earlier != item.line:
                words = f"{apology.strip()} (also line {earlier})"
                rule, language = Check.APOLOGY_REPEATED, item.language.value
                yield Hit(rule, item.line, response.name, language, words)


def apology_inseparable(scripts: ScriptFile, policy: LintPolicy) -> Iterator[Hit]:
    """Apologies that cannot be left out once they were made: nothing else is said, or a placeholder
    makes the sentence another one each time."""
    for response, item in scripts.variations():
        pattern = policy.apologies.get(item.language.family)
        said = list(sentences(item.text))
        sorry = [sentence for sentence in said if pattern and pattern.search(sentence)]
        fixed = sorry if len(sorry) == len(said) else filter(PLACEHOLDER.search, sorry)
        for sentence in fixed:
            rule, language = Check.APOLOGY_INSEPARABLE, item.language.value
            yield Hit(rule, item.line, response.name, language, sentence.strip())


def _apologies(item: Variation, policy: LintPolicy) -> Iterator[str]:
    family = item.language.family
    pattern = policy.apologies.get(family)
    for sentence in _SENTENCE.findall(item.text) if pattern else ():
        for clause in _CLAUSE.findall(sentence):
            if pattern and pattern.search(clause):
                letters = len("".join(_LETTERS.findall(clause)))
                whole = letters < _LETTERS_THAT_SAY_SOMETHING[family]
                yield sentence if whole else clause
