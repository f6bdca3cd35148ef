"""ports.Figures over every database."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.case import CaseState, Level
from bot.domain.events import Event, EventKind
from bot.domain.figures import Arrival
from bot.domain.reading import Cause
from bot.ports import Store
from tests.contract.makers import NOW, a_case, a_conversation, added, later


async def test_the_cases_of_the_day_come_with_their_channel(store: Store) -> None:
    web, chat = a_conversation("a"), a_conversation("b", "wechat")
    await added(store, web, chat)
    old = a_case(web, at=later(-1))
    first = replace(
        a_case(web, episode=2),
        level=Level.MAJOR,
        causes=(Cause.FEE,),
        state=CaseState.CLOSED,
        filed_at=later(5),
        ended_at=later(9),
    )
    second = a_case(chat, at=later(3))
    async with store.writing() as tx:
        for case in (second, old, first):
            await tx.cases.add_if_new(case)
    async with store.reading() as tx:
        assert await tx.figures.arrivals(NOW) == [
            Arrival(NOW, "web", Level.MAJOR, (Cause.FEE,), later(5), later(9)),
            Arrival(later(3), "wechat", Level.ORDINARY, (), None, None),
        ]


async def test_moves_are_changes_of_hands_and_words_of_agents(store: Store) -> None:
    conversation = a_conversation().id
    moved = Event(EventKind.OWNER_CHANGED, later(1), "bot", conversation, data={"to_owner": "x"})
    said = Event(EventKind.MESSAGE_RECORDED, later(2), "agent:li", conversation)
    async with store.writing() as tx:
        for event in (
            replace(moved, at=later(-1)),
            moved,
            replace(said, actor="customer"),
            said,
            Event(EventKind.NOTE_ADDED, later(3), "agent:li", conversation),
        ):
            await tx.events.append(event)
    async with store.reading() as tx:
        found = await tx.figures.moves(NOW)
    assert [(event.kind, event.at) for event in found] == [
        (moved.kind, moved.at),
        (said.kind, said.at),
    ]
    assert found[0].data == {"to_owner": "x"}
