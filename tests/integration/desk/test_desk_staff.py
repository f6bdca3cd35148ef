"""Accounts, teams and skills through the API."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.domain.staff import Role
from tests.integration.desk.world import PASSWORD, Person, World

PLACE = {
    "team_id": None,
    "languages": ["zh-Hans", "en"],
    "product_lines": ["health"],
    "scenarios": ["media"],
    "capacity": 2,
}


async def _changes(admin: Person) -> list[dict[str, Any]]:
    items = (await admin.get("/events"))["items"]
    return [item["data"] for item in items if item["kind"] in ("staff.changed", "team.changed")]


async def test_an_account_is_made_placed_and_found_again(world: World) -> None:
    admin = await world.person("boss", Role.ADMIN)
    team = await admin.post("/teams", {"name": " 理赔组 "}, 201)
    assert team["name"] == "理赔组"
    place = {**PLACE, "team_id": team["id"]}
    body = {"username": "li", "display_name": "李", "role": "agent", "placement": place}
    made = await admin.post("/agents", body, 201)
    assert made["agent"]["placement"] == place
    assert made["agent"]["capacity"] == 2
    li = world.somebody()
    assert (await li.sign_in("li", made["one_time_password"]))["must_change_password"] is True

    path = f"/agents/{made['agent']['id']}"
    changed = await admin.told("PATCH", path, json={"placement": {"scenarios": ["vip"]}})
    empty: dict[str, Any] = {
        "team_id": None,
        "languages": [],
        "product_lines": [],
        "capacity": None,
    }
    assert changed["agent"]["placement"] == {**empty, "scenarios": ["vip"]}
    assert changed["agent"]["capacity"] == 5  # what everybody has
    kept = await admin.told("PATCH", path, json={"display_name": "李姐"})
    assert kept["agent"]["placement"]["scenarios"] == ["vip"]


async def test_every_change_is_in_the_trail_without_names_of_people(world: World) -> None:
    admin = await world.person("boss", Role.ADMIN)
    li = await world.account("li")
    path = f"/agents/{li.id}"
    await admin.told("PATCH", path, json={"role": "supervisor", "display_name": "李姐"})
    await admin.told("PATCH", path, json={"placement": PLACE, "reset_password": True})
    await admin.told("PATCH", path, json={"active": False})
    made = await admin.post("/teams", {"name": "A"}, 201)
    await admin.told("PATCH", f"/teams/{made['id']}", json={"name": "B"})
    await admin.told("DELETE", f"/teams/{made['id']}", 204)
    *_, role, place, off, first, second, third = await _changes(admin)
    assert role == {"agent": li.id, "role": "supervisor", "name": "changed"}
    assert place == {
        "agent": li.id,
        "languages": "zh-Hans, en",
        "product_lines": "health",
        "scenarios": "media",
        "capacity": "2",
        "password": "reset",
    }
    assert off == {"agent": li.id, "active": "false"}
    assert [item["change"] for item in (first, second, third)] == ["created", "renamed", "removed"]


@pytest.mark.parametrize(
    ("placement", "field"),
    [
        ({"languages": ["fr"]}, "languages"),
        ({"product_lines": ["pets"]}, "product_lines"),
        ({"scenarios": ["rain"]}, "placement.scenarios.0"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 1.5}, "placement.capacity"),
        ({"team_id": "nowhere"}, "team_id"),
    ],
)
async def test_what_cannot_be_is_refused_and_named(
    world: World, placement: dict[str, Any], field: str
) -> None:
    admin = await world.person("boss", Role.ADMIN)
    li = await world.account("li")
    body = {"placement": placement}
    refused = await admin.told("PATCH", f"/agents/{li.id}", 422, json=body)
    assert field in str(refused["error"])
    new: dict[str, Any] = {
        "username": "wu",
        "display_name": "吴",
        "role": "agent",
        "placement": placement,
    }
    await admin.post("/agents", new, 422)


async def test_teams_have_names_of_their_own_and_leave_no_members_behind(world: World) -> None:
    admin = await world.person("boss", Role.ADMIN)
    one, two = [await admin.post("/teams", {"name": name}, 201) for name in "AB"]
    await admin.post("/teams", {"name": "A"}, 409)
    await admin.told("PATCH", f"/teams/{two['id']}", 409, json={"name": "A"})
    await admin.told("PATCH", "/teams/nowhere", 404, json={"name": "C"})
    await admin.post("/teams", {"name": " "}, 422)
    li = await world.account("li")
    await admin.told("PATCH", f"/agents/{li.id}", json={"placement": {"team_id": one["id"]}})
    await admin.told("DELETE", f"/teams/{one['id']}", 204)
    await admin.told("DELETE", f"/teams/{one['id']}", 404)
    agents = (await admin.get("/agents"))["items"]
    assert [agent["placement"]["team_id"] for agent in agents] == [None, None]
    assert (await admin.get("/teams"))["items"] == [two]


async def test_two_administrators_cannot_switch_each_other_off_at_once(world: World) -> None:
    one, two = [await world.person(name, Role.ADMIN) for name in ("one", "two")]
    assert one.agent
    assert two.agent
    off = {"json": {"active": False}}
    answers = await asyncio.gather(
        one.ask("PATCH", f"/agents/{two.agent.id}", **off),
        two.ask("PATCH", f"/agents/{one.agent.id}", **off),
    )
    assert 200 in {answer.status for answer in answers}
    left = [agent for agent in await world.services.staff.list() if agent.active]
    assert len(left) == 1


async def test_what_can_be_chosen_has_names_in_both_languages(world: World) -> None:
    li = await world.person("li")
    skills = await li.get("/skills")
    assert skills["languages"] == ["zh-Hans", "zh-Hant", "en"]
    assert {"code": "health", "zh": "健康险", "en": "Health"} in skills["product_lines"]
    assert "self_harm" in skills["scenarios"]


async def test_a_new_password_does_not_undo_what_an_administrator_changed(world: World) -> None:
    admin, li = await world.person("boss", Role.ADMIN), await world.person("li")
    assert li.agent
    await admin.told("PATCH", f"/agents/{li.agent.id}", json={"placement": PLACE})
    await li.told("PUT", "/session/password", json={"old": PASSWORD, "new": "a brand new one"})
    (agent,) = [one for one in (await admin.get("/agents"))["items"] if one["username"] == "li"]
    assert agent["placement"]["capacity"] == 2


@pytest.mark.parametrize("change", [{"active": False}, {"role": "designer"}])
async def test_no_customer_stays_with_somebody_who_cannot_answer(
    world: World, change: dict[str, Any]
) -> None:
    admin, li = await world.person("boss", Role.ADMIN), await world.person("li")
    assert li.agent
    held, done = await world.conversation(), await world.conversation()
    for conversation in (held, done):
        await li.post(f"/conversations/{conversation}/claim")
    await li.post(f"/conversations/{done}/close", {"outcome": "resolved", "note": ""})
    await admin.told("PATCH", f"/agents/{li.agent.id}", json={"placement": PLACE})
    assert (await admin.get(f"/conversations/{held}"))["conversation"]["owner"] == "agent"
    await admin.told("PATCH", f"/agents/{li.agent.id}", json=change)
    row = (await admin.get(f"/conversations/{held}"))["conversation"]
    assert (row["owner"], row["agent_id"], row["handoff_reason"]) == ("queue", None, "transferred")
    last = (await admin.get(f"/conversations/{held}/messages"))["items"][-1]
    assert last["text"].startswith("utter_notice_requeued")
    assert (await admin.get(f"/conversations/{done}"))["conversation"]["owner"] == "closed"
    moved = (await admin.get("/audit", params={"kind": "owner.changed"}))["items"][0]
    assert moved["actor"] == f"agent:{admin.agent and admin.agent.id}"
