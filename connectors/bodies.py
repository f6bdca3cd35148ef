"""Reading of platforms' JSON: nothing in it has to be what it should be."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import InvalidInput


def parse_object(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises InvalidInput for everything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("body", "is no valid JSON.") from error
    if not isinstance(data, dict):
        raise InvalidInput("body", "must be a JSON object.")
    return data


def text_at(data: object, *path: str) -> str:
    """The text under these keys; empty where there is none."""
    found = _at(data, path)
    return found if isinstance(found, str) else ""


def objects_at(data: object, *path: str) -> list[dict[str, Any]]:
    """The objects in the list under these keys."""
    found = _at(data, path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def number_at(data: object, *path: str) -> float | None:
    """The finite number under these keys."""
    found = _at(data, path)
    if isinstance(found, float):
        return found if math.isfinite(found) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def place(name: str, address: str, latitude: float | None, longitude: float | None) -> str:
    """A location as text, in no language."""
    where = f"{latitude},{longitude}" if latitude is not None and longitude is not None else ""
    return " ".join(part for part in ("📍", name, address, where) if part)


def _at(data: object, path: tuple[str, ...]) -> object:
    for key in path:
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


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


def part(data: object, *path: str) -> dict[str, Any]:
    """The object at this path; empty where anything on the way is missing or something else."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def items(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list; what is none is left out."""
    found = data.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(data: dict[str, Any], name: str) -> str:
    """A text; empty where it is missing or something else."""
    found = data.get(name)
    return found if isinstance(found, str) else ""


def number(data: dict[str, Any], name: str) -> int:
    """A whole number; 0 where it is missing or something else."""
    found = data.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
