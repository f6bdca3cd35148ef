"""Reads entries of policy files. Every problem is one sentence that names the entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

E = TypeVar("E", bound=Enum)


def section(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    """The mapping under `key`. Raises ValueError."""
    value = data.get(key)
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: {key} must be a mapping.")
    return value


def only(data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    """Raises ValueError where there is a key of another name."""
    unknown = [str(key) for key in data if key not in known]
    if unknown:
        raise ValueError(f"{where}: unknown entry {unknown[0]!r}; known are {', '.join(known)}.")


def number(data: Mapping[str, Any], key: str, where: str) -> float:
    """Raises ValueError."""
    value = data.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"{where}: {key} must be a number.")
    return float(value)


def score(data: Mapping[str, Any], where: str) -> float:
    """The `score` of an entry. Raises ValueError unless it is 0 to 1."""
    value = number(data, "score", where)
    if not 0 <= value <= 1:
        raise ValueError(f"{where}: score must be from 0 to 1.")
    return value


def whole(data: Mapping[str, Any], key: str, where: str, least: int = 1) -> int:
    """Raises ValueError."""
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError(f"{where}: {key} must be a whole number from {least} on.")
    return value


def flag(data: Mapping[str, Any], key: str, where: str) -> bool:
    """Raises ValueError; a missing one is false."""
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise ValueError(f"{where}: {key} must be true or false.")
    return value


def words(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of words; a missing one is empty. Raises ValueError."""
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{where}: {key} must be a list of words.")
    return tuple(value)


def patterns(data: Mapping[str, Any], key: str, where: str) -> tuple[re.Pattern[str], ...]:
    """A list of regular expressions, in upper or lower case; a missing one is empty. Raises
    ValueError."""
    found = []
    for text in words(data, key, where):
        try:
            found.append(re.compile(text, re.IGNORECASE))
        except re.error as error:
            raise ValueError(f"{where}: {key}: {text!r}: {error}.") from None
        if found[-1].search(""):
            raise ValueError(f"{where}: {key}: {text!r} fits a text without any words.")
    return tuple(found)


def choice(kind: type[E], value: Any, where: str) -> E:
    """Raises ValueError naming the known ones."""
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(str(item.value) for item in kind)
        raise ValueError(f"{where}: {value!r} is unknown; known are {known}.") from None


def choices(kind: type[E], data: Mapping[str, Any], key: str, where: str) -> tuple[E, ...]:
    """A list of known words; a missing one is empty. Raises ValueError."""
    return tuple(choice(kind, word, f"{where}: {key}") for word in words(data, key, where))
