"""The served OpenAPI document, drawn from the endpoint table and its models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.schema import schema

from bot.desk.models.base import Query
from bot.desk.models.errors import Error
from bot.desk.security import COOKIE, CSRF_HEADER
from bot.desk.table import Access, Endpoint

_PREFIX = "#/components/schemas/"
Json = dict[str, Any]


def document(endpoints: Iterable[Endpoint], version: str) -> Json:
    """An OpenAPI 3.1 document of exactly these endpoints."""
    rows = list(endpoints)
    schemas = _schemas(rows)
    paths: dict[str, Json] = {}
    for row in rows:
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(row, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Qingting desk", "version": version},
        "paths": paths,
        "components": {
            "schemas": {name: part for name, part in schemas.items() if name not in _queries(rows)},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
                "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
            },
        },
    }


def _schemas(rows: Iterable[Endpoint]) -> Json:
    models: list[type[BaseModel]] = [Error]
    for row in rows:
        models += [model for model in (row.body, row.query, row.answer) if model]
    unique = list(dict.fromkeys(models))
    definitions = schema(unique, ref_prefix=_PREFIX)["definitions"]
    plain: Json = json.loads(json.dumps(definitions))  # defaults are still objects of our own types
    return plain


def _queries(rows: Iterable[Endpoint]) -> set[str]:
    return {row.query.__name__ for row in rows if row.query}


def _operation(row: Endpoint, schemas: Mapping[str, Any]) -> Json:
    operation: Json = {
        "operationId": row.handler.__name__,
        "summary": row.summary,
        "parameters": [*_path_parameters(row), *_query_parameters(row.query, schemas)],
        "responses": _responses(row),
        "security": _security(row),
    }
    if not isinstance(row.access, Access):
        operation["x-permission"] = row.access.value
    if row.body:
        operation["requestBody"] = {
            "required": not row.body_optional,
            "content": {"application/json": {"schema": _reference(row.body)}},
        }
    if row.raw_body:
        operation["requestBody"] = {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    return operation


def _path_parameters(row: Endpoint) -> list[Json]:
    text = {"type": "string", "minLength": 1, "maxLength": 200}
    return [
        {"name": name, "in": "path", "required": True, "schema": text} for name in row.path_names
    ]


def _query_parameters(query: type[Query] | None, schemas: Mapping[str, Any]) -> list[Json]:
    if query is None:
        return []
    own = schemas[query.__name__]
    required = own.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in own["properties"].items()
    ]


def _responses(row: Endpoint) -> Json:
    success: Json = {"description": HTTPStatus(row.status).phrase}
    if row.answer:
        success["content"] = {row.media_type: {"schema": _reference(row.answer)}}
    elif row.status != HTTPStatus.NO_CONTENT:
        kind = "object" if row.media_type == "application/json" else "string"
        success["content"] = {row.media_type: {"schema": {"type": kind}}}
    responses = {str(row.status): success}
    for status in sorted(row.error_statuses):
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": {"application/json": {"schema": _reference(Error)}},
        }
    return responses


def _security(row: Endpoint) -> list[Json]:
    if row.access is Access.PUBLIC:
        return []
    return [{"session": [], "csrf": []}] if row.unsafe else [{"session": []}]


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": f"{_PREFIX}{model.__name__}"}
