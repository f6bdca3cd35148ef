"""The endpoint table, what is drawn from it, and the contract that it must follow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import schemathesis

from bot.desk.endpoints import ENDPOINTS
from bot.desk.models.base import NoBody, NoQuery
from bot.desk.openapi import document
from bot.desk.table import Access, Endpoint
from bot.domain.staff import Permission

ROOT = Path(__file__).resolve().parents[3]
PUBLIC = {("POST", "/api/v1/session"), ("GET", "/health"), ("GET", "/api/v1/openapi.json")}
ROW = re.compile(r"^\| `(?P<method>[A-Z]+) (?P<path>/[^`?]*)[^`]*` \|.*\| (?P<needs>[^|]+) \|$")


def _named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def _promised() -> dict[tuple[str, str], str]:
    """Method, path and need of every row of the contract."""
    rows = (ROOT / "docs" / "desk-api.md").read_text(encoding="utf-8").splitlines()
    found = [match for match in map(ROW.match, rows) if match]
    assert len(found) > 20
    return {(row["method"], f"/api/v1{row['path']}"): row["needs"].strip() for row in found}


def test_only_these_endpoints_are_open_to_everybody() -> None:
    open_ones = {(row.method, row.path) for row in ENDPOINTS if row.access is Access.PUBLIC}
    assert open_ones == PUBLIC


def test_nobody_can_forget_to_say_who_may_call() -> None:
    with pytest.raises(TypeError, match="access"):
        Endpoint("GET", "/x", ENDPOINTS[0].handler, summary="x", answer=None)  # type: ignore[call-arg]


def test_the_table_is_the_contract() -> None:
    table = {(row.method, row.path): row for row in ENDPOINTS if row.path != "/health"}
    promised = _promised()
    assert set(table) == set(promised)
    for place, needs in promised.items():
        access, word = table[place].access, needs.partition(",")[0]
        if isinstance(access, Permission):
            assert access.value == word, place
        else:
            assert {Access.PUBLIC: "–", Access.SIGNED_IN: "signed in"}[access] == word, place


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=_named)
def test_each_handler_takes_what_its_row_says(endpoint: Endpoint) -> None:
    body, query = get_args(get_type_hints(endpoint.handler)["call"])
    assert body is (endpoint.body or NoBody)
    assert query is (endpoint.query or NoQuery)


def test_only_the_own_session_is_reachable_with_a_one_time_password() -> None:
    reachable = {row.path for row in ENDPOINTS if row.before_password_change}
    assert reachable == {"/api/v1/session", "/api/v1/session/password"}


def test_the_document_is_valid_openapi() -> None:
    schema = schemathesis.openapi.from_dict(document(ENDPOINTS, "1"))
    schema.validate()


def test_the_document_describes_every_endpoint_and_no_other() -> None:
    paths = document(ENDPOINTS, "1")["paths"]
    described = {(method.upper(), path) for path, item in paths.items() for method in item}
    assert described == {(row.method, row.path) for row in ENDPOINTS}
    names = [operation["operationId"] for item in paths.values() for operation in item.values()]
    assert len(names) == len(set(names))


def test_the_document_names_permissions_and_errors() -> None:
    paths = document(ENDPOINTS, "1")["paths"]
    claim = paths["/api/v1/conversations/{id}/claim"]["post"]
    assert claim["x-permission"] == "handle_conversations"
    assert set(claim["responses"]) >= {"200", "401", "403", "404", "409", "422"}
    assert claim["requestBody"]["required"] is False
    assert paths["/health"]["get"]["security"] == []


def test_every_reference_in_the_document_leads_somewhere() -> None:
    whole = document(ENDPOINTS, "1")
    names = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}
    assert set(_references(whole)) == names


def test_answers_say_what_may_be_null_and_that_all_fields_are_there() -> None:
    schemas = document(ENDPOINTS, "1")["components"]["schemas"]
    conversation = schemas["Conversation"]
    assert conversation["required"] == list(conversation["properties"])
    assert {"type": "null"} in conversation["properties"]["agent_id"]["anyOf"]
    assert conversation["additionalProperties"] is False
    assert "one_time_password" not in schemas["AgentChanged"]["required"]


def _references(part: Any) -> list[str]:
    if isinstance(part, list):
        return [found for item in part for found in _references(item)]
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for item in part.values() for found in _references(item)]
    return []
