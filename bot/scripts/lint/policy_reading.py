"""Reads data/policy/taboos.yml. Every mistake is one sentence that names the entry to mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.scripts.lint.policy import Advice, Check, LintPolicy, MustSay, Patterns, Taboo
from bot.scripts.lint.script import FAMILIES, VALUES

_FILE = "taboos.yml"
_ADVICE = {"rows", "why", "better", "spares"}
_TABOO = {"patterns", "unless", "fine_with"}
_MUST_SAY = {"responses", "patterns", "buttons"}


def parse_lint_policy(data: Mapping[str, Any]) -> LintPolicy:
    """Raises ValueError naming the entry to mend."""
    sections = {name: _mapping(data.get(name), name) for name in ("taboos", "must_say", "checks")}
    _complain_of_checks(sections["checks"])
    return LintPolicy(
        advice=dict(_all_advice(sections)),
        taboos={name: _taboo(name, entry) for name, entry in sections["taboos"].items()},
        must_say={name: _must_say(name, entry) for name, entry in sections["must_say"].items()},
        longest=_numbers(data.get("longest"), "longest", FAMILIES),
        apologies=_patterns(data.get("apologies"), "apologies"),
        narrow_slots=frozenset(_texts(data.get("narrow_slots"), "narrow_slots")),
        worded_for_each=_worded_for_each(data.get("worded_for_each")),
        practice_rows=_numbers(data.get("practice_rows"), "practice_rows", ()),
        required=_texts(data.get("required"), "required"),
    )


def _worded_for_each(value: object) -> Mapping[str, tuple[str, ...]]:
    found = {
        name: _texts(slots, f"worded_for_each: {name}")
        for name, slots in _mapping(value, "worded_for_each").items()
    }
    for name, slots in found.items():
        for slot in slots:
            if slot not in VALUES:
                known = ", ".join(VALUES)
                raise ValueError(
                    f"{_FILE}: worded_for_each: {name}: `{slot}` is unknown; use {known}."
                )
    return found


def _complain_of_checks(checks: Mapping[str, Any]) -> None:
    known = {check.value for check in Check}
    for name in sorted(known ^ checks.keys()):
        problem = "is missing" if name in known else "is unknown; a rule of words belongs in taboos"
        raise ValueError(f"{_FILE}: checks: `{name}` {problem}.")


def _all_advice(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Advice]]:
    allowed = {"taboos": _ADVICE | _TABOO, "must_say": _ADVICE | _MUST_SAY, "checks": _ADVICE}
    seen: set[str] = set()
    for section, rules in sections.items():
        for name, entry in rules.items():
            if name in seen:
                raise ValueError(f"{_FILE}: two rules are named `{name}`; rename one.")
            seen.add(name)
            where = f"{section}: {name}"
            given = _mapping(entry, where)
            for key in sorted(map(str, given.keys() - allowed[section])):
                raise ValueError(f"{_FILE}: {where}: `{key}` is unknown; remove or correct it.")
            yield name, _advice(given, where)


def _advice(entry: Mapping[str, Any], where: str) -> Advice:
    better = _mapping(entry.get("better"), f"{where}: better")
    return Advice(
        rows=_texts(entry.get("rows"), f"{where}: rows"),
        why=_text(entry.get("why"), f"{where}: why"),
        better={family: _text(better.get(family), f"{where}: better") for family in FAMILIES},
        spared=_texts(entry.get("spares", []), f"{where}: spares"),
    )


def _taboo(name: str, entry: Mapping[str, Any]) -> Taboo:
    parts = {key: _patterns(entry.get(key, {}), f"taboos: {name}: {key}") for key in _TABOO}
    if not parts["patterns"]:
        raise ValueError(f"{_FILE}: taboos: {name}: patterns: needs zh or en.")
    return Taboo(**parts)


def _must_say(name: str, entry: Mapping[str, Any]) -> MustSay:
    where = f"must_say: {name}"
    return MustSay(
        responses=_texts(entry.get("responses"), f"{where}: responses"),
        patterns=_patterns(entry.get("patterns"), f"{where}: patterns"),
        buttons=frozenset(_texts(entry.get("buttons", []), f"{where}: buttons")),
    )


def _patterns(value: object, where: str) -> Patterns:
    found = _mapping(value, where)
    for family in sorted(map(str, found.keys() - set(FAMILIES))):
        raise ValueError(f"{_FILE}: {where}: `{family}` is no language here; use zh or en.")
    return {family: _joined(patterns, f"{where}: {family}") for family, patterns in found.items()}


def _joined(value: object, where: str) -> re.Pattern[str]:
    patterns = _texts(value, where)
    for pattern in patterns:
        try:
            empty = re.compile(pattern).search("")
        except re.error as error:
            problem = f"`{pattern}` is no regular expression ({error})."
            raise ValueError(f"{_FILE}: {where}: {problem}") from error
        if empty:
            raise ValueError(f"{_FILE}: {where}: `{pattern}` fits every text; make it narrower.")
    if not patterns:
        raise ValueError(f"{_FILE}: {where}: needs at least one pattern.")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{_FILE}: {where}: must be a mapping.")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError(f"{_FILE}: {where}: must be a list of texts; quote numbers and symbols.")
    return tuple(value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{_FILE}: {where}: must be a text.")
    return value.strip()


def _numbers(value: object, where: str, needed: tuple[str, ...]) -> Mapping[str, int]:
    found = _mapping(value, where)
    for key in (*needed, *found):
        number = found.get(key)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise ValueError(f"{_FILE}: {where}: {key}: must be a whole number above 0.")
    return dict(found)
