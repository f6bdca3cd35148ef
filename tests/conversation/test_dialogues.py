"""Whole conversations with the trained model and the real actions."""

from __future__ import annotations

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from bot.domain.case import CaseState, FactName, Level
from tests.conversation.doubles import Customer, MemoryBox

STORY = "住院花了三万多，你们说是既往症拒赔，凭什么"
EVERYTHING = (
    "我叫王建国，你们上个月15号拒赔了我的住院费，保单号[保单号1]，要求重新审核，电话[手机号1]"
)


async def test_a_complaint_is_filed_question_by_question(customer: Customer) -> None:
    greeting = await customer.say("你好")
    assert greeting.said == ["utter_greet"]
    first = await customer.say(STORY)
    assert first.said == ["utter_acknowledge", "utter_ask_complaint_form_happened_at"]
    assert customer.fact(FactName.WHAT_HAPPENED) == STORY
    await customer.say("就是上个月")
    await customer.say("把钱赔给我")
    await customer.say("没有")
    await customer.say("王女士")
    read_back = await customer.say("[手机号1]")
    assert read_back.said == ["utter_read_back"]
    assert read_back.buttons == ["/affirm", "/correct"]
    for told in (STORY, "就是上个月", "把钱赔给我", "没有", "王女士", "[手机号1]"):
        assert told in read_back.texts[0]
    filed = await customer.say("没问题")
    assert filed.said == ["utter_filed"]
    assert "QT20261121-0001" in filed.texts[0]
    assert "2026-12-06" in filed.texts[0]
    assert customer.case.state is CaseState.FILED
    assert customer.fact(FactName.NO_POLICY_REASON) == "没有"


async def test_facts_given_in_one_message_are_not_asked_again(customer: Customer) -> None:
    answer = await customer.say(EVERYTHING)
    assert answer.said == ["utter_acknowledge", "utter_read_back"]
    assert {fact.name: fact.value for fact in customer.case.facts} == {
        FactName.WHAT_HAPPENED: EVERYTHING,
        FactName.COMPLAINANT_NAME: "王建国",
        FactName.HAPPENED_AT: "上个月15号",
        FactName.POLICY_NUMBER: "[保单号1]",
        FactName.DEMAND: "要求重新审核",
        FactName.CONTACT: "[手机号1]",
    }


async def test_a_contact_given_before_the_complaint_is_kept(customer: Customer) -> None:
    await customer.say("我电话是[手机号1]")
    await customer.say(STORY)
    assert customer.fact(FactName.CONTACT) == "[手机号1]"


async def test_someone_elses_number_is_not_the_contact(customer: Customer) -> None:
    await customer.say("业务员电话[手机号1]，他骗我说存五年就能取，现在要二十年")
    assert customer.fact(FactName.CONTACT) is None


async def test_a_forgotten_policy_number_is_recorded_as_such(customer: Customer) -> None:
    await customer.say(STORY)
    await customer.say("上个月")
    await customer.say("退钱")
    answer = await customer.say("保单找不到了")
    assert answer.said == ["utter_ask_complaint_form_complainant_name"]
    assert customer.fact(FactName.NO_POLICY_REASON) == "保单找不到了"
    assert customer.fact(FactName.POLICY_NUMBER) is None


async def test_a_question_is_put_differently_once_and_then_skipped(customer: Customer) -> None:
    await customer.say(STORY)
    again = await customer.say("记不清了")
    assert again.said == ["utter_ask_complaint_form_happened_at"]
    assert "上个月" in again.texts[0]
    skipped = await customer.say("真的忘了")
    assert skipped.said == ["utter_ask_complaint_form_demand"]
    assert customer.fact(FactName.HAPPENED_AT) is None


async def test_whoever_never_answers_still_gets_the_complaint_filed(customer: Customer) -> None:
    await customer.say(STORY)
    for _ in range(12):
        answer = await customer.say("不知道")
        if answer.said == ["utter_filed"]:
            break
    assert customer.case.state is CaseState.FILED


async def test_a_customer_who_goes_on_telling_is_heard(customer: Customer) -> None:
    await customer.say(STORY)
    more = "当时业务员跟我说得天花乱坠，说什么病都能赔，根本没让我看条款"
    answer = await customer.say(more)
    assert answer.said == ["utter_ask_complaint_form_happened_at"]
    assert customer.fact(FactName.WHAT_HAPPENED) == f"{STORY}\n{more}"


async def test_a_correction_with_the_new_value_changes_it_and_reads_back(
    customer: Customer,
) -> None:
    await customer.say(EVERYTHING)
    answer = await customer.say("电话不对，是[手机号2]")
    assert answer.said == ["utter_correction_noted", "utter_read_back"]
    assert customer.fact(FactName.CONTACT) == "[手机号2]"
    assert "联系方式：[手机号2]" in answer.texts[1]


