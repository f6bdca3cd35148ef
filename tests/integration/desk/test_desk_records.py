"""Cases, facts, dead letters, the audit trail, accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.ids import MessageId
from bot.domain.message import Delivery
from bot.domain.staff import Role
from bot.services.delivery import change_delivery
from tests.integration.desk.world import PASSWORD, PHONE, World


async def test_the_ledger_lists_cases_with_masks(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    case = await world.case(conversation)
    body = {"what": "fact", "name": "contact", "was": "", "should_be": PHONE, "why": "来电所说"}
    await person.post(f"/cases/{case.id}/overrulings", body, 201)
    for query in ("", "?state=draft"):
        (row,) = (await person.get(f"/cases{query}"))["items"]
        assert row["id"] == case.id
        masks = [fact["masks"] for fact in row["facts"] if fact["name"] == "contact"]
        assert masks == [{"[手机号1]": "138****8000"}]
    assert (await person.get("/cases?state=filed"))["items"] == []
    await person.get("/cases?state=odd", 422)


async def test_promised_call_backs_are_listed_and_kept(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    other, reader = await world.person("wang"), await world.person("de", Role.DESIGNER)
    at = world.clock.now() + timedelta(hours=2)
    made = await world.services.callbacks.promise(conversation, at, f"打{PHONE}")
    (row,) = (await reader.get("/callbacks?state=open"))["items"]
    assert (row["id"], row["note"], row["state"]) == (made.id, "打[手机号1]", "open")
    assert row["masks"] == {"[手机号1]": "138****8000"}
    path = f"/callbacks/{made.id}/done"
    await reader.post(path, status=403)
    done = await person.post(path)
    assert person.agent
    assert (done["state"], done["done_by"]) == ("done", person.agent.id)
    assert await person.post(path) == done
    await other.post(path, status=409)
    assert (await person.get("/callbacks"))["items"] == []
    assert (await person.get("/callbacks?state=done"))["items"] == [done]
    await person.get("/callbacks?state=odd", 422)
    await person.post("/callbacks/unknown/done", status=404)


async def test_a_dead_letter_is_seen_and_sent_again(world: World) -> None:
    person, conversation = await world.person("li"), await world.conversation()
    boss = await world.person("boss", Role.SUPERVISOR)
    await person.post(f"/conversations/{conversation}/claim")
    body = {"text": "您好", "client_id": "1"}
    message = await person.post(f"/conversations/{conversation}/messages", body, 201)
    path = f"/deliveries/{message['id']}/retry"
    await boss.post(path, status=409)
    async with world.store.writing() as tx:
        letter = MessageId(message["id"])
        why = DeliveryFailed("blocked", retryable=False, failure=Failure.CUSTOMER_GONE)
        sent = await tx.messages.get(letter)
        await change_delivery(tx, sent, Delivery.DEAD, world.clock.now(), error=why)
    (dead,) = (await boss.get("/deliveries?state=dead"))["items"]
    assert (dead["id"], dead["error"], dead["agent_name"]) == (message["id"], "blocked", "Li")
    assert dead["failure"] == "customer_gone"
    assert (await boss.get("/deliveries"))["items"] == [dead]
    assert (await boss.post(path))["delivery"] == "pending"
    assert (await boss.get("/deliveries"))["items"] == []
    await boss.post("/deliveries/unknown/retry", status=404)


async def test_the_audit_trail_is_read_in_pages(world: World) -> None:
    boss, conversation = await world.person("boss", Role.SUPERVISOR), await world.conversation()
    await world.conversation()
    everything = await boss.get("/events?limit=500")
    assert everything["more"] is False
    first = await boss.get("/events?limit=2")
    assert first["more"] is True
    rest = await boss.get(f"/events?limit=500&after={first['items'][-1]['id']}")
    assert first["items"] + rest["items"] == everything["items"]
    of_one = (await boss.get(f"/events?conversation_id={conversation}"))["items"]
    assert {event["conversation_id"] for event in of_one} == {conversation}
    await boss.get("/events?conversation_id=%00", 422)


async def test_an_administrator_makes_accounts(world: World) -> None:
    admin = await world.person("boss", Role.ADMIN)
    body = {"username": "wang", "display_name": "王强", "role": "agent"}
    made = await admin.post("/agents", body, 201)
    assert made["agent"]["display_name"] == "王强"
    taken = await admin.post("/agents", body, 409)
    assert taken["error"]["code"] == "state_conflict"
    newcomer = world.somebody()
    session = await newcomer.sign_in("wang", made["one_time_password"])
    assert session["must_change_password"] is True


@pytest.mark.parametrize(
    ("change", "field"),
    [({"username": "a b\n"}, "username"), ({"role": "king"}, "role"), ({"display_name": " "}, "")],
)
async def test_unusable_accounts_name_what_is_wrong(
    world: World, change: dict[str, str], field: str
) -> None:
    admin = await world.person("boss", Role.ADMIN)
    body = {"username": "wang", "display_name": "王强", "role": "agent"} | change
    answer = await admin.post("/agents", body, 422)
    assert answer["error"]["details"]["field"] == (field or "display_name")


async def test_an_administrator_changes_accounts(world: World) -> None:
    admin, person = await world.person("boss", Role.ADMIN), await world.person("li")
    assert person.agent
    path = f"/agents/{person.agent.id}"
    await person.told("PUT", "/session/presence", 204, json={"present": True})
    renamed = await admin.told("PATCH", path, json={"display_name": "李姐"})
    assert renamed["agent"]["display_name"] == "李姐"
    assert renamed["agent"]["present"] is True
    assert "one_time_password" not in renamed
    reset = await admin.told("PATCH", path, json={"reset_password": True})
    await person.get("/session", 401)
    await world.somebody().sign_in("li", PASSWORD, status=401)
    session = await world.somebody().sign_in("li", reset["one_time_password"])
    assert session["must_change_password"] is True
    off = await admin.told("PATCH", path, json={"active": False})
    assert (off["agent"]["active"], off["agent"]["present"]) == (False, False)
    await admin.told("PATCH", "/agents/unknown", 404, json={})


async def test_an_administrator_cannot_lock_themselves_out(world: World) -> None:
    admin = await world.person("boss", Role.ADMIN)
    assert admin.agent
    for body in ({"active": False}, {"role": "agent"}):
        await admin.told("PATCH", f"/agents/{admin.agent.id}", 422, json=body)
