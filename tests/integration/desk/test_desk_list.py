"""The list of conversations: what a row tells, and at what price."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapters.sql.store import SqlStore
from bot.domain.ids import ConversationId
from bot.domain.triage import Signal, SignalName
from bot.services import rows
from tests.integration.desk.world import PHONE, World

MANY = 100


@contextmanager
def _statements(store: SqlStore) -> Iterator[list[str]]:
    """Every statement that reads something while the block runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    engine = store._readers.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


async def _judged(world: World, text: str) -> ConversationId:
    """A customer whose words were read; everything that a row can show is there."""
    conversation = await world.conversation(text, queued=False)
    async with world.store.reading() as tx:
        (message,) = await tx.messages.transcript(conversation)
    media = Signal(SignalName.MEDIA, 0.6, text[:2])
    await world.services.complaints.note(
        conversation, message.id, complaint=True, facts={}, signals=[media], anger=3
    )
    return conversation


async def test_a_hundred_rows_cost_twelve_statements(world: World) -> None:
    li = await world.account("li")
    for number in range(MANY):
        conversation = await _judged(world, f"曝光你们，打{PHONE}，第{number}次")
        if number % 10 == 0:
            await world.services.handoffs.claim(conversation, li)
            await world.services.handoffs.close(conversation, li, "resolved", "")
            await world.hears(world.customers, f"不满意，打{PHONE}")
    await world.conversation()
    with _statements(world.store) as seen:
        page = await world.services.inspection.conversations("open", li)
    assert len(page.rows) == MANY + 1
    assert len(seen) <= 12, seen


async def test_a_row_tells_the_anger_the_scenario_and_masks_what_is_personal(world: World) -> None:
    conversation = await _judged(world, f"曝光你们，打{PHONE}")
    person = await world.person("li")
    (row,) = (await person.get("/conversations?view=open"))["items"]
    assert row["id"] == conversation
    assert (row["anger"], row["signals"], row["level"]) == (3, ["media"], "ordinary")
    assert (row["last_text"], row["masks"]) == (
        "曝光你们，打[手机号1]",
        {"[手机号1]": "138****8000"},
    )


async def test_places_are_the_same_in_a_list_and_one_by_one(world: World) -> None:
    waiting = [await world.conversation() for _ in range(3)]
    await world.conversation(queued=False)
    person = await world.person("li")
    items = (await person.get("/conversations?view=open"))["items"]
    listed = {row["id"]: row["ahead"] for row in items}
    single = {}
    for one in listed:
        opened = await person.get(f"/conversations/{one}")
        single[one] = opened["conversation"]["ahead"]
    assert listed == single
    assert [listed[one] for one in waiting] == [0, 1, 2]


async def test_a_list_says_how_many_there_are_and_gives_as_many_as_are_asked_for(
    world: World,
) -> None:
    waiting = [await world.conversation() for _ in range(5)]
    person = await world.person("li")
    page = await person.get("/conversations?view=waiting&limit=2")
    assert [row["id"] for row in page["items"]] == waiting[:2]
    assert (page["total"], page["beyond"]) == (5, False)
    assert len((await person.get("/conversations?view=waiting&limit=5"))["items"]) == 5
    await person.get("/conversations?limit=1001", status=422)


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("signal=media", ["angry"]),
        ("signal=vip", []),
        ("scenario=media", []),
        ("anger=3", ["angry"]),
        ("anger=1", ["angry", "calm"]),
        ("anger=1&level=major", []),
        ("overdue=true", ["calm"]),
        ("overdue=true&anger=3", []),
        ("agent_id=nobody", []),
        ("language=zh-Hans&channel=web", ["angry", "calm"]),
        ("channel=letter", []),
    ],
)
async def test_a_list_can_be_narrowed(world: World, narrowed: str, found: list[str]) -> None:
    calm = await world.conversation("续期扣了两次")
    angry = await world.conversation("曝光你们", queued=False)
    for one, anger, signals in (
        (calm, 1, ()),
        (angry, 3, (Signal(SignalName.MEDIA, 0.8, "曝光"),)),
    ):
        async with world.store.reading() as tx:
            (message,) = await tx.messages.transcript(one)
        await world.services.complaints.note(
            one, message.id, complaint=True, facts={}, signals=signals, anger=anger
        )
    person = await world.person("li")
    world.clock.ahead += timedelta(hours=2)
    page = await person.get(f"/conversations?view=open&{narrowed}")
    names = {calm: "calm", angry: "angry"}
    assert sorted(names[row["id"]] for row in page["items"]) == found
    assert (page["total"], page["beyond"]) == (len(found), False)


async def test_what_is_judged_is_looked_for_among_the_first_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "LOOKED_AT", 2)
    for number in range(3):
        await _judged(world, f"曝光你们{number}")
    person = await world.person("li")
    page = await person.get("/conversations?view=open&anger=3")
    assert (len(page["items"]), page["total"], page["beyond"]) == (2, 2, True)


async def test_a_row_says_what_it_is_about_and_what_was_said_last(world: World) -> None:
    conversation = await _judged(world, f"住院费不赔，打{PHONE}")
    await world.hears(world.customers, "好的")
    person = await world.person("li")
    (row,) = (await person.get("/conversations?view=open"))["items"]
    assert row["id"] == conversation
    assert (row["complaint"], row["last_text"]) == ("住院费不赔，打[手机号1]", "好的")
    assert row["masks"] == {"[手机号1]": "138****8000"}


async def test_cases_are_counted_beyond_what_is_given(world: World) -> None:
    for _ in range(3):
        await _judged(world, "曝光你们")
    person = await world.person("li")
    page = await person.get("/cases?state=draft&limit=2")
    assert (len(page["items"]), page["total"]) == (2, 3)
    assert (await person.get("/cases?state=filed"))["total"] == 0


async def test_filed_cases_come_in_the_order_in_which_they_are_due(world: World) -> None:
    drafts = [(await world.case(await world.conversation())).conversation_id for _ in range(3)]
    for conversation in (drafts[1], drafts[2], drafts[0]):
        await world.services.complaints.file(conversation)
        world.clock.ahead += timedelta(hours=1)
    person = await world.person("li")
    page = await person.get("/cases?state=filed&limit=2")
    assert [case["conversation_id"] for case in page["items"]] == [drafts[1], drafts[2]]
    due = [case["due_at"] for case in page["items"]]
    assert due == sorted(due)
    newest = (await person.get("/cases"))["items"]
    assert [case["conversation_id"] for case in newest] == drafts[::-1]
