"""What designers tune about detection: the words, lengths and prefixes of the policy file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WHERE = "privacy rules"
_DIGITS = re.compile(r"[0-9]+")
_LETTERS = re.compile(r"[A-Za-z]+")
_MOST_DIGITS = 40


@dataclass(frozen=True)
class Length:
    """How many digits a number may have, both ends included."""

    least: int
    most: int


@dataclass(frozen=True)
class PolicyShape:
    """A policy number known by its leading letters: exactly `prefix`, or any `letters` letters.
    `alone`: only where the message is little else."""

    prefix: str
    letters: int
    digits: Length
    alone: bool


@dataclass(frozen=True)
class PrivacyRules:
    """What `Detector` needs to know beyond the public standards; see the YAML for the meaning."""

    id_words: tuple[str, ...]
    id_digits: Length
    card_words: tuple[str, ...]
    card_digits: Length
    card_starts: tuple[str, ...]
    phone_words: tuple[str, ...]
    hong_kong_words: tuple[str, ...]
    macau_words: tuple[str, ...]
    policy_words: tuple[str, ...]
    policy_digits: Length
    policy_shapes: tuple[PolicyShape, ...]
    hotline_prefixes: tuple[str, ...]
    case_prefixes: tuple[str, ...]
    order_words: tuple[str, ...]


def parse_rules(data: Mapping[str, object]) -> PrivacyRules:
    """The rules in parsed YAML.

    Raises ValueError naming the key and how to mend it: for a missing or unknown key, a value of
    the wrong type, an empty word, a length whose min exceeds its max.
    """
    root = _Section(data, "")
    root.allow("id_card", "bank_card", "phone", "policy_number", "not_personal")
    identity = root.section("id_card", "words", "digits")
    card = root.section("bank_card", "words", "digits", "starts")
    phone = root.section("phone", "words", "hong_kong_words", "macau_words")
    policy = root.section("policy_number", "words", "digits", "shapes")
    other = root.section("not_personal", "hotline_prefixes", "case_prefixes", "words")
    return PrivacyRules(
        id_words=identity.words("words"),
        id_digits=identity.length("digits"),
        card_words=card.words("words"),
        card_digits=card.length("digits"),
        card_starts=card.matching("starts", _DIGITS, 'digits in quotes, such as "62"'),
        phone_words=phone.words("words"),
        hong_kong_words=phone.words("hong_kong_words"),
        macau_words=phone.words("macau_words"),
        policy_words=policy.words("words"),
        policy_digits=policy.length("digits"),
        policy_shapes=policy.shapes("shapes"),
        hotline_prefixes=other.matching(
            "hotline_prefixes", _DIGITS, 'digits in quotes, such as "400"'
        ),
        case_prefixes=other.matching("case_prefixes", _LETTERS, "letters, such as QT"),
        order_words=other.words("words"),
    )


@dataclass(frozen=True)
class _Section:
    """A mapping of the YAML together with its path, so that errors can name the key."""

    data: Mapping[str, object]
    path: str

    def section(self, key: str, *allowed: str) -> _Section:
        section = _as_section(self._value(key), self._name(key))
        section.allow(*allowed)
        return section

    def allow(self, *keys: str) -> None:
        for key in self.data:
            if key not in keys:
                raise _error(
                    self._name(str(key)), f"is unknown; remove it or use one of {', '.join(keys)}"
                )

    def words(self, key: str) -> tuple[str, ...]:
        words = self._strings(key)
        for word in words:
            if not word.strip():
                raise _error(self._name(key), "contains an empty word; remove it")
        return tuple(word.strip() for word in words)

    def matching(self, key: str, shape: re.Pattern[str], wanted: str) -> tuple[str, ...]:
        values = self._strings(key)
        for value in values:
            if not shape.fullmatch(value):
                raise _error(self._name(key), f"contains {value!r}; write {wanted}")
        return values

    def length(self, key: str) -> Length:
        section = self.section(key, "min", "max")
        return section.bounds()

    def bounds(self) -> Length:
        """The `min` and `max` of this section."""
        least, most = self.integer("min"), self.integer("max")
        if least > most:
            raise _error(self._name("min"), f"is {least}, more than max {most}; swap or widen them")
        return Length(least, most)

    def integer(self, key: str, least: int = 1) -> int:
        value = self._value(key)
        whole = value if isinstance(value, int) and not isinstance(value, bool) else -1
        if not least <= whole <= _MOST_DIGITS:
            raise _error(
                self._name(key),
                f"is {value!r}; write a whole number from {least} to {_MOST_DIGITS}",
            )
        return whole

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise _error(self._name(key), f"is {value!r}; write true or false")
        return value

    def shapes(self, key: str) -> tuple[PolicyShape, ...]:
        items = self._list(key)
        return tuple(
            _shape(_as_section(item, f"{self._name(key)}[{place}]"))
            for place, item in enumerate(items)
        )

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not _LETTERS.fullmatch(value):
            raise _error(self._name(key), f"is {value!r}; write letters, such as P")
        return value

    def _strings(self, key: str) -> tuple[str, ...]:
        found: list[str] = []
        for value in self._list(key):
            if not isinstance(value, str):
                raise _error(self._name(key), f"contains {value!r}; put it in quotes")
            found.append(value)
        return tuple(found)

    def _list(self, key: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise _error(self._name(key), f"is {value!r}; write a list, such as [a, b] or []")
        return value

    def _value(self, key: str) -> object:
        if key not in self.data:
            raise _error(self._name(key), "is missing; add it (an empty list is [])")
        return self.data[key]

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _shape(section: _Section) -> PolicyShape:
    section.allow("prefix", "letters", "min", "max", "alone")
    if ("prefix" in section.data) == ("letters" in section.data):
        raise _error(section.path, "needs either prefix or letters; write one of the two")
    prefix = section.text("prefix") if "prefix" in section.data else ""
    letters = section.integer("letters", least=0) if "letters" in section.data else len(prefix)
    return PolicyShape(prefix.upper(), letters, section.bounds(), section.flag("alone"))


def _as_section(value: object, path: str) -> _Section:
    if not isinstance(value, Mapping):
        raise _error(path, f"is {value!r}; write a mapping of keys to values")
    return _Section(value, path)


def _error(name: str, problem: str) -> ValueError:
    return ValueError(f"{_WHERE}: {name} {problem}")
