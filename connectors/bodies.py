"""Reading platforms' JSON, in which nothing is as it should be until it was looked at."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.errors import InvalidInput


def json_object(body: bytes) -> dict[str, Any]:
    """The body as an object. Raises InvalidInput."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("body", "is no valid JSON.") from error
    if not isinstance(data, dict):
        raise InvalidInput("body", "must be a JSON object.")
    return data


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
