"""How long it takes: a cooperative customer to the filed case, a furious one to a person."""

from __future__ import annotations

from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import Container
from bot.domain.case import CaseState
from tests.conversation.customer import Customer, TestClock
from tests.conversation.random_customer import RandomCustomer, material

A_MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
COOPERATIVE = range(1001, 1021)
"""Seeds; twenty in a row hold every language."""
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


async def test_an_ordinary_complaint_is_filed_within_six_messages(
    box: Container, clock: TestClock
) -> None:
    """C12, C13: the median of customers who answer what they are asked, one thing at a time."""
    clock.pass_by(A_MONDAY - clock.now())
    messages = [await _messages_to_file(seed, box) for seed in COOPERATIVE]
    assert median(messages) <= 6, messages


async def _messages_to_file(seed: int, box: Container) -> int:
    mind = RandomCustomer(seed, cooperative=True)
    mouth = Customer(box, language=mind.language)
    asked, talk = None, list[str]()
    for number in range(1, 20):
        said = mind.next(asked).text
        answer = await mouth.say(said)
        talk.append(f"{said} [{answer.intent}] {answer.said}")
        case = await mouth.case()
        if case and case.state is CaseState.FILED:
            return number
        asked, _ = await mouth.dialogue()
    raise AssertionError(f"seed {seed} was not filed: " + " / ".join(talk))


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [(tongue, *talk) for tongue in LANGUAGES for talk in material(tongue)["furious"]],
)
async def test_who_is_furious_and_says_so_gets_a_person_within_two_messages(
    language: str, first: str, second: str, box: Container, clock: TestClock
) -> None:
    """B1, R32: nobody who has lost their temper is made to answer questions."""
    clock.pass_by(A_MONDAY - clock.now())
    customer = Customer(box, language=language)
    answer = await customer.say(first)
    if answer.owner == "bot":
        answer = await customer.say(second)
    assert answer.owner == "queue", answer