async def test_a_correction_without_a_value_asks_that_question_again(customer: Customer) -> None:
    await customer.say(EVERYTHING)
    answer = await customer.say("时间不对")
    assert answer.said == ["utter_ask_complaint_form_happened_at"]
    answer = await customer.say("前天")
    assert answer.said == ["utter_read_back"]
    assert customer.fact(FactName.HAPPENED_AT) == "前天"


@pytest.mark.parametrize("opening", ["/correct", "不对", "需要修改"])
@pytest.mark.parametrize("choice", ['/correct{"field": "demand"}', "诉求"])
async def test_a_vague_correction_asks_which_part(
    customer: Customer, opening: str, choice: str
) -> None:
    await customer.say(EVERYTHING)
    which = await customer.say(opening)
    assert which.said == ["utter_ask_complaint_form_correct_field"]
    assert '/correct{"field": "demand"}' in which.buttons
    asked = await customer.say(choice)
    assert asked.said == ["utter_ask_complaint_form_demand"]
    answer = await customer.say("全额退款并且道歉")
    assert answer.said == ["utter_read_back"]
    assert customer.fact(FactName.DEMAND) == "全额退款并且道歉"


async def test_asking_for_a_person_hands_over_in_the_middle_of_the_form(
    customer: Customer,
) -> None:
    await customer.say(STORY)
    answer = await customer.say("转人工")
    assert answer.said == ["utter_handoff_customer_asked"]
    assert answer.handoff == "customer_asked"
    assert "10:08" in answer.texts[0]


async def test_self_harm_hands_over_at_once_and_is_on_record(
    customer: Customer, box: MemoryBox
) -> None:
    await customer.say(STORY)
    answer = await customer.say("我真的不想活了")
    assert answer.intent == "hard_signal"
    assert answer.said == ["utter_handoff_self_harm"]
    assert answer.handoff == "hard_signal"
    assert box.complaints.assess(customer.id).level is Level.MAJOR


async def test_a_hard_signal_drafts_the_case_even_as_the_first_message(
    customer: Customer,
) -> None:
    answer = await customer.say("再不赔我就去法院起诉你们")
    assert (answer.said, answer.handoff) == (["utter_handoff_hard_signal"], "hard_signal")
    assert customer.case.state is CaseState.DRAFT


async def test_what_is_not_understood_twice_goes_to_a_person(customer: Customer) -> None:
    first = await customer.say("阿巴阿巴")
    assert first.said == ["utter_ask_rephrase"]
    assert first.buttons == ["/ask_how_to_complain", "/ask_human"]
    second = await customer.say("歪比巴卜")
    assert (second.said, second.handoff) == (["utter_handoff_misunderstood"], "misunderstood")


async def test_being_understood_in_between_starts_the_count_anew(customer: Customer) -> None:
    await customer.say("阿巴阿巴")
    await customer.say("谢谢")
    answer = await customer.say("歪比巴卜")
    assert answer.said == ["utter_ask_rephrase"]


async def test_withdrawing_a_draft_is_asked_back(customer: Customer) -> None:
    await customer.say(STORY)
    asked = await customer.say("不投诉了")
    assert asked.said == ["utter_ask_withdraw_form_withdrawal_confirmed"]
    answer = await customer.say("确定撤回")
    assert answer.said == ["utter_withdrawn"]
    assert customer.case.state is CaseState.WITHDRAWN


async def test_a_complaint_that_is_kept_goes_on_where_it_was(customer: Customer) -> None:
    await customer.say(STORY)
    await customer.say("不投诉了")
    answer = await customer.say("/deny")
    assert answer.said == ["utter_not_withdrawn", "utter_ask_complaint_form_happened_at"]
    assert customer.case.state is CaseState.DRAFT


async def test_without_a_clear_yes_the_complaint_stays(customer: Customer) -> None:
    await customer.say(STORY)
    await customer.say("不投诉了")
    await customer.say("啦啦啦")
    answer = await customer.say("嘟嘟嘟")
    assert answer.said[0] == "utter_not_withdrawn"
    assert customer.case.state is CaseState.DRAFT


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("你是机器人吗", "utter_iam_bot"),
        ("退保能退多少钱", "utter_product"),
        ("谢谢", "utter_welcome"),
        ("垃圾公司", "utter_comfort"),
        ("我的投诉处理得怎么样了", "utter_status_draft"),
        ("投诉要走什么流程", "utter_how_to_complain_in_form"),
        ("在吗", "utter_here"),
    ],
)
async def test_a_side_question_is_answered_and_the_form_goes_on(
    customer: Customer, question: str, reply: str
) -> None:
    await customer.say(STORY)
    answer = await customer.say(question)
    assert answer.said == [reply, "utter_ask_complaint_form_happened_at"]
    assert (await customer.say("上个月")).said == ["utter_ask_complaint_form_demand"]


