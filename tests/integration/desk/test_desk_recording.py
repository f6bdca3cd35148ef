"""Letters, visits and calls that people at the desk type in (practice B1, B3, B4, B5)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.events import EventKind
from bot.domain.ids import ConversationId, EventId
from bot.domain.message import Author
from bot.domain.staff import Role
from tests.integration.desk.world import PHONE, World

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
LETTER: dict[str, Any] = {
    "client_id": "f1",
    "source": "letter",
    "language": "zh-Hans",
    "keeper": "queue",
    "text": f"贵公司业务员说保本，我要退保，请打{PHONE}。",
    "name": "张建国",
    "contact": PHONE,
    "demand": "全额退保",
    "policy_number": "P202600012345",
    "product": "两全保险",
    "happened_on": "2026-03-02",
}


async def test_a_letter_becomes_a_filed_case_in_the_queue_without_a_word(world: World) -> None:
    li = await world.person("li")
    made = await li.post("/complaints", LETTER, 201)
    assert made["owner"] == "queue"
    assert made["case_number"].startswith("QT")
    (row,) = (await li.get("/conversations?view=waiting"))["items"]
    assert (row["id"], row["channel"], row["handoff_reason"]) == (
        made["conversation_id"],
        "letter",
        "recorded",
    )
    assert row["recorded_by"] == (await li.get("/session"))["agent"]["id"]
    opened = await li.get(f"/conversations/{row['id']}")
    facts = {one["name"]: one["value"] for one in opened["case"]["facts"]}
    assert facts == {
        "what_happened": "贵公司业务员说保本，我要退保，请打[手机号1]。",
        "happened_at": "2026-03-02",
        "demand": "全额退保",
        "complainant_name": "[姓名1]",
        "contact": "[手机号1]",
        "policy_number": "[保单号1]",
        "product": "两全保险",
    }
    async with world.store.reading() as tx:
        rows = await tx.messages.transcript(ConversationId(row["id"]))
    assert [(one.author, one.text) for one in rows] == [
        (Author.CUSTOMER, "贵公司业务员说保本，我要退保，请打[手机号1]。")
    ]
    events = await world.services.feed.page(EventId(0), ConversationId(row["id"]), 500)
    (recorded,) = [e for e in events if e.kind is EventKind.CONVERSATION_RECORDED]
    assert recorded.actor == f"agent:{row['recorded_by']}"
    assert PHONE not in str(events)


async def test_a_form_sent_twice_is_one_complaint(world: World) -> None:
    li = await world.person("li")
    made = await li.post("/complaints", LETTER, 201)
    assert await li.post("/complaints", LETTER, 201) == made
    other = await li.post("/complaints", {**LETTER, "client_id": "f2"}, 201)
    assert other["case_id"] != made["case_id"]
    assert len((await li.get("/conversations?view=waiting"))["items"]) == 2


async def test_whoever_records_a_visit_may_keep_it_and_nobody_is_written_to(world: World) -> None:
    li = await world.person("li")
    visit = {"client_id": "v", "source": "visit", "language": "en", "keeper": "agent", "text": "X"}
    made = await li.post("/complaints", visit, 201)
    (row,) = (await li.get("/conversations?view=mine"))["items"]
    path = f"/conversations/{row['id']}"
    assert row["id"] == made["conversation_id"]
    limits = await li.get(f"{path}/limits")
    assert (limits["window"]["standing"], limits["files"]) == ("unreachable", None)
    refused = await li.post(f"{path}/messages", {"text": "您好", "client_id": "m"}, 409)
    assert refused["error"]["code"] == "nobody_to_write_to"
    await li.post(f"{path}/return", {"reason": ""}, 409)
    await li.post(f"{path}/close", {"outcome": "resolved", "note": "已当面说明"})
    async with world.store.reading() as tx:
        rows = await tx.messages.transcript(ConversationId(row["id"]))
    assert [one.author for one in rows] == [Author.CUSTOMER]  # no notice, no survey


async def test_a_scan_belongs_to_the_message_and_to_who_uploaded_it(world: World) -> None:
    li, wang = await world.person("li"), await world.person("wang")
    headers = {"Content-Type": "image/png", "X-File-Name": "letter.png"}
    scan = await li.told("POST", "/complaints/attachments", 201, data=PNG, headers=headers)
    form = {**LETTER, "attachments": [scan["id"]]}
    refused = await wang.post("/complaints", form, 422)
    assert refused["error"]["code"] == "upload_gone"
    assert (await wang.get("/conversations?view=waiting"))["items"] == []
    made = await li.post("/complaints", form, 201)
    (row,) = (await li.get(f"/conversations/{made['conversation_id']}/messages"))["items"]
    assert [one["id"] for one in row["attachments"]] == [scan["id"]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "  "),
        ("text", "长" * 4001),
        ("source", "dream"),
        ("language", "fr"),
        ("happened_on", "2999-01-01"),
        ("happened_on", "yesterday"),
        ("name", "长" * 201),
    ],
)
async def test_what_cannot_be_is_refused_by_name(world: World, field: str, value: str) -> None:
    li = await world.person("li")
    refused = await li.post("/complaints", {**LETTER, field: value}, 422)
    assert refused["error"]["details"]["field"] == field
    assert (await li.get("/conversations?view=waiting"))["items"] == []


async def test_designers_record_nothing(world: World) -> None:
    designer = await world.person("d", Role.DESIGNER)
    await designer.post("/complaints", LETTER, 403)
