"""Customers made up from seeds talk to the whole line with the trained model.

Some threaten, send files or emoji only, go away for days. Nobody reaches a dead end (D3), is asked
twice (O3, AD13) or cannot get a person (B1); the record is what they said, in their words (C12,
C13, D9).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.bootstrap import Container
from bot.domain.attachment import InboundAttachment
from bot.domain.case import Case, CaseState, FactName
from bot.domain.dialogue.questions import ANSWERED_BY, Question
from tests.conversation.customer import Answer, Customer, TestClock
from tests.conversation.invariants import INVARIANTS, Seen, apologies
from tests.conversation.random_customer import Act, RandomCustomer, Said
from tests.integration.channels.samples import PNG

SEEDS = int(os.environ.get("QINGTING_RANDOM_CUSTOMERS", "100"))
"""Every customer costs a second; `make conversations` has 300."""
AT_ONCE = 50
A_MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_TOKENS = {
    FactName.CONTACT: ("手机号", re.compile(r"(?<!\d)138\d{8}(?!\d)")),
    FactName.POLICY_NUMBER: ("保单号", re.compile(r"PDAA\d{15}")),
}
_FETCHING = (Act.PERSON, Act.THREAT)
PICTURE = InboundAttachment("照片.png", "image/png", PNG)
PATIENCE = 30
"""Messages within which a complaint is filed, however restless the customer was on the way."""


@pytest.mark.parametrize("first", range(1, SEEDS + 1, AT_ONCE))
async def test_whoever_comes_is_heard_recorded_and_can_reach_a_person(
    first: int, box: Container, clock: TestClock
) -> None:
    clock.pass_by(A_MONDAY - clock.now())
    wrong = []
    for seed in range(first, first + AT_ONCE):
        wrong += [f"seed {seed}: {w}" for w in await Conversation(seed, box, clock).run()]
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(wrong)


@pytest.mark.parametrize("first", range(1, SEEDS + 1, AT_ONCE))
async def test_a_copy_of_each_conversation_reaches_a_person_at_any_turn(
    first: int, box: Container, clock: TestClock
) -> None:
    """B1, R32: the same customer, who asks for one at some message."""
    clock.pass_by(A_MONDAY - clock.now())
    wrong = []
    for seed in range(first, first + AT_ONCE):
        turn = Random(f"person {seed}").randrange(10)
        copy = Conversation(seed, box, clock, turn)
        await copy.run()
        wrong += [f"seed {seed}: {w}" for w in copy.wrong]
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(wrong)


class Conversation:
    """One random customer with the bot; `run` gives what went wrong, `wrong` without the record,
    which is right once the customer has said what they had to say."""

    def __init__(
        self, seed: int, box: Container, clock: TestClock, person_after: int | None = None
    ) -> None:
        self._mind = RandomCustomer(seed, person_after=person_after)
        self._mouth = Customer(box, language=self._mind.language)
        self._clock = clock
        self._heard: list[str] = []
        self._apologised: set[str] = set()
        self.wrong: list[str] = []

    async def run(self) -> list[str]:
        """Talk until it is filed or a person is there."""
        asked = None
        for _ in range(PATIENCE):
            said = self._mind.next(asked)
            answer, case = await self._say(said)
            if said.act in _FETCHING or answer.owner != "bot":
                return self._ended_with_a_person(said, answer, case)
            if case and case.state is CaseState.FILED:
                return await self._filed(case)
            asked, _ = await self._mouth.dialogue()
            if asked is Question.WITHDRAWAL and said.act is not Act.KEEP:
                self._complain("took it for a withdrawal", said, answer)
        return [*self.wrong, f"not filed: {' / '.join(self._heard)}"]

    async def _say(self, said: Said) -> tuple[Answer, Case | None]:
        self._clock.pass_by(said.later)
        files = [PICTURE] if said.act is Act.FILE else []
        answer = await self._mouth.say(said.text, files)
        self._heard.append(said.text)
        case = await self._mouth.case()
        asked, memory = await self._mouth.dialogue()
        facts = {fact.name: fact.value for fact in case.facts} if case else {}
        seen = Seen(
            answer,
            self._mind.language,
            "bot",
            self._heard,
            facts,
            asked,
            memory,
            frozenset(self._apologised),
        )
        for check in INVARIANTS:
            wrong = check(seen)
            if wrong:
                self._complain(f"{check.__name__}: {wrong}", said, answer)
        self._apologised.update(apologies(answer))
        return answer, case

    def _ended_with_a_person(self, said: Said, answer: Answer, case: Case | None) -> list[str]:
        if said.act in _FETCHING and not _is_fetched(answer):
            self._complain("no person came", said, answer)
        if said.act not in (*_FETCHING, Act.NOISE):
            self._complain(f"handed over as {answer.reason}", said, answer)
        return [*self.wrong, *self._record(case)]

    async def _filed(self, case: Case) -> list[str]:
        said = Said(Act.PERSON, self._mind.pick("person"))
        answer, _ = await self._say(said)
        if not _is_fetched(answer):
            self._complain("no person came after filing", said, answer)
        return [*self.wrong, *self._record(case)]

    def _record(self, case: Case | None) -> Iterator[str]:
        """Every fact told as an answer stands with its last value; what was refused is absent."""
        facts = {fact.name: fact.value for fact in case.facts} if case else {}
        for name, told in self._mind.told.items():
            if not _says(name, facts.get(name), self._as_recorded(name, told)):
                yield f"{name.value} is {facts.get(name)!r}, told: {told!r}: {self._talk()}"
        for question in self._mind.refused:
            for name in ANSWERED_BY[question] - set(self._mind.told):
                if name in facts:
                    yield f"{name.value} is {facts[name]!r}, was refused: {self._talk()}"

    def _as_recorded(self, name: FactName, told: str) -> str:
        """Personal values stand as tokens, numbered as they were said first."""
        if name not in _TOKENS:
            return told
        kind, shape = _TOKENS[name]
        said = dict.fromkeys(number for text in self._heard for number in shape.findall(text))
        return f"[{kind}{list(said).index(told) + 1}]"

    def _complain(self, wrong: str, said: Said, answer: Answer) -> None:
        bubbles = " | ".join(answer.texts)
        self.wrong.append(
            f"{wrong}; message {len(self._heard)} ({said.act.value}) “{said.text}”"
            f" [{answer.intent}] {answer.said}: {bubbles}"
        )

    def _talk(self) -> str:
        return " / ".join(self._heard)


def _is_fetched(answer: Answer) -> bool:
    """A person is called, or outside hours a call-back is offered."""
    closed = any(name.startswith("utter_closed_") for name in answer.said)
    return answer.owner == "queue" or closed


def _says(name: FactName, recorded: str | None, told: str) -> bool:
    if recorded is None:
        return False
    if name in (FactName.CONTACT, FactName.POLICY_NUMBER, FactName.COMPLAINANT_NAME):
        return recorded == told
    # A part of the customer's words, or their words with something around them.
    recorded, told = recorded.casefold(), told.casefold()
    return told in recorded or (name is not FactName.WHAT_HAPPENED and recorded in told)
