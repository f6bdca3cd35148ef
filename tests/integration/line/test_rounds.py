"""After a person: the satisfaction question, its answer, the next round (practice W1–W5, S4)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.bootstrap import Container
from bot.domain.case import Case, CaseLink, CaseState, FactName
from bot.domain.conversation import Conversation, HandoffReason, Owner
from bot.domain.ids import ConversationId
from bot.domain.message import Author, Delivery, InboundMessage, Message, Receipt
from bot.domain.overruling import Correction, Judgement
from bot.domain.staff import Agent
from bot.domain.survey import SurveyAnswer
from tests.boxes import box_over, make_agent
from tests.integration.line.assistants import Clerk
from tests.integration.line.working import all_processed, answered, say, transcript, turns_of, until


async def _served(box: Container, customer: str = "u1") -> tuple[ConversationId, Agent]:
    """A customer with a filed complaint whom an agent has."""
    said = await answered(box, customer, "我要投诉，理赔拖了三个月", f"{customer}-m1")
    agent = await make_agent(box, f"agent-{customer}")
    case = await box.complaints.of_conversation(said.conversation_id)
    assert case
    for name, value in (("contact", "13812348000"), ("demand", "尽快赔付")):
        fact = Correction(Judgement.FACT, "", value, "客户电话里说的", name=name)
        await box.overruling.overrule(case.id, fact, agent)
    await box.complaints.file(said.conversation_id)
    await box.handoffs.claim(said.conversation_id, agent)
    return said.conversation_id, agent


async def _closed(box: Container, outcome: str = "resolved") -> ConversationId:
    conversation_id, agent = await _served(box)
    await box.handoffs.close(conversation_id, agent, outcome, "")
    return conversation_id


async def _press(box: Container, answer: str, external_id: str) -> Receipt:
    inbound = InboundMessage("web", "u1", external_id, answer, payload=f"/{answer}")
    receipt = await box.intake.receive(inbound)
    await until(lambda: all_processed(box, receipt.conversation_id))
    return receipt


async def _conversation(box: Container, conversation_id: ConversationId) -> Conversation:
    async with box.store.reading() as tx:
        return await tx.conversations.get(conversation_id)


async def _case(box: Container, conversation_id: ConversationId, episode: int) -> Case:
    async with box.store.reading() as tx:
        case = await tx.cases.of_episode(conversation_id, episode)
    assert case
    return case


async def _last(box: Container, conversation_id: ConversationId) -> Message:
    return (await transcript(box, conversation_id))[-1]


async def _answer(box: Container, conversation_id: ConversationId) -> SurveyAnswer | None:
    async with box.store.reading() as tx:
        survey = await tx.surveys.latest(conversation_id)
    return survey.answer if survey else None


async def test_a_settled_conversation_ends_with_the_question_and_its_buttons(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id = await _closed(box)
        question = await _last(box, conversation_id)
        pending = await box.surveys.pending(conversation_id)
        case = await _case(box, conversation_id, 1)
    assert [b["payload"] for b in question.buttons] == ["/satisfied", "/neutral", "/dissatisfied"]
    assert (question.author, question.delivery) == (Author.SYSTEM, Delivery.PENDING)
    assert pending
    assert (pending.case_id, pending.asked_seq, pending.episode) == (case.id, question.seq, 1)
    assert case.state is CaseState.CLOSED
    assert case.ended_at


@pytest.mark.parametrize("outcome", ["referred", "withdrawn", "no_answer"])
async def test_where_nothing_was_settled_nobody_is_asked(
    database_url: str, tmp_path: Path, outcome: str
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        assert await box.surveys.pending(await _closed(box, outcome)) is None


@pytest.mark.parametrize("answer", ["satisfied", "neutral"])
async def test_a_content_customer_is_thanked_and_the_conversation_stays_closed(
    database_url: str, tmp_path: Path, answer: str
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id = await _closed(box)
        pressed = await _press(box, answer, "p1")
        again = await _press(box, answer, "p1")
        thanks = await _last(box, conversation_id)
        conversation = await _conversation(box, conversation_id)
        shown = await box.chat.replies(pressed, 1.0)
        stored = await _answer(box, conversation_id)
    assert again.duplicate
    assert (conversation.owner, conversation.episode) == (Owner.CLOSED, 1)
    assert stored is SurveyAnswer(answer)
    assert (thanks.author, thanks.in_reply_to) == (Author.SYSTEM, pressed.message_id)
    assert thanks.text in [row.text for row in shown]


async def test_words_answer_only_as_the_very_next_message(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id = await _closed(box)
        await answered(box, "u1", "挺满意的，另外问一下发票", "m2")
        assert (await _conversation(box, conversation_id)).episode == 2
        await answered(box, "u1", "满意", "m3")
        assert await _answer(box, conversation_id) is None
        await _press(box, "satisfied", "p1")
        assert await _answer(box, conversation_id) is SurveyAnswer.SATISFIED


async def test_a_dissatisfied_customer_opens_the_next_round_with_what_was_said(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id = await _closed(box)
        first = await _case(box, conversation_id, 1)
        await answered(box, "u1", "不满意，钱还是没到，我的电话13912348000", "m2")
        second = await _case(box, conversation_id, 2)
        conversation = await _conversation(box, conversation_id)
        opened = await box.inspection.open(conversation_id)
        async with box.store.writing() as tx:
            locked = await tx.conversations.lock(conversation_id)
            queued, _ = await box.handoffs.enqueue(tx, locked, HandoffReason.CUSTOMER_ASKED)
    story = second.fact(FactName.WHAT_HAPPENED)
    assert (conversation.owner, conversation.episode) == (Owner.BOT, 2)
    assert (second.state, second.previous_case_id) == (CaseState.DRAFT, first.id)
    assert story
    assert story.value == "钱还是没到，我的电话[手机号2]"
    assert second.fact(FactName.CONTACT) == first.fact(FactName.CONTACT)
    assert second.fact(FactName.DEMAND) is None
    assert second.priority == queued.priority == 40
    assert opened.view.previous == CaseLink(first.id, first.number)
    assert opened.view.survey
    assert opened.view.survey.answer is SurveyAnswer.DISSATISFIED
    assert opened.view.survey.comment == story.value


async def test_of_two_presses_at_once_in_two_processes_one_opens_a_round(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        box_over(database_url, tmp_path) as box,
        box_over(database_url, tmp_path) as other,
        turns_of(box, Clerk(box)),
    ):
        conversation_id = await _closed(box)
        await asyncio.gather(_press(box, "dissatisfied", "p1"), _press(other, "dissatisfied", "p2"))
        conversation = await _conversation(box, conversation_id)
        cases = await box.inspection.cases(None)
    assert conversation.episode == 2
    assert len(cases) == 2


async def test_after_return_to_the_bot_the_answer_goes_through_the_dialogue(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id, agent = await _served(box)
        await box.handoffs.return_to_bot(conversation_id, agent, "")
        said = await answered(box, "u1", "不满意", "m2")
        reply = await _last(box, conversation_id)
        conversation = await _conversation(box, conversation_id)
        first, second = [await _case(box, conversation_id, n) for n in (1, 2)]
        async with box.store.reading() as tx:
            message = await tx.messages.get(said.message_id)
        repeated = await box.surveys.answer(
            conversation_id, said.message_id, SurveyAnswer.DISSATISFIED
        )
        assert (await _conversation(box, conversation_id)).episode == 2
    assert repeated
    assert (message.payload, message.episode) == ("/dissatisfied", 2)
    assert (reply.text, reply.episode, reply.delivery) == ("dissatisfied", 2, Delivery.PENDING)
    assert (conversation.owner, first.state) == (Owner.BOT, CaseState.FILED)
    assert (second.previous_case_id, second.priority) == (first.id, 40)


async def test_a_draft_that_is_being_taken_is_the_round_itself(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉", "m1")
        agent = await make_agent(box, "wang")
        await box.handoffs.claim(said.conversation_id, agent)
        await box.handoffs.return_to_bot(said.conversation_id, agent, "")
        await _press(box, "dissatisfied", "p1")
        assert (await _conversation(box, said.conversation_id)).episode == 1
        assert (await _case(box, said.conversation_id, 1)).priority == 40


async def test_a_person_who_has_the_conversation_sees_the_answer_and_no_round_opens(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id, agent = await _served(box)
        await box.handoffs.return_to_bot(conversation_id, agent, "")
        await box.handoffs.claim(conversation_id, agent)
        await _press(box, "dissatisfied", "p1")
        assert (await _last(box, conversation_id)).author is Author.CUSTOMER
        assert (await _conversation(box, conversation_id)).episode == 1
        view = await box.inspection.conversation(conversation_id)
    assert view.survey
    assert view.survey.answer is SurveyAnswer.DISSATISFIED


async def test_after_the_days_of_the_policy_an_answer_is_a_message_again(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        conversation_id = await _closed(box)
        async with box.store.writing() as tx:
            survey = await tx.surveys.latest(conversation_id)
            assert survey
            long_ago = datetime.now(timezone.utc) - timedelta(days=8)
            await tx.surveys.save(replace(survey, asked_at=long_ago))
        assert await box.surveys.pending(conversation_id) is None
        await _press(box, "satisfied", "p1")
        assert (await _last(box, conversation_id)).text == "over"
        assert (await _conversation(box, conversation_id)).episode == 2


async def test_a_complaint_after_a_withdrawal_is_a_case_of_its_own(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉", "m1")
        withdrawn = await box.complaints.withdraw(said.conversation_id)
        assert withdrawn.ended_at
        await answered(box, "u1", "谢谢", "m2")
        assert (await _conversation(box, said.conversation_id)).episode == 1
        new = await answered(box, "u1", "我还是要投诉另一件事", "m3")
        for _ in range(2):  # the turn is tried again after a crash
            await box.complaints.note(
                said.conversation_id, new.message_id, complaint=True, facts={}, signals=()
            )
        conversation = await _conversation(box, said.conversation_id)
        second = await _case(box, said.conversation_id, 2)
        reply = await _last(box, said.conversation_id)
        assert await _case(box, said.conversation_id, 1) == withdrawn
    assert (conversation.episode, conversation.owner_version) == (2, 0)
    assert (second.state, second.previous_case_id) == (CaseState.DRAFT, withdrawn.id)
    assert (second.priority, reply.episode, reply.delivery) == (15, 2, Delivery.PENDING), (
        "it repeats"
    )


async def test_starting_over_keeps_the_history_and_nothing_else(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box, turns_of(box, Clerk(box)):
        said = await answered(box, "u1", "我要投诉，理赔拖了三个月", "m1")
        before = await _case(box, said.conversation_id, 1)
        for _ in range(2):
            case = await box.complaints.start_over(said.conversation_id)
            assert case == replace(before, facts=())
        view = await box.inspection.case(before.id)
        assert [fact.value for fact in view.history] == ["我要投诉，理赔拖了三个月"]
        await box.complaints.file(said.conversation_id)
        assert await box.complaints.start_over(said.conversation_id) is None
        other = await say(box, "u2", "你好", "m2")
        assert await box.complaints.start_over(other.conversation_id) is None
