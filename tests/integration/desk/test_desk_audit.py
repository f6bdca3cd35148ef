"""The audit view through the API."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from bot.desk.endpoints.audit import BYTE_ORDER_MARK
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, Person, World


async def _rows(person: Person, query: str = "") -> list[list[str]]:
    response = await person.ask("GET", f"/audit/export{query}")
    assert response.status == 200
    assert response.content_type == "text/csv"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="qingting-')
    text = (await response.read()).decode()
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(text.removeprefix(BYTE_ORDER_MARK).splitlines()))


async def test_pages_follow_one_another_down_to_the_first_event(world: World) -> None:
    boss = await world.person("boss", Role.SUPERVISOR)
    for _ in range(3):
        await world.conversation()
    seen: list[int] = []
    query: dict[str, Any] = {"limit": 4}
    while True:
        page = await boss.get("/audit", params=query)
        seen += [item["id"] for item in page["items"]]
        if page["before"] is None:
            break
        query["before"] = page["before"]
    assert seen == list(range(seen[0], 0, -1))


async def test_what_a_person_did_and_what_was_done_to_the_account(world: World) -> None:
    boss, li = await world.person("boss", Role.ADMIN), await world.person("li")
    assert li.agent
    conversation = await world.conversation()
    await li.post(f"/conversations/{conversation}/claim")
    await boss.told("PATCH", f"/agents/{li.agent.id}", json={"role": "supervisor"})
    items = (await boss.get("/audit", params={"agent_id": li.agent.id}))["items"]
    kinds = [item["kind"] for item in items]
    assert kinds[0] == "staff.changed"
    assert "owner.changed" in kinds
    assert "conversation.opened" not in kinds
    only = await boss.get("/audit", params={"agent_id": li.agent.id, "kind": "owner.changed"})
    assert [item["conversation_id"] for item in only["items"]] == [conversation]


async def test_a_case_is_found_by_number_and_by_id(world: World) -> None:
    boss = await world.person("boss", Role.SUPERVISOR)
    other, conversation = await world.conversation(), await world.conversation()
    case = await world.case(conversation)
    filed = await world.services.complaints.file(conversation)
    for name in (case.id, filed.number):
        items = (await boss.get("/audit", params={"case": name}))["items"]
        assert {item["conversation_id"] for item in items} == {conversation} != {other}
    refused = await boss.get("/audit", 422, params={"case": "TS-0"})
    assert refused["error"]["details"] == {"field": "case"}


async def test_a_stretch_of_time(world: World) -> None:
    boss = await world.person("boss", Role.SUPERVISOR)
    before = world.clock.now()
    await world.conversation()
    old = await boss.get("/audit", params={"until": before.isoformat()})
    new = await boss.get("/audit", params={"since": before.isoformat()})
    assert {item["kind"] for item in new["items"]} >= {"conversation.opened"}
    ids = [item["id"] for item in (*new["items"], *old["items"])]
    assert ids == list(range(len(ids), 0, -1))
    for wrong in (
        "yesterday",
        "2026-11-21",
        "1700000000",
        "2026-11-21T09:30:00",
        "2026-13-01T0:0Z",
    ):
        refused = await boss.get("/audit", 422, params={"since": wrong})
        assert refused["error"]["details"] == {"field": "since"}


async def test_the_file_holds_all_of_it_and_nothing_personal_and_is_itself_in_the_trail(
    world: World,
) -> None:
    boss, li = await world.person("boss", Role.SUPERVISOR), await world.person("li")
    conversation = await world.conversation(f"我的手机是{PHONE}，快回电")
    await li.post(f"/conversations/{conversation}/claim")
    reveal = {"token": "[手机号1]", "reason": f"要打{PHONE}"}
    await li.post(f"/conversations/{conversation}/reveal", reveal)
    head, *rows = await _rows(boss, f"?conversation_id={conversation}")
    assert head == ["id", "at", "kind", "actor", "username", "conversation_id", "case_id", "data"]
    assert len(rows) == len((await boss.get("/audit?limit=500"))["items"]) - await _others(boss)
    revealed = next(row for row in rows if row[2] == "vault.revealed")
    assert revealed[4] == "li"
    assert PHONE not in str(rows)
    newest = (await boss.get("/audit?limit=1"))["items"][0]
    assert newest["kind"] == "audit.exported"
    assert newest["data"] == {"conversation": conversation}


async def _others(person: Person) -> int:
    """How many events are of no conversation."""
    items = (await person.get("/audit?limit=500"))["items"]
    return sum(item["conversation_id"] is None for item in items)


@pytest.mark.parametrize("path", ["/audit", "/audit/export"])
async def test_agents_and_designers_do_not_see_it(world: World, path: str) -> None:
    for role in (Role.AGENT, Role.DESIGNER):
        person = await world.person(role.value, role)
        await person.get(path, 403)
