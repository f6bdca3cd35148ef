"""Presence with states, and what the queue makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.desk.world import Person, World


async def _me(person: Person) -> dict[str, Any]:
    items = (await person.get("/agents"))["items"]
    found: dict[str, Any] = next(one for one in items if one["username"] == "li")
    return found


@pytest.mark.parametrize("state", ["available", "busy", "away"])
async def test_everybody_sees_the_state_that_somebody_chose(world: World, state: str) -> None:
    li = await world.person("li")
    assert ((await _me(li))["present"], (await _me(li))["state"]) == (False, None)
    body = {"present": True, "state": state}
    await li.told("PUT", "/session/presence", 204, json=body)
    assert ((await _me(li))["present"], (await _me(li))["state"]) == (True, state)
    await li.told("PUT", "/session/presence", 422, json={"present": True, "state": "asleep"})


async def test_who_has_hands_full_is_busy_and_not_counted_on(world: World) -> None:
    li = await world.person("li")
    await li.told("PUT", "/session/presence", 204, json={"present": True})
    waiting = await world.conversation()
    assert (await world.services.waiting.preview(waiting)).agents_on == 1
    for _ in range(5):
        await li.post(f"/conversations/{await world.conversation()}/claim")
    me = await _me(li)
    assert (me["state"], me["load"], me["capacity"]) == ("busy", 5, 5)
    assert (await world.services.waiting.preview(waiting)).agents_on == 0
