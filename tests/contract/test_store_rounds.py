"""Surveys, silence and the links between cases over every database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.adapters.sql import make_engine, migrate
from bot.domain.case import Case, CaseState, FactName
from bot.domain.conversation import Conversation, Owner
from bot.domain.ids import ConversationId, SurveyId, fresh
from bot.domain.message import Author, Delivery, Message
from bot.domain.silence import SilentSince
from bot.domain.survey import Survey, SurveyAnswer
from bot.ports import Store
from tests.contract.makers import (
    NOW,
    a_case,
    a_conversation,
    a_fact,
    added,
    inbound,
    later,
    outbound,
    recorded,
)


def _survey(conversation: Conversation, seq: int, case: Case | None = None) -> Survey:
    case_id = case.id if case else None
    return Survey(SurveyId(fresh()), conversation.id, 1, NOW, seq, case_id)


async def _with_case(store: Store, case: Case) -> Case:
    async with store.writing() as tx:
        return (await tx.cases.add_if_new(case))[0]


async def test_a_survey_comes_back_with_its_answer_and_the_latest_one_counts(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    case = await _with_case(store, a_case(conversation))
    first, second = _survey(conversation, 3, case), _survey(conversation, 9, case)
    answered = second.answered(SurveyAnswer.DISSATISFIED, "太慢", later(5))
    async with store.writing() as tx:
        assert await tx.surveys.latest(conversation.id) is None
        for survey in (first, second, answered):
            await tx.surveys.save(survey)
    async with store.reading() as tx:
        assert await tx.surveys.latest(conversation.id) == answered
        assert await tx.surveys.latest(ConversationId("other")) is None
        assert await tx.surveys.of_cases([case.id]) == {case.id: answered}
        assert await tx.surveys.of_cases([]) == {}


async def test_a_case_knows_its_end_and_the_case_before_it(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    first = await _with_case(store, a_case(conversation))
    ended = first.end(CaseState.WITHDRAWN, later(5))
    next_round = replace(a_case(conversation, episode=3), previous_case_id=first.id)
    async with store.writing() as tx:
        await tx.cases.save(ended)
        await tx.cases.add_if_new(next_round)
    async with store.reading() as tx:
        assert await tx.cases.get(first.id) == ended
        assert (await tx.cases.get(first.id)).ended_at == later(5)
        assert await tx.cases.before_episode(conversation.id, 3) == ended
        assert await tx.cases.before_episode(conversation.id, 4) == next_round
        assert await tx.cases.before_episode(conversation.id, 1) is None


async def test_retired_facts_are_history_and_can_be_said_again(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    facts = (a_fact("退费"), a_fact("王", name=FactName.COMPLAINANT_NAME))
    case = await _with_case(store, replace(a_case(conversation), facts=facts))
    async with store.writing() as tx:
        assert await tx.cases.retire_facts(case.id) == 2
        assert await tx.cases.retire_facts(case.id) == 0
        assert (await tx.cases.get(case.id)).facts == ()
        assert await tx.cases.put_fact(case.id, facts[0])
        assert len(await tx.cases.fact_history(case.id)) == 3


async def test_an_episode_can_be_opened_by_the_message_of_a_new_matter(store: Store) -> None:
    conversation = a_conversation()
    await added(store, conversation)
    message = inbound(conversation, 1)
    await recorded(store, message)
    async with store.writing() as tx:
        await tx.conversations.open_episode(conversation.id, 2)
        await tx.messages.set_episode(message.id, 2)
    async with store.reading() as tx:
        opened = await tx.conversations.get(conversation.id)
        assert (opened.episode, opened.owner_version) == (2, conversation.owner_version)
        assert (await tx.messages.get(message.id)).episode == 2


async def test_a_word_of_the_customer_keeps_a_draft_from_being_idle(store: Store) -> None:
    quiet, talking = a_conversation("quiet"), a_conversation("talking")
    await added(store, quiet, talking)
    idle = await _with_case(store, a_case(quiet, at=later(-100)))
    await _with_case(store, a_case(talking, at=later(-100)))
    await recorded(store, inbound(talking, 1, at=later(-10)), outbound(quiet, 1, at=later(-10)))
    async with store.reading() as tx:
        assert await tx.cases.idle_drafts(later(-50), 10) == [idle]
        assert await tx.cases.idle_drafts(later(-50), 10, only=quiet.id) == [idle]
        assert await tx.cases.idle_drafts(later(-50), 10, only=talking.id) == []


async def _spoken(store: Store, customer: str, *said: Message, **changes: object) -> Conversation:
    """A conversation with a draft, whose transcript is `said`."""
    blank = a_conversation(customer)
    rows = [replace(row, conversation_id=blank.id) for row in said]
    at = max(row.created_at for row in rows)
    made = replace(blank, updated_at=at, last_seq=len(rows), **changes)  # type: ignore[arg-type]
    await added(store, made)
    await recorded(store, *rows)
    await _with_case(store, a_case(made))
    return made


async def test_only_customers_whom_the_bot_waits_for_in_a_draft_are_silent(store: Store) -> None:
    spare = a_conversation()
    asked = outbound(spare, 1, at=later(-600))
    silent = await _spoken(store, "silent", asked)
    longer = await _spoken(store, "longer", replace(_fresh(asked), created_at=later(-700)))
    for name, row in {
        "the customer spoke last": replace(_fresh(asked), author=Author.CUSTOMER, delivery=None),
        "reminded": replace(_fresh(asked), author=Author.SYSTEM),
        "suppressed": replace(_fresh(asked), delivery=Delivery.SUPPRESSED),
        "never arrived": replace(_fresh(asked), delivery=Delivery.DEAD),
        "just asked": replace(_fresh(asked), created_at=later(-60)),
        "long ago": replace(_fresh(asked), created_at=later(-90_000)),
    }.items():
        await _spoken(store, name, row)
    await _spoken(store, "with a person", _fresh(asked), owner=Owner.AGENT)
    await _spoken(store, "another matter", _fresh(asked), episode=2)
    waiting = inbound(spare, 1, at=later(-600))
    await _spoken(store, "unanswered", waiting, replace(_fresh(asked), seq=2))
    filed = await _spoken(store, "filed", _fresh(asked))
    async with store.writing() as tx:
        case = await tx.cases.of_episode(filed.id, 1)
        assert case
        await tx.cases.save(case.file("QT20261121-0001", NOW))
    assert await _silent(store) == [longer, silent]
    assert await _silent(store, limit=1) == [longer]
    assert await _silent(store, only=silent.id) == [silent]
    assert await _silent(store, only=filed.id) == []
    assert await _silent(store, on={"web": later(-650)}) == [longer]
    assert await _silent(store, on={"web": None}) == []
    assert await _silent(store, on={"email": None}) == [longer, silent]


def _fresh(message: Message) -> Message:
    return replace(message, id=type(message.id)(fresh()))


async def _silent(
    store: Store,
    limit: int = 10,
    only: ConversationId | None = None,
    on: Mapping[str, datetime | None] | None = None,
) -> list[Conversation]:
    after, until = later(-86_400), SilentSince(later(-300), on or {})
    async with store.reading() as tx:
        return list(await tx.conversations.silent(after=after, until=until, limit=limit, only=only))


async def test_cases_that_ended_before_the_migration_get_their_end(empty_url: str) -> None:
    await migrate.upgrade(empty_url, "0001")
    engine = make_engine(empty_url)
    try:
        async with engine.begin() as connection:
            for number, state in enumerate(("draft", "withdrawn", "closed"), 1):
                await connection.execute(sa.text(_CONVERSATION), {"id": state, "at": NOW})
                values = {"id": state, "n": number, "state": state, "at": NOW}
                await connection.execute(sa.text(_CASE), values)
        await migrate.upgrade(empty_url)
        async with engine.connect() as connection:
            rows = await connection.execute(sa.text("SELECT id, ended_at FROM cases"))
            ended = {row.id: row.ended_at is not None for row in rows}
    finally:
        await engine.dispose()
    assert ended == {"draft": False, "withdrawn": True, "closed": True}


_CONVERSATION = (
    "INSERT INTO conversations (id, channel, customer_ref, created_at, updated_at, language, "
    "owner, owner_version, episode, last_seq, priority, address) VALUES "
    "(:id, 'web', :id, :at, :at, 'zh-Hans', 'bot', 0, 1, 0, 0, '')"
)
_CASE = (
    "INSERT INTO cases (id, conversation_id, episode, created_at, updated_at, state, level, "
    "priority) VALUES (:id, :id, :n, :at, :at, :state, 'ordinary', 0)"
)
