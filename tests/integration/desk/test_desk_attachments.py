"""Files in the transcript, and opening them at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.domain.attachment import InboundAttachment
from bot.domain.events import EventKind
from bot.domain.ids import ConversationId, EventId
from bot.domain.staff import Role
from tests.integration.desk.world import Person, World

PNG = b"\x89PNG\r\n\x1a\n an ID card"
PDF = b"%PDF-1.7"
FILES = (
    InboundAttachment("身份证.png", "image/png", PNG),
    InboundAttachment("保单.pdf", "application/pdf", PDF),
)


async def _with_files(world: World) -> tuple[ConversationId, list[dict[str, Any]], Person]:
    person, conversation = await world.person("li"), await world.conversation("我要投诉")
    await world.hears(world.customers, "", *FILES)
    items = (await person.get(f"/conversations/{conversation}/messages"))["items"]
    await person.post(f"/conversations/{conversation}/claim")
    return conversation, items[1]["attachments"], person


async def _opened(world: World) -> list[dict[str, Any]]:
    async with world.store.reading() as tx:
        events = await tx.events.after(EventId(0), limit=500)
    return [
        {"actor": event.actor, **event.data}
        for event in events
        if event.kind is EventKind.ATTACHMENT_OPENED
    ]


async def test_the_transcript_lists_files_without_opening_them(world: World) -> None:
    _, files, _ = await _with_files(world)
    assert [(file["kind"], file["name"], file["size"]) for file in files] == [
        ("image", "身份证.png", len(PNG)),
        ("file", "保单.pdf", len(PDF)),
    ]
    assert await _opened(world) == []


async def test_a_photo_opens_on_the_page_and_everything_else_is_saved(world: World) -> None:
    conversation, files, person = await _with_files(world)
    shown = []
    for file in files:
        path = f"/conversations/{conversation}/attachments/{file['id']}"
        answer = await person.ask("GET", path)
        how = answer.headers["Content-Disposition"].partition(";")[0]
        shown.append((answer.status, await answer.read(), answer.content_type, how))
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    assert shown == [
        (200, PNG, "image/png", "inline"),
        (200, PDF, "application/pdf", "attachment"),
    ]


async def test_who_opened_what_is_in_the_audit_trail_without_its_name(world: World) -> None:
    conversation, files, person = await _with_files(world)
    await person.ask("GET", f"/conversations/{conversation}/attachments/{files[0]['id']}")
    (event,) = await _opened(world)
    assert person.agent
    assert event["actor"] == f"agent:{person.agent.id}"
    assert event["attachment_id"] == files[0]["id"]
    assert "身份证" not in str(event)


async def test_a_file_is_not_found_under_another_conversation(world: World) -> None:
    _, files, person = await _with_files(world)
    other = await world.conversation("别的事")
    await person.get(f"/conversations/{other}/attachments/{files[0]['id']}", 404)
    await person.get(f"/conversations/{other}/attachments/nothing", 404)
    assert await _opened(world) == []


async def test_only_the_owner_or_a_supervisor_opens_a_file(world: World) -> None:
    conversation, files, person = await _with_files(world)
    path = f"/conversations/{conversation}/attachments/{files[0]['id']}"
    colleague, designer = await world.person("wang"), await world.person("de", Role.DESIGNER)
    for other in (colleague, designer):
        assert (await other.get(path, 403))["error"]["code"] == "forbidden"
    assert await _opened(world) == []
    boss = await world.person("boss", Role.SUPERVISOR)
    assert (await boss.ask("GET", path)).status == 200
    await person.post(f"/conversations/{conversation}/close", {"outcome": "referred"})
    await person.get(path, 403)
    assert (await boss.ask("GET", path)).status == 200


async def test_a_stranger_opens_nothing(world: World) -> None:
    conversation, files, _ = await _with_files(world)
    path = f"/conversations/{conversation}/attachments/{files[0]['id']}"
    await world.somebody().get(path, 401)


async def test_a_case_names_all_files_of_its_matter(world: World) -> None:
    conversation, files, person = await _with_files(world)
    case = await world.case(conversation)
    shown = await person.get(f"/cases/{case.id}")
    assert shown["attachments"] == files


async def test_a_damaged_file_is_an_error_with_a_name(world: World, tmp_path: Path) -> None:
    conversation, files, person = await _with_files(world)
    (stored,) = (tmp_path / "attachments").rglob(files[0]["id"])
    stored.write_bytes(b"\x01 damaged")
    path = f"/conversations/{conversation}/attachments/{files[0]['id']}"
    answer = await person.get(path, 500)
    assert answer["error"]["code"] == "attachment_unreadable"


async def test_an_event_about_an_opened_file_is_for_auditors_only(world: World) -> None:
    conversation, files, person = await _with_files(world)
    await person.ask("GET", f"/conversations/{conversation}/attachments/{files[0]['id']}")
    boss = await world.person("boss", Role.SUPERVISOR)
    kinds = {event["kind"] for event in (await boss.get("/events?limit=500"))["items"]}
    assert "attachment.opened" in kinds
    await person.get("/events", 403)
