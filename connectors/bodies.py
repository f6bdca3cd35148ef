"""Reading of platforms' JSON: nothing in it has to be what it should be."""

from __future__ import annotations

import json
import math
from typing import Any

from bot.domain.errors import InvalidInput

LONGEST_ID = 150
_LARGEST_ORDER = 2**62


def parse_object(body: bytes | str, field: str = "body") -> dict[str, Any]:
    """A JSON object. Raises InvalidInput for everything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(field, "is no valid JSON.") from error
    if not isinstance(data, dict):
        raise InvalidInput(field, "must be a JSON object.")
    return data


def object_at(data: object, *path: str) -> dict[str, Any]:
    """The object under these keys; empty where there is none."""
    found = _at(data, path)
    return found if isinstance(found, dict) else {}


def objects_at(data: object, *path: str) -> list[dict[str, Any]]:
    """The objects in the list under these keys."""
    found = _at(data, path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text_at(data: object, *path: str) -> str:
    """The text under these keys; empty where there is none."""
    found = _at(data, path)
    return found if isinstance(found, str) else ""


def number_at(data: object, *path: str) -> float | None:
    """The finite number under these keys."""
    found = _at(data, path)
    if isinstance(found, float):
        return found if math.isfinite(found) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def whole_at(data: object, *path: str) -> int:
    """The whole number under these keys; 0 where there is none."""
    found = number_at(data, *path)
    return found if isinstance(found, int) else 0


def order_at(data: object, *path: str) -> int | None:
    """The number or time under these keys, in digits or as a number, by which a platform says what
    was said first."""
    found = _at(data, path)
    if isinstance(found, str) and found.isascii() and found.isdecimal():
        found = int(found[:20])
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if 0 < found < _LARGEST_ORDER else None


def id_at(data: object, *path: str, longest: int = LONGEST_ID) -> str:
    """The identifier under these keys: printable, without blanks. Raises InvalidInput naming it."""
    found = text_at(data, *path)
    if not 0 < len(found) <= longest or not found.isprintable() or " " in found:
        problem = f"must have 1 to {longest} printable characters, none of them blank."
        raise InvalidInput(path[-1], problem)
    return found


def place(name: str, address: str, latitude: object, longitude: object) -> str:
    """A location as text, in no language."""
    known = all(part not in ("", None) for part in (latitude, longitude))
    where = f"{latitude},{longitude}" if known else ""
    return " ".join(part for part in ("📍", name, address, where) if part)


def _at(data: object, path: tuple[str, ...]) -> object:
    for key in path:
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data
