"""Every role at every endpoint, as the table beside this file says."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.desk.endpoints import ENDPOINTS
from bot.desk.table import Access, Endpoint
from bot.domain.staff import Role
from tests.integration.desk.permission_table import ANYBODY, MAY_CALL
from tests.integration.desk.world import Person, World, app_of


def _name(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


async def _status(person: Person, endpoint: Endpoint) -> tuple[int, str]:
    """Status and error code of a bare request: bodies are read only after all checks."""
    path = endpoint.path
    for name in endpoint.path_names:
        path = path.replace("{" + name + "}", "unknown")
    headers = {"X-CSRF-Token": person.csrf} if person.csrf else {}
    async with person.browser.request(endpoint.method, path, headers=headers) as response:
        if response.status < 400:
            return response.status, ""
        return response.status, (await response.json())["error"]["code"]


def test_every_endpoint_has_its_line_in_the_table() -> None:
    served = {_name(endpoint) for endpoint in ENDPOINTS}
    assert served == set(MAY_CALL), "add a line to tests/integration/desk/permission_table.py"


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_may_do_what_the_table_says_and_nothing_else(
    world: World, role: Role
) -> None:
    person, endpoints = await world.person("li", role), {_name(row): row for row in ENDPOINTS}
    for name, roles in MAY_CALL.items():
        if roles is None:  # ANYBODY
            continue
        status, code = await _status(person, endpoints[name])
        if role in roles:
            assert status not in (401, 403, 405, 500), name
        else:
            assert (status, code) == (403, "forbidden"), name


async def test_without_a_session_only_what_is_public_is_open(world: World) -> None:
    stranger = world.somebody()
    for endpoint in ENDPOINTS:
        status, code = await _status(stranger, endpoint)
        if MAY_CALL[_name(endpoint)] is ANYBODY:
            assert status in (200, 415), _name(endpoint)
        else:
            assert (status, code) == (401, "not_signed_in"), _name(endpoint)


async def test_every_change_needs_the_csrf_token(world: World) -> None:
    person = await world.person("li", Role.ADMIN)
    person.csrf = ""
    for endpoint in ENDPOINTS:
        if endpoint.unsafe and endpoint.access is not Access.PUBLIC:
            assert (await _status(person, endpoint))[0] == 401, _name(endpoint)


async def test_a_cookie_that_cannot_be_read_is_no_session(world: World) -> None:
    stranger = world.somebody()
    headers = {"Cookie": "a(b=1; qingting_session=x"}
    async with stranger.browser.get("/api/v1/session", headers=headers) as response:
        assert response.status == 401


async def test_a_role_that_was_taken_away_counts_at_once(world: World) -> None:
    admin, person = await world.person("boss", Role.ADMIN), await world.person("li", Role.ADMIN)
    assert person.agent
    await admin.told("PATCH", f"/agents/{person.agent.id}", json={"role": "designer"})
    await person.get("/events", 403)
    await admin.told("PATCH", f"/agents/{person.agent.id}", json={"active": False})
    await person.get("/session", 401)
    await world.somebody().sign_in("li", status=401)


async def test_the_server_has_no_address_beside_the_table(world: World) -> None:
    page = {"GET /", "GET /{name}", "GET /assets/{name}"}
    served = {
        f"{route.method} {route.resource.canonical}"
        for route in app_of(world).router.routes()
        if isinstance(route, web.AbstractRoute) and route.resource and route.method != "HEAD"
    }
    assert served == {_name(endpoint) for endpoint in ENDPOINTS} | page
