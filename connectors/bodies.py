"""Reading of platforms' JSON: nothing in it has to be what it should be."""

from __future__ import annotations

import json
import math
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
