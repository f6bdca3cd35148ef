"""Reading JSON bodies that come from outside, field by field. All raise InvalidInput."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import InvalidInput

MANY = 500
"""Entries of one list that are looked at."""


def json_object(content: bytes | str, field: str = "body") -> Mapping[str, Any]:
    """The object that `content` is."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidInput(field, "is no valid JSON.") from None
    if not isinstance(data, dict):
        raise InvalidInput(field, "must be a JSON object.")
    return data


def object_in(data: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """An object below."""
    value = data.get(field)
    if not isinstance(value, dict):
        raise InvalidInput(field, "must be a JSON object.")
    return value


def list_in(data: Mapping[str, Any], field: str) -> list[Any]:
    """A list below, of a reasonable length."""
    value = data.get(field)
    if not isinstance(value, list) or len(value) > MANY:
        raise InvalidInput(field, f"must be a list of at most {MANY} entries.")
    return value


def id_in(data: Mapping[str, Any], field: str, longest: int = 150) -> str:
    """An identifier or another value of the platform's: printable, without blanks."""
    value = data.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise InvalidInput(field, f"must be text of 1 to {longest} characters.")
    if not value.isprintable() or " " in value:
        raise InvalidInput(field, "must have printable characters only.")
    return value


def words_in(data: Mapping[str, Any], field: str) -> str:
    """What somebody wrote, without what no database stores; empty where there is nothing."""
    value = data.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput(field, "must be text.")
    return value.replace("\0", "").encode("utf-8", "replace").decode()
