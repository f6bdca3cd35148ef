"""Signing in and out, the cookie, CSRF, one-time passwords, presence."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.staff import Role
from tests.integration.desk.world import PASSWORD, Person, World, copied, open_world


async def test_a_session_names_the_person_and_what_they_may_do(world: World) -> None:
    await world.account("li", Role.SUPERVISOR)
    person = world.somebody()
    session = await person.sign_in("li")
    assert session["agent"]["username"] == "li"
    assert session["agent"]["role"] == "supervisor"
    assert "take_over" in session["permissions"]
    assert "manage_staff" not in session["permissions"]
    assert session["must_change_password"] is False
    assert session["last_event_id"] == await world.services.feed.last_id()
    again = await person.get("/session")
    assert again["csrf"] == session["csrf"]


async def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    person = await world.person("li")
    await person.told("PUT", "/session/presence", 204, json={"present": True})
    secret = person.browser.cookie_jar.filter_cookies(world.server.make_url("/"))
    kept = {name: cookie.value for name, cookie in secret.items()}
    response = await person.ask("DELETE", "/session")
    assert response.status == 204
    assert response.cookies["qingting_session"]["max-age"] == "0"
    thief = world.somebody()
    assert (await thief.ask("GET", "/session", cookies=kept)).status == 401
    assert await world.services.presence.present() == {}


@pytest.mark.parametrize(("secure", "over"), [(False, ""), (True, True)])
async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    desk_database: Path, tmp_path: Path, secure: bool, over: str | bool
) -> None:
    database = copied(desk_database, tmp_path)
    async with open_world(database, secure_cookies=secure) as world:
        await world.account("li")
        body = {"username": "li", "password": PASSWORD}
        response = await world.somebody().ask("POST", "/session", json=body)
        cookie = response.cookies["qingting_session"]
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Strict"
        assert cookie["path"] == "/"
        assert cookie["secure"] == over
        assert int(cookie["max-age"]) == 12 * 3600


async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(world: World) -> None:
    await world.account("li")
    wrong_name = await world.somebody().sign_in("nobody", status=401)
    wrong_password = await world.somebody().sign_in("li", "not the password", status=401)
    assert wrong_name == wrong_password
    assert wrong_name["error"]["code"] == "not_signed_in"


async def test_guessing_is_stopped_per_name_even_from_many_addresses(world: World) -> None:
    await world.account("li")
    for _ in range(10):
        await world.somebody().sign_in("li", "wrong", status=401)
    answer = await world.somebody().ask(
        "POST", "/session", json={"username": "li", "password": PASSWORD}
    )
    assert answer.status == 429
    error = (await answer.json())["error"]
    assert answer.headers["Retry-After"] == error["details"]["retry_after"]
    world.clock.ahead += timedelta(minutes=6)
    await world.somebody().sign_in("li")


async def test_guessing_is_stopped_per_address_whatever_the_caller_forwards(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.staff.SIGN_INS_PER_ADDRESS", 10)
    guesser = world.somebody()
    statuses = []
    for number in range(12):
        # The nearest proxy appends the address that it sees; what stands before is made up.
        headers = {"X-Forwarded-For": f"1.2.3.{number}, 10.9.9.9"}
        body = {"username": f"name{number}", "password": "wrong"}
        statuses.append((await guesser.ask("POST", "/session", json=body, headers=headers)).status)
    assert statuses[-1] == 429
    assert statuses.count(401) == 10


async def test_a_guesser_who_was_stopped_cannot_lock_others_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.staff.SIGN_INS_PER_ADDRESS", 10)
    await world.account("li")
    guesser = world.somebody()
    for number in range(10):
        await guesser.sign_in(f"name{number}", "wrong", status=401)
    for _ in range(10):
        await guesser.sign_in("li", "wrong", status=429)
    await world.somebody().sign_in("li")


async def test_a_one_time_password_opens_nothing_but_its_change(world: World) -> None:
    _, once = await world.services.staff.add("li", "李姐", Role.ADMIN, by="system")
    person = world.somebody()
    session = await person.sign_in("li", once)
    assert session["must_change_password"] is True
    for path in ("/conversations", "/agents", "/events", "/events/stream"):
        refused = await person.get(path, 403)
        assert refused["error"]["code"] == "password_change_required"
    await person.get("/session")
    body = {"old": once, "new": PASSWORD}
    changed = await person.told("PUT", "/session/password", json=body)
    assert changed["must_change_password"] is False
    person.csrf = changed["csrf"]
    await person.get("/agents")
    await world.somebody().sign_in("li", once, status=401)


async def test_a_new_password_ends_the_sessions_in_other_browsers(world: World) -> None:
    person = await world.person("li")
    other = world.somebody()
    await other.sign_in("li")
    body = {"old": PASSWORD, "new": "another good password"}
    person.csrf = (await person.told("PUT", "/session/password", json=body))["csrf"]
    await person.get("/session")
    await other.get("/session", 401)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("wrong", "another good password", "old"), (PASSWORD, "short", "new")],
)
async def test_a_password_change_names_what_is_wrong(
    world: World, old: str, new: str, field: str
) -> None:
    person = await world.person("li")
    answer = await person.told("PUT", "/session/password", 422, json={"old": old, "new": new})
    assert answer["error"]["details"]["field"] == field


@pytest.mark.parametrize("token", ["", "wrong", "ключ", "x" * 5000])
async def test_changes_need_the_csrf_token_of_this_session(world: World, token: str) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    right, person.csrf = person.csrf, token
    answer = await person.post(f"/conversations/{conversation}/claim", status=401)
    assert answer["error"]["code"] == "not_signed_in"
    person.csrf = right
    await person.post(f"/conversations/{conversation}/claim")


async def test_the_csrf_token_of_another_session_is_not_enough(world: World) -> None:
    person, other = await world.person("li"), await world.person("wang")
    person.csrf = other.csrf
    await person.told("PUT", "/session/presence", 401, json={"present": True})


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://[", "file://"]
)
async def test_foreign_pages_can_neither_sign_in_nor_act(world: World, origin: str) -> None:
    person, headers = await world.person("li"), {"Origin": origin}
    body = {"username": "li", "password": PASSWORD}
    response = await person.ask("POST", "/session", json=body, headers=headers)
    assert response.status == 403
    response = await person.ask("PUT", "/session/presence", json={"present": 1}, headers=headers)
    assert response.status == 403


async def test_the_own_page_can_sign_in(world: World) -> None:
    await world.account("li")
    origin = str(world.server.make_url("/")).rstrip("/")
    response = await world.somebody().ask(
        "POST",
        "/session",
        json={"username": "li", "password": PASSWORD},
        headers={"Origin": origin},
    )
    assert response.status == 200


async def test_a_form_cannot_sign_in(world: World) -> None:
    await world.account("li")
    form = {"username": "li", "password": PASSWORD}
    assert (await world.somebody().ask("POST", "/session", data=form)).status == 415


async def test_signing_in_never_keeps_a_session_that_was_there_before(world: World) -> None:
    await world.account("li")
    person, planted = world.somebody(), {"qingting_session": "planted-by-somebody"}
    response = await person.ask(
        "POST", "/session", json={"username": "li", "password": PASSWORD}, cookies=planted
    )
    first = response.cookies["qingting_session"].value
    assert first != "planted-by-somebody"
    response = await person.ask("POST", "/session", json={"username": "li", "password": PASSWORD})
    assert response.cookies["qingting_session"].value != first
    old = {"qingting_session": first}
    assert (await world.somebody().ask("GET", "/session", cookies=old)).status == 401


async def test_a_session_runs_out(world: World) -> None:
    person = await world.person("li")
    world.clock.ahead += timedelta(hours=12, seconds=1)
    await person.get("/session", 401)


async def test_presence_fades_without_a_word(world: World) -> None:
    person = await world.person("li")
    assert await _present(person) is False
    await person.told("PUT", "/session/presence", 204, json={"present": True})
    assert await _present(person) is True
    world.clock.ahead += timedelta(seconds=46)
    assert await _present(person) is False
    await person.told("PUT", "/session/presence", 204, json={"present": True})
    await person.told("PUT", "/session/presence", 204, json={"present": False})
    assert await _present(person) is False


async def test_many_people_sign_in_at_once(world: World) -> None:
    names = [f"agent{number}" for number in range(8)]
    await asyncio.gather(*(world.account(name) for name in names))
    people = [world.somebody() for _ in names]
    sessions = await asyncio.gather(
        *(person.sign_in(name) for person, name in zip(people, names, strict=True))
    )
    assert [session["agent"]["username"] for session in sessions] == names
    assert len({session["csrf"] for session in sessions}) == len(names)


async def _present(person: Person) -> bool:
    (agent,) = (await person.get("/agents"))["items"]
    present: bool = agent["present"]
    return present
