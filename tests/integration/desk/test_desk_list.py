"""The list of conversations: what a row tells, and at what price."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bot.adapters.sql.store import SqlStore
from bot.domain.ids import ConversationId
from bot.domain.triage import Signal, SignalName
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


async def test_a_hundred_rows_cost_ten_statements(world: World) -> None:
    li = await world.account("li")
    for number in range(MANY):
        conversation = await _judged(world, f"曝光你们，打{PHONE}，第{number}次")
        if number % 10 == 0:
            await world.services.handoffs.claim(conversation, li)
            await world.services.handoffs.close(conversation, li, "resolved", "")
            await world.hears(world.customers, f"不满意，打{PHONE}")
    with _statements(world.store) as seen:
        rows = await world.services.inspection.conversations("open", li)
    assert len(rows) == MANY
    assert len(seen) <= 10, seen


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
    rows = (await person.get("/conversations?view=open"))["items"]
    listed = {row["id"]: row["ahead"] for row in rows}
    single = {}
    for one in listed:
        opened = await person.get(f"/conversations/{one}")
        single[one] = opened["conversation"]["ahead"]
    assert listed == single
    assert [listed[one] for one in waiting] == [0, 1, 2]