async def test_after_goodbye_the_draft_waits_for_the_customer(customer: Customer) -> None:
    await customer.say(STORY)
    assert (await customer.say("先这样吧，拜拜")).said == ["utter_goodbye_saved"]
    back = await customer.say("你好")
    assert back.said == ["utter_welcome_back", "utter_ask_complaint_form_happened_at"]


async def test_an_empty_memory_goes_on_from_the_record(agent: Agent, customer: Customer) -> None:
    await customer.say(EVERYTHING)
    await agent.tracker_store.save(DialogueStateTracker(customer.id, agent.domain.slots))
    answer = await customer.say("你好")
    assert answer.said == ["utter_welcome_back", "utter_read_back"]
    assert "王建国" in answer.texts[1]


async def test_after_filing_status_and_more_words_belong_to_the_case(customer: Customer) -> None:
    await customer.say(EVERYTHING)
    await customer.say("/affirm")
    status = await customer.say("进度怎么样了")
    assert status.said == ["utter_status_filed"]
    assert "QT20261121-0001" in status.texts[0]
    more = "还有，你们客服昨天挂我电话，态度特别差"
    answer = await customer.say(more)
    assert answer.said == ["utter_added_to_case"]
    assert customer.fact(FactName.WHAT_HAPPENED) == f"{EVERYTHING}\n{more}"


async def test_nothing_on_record_is_neither_withdrawn_nor_in_progress(customer: Customer) -> None:
    assert (await customer.say("我不投诉了")).said == ["utter_nothing_to_withdraw"]
    assert (await customer.say("查进度")).said == ["utter_status_none"]


async def test_after_a_withdrawal_a_person_is_offered_to_whoever_asks(customer: Customer) -> None:
    await customer.say(STORY)
    await customer.say("不投诉了")
    await customer.say("/affirm")
    answer = await customer.say("/ask_how_to_complain")
    assert answer.said == ["utter_case_ended"]
    assert answer.buttons == ["/ask_human"]


async def test_a_complaint_after_a_withdrawal_is_taken_as_a_new_one(customer: Customer) -> None:
    await customer.say(STORY)
    await customer.say("不投诉了")
    await customer.say("/affirm")
    withdrawn = customer.case
    answer = await customer.say(STORY)
    assert answer.said == ["utter_acknowledge", "utter_ask_complaint_form_happened_at"]
    assert customer.case.id != withdrawn.id
    assert customer.case.episode == 2


@pytest.mark.parametrize("answer", ["satisfied", "neutral", "dissatisfied"])
async def test_the_satisfaction_question_is_answered_by_its_buttons(
    customer: Customer, answer: str
) -> None:
    assert (await customer.say(f"/{answer}")).said == ["utter_survey_over"]
    customer.box.surveys.open.add(customer.id)
    assert (await customer.say(f"/{answer}")).said == [f"utter_survey_{answer}"]
    assert customer.box.surveys.answers[customer.id].value == answer


async def test_english_customers_are_answered_in_english(agent: Agent, box: MemoryBox) -> None:
    customer = Customer(agent, box, language="en")
    await customer.say("your agent lied to me about the surrender value of my policy")
    await customer.say("last month")
    answer = await customer.say("I want a full refund")
    assert answer.said == ["utter_ask_complaint_form_policy_number"]
    assert answer.texts[0].isascii() or "“" in answer.texts[0]


async def test_no_turn_needs_more_than_two_bubbles(customer: Customer) -> None:
    for text in ("你好", "我要投诉", STORY, "骗子", "上个月", "退钱", "没有", "王女士", "不留"):
        answer = await customer.say(text)
        assert 1 <= len(answer.texts) <= 2, text


async def test_a_photo_before_any_story_is_received_and_the_story_asked_for(
    customer: Customer,
) -> None:
    answer = await customer.say("/send_attachment")
    assert answer.said == ["utter_attachment_before_story"]
    assert customer.id not in customer.box.complaints.cases


async def test_a_photo_answers_no_question_and_the_asking_goes_on(customer: Customer) -> None:
    await customer.say(STORY)
    answer = await customer.say("/send_attachment")
    assert answer.said == ["utter_attachment_received", "utter_ask_complaint_form_happened_at"]
    assert customer.fact(FactName.HAPPENED_AT) is None
    assert customer.fact(FactName.WHAT_HAPPENED) == STORY


async def test_a_photo_while_a_withdrawal_is_asked_back_decides_nothing(
    customer: Customer,
) -> None:
    await customer.say(STORY)
    await customer.say("我不投诉了，撤销吧")
    answer = await customer.say("/send_attachment")
    assert answer.said[0] == "utter_attachment_received"
    states = [customer.case.state]
    await customer.say("/affirm")
    states.append(customer.case.state)
    assert states == [CaseState.DRAFT, CaseState.WITHDRAWN]
