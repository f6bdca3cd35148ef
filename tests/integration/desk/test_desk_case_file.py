"""The case file: what stands in it, for whom, and that making one is on the record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.domain.attachment import InboundAttachment
from bot.domain.case import Case
from bot.domain.ids import MessageId
from bot.domain.message import Author, Reply
from bot.domain.staff import Role
from bot.services.transcript import Outgoing, record_outgoing
from tests.integration.desk.world import PHONE, Person, World

PHOTO = InboundAttachment("保单.png", "image/png", b"\x89PNG\r\n\x1a\n")


async def _talk(world: World) -> Case:
    """A customer with a number and a photo, an answer that was sent, and one that was not."""
    conversation = await world.conversation(f"理赔拖了三个月，打{PHONE}")
    await world.hears(world.customers, "", PHOTO)
    async with world.store.writing() as tx:
        locked = await tx.conversations.lock(conversation)
        said = Outgoing(Author.BOT, Reply("已经记下。"))
        late = replace(said, reply=Reply("来不及了"), suppressed=True)
        await record_outgoing(tx, locked, [said, late], world.clock.now())
    return await world.case(conversation)


async def _made(boss: Person) -> list[dict[str, Any]]:
    events = (await boss.get("/events?limit=500"))["items"]
    return [event for event in events if event["kind"] in ("case_file.made", "vault.revealed")]


async def test_the_file_has_the_facts_the_talk_and_the_files_with_masks(world: World) -> None:
    case, person = await _talk(world), await world.person("li")
    correction = {"what": "fact", "name": "contact", "was": "", "should_be": PHONE, "why": "原话"}
    await person.post(f"/cases/{case.id}/overrulings", correction, 201)
    file = await person.get(f"/cases/{case.id}/file")
    assert {fact["name"]: fact["value"] for fact in file["case"]["facts"]} == {
        "demand": "退保费",
        "contact": "[手机号1]",
    }
    assert [change["why"] for change in file["history"]] == ["", "原话"]
    spoken = [m for m in file["messages"] if m["author"] != "system"]
    assert [(m["author"], m["text"]) for m in spoken] == [
        ("customer", "理赔拖了三个月，打[手机号1]"),
        ("customer", ""),
        ("bot", "已经记下。"),
    ]
    assert spoken[0]["masks"] == {"[手机号1]": "138****8000"}
    assert [one["name"] for one in file["attachments"]] == ["保单.png"]
    assert (file["made_by"], file["values"], file["events"]) == ("Li", {}, None)
    assert PHONE not in json.dumps(file)


async def test_the_file_tells_what_a_person_has_decided(world: World) -> None:
    case, person = await _talk(world), await world.person("li")
    assert (await person.get(f"/cases/{case.id}/file"))["decided"] == []
    level = {"what": "level", "was": "major", "should_be": "ordinary", "why": "看过原话"}
    cause = {"what": "cause", "was": "", "should_be": "claim", "why": "看过原话"}
    boss = await world.person("boss", Role.SUPERVISOR)
    for correction, decided in ((cause, ["cause"]), (level, ["level", "cause"])):
        await boss.post(f"/cases/{case.id}/overrulings", correction, 201)
        assert (await person.get(f"/cases/{case.id}/file"))["decided"] == decided


async def test_only_who_may_read_the_trail_finds_it_in_the_file(world: World) -> None:
    case, boss = await _talk(world), await world.person("boss", Role.SUPERVISOR)
    file = await boss.get(f"/cases/{case.id}/file")
    kinds = [event["kind"] for event in file["events"]]
    assert kinds[0] == "conversation.opened" or kinds[0] == "message.recorded"
    assert "case.drafted" in kinds


async def test_another_matter_of_the_customer_stays_out(world: World) -> None:
    case, boss = await _talk(world), await world.person("boss", Role.SUPERVISOR)
    await boss.post(f"/conversations/{case.conversation_id}/claim")
    close = {"outcome": "resolved", "note": ""}
    await boss.post(f"/conversations/{case.conversation_id}/close", close)
    await world.hears(world.customers, "另一件事：续期")
    second = await world.case(case.conversation_id)
    first_file = await boss.get(f"/cases/{case.id}/file")
    second_file = await boss.get(f"/cases/{second.id}/file")
    assert "另一件事：续期" not in json.dumps(first_file, ensure_ascii=False)
    assert [m["text"] for m in second_file["messages"] if m["author"] == "customer"] == [
        "另一件事：续期"
    ]
    assert second_file["attachments"] == []
    first = {event["id"] for event in first_file["events"]}
    assert first.isdisjoint(event["id"] for event in second_file["events"])


async def test_values_in_clear_need_the_permission_and_a_reason_and_are_logged(
    world: World,
) -> None:
    case, person = await _talk(world), await world.person("li")
    boss, designer = (
        await world.person("boss", Role.SUPERVISOR),
        await world.person("de", Role.DESIGNER),
    )
    path = f"/cases/{case.id}/file"
    await designer.get(path)
    await designer.post(path, {"reason": "看看"}, 403)
    await person.post(path, {"reason": " "}, 422)
    file = await person.post(path, {"reason": f"法院要，回{PHONE}"})
    assert file["values"] == {"[手机号1]": PHONE}
    designers, revealed, made = await _made(boss)
    assert designer.agent
    assert person.agent
    assert (designers["actor"], designers["data"]) == (
        f"agent:{designer.agent.id}",
        {"clear": False},
    )
    assert revealed["data"] == {"token": "[手机号1]", "reason": "法院要，回[手机号1]"}
    assert (made["actor"], made["case_id"]) == (f"agent:{person.agent.id}", case.id)
    assert made["data"] == {"clear": True}


async def test_there_is_no_file_without_a_case(world: World) -> None:
    person = await world.person("li")
    await person.get("/cases/unknown/file", 404)
    await person.post("/cases/unknown/file", {"reason": "x"}, 404)
    assert await _made(await world.person("boss", Role.SUPERVISOR)) == []


async def test_a_long_talk_is_in_it_whole(world: World) -> None:
    case, person = await _talk(world), await world.person("li")
    async with world.store.writing() as tx:
        for _ in range(12):
            locked = await tx.conversations.lock(case.conversation_id)
            many = [Outgoing(Author.BOT, Reply("嗯"))] * 50
            await record_outgoing(tx, locked, many, world.clock.now())
        last = (await tx.conversations.get(case.conversation_id)).last_seq
    messages = (await person.get(f"/cases/{case.id}/file"))["messages"]
    assert len(messages) == last - 1  # without the one that was not sent
    assert len({MessageId(m["id"]) for m in messages}) == len(messages)
