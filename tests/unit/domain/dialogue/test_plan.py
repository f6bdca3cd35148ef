"""What is said and asked next, decided without Rasa."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.case import FactName
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.plan import Act, Heard, Outcome, Situation, Step, next_step
from bot.domain.dialogue.questions import ASKED_IN_ORDER, Question, next_question

STORY = frozenset({FactName.WHAT_HAPPENED})
EVERYTHING = frozenset(
    {
        FactName.WHAT_HAPPENED,
        FactName.HAPPENED_AT,
        FactName.DEMAND,
        FactName.CONTACT,
        FactName.COMPLAINANT_NAME,
    }
)
GOING_ON = Memory(acknowledged=True)


def situation(
    outcome: Outcome = Outcome.ANSWERED,
    *,
    known: frozenset[FactName] = STORY,
    asked: Question | None = Question.HAPPENED_AT,
    memory: Memory = GOING_ON,
    anger: int = 0,
    venting: bool = False,
    outburst: bool = False,
    field: Question | None = None,
    invalid: str | None = None,
) -> Situation:
    heard = Heard(outcome, field=field, invalid=invalid)
    return Situation(known, asked, anger, venting, outburst, heard, memory)


def decide(outcome: Outcome = Outcome.ANSWERED, **given: object) -> Step:
    return next_step(situation(outcome, **given))  # type: ignore[arg-type]  # passed on as given


def test_the_first_answer_acknowledges_and_asks_one_thing() -> None:
    step = decide(Outcome.TOLD_MORE, memory=Memory(), asked=None)
    assert step.say == ("utter_acknowledge",)
    assert step.ask is Question.HAPPENED_AT
    assert not step.silent
    assert step.memory.acknowledged


def test_nobody_is_thanked_for_a_story_that_was_never_told() -> None:
    known = frozenset({FactName.CONTACT})
    step = decide(Outcome.ASIDE, memory=Memory(), known=known, asked=None)
    assert (step.say, step.ask) == ((), Question.WHAT_HAPPENED)
    assert not step.memory.acknowledged


def test_anger_without_a_matter_is_heard_and_the_matter_mirrored_once_it_is_told() -> None:
    faces = decide(Outcome.UNCLEAR, known=set(), memory=Memory(), asked=None, anger=2)
    assert faces.say == ("utter_acknowledge_listening",)
    assert faces.ask is Question.WHAT_HAPPENED
    told = decide(Outcome.ANSWERED, memory=faces.memory, asked=Question.WHAT_HAPPENED)
    assert told.say == ("utter_acknowledge",)


def test_a_bare_wish_to_complain_is_asked_what_happened_and_not_thanked() -> None:
    bare = situation(Outcome.UNCLEAR, memory=Memory(), known=frozenset(), asked=None)
    step = next_step(replace(bare, bare=True))
    assert (step.say, step.ask) == (("utter_how_to_complain",), Question.WHAT_HAPPENED)
    assert step.silent
    assert not step.memory.acknowledged


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(Outcome.LAMENTED, "utter_sorrow"), (Outcome.REMARKED, "utter_more_noted")],
)
def test_after_what_is_said_beside_a_question_it_is_asked_once_more(
    outcome: Outcome, words: str
) -> None:
    once = decide(outcome, asked=Question.HAPPENED_AT)
    assert (once.say, once.ask, once.again) == ((words,), Question.HAPPENED_AT, True)
    twice = decide(outcome, asked=Question.HAPPENED_AT, memory=once.memory)
    assert (twice.say, twice.ask, twice.again) == ((words,), Question.DEMAND, False)


def test_a_number_that_cannot_be_found_leaves_the_question_and_its_place_to_a_phone() -> None:
    known = STORY | {FactName.HAPPENED_AT}
    step = decide(
        Outcome.NUMBER_UNKNOWN, asked=Question.DEMAND, known=known, field=Question.IDENTITY
    )
    assert (step.say, step.ask) == (("utter_accept_without",), Question.DEMAND)
    assert step.about_another
    answered = step.memory.settled(Question.DEMAND)
    after = decide(known=known | {FactName.DEMAND}, asked=Question.DEMAND, memory=answered)
    assert after.ask is Question.CONTACT


def test_whom_the_policy_calls_enraged_a_person_is_fetched_for_unless_a_call_is_offered() -> None:
    enraged = replace(GOING_ON, enraged=True)
    assert decide(Outcome.UNCLEAR, memory=enraged).act is Act.FETCH
    offered = replace(enraged, offered=True)
    assert decide(Outcome.UNCLEAR, memory=offered).act is None


@pytest.mark.parametrize("how", ["venting", "outburst"])
def test_a_customer_who_vents_first_is_only_listened_to(how: str) -> None:
    """Practice I15, J6."""
    step = decide(Outcome.UNCLEAR, memory=Memory(), asked=None, anger=4, **{how: True})
    assert step.say == ("utter_acknowledge_listening",)
    assert step.silent
    assert step.memory.held == 1


def test_asking_is_held_back_twice_while_anger_rises_and_then_goes_on() -> None:
    angry = replace(GOING_ON, rising=True)
    first = decide(Outcome.TOLD_MORE, memory=angry, anger=3)
    second = decide(Outcome.TOLD_MORE, memory=replace(first.memory, rising=True), anger=4)
    third = decide(Outcome.TOLD_MORE, memory=replace(second.memory, rising=True), anger=4)
    assert [step.silent for step in (first, second, third)] == [True, True, False]
    assert {step.say for step in (first, second, third)} == {("utter_comfort",)}
    assert third.ask is Question.HAPPENED_AT


def test_an_angry_answer_is_an_answer() -> None:
    angry = replace(GOING_ON, rising=True)
    step = decide(Outcome.ANSWERED, known=STORY | {FactName.HAPPENED_AT}, memory=angry, anger=4)
    assert step == Step(angry, ask=Question.DEMAND)


def test_what_is_known_is_never_asked() -> None:
    step = decide(known=STORY | {FactName.HAPPENED_AT, FactName.DEMAND})
    assert step.ask is Question.IDENTITY


def test_a_phone_both_identifies_and_reaches_the_customer() -> None:
    known = STORY | {FactName.HAPPENED_AT, FactName.DEMAND, FactName.CONTACT}
    assert next_question(known, ()) is Question.COMPLAINANT_NAME


def test_a_policy_number_leaves_the_contact_to_be_asked() -> None:
    known = STORY | {FactName.HAPPENED_AT, FactName.DEMAND, FactName.POLICY_NUMBER}
    assert next_question(known, ()) is Question.CONTACT


def test_an_identity_number_is_asked_only_where_nothing_else_identifies() -> None:
    """Order 3/2020 Art. 13."""
    known = STORY | {FactName.HAPPENED_AT, FactName.DEMAND}
    assert next_question(known, ()) is Question.IDENTITY
    assert next_question(known, (Question.IDENTITY,)) is Question.ID_NUMBER
    refused = (Question.IDENTITY, Question.ID_NUMBER)
    assert next_question(known, refused) is Question.COMPLAINANT_NAME


def test_a_question_is_put_differently_once_and_then_left() -> None:
    first = decide(Outcome.UNCLEAR)
    assert (first.ask, first.again) == (Question.HAPPENED_AT, True)
    second = decide(Outcome.UNCLEAR, memory=first.memory)
    assert (second.ask, second.again) == (Question.DEMAND, False)
    assert Question.HAPPENED_AT in second.memory.given_up


def test_a_refusal_is_accepted_at_once() -> None:
    step = decide(Outcome.REFUSED)
    assert step.say == ("utter_accept_without",)
    assert step.ask is Question.DEMAND


def test_a_value_that_cannot_be_right_is_explained_once() -> None:
    first = decide(Outcome.INVALID, asked=Question.CONTACT, invalid="contact")
    assert first.say == ("utter_invalid_contact",)
    assert (first.ask, first.silent) == (Question.CONTACT, True)
    second = decide(Outcome.INVALID, asked=Question.CONTACT, invalid="contact", memory=first.memory)
    assert second.say == ("utter_accept_without",)


def test_a_side_question_costs_no_attempt() -> None:
    step = decide(Outcome.ASIDE)
    assert step.ask is Question.HAPPENED_AT
    assert not step.again
    assert step.memory == GOING_ON


def test_a_named_field_is_asked_anew_although_it_is_known() -> None:
    step = decide(
        Outcome.NAMED_FIELD, known=EVERYTHING, asked=Question.CONFIRMED, field=Question.DEMAND
    )
    assert step.ask is Question.DEMAND
    answered = decide(
        Outcome.ANSWERED,
        known=EVERYTHING,
        asked=Question.DEMAND,
        memory=step.memory.settled(Question.DEMAND),
    )
    assert answered.act is Act.READ_BACK


def test_a_complete_record_is_read_back_and_filed_on_a_yes() -> None:
    step = decide(known=EVERYTHING, asked=Question.COMPLAINANT_NAME)
    assert (step.act, step.ask) == (Act.READ_BACK, Question.CONFIRMED)
    agreed = decide(Outcome.AGREED, known=EVERYTHING, asked=Question.CONFIRMED)
    assert agreed.act is Act.FILE


def test_a_read_back_that_is_not_answered_twice_is_filed_all_the_same() -> None:
    first = decide(Outcome.UNCLEAR, known=EVERYTHING, asked=Question.CONFIRMED)
    assert first.act is Act.READ_BACK
    second = decide(
        Outcome.UNCLEAR, known=EVERYTHING, asked=Question.CONFIRMED, memory=first.memory
    )
    assert second.act is Act.FILE


def test_whoever_answers_nothing_is_read_back_to_in_the_end() -> None:
    memory, asked = GOING_ON, next_question(STORY, ())
    for _ in range(2 * len(ASKED_IN_ORDER)):
        step = decide(Outcome.UNCLEAR, memory=memory, asked=asked)
        memory, asked = step.memory, step.ask
        if step.act is Act.READ_BACK:
            break
    assert step.act is Act.READ_BACK


def test_memory_survives_the_slot() -> None:
    memory = replace(
        GOING_ON.failed(Question.DEMAND).give_up(Question.DEMAND).reopen(Question.CONTACT),
        said=("a1", "b2"),
        counted="m1",
    )
    assert Memory.from_slot(memory.as_slot()) == memory
    assert Memory.from_slot(None) == Memory(attempts={})
    assert Memory.from_slot({**memory.as_slot(), "of_an_older_version": True}) == memory


def test_no_clear_word_at_the_read_back_is_no_wish_to_change() -> None:
    first = decide(Outcome.REFUSED, known=EVERYTHING, asked=Question.CONFIRMED)
    assert (first.act, first.ask) == (Act.READ_BACK, Question.CONFIRMED)
    memory = GOING_ON.failed(Question.CONFIRMED)
    again = decide(Outcome.REFUSED, known=EVERYTHING, asked=Question.CONFIRMED, memory=memory)
    assert again.act is Act.FILE


def test_a_story_told_instead_of_a_demand_is_counted_and_held_against_nobody() -> None:
    known = STORY | {FactName.HAPPENED_AT}
    step = decide(Outcome.TOLD_MORE, known=known, asked=Question.DEMAND)
    assert step.ask is Question.DEMAND
    assert step.memory.attempts_at(Question.DEMAND) == 1
    assert step.memory.unmet == 0


def test_a_question_is_left_after_three_messages_about_something_else() -> None:
    memory = Memory(acknowledged=True)
    for _ in range(2):
        step = decide(Outcome.TOLD_MORE, memory=memory, asked=Question.HAPPENED_AT)
        assert step.ask is Question.HAPPENED_AT
        memory = step.memory
    step = decide(Outcome.TOLD_MORE, memory=memory, asked=Question.HAPPENED_AT)
    assert step.ask is Question.DEMAND
    assert step.memory.unmet == 0


def test_an_empty_record_is_not_read_back() -> None:
    everything = replace(GOING_ON, given_up=ASKED_IN_ORDER)
    step = decide(Outcome.REFUSED, known=frozenset(), asked=None, memory=everything)
    assert step.say[-1] == "utter_nothing_recorded"
    assert step.act is None


@pytest.mark.parametrize(
    ("role", "question"),
    [
        ("agent", Question.ON_BEHALF_OF),
        ("heir", Question.ON_BEHALF_OF),
        ("company", Question.ORGANISATION),
        ("self", Question.IDENTITY),
        (None, Question.IDENTITY),
    ],
)
def test_only_who_complains_for_others_is_asked_for_whom(
    role: str | None, question: Question
) -> None:
    """Order 3/2020 Art. 14."""
    known = STORY | {FactName.HAPPENED_AT, FactName.DEMAND}
    now = replace(situation(known=known, asked=Question.DEMAND), role=role)
    assert next_step(now).ask is question


def test_a_part_that_nobody_is_asked_for_is_asked_to_correct_it() -> None:
    step = decide(Outcome.NAMED_FIELD, known=EVERYTHING, field=Question.PRODUCT)
    assert step.ask is Question.PRODUCT
