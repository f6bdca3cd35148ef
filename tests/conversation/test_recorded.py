"""What people at the desk type in is read like what customers write (practice B3, B5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bootstrap import Container
from bot.domain.case import CaseState, FactName, Level
from bot.domain.conversation import Owner
from bot.domain.message import Author, Processing
from bot.domain.recording import Keeper, Recorded, Recording, Source
from bot.domain.signals import SignalName
from tests.boxes import make_agent
from tests.integration.line.working import transcript, until

LETTER = Recording(
    client_id="one",
    source=Source.LETTER,
    language="zh-Hans",
    keeper=Keeper.QUEUE,
    text="你们的业务员王强骗我说保本保息，我交了5万元才知道是两全保险。"
    "不退钱我就去银保监会举报你们！",
    name="张建国",
    contact="13812348000",
    demand="全额退保",
)


async def _read(box: Container, recorded: Recorded) -> None:
    async def done() -> bool:
        (row,) = await transcript(box, recorded.case.conversation_id)
        return row.processing is Processing.DONE

    await until(done)


@pytest.mark.parametrize("keeper", list(Keeper))
async def test_a_letter_is_read_graded_and_answered_by_nobody(
    box: Container, keeper: Keeper
) -> None:
    agent = await make_agent(box, "li")
    recorded = await box.recording.record(agent, replace(LETTER, keeper=keeper))
    await _read(box, recorded)
    conversation_id = recorded.case.conversation_id
    async with box.store.reading() as tx:
        conversation = await tx.conversations.get(conversation_id)
        case = await tx.cases.get(recorded.case.id)
    (row,) = await transcript(box, conversation_id)
    view = await box.inspection.conversation(conversation_id)
    assert row.author is Author.CUSTOMER
    assert conversation.owner is (Owner.QUEUE if keeper is Keeper.QUEUE else Owner.AGENT)
    assert (case.state, case.level) == (CaseState.FILED, Level.MAJOR)
    assert SignalName.REGULATOR in {signal.name for signal in view.signals}
    assert case.causes
    facts = {fact.name: fact.value for fact in case.facts}
    assert facts[FactName.DEMAND] == "全额退保"  # the form's, not the letter's
    assert facts[FactName.CONTACT] == "[手机号1]"
    assert facts[FactName.AMOUNT]
    assert facts[FactName.WHAT_HAPPENED] == row.text


async def test_a_letter_that_asks_to_withdraw_or_for_a_call_changes_nothing(
    box: Container,
) -> None:
    agent = await make_agent(box, "li")
    for number, text in enumerate(("我要撤诉，不投诉了", "转人工，请给我打电话", "不想活了")):
        form = replace(LETTER, client_id=str(number), text=text)
        recorded = await box.recording.record(agent, form)
        await _read(box, recorded)
        async with box.store.reading() as tx:
            case = await tx.cases.get(recorded.case.id)
        assert case.state is CaseState.FILED
        assert len(await transcript(box, case.conversation_id)) == 1
