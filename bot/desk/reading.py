"""Reads bodies, queries and paths with the models of the endpoint table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.desk.models.base import MAX_ID, Body, Id, NoBody, NoQuery, Query, unusable
from bot.desk.problems import Malformed, WrongContentType
from bot.desk.table import Endpoint
from bot.domain.errors import InvalidInput, NotFound

M = TypeVar("M", bound=BaseModel)


async def read_body(request: web.Request, endpoint: Endpoint) -> Body:
    """The valid body. Raises Malformed, WrongContentType, InvalidInput; aiohttp's own 413."""
    if endpoint.body is None:
        return NoBody()
    if endpoint.body_optional and not await request.read():
        return endpoint.body()
    if request.content_type != "application/json" or not _utf8(request):
        raise WrongContentType("Send the body as application/json in UTF-8.")
    return _validated(endpoint.body, _parsed(await request.read()))


def read_query(request: web.Request, endpoint: Endpoint) -> Query:
    """The valid query. Raises InvalidInput."""
    if endpoint.query is None:
        return NoQuery()
    values: dict[str, str] = {}
    for name, value in request.query.items():
        if name in values:
            raise InvalidInput(_safe(name), "must be given once.")
        values[name] = value
    return _validated(endpoint.query, values)


def check_path(request: web.Request) -> None:
    """Raises NotFound on names that nothing can have."""
    for value in request.match_info.values():
        if unusable(value) or not 0 < len(value) <= (Id.max_length or 0):
            raise NotFound("such thing", "under this name")


def read_event_id(header: str) -> int:
    """The value of Last-Event-ID. Raises InvalidInput."""
    if header.isascii() and header.isdecimal() and len(header) <= 19 and int(header) <= MAX_ID:
        return int(header)
    raise InvalidInput("Last-Event-ID", "must be the id of an event.")


def _utf8(request: web.Request) -> bool:
    return (request.charset or "utf-8").lower() in ("utf-8", "utf8")


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("The body is no valid JSON.") from None
    if not isinstance(parsed, dict):
        raise Malformed("The body must be a JSON object.")
    return parsed


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _validated(model: type[M], values: dict[str, Any]) -> M:
    for field, text in _texts(values, ""):
        if unusable(text):
            raise InvalidInput(field, "has characters that are not allowed.")
    try:
        return model.parse_obj(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = _safe(".".join(str(part) for part in first["loc"]))
        raise InvalidInput(field, f"{first['msg']}.") from None


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """All texts in a JSON value with the name of the field in which they stand."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, field)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield field or _safe(name), name
            yield from _texts(item, field or _safe(name))


def _safe(name: str) -> str:
    """A caller's field name, fit to be repeated."""
    return name[:60].encode("ascii", "backslashreplace").decode().replace("\x00", "\\x00")
