"""What a customer writes while people have the conversation, read by the trained model."""

from __future__ import annotations

import re

import pytest

from bot.bootstrap import Container
from bot.domain.case import Case, FactName, Level
from bot.domain.message import Author
from bot.domain.overruling import Correction, Judgement
from tests.boxes import make_agent
from tests.conversation.customer import Customer

LANGUAGES = {
    "zh-Hans": (
        "理赔拖了我两个月，一直没人理",
        "转人工",
        "保单号PDAA202611150000123",
        "我不想活了",
    ),
    "zh-Hant": (
        "理賠拖了我兩個月，一直沒人理",
        "轉人工",
        "保單號碼PDAA202611150000123",
        "我不想活了",
    ),
    "en": (
        "My claim has been stuck for two months and nobody answers me",
        "I want to talk to a person",
        "My policy number is PDAA202611150000123",
        "I don't want to live any more",
    ),
}
KEPT = {"zh-Hans": "不用再讲|接着办", "zh-Hant": "不用再講|接著辦", "en": "kept with the rest"}
HELP = {"zh-Hans": "12356", "zh-Hant": "18111", "en": "12356"}


async def _record(customer: Customer) -> Case:
    case = await customer.case()
    assert case
    return case


@pytest.mark.parametrize("language", LANGUAGES)
async def test_facts_and_threats_of_somebody_who_waits_are_on_the_record_and_in_the_brief(
    box: Container, language: str
) -> None:
    """Practice Q1, O18, C12."""
    customer = Customer(box, language=language)
    complaint, person, policy, threat = LANGUAGES[language]
    await customer.say(complaint)
    while (await customer.conversation()).owner.value != "queue":
        await customer.say(person)
    noted = await customer.say(policy)
    before = await customer.conversation()
    said = await customer.say(threat)
    waiting = await customer.conversation()
    case = await _record(customer)
    opened = await box.inspection.open(waiting.id)
    (kept,) = noted.texts
    assert re.search(KEPT[language], kept)
    assert len(said.texts) == 1
    assert HELP[language] in said.text
    assert waiting.language == language
    fact = case.fact(FactName.POLICY_NUMBER)
    assert fact
    assert (fact.value, fact.seq is not None) == ("[保单号1]", True)
    assert case.level is Level.MAJOR
    assert waiting.priority > max(before.priority, 75)
    assert "self_harm" in {signal.name.value for signal in opened.brief.signals}


async def test_somebody_who_only_asked_for_a_person_has_their_number_on_record(
    box: Container,
) -> None:
    customer = Customer(box)
    await customer.say("转人工")
    while (await customer.conversation()).owner.value != "queue":
        await customer.say("转人工")
    answer = await customer.say("我的手机号13812348000")
    case = await _record(customer)
    (kept,) = answer.texts
    assert re.search(KEPT["zh-Hans"], kept)
    contact = case.fact(FactName.CONTACT)
    assert contact
    assert contact.value == "[手机号1]"
    assert case.fact(FactName.WHAT_HAPPENED) is None


async def test_what_an_agent_has_put_down_stands_against_what_the_customer_writes(
    box: Container,
) -> None:
    customer = Customer(box)
    await customer.say("我上个月5号申请理赔，到现在一直没人理我")
    agent = await make_agent(box, "wang")
    conversation = await customer.conversation()
    await box.handoffs.claim(conversation.id, agent)
    case = await _record(customer)
    read = case.fact(FactName.HAPPENED_AT)
    assert read
    name = FactName.HAPPENED_AT.value
    put = Correction(Judgement.FACT, read.value, "10月6日", "客户电话里说的", name=name)
    await box.overruling.overrule(case.id, put, agent)
    answer = await customer.say("不对，是上个月8号申请的，保单号PDAA202611150000123")
    case = await _record(customer)
    when, policy = case.fact(FactName.HAPPENED_AT), case.fact(FactName.POLICY_NUMBER)
    assert answer.texts == []
    assert when
    assert (when.value, when.recorded_by) == ("10月6日", agent.id)
    assert policy
    assert policy.value == "[保单号1]"
    rows = (await box.chat.page(conversation.id, 0)).messages
    assert rows[-1].author == Author.CUSTOMER.value
