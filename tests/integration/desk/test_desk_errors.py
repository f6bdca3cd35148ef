"""Errors, headers and limits at the door."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.domain.errors import VaultUnreadable
from bot.domain.staff import Role
from tests.integration.desk.world import API, PASSWORD, World


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", f"{API}/nothing", f"{API}/agents/"])
async def test_an_unknown_address_of_the_api_is_told_in_json(world: World, path: str) -> None:
    async with world.somebody().browser.get(path) as response:
        assert response.status == 404
        assert response.content_type == "application/json"
        assert (await response.json())["error"]["code"] == "not_found"


async def test_a_wrong_method_is_told_which_are_right(world: World) -> None:
    response = await world.somebody().ask("PUT", "/session")
    assert response.status == 405
    allowed = {method.strip() for method in response.headers["Allow"].split(",")}
    assert allowed == {"DELETE", "GET", "POST"}
    assert (await response.json())["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"present": NaN}',
        b'{"present": 1' + b"0" * 5000,
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"a":' * 12_000,
    ],
)
async def test_what_is_no_json_object_is_refused(world: World, raw: bytes) -> None:
    person = await world.person("li")
    headers = {"Content-Type": "application/json"}
    response = await person.ask("PUT", "/session/presence", data=raw, headers=headers)
    assert response.status == 400
    assert (await response.json())["error"]["code"] == "malformed"


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/json; charset=gb18030",
        "",
    ],
)
async def test_another_content_type_is_refused(world: World, kind: str) -> None:
    person, headers = await world.person("li"), {"Content-Type": kind}
    raw = json.dumps({"present": True}).encode()
    response = await person.ask("PUT", "/session/presence", data=raw, headers=headers)
    assert response.status == 415


async def test_a_body_over_the_limit_is_refused(world: World) -> None:
    person, body = await world.person("li"), {"present": "x" * 70_000}
    answer = await person.told("PUT", "/session/presence", 413, json=body)
    assert answer["error"]["code"] == "too_large"


async def test_an_unexpected_error_tells_nothing_but_a_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await world.person("li")

    async def broken(*_: object) -> None:
        raise RuntimeError("row 13812348000 of table staff")

    monkeypatch.setattr(world.services.inspection, "conversation", broken)
    monkeypatch.setattr(world.services.handoffs, "claim", broken)
    with capture_logs() as logs:
        answer = await person.post("/conversations/secret-id/claim", status=500)
    error = answer["error"]
    assert error["code"] == "internal"
    (line,) = [entry for entry in logs if entry["event"] == "desk.broke"]
    assert line["request_id"] == error["details"]["request_id"]
    assert line["route"] == f"{API}/conversations/{{id}}/claim"
    assert line["error"] == "RuntimeError"
    for secret in ("13812348000", "secret-id", "staff"):
        assert secret not in str(answer)
    assert "13812348000" not in str(line)
    assert "secret-id" not in str(line)


async def test_an_error_of_ours_keeps_its_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await world.person("li")

    async def unreadable(*_: object) -> str:
        raise VaultUnreadable("Restore the key file.")

    monkeypatch.setattr(world.services.boundary, "reveal", unreadable)
    body = {"token": "[手机号1]", "reason": "回拨"}
    answer = await person.post("/conversations/x/reveal", body, 500)
    assert answer["error"] == {
        "code": "vault_unreadable",
        "message": "Restore the key file.",
        "details": {},
    }


@pytest.mark.parametrize("path", ["/", "/nothing", "/health", f"{API}/session", f"{API}/x"])
async def test_every_answer_carries_the_security_headers(world: World, path: str) -> None:
    async with world.somebody().browser.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "aiohttp" not in response.headers["Server"].lower()
        if path.startswith("/api") or path == "/health":
            assert response.headers["Cache-Control"] == "no-store"


async def test_health_is_open_to_all(world: World) -> None:
    async with world.somebody().browser.get("/health") as response:
        assert await response.json() == {"status": "ok", "version": "1.2.3"}


async def test_health_tells_when_the_database_is_gone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone() -> int:
        raise OSError("no such host db.internal")

    monkeypatch.setattr(world.services.feed, "last_id", gone)
    async with world.somebody().browser.get("/health") as response:
        assert response.status == 503
        assert (await response.json())["error"]["code"] == "unavailable"


async def test_no_answer_ever_holds_a_password(world: World) -> None:
    admin = await world.person("boss", Role.ADMIN)
    for path in ("/session", "/agents", "/events?limit=500"):
        assert PASSWORD not in str(await admin.get(path))


async def test_hostile_cookies_are_no_session(world: World) -> None:
    async with ClientSession() as browser:
        for value in ("x" * 5000, "%00", "\u00e9", '"quoted"', ""):
            headers: dict[str, Any] = {"Cookie": f"qingting_session={value}"}
            url = world.server.make_url(f"{API}/session")
            async with browser.get(url, headers=headers) as response:
                assert response.status == 401
