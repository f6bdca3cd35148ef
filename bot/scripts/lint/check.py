"""Runs every rule over a domain file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.scripts.lint import mechanics, phrases, variants, wording
from bot.scripts.lint.finding import Finding, Hit
from bot.scripts.lint.phrases import TextTools
from bot.scripts.lint.policy import LintPolicy
from bot.scripts.lint.reading import read_scripts
from bot.scripts.lint.script import ScriptFile

_RULES: tuple[Callable[[ScriptFile, LintPolicy], Iterator[Hit]], ...] = (
    variants.language_missing,
    variants.language_unnamed,
    variants.language_wrong,
    variants.calm_missing,
    variants.default_missing,
    variants.combination_missing,
    wording.too_long,
    wording.many_questions,
    wording.question_with_apology,
    wording.apology_repeated,
    wording.apology_inseparable,
    mechanics.placeholders_differ,
    mechanics.braces,
    mechanics.practice_missing,
    mechanics.practice_unknown,
    mechanics.buttons,
)
_RULES_WITH_TOOLS = (phrases.taboos, phrases.must_say, phrases.personal_data)


@dataclass(frozen=True)
class Checked:
    """How many responses were read, and what is wrong with them, in the order of the file."""

    responses: int
    findings: tuple[Finding, ...]


def check(
    text: str, file: str, policy: LintPolicy, tools: TextTools, *, whole: bool = False
) -> Checked:
    """Every finding in the YAML `text`; `file` is its name in places. Never raises for bad scripts.

    `whole`: the file holds all that the assistant says, so required responses must be in it.
    """
    scripts, hits = read_scripts(text)
    for rule in _RULES:
        hits += rule(scripts, policy)
    for rule_with_tools in _RULES_WITH_TOOLS:
        hits += rule_with_tools(scripts, policy, tools)
    if whole and scripts.responses:
        hits += variants.response_missing(scripts, policy)
    # Buttons that are shared through an anchor stand in one line and are to be mended once.
    counted = (
        hit for hit in dict.fromkeys(hits) if not policy.advice[hit.rule].spares(hit.response)
    )
    ordered = sorted(counted, key=lambda hit: (hit.line, hit.rule))
    return Checked(len(scripts.responses), tuple(_finding(hit, file, policy) for hit in ordered))


def _finding(hit: Hit, file: str, policy: LintPolicy) -> Finding:
    advice = policy.advice[hit.rule]
    return Finding(
        rule=str(hit.rule),
        rows=advice.rows,
        place=f"{file}:{hit.line}",
        response=hit.response,
        language=hit.language,
        words=hit.words,
        why=advice.why,
        better=advice.better["en" if hit.language == "en" else "zh"],
    )
