"""Customers made up from seeds who come at night and would rather be called: at a time of their
choice, by words or by the button. The time that is promised is kept free and lies in opening hours
(D11, E6), a number is asked for where none is known (A9), and the complaint goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from bot.bootstrap import Container
from bot.domain.case import Case, CaseState, FactName
from bot.domain.dates import time_said
from bot.domain.dialogue.questions import ABOUT_A_CALL, Question
from tests.conversation.customer import Answer, TestClock
from tests.conversation.random_customer import Act, RandomCustomer, Said
from tests.conversation.test_random_customers import PATIENCE, SEEDS, Conversation

AT_ONCE = 20
"""Customers in a row; so many hold every language."""
LATE = 23
NEVER = 10**6
SETTLED = {"utter_callback_promised": True, "utter_callback_in_chat": False}
"""What ends it, and whether somebody is called."""


@pytest.mark.parametrize("first", range(1, SEEDS // 5 + 1, AT_ONCE))
async def test_whoever_chooses_a_call_at_night_is_promised_an_honest_time(
    first: int, box: Container, clock: TestClock
) -> None:
    wrong = []
    for seed in range(first, first + AT_ONCE):
        wrong += [f"seed {seed}: {w}" for w in await NightCall(seed, box, clock).run()]
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(wrong)


class NightCall(Conversation):
    """Tells something, asks for a person, chooses a time and perhaps gives a number, then tells the
    rest."""

    def __init__(self, seed: int, box: Container, clock: TestClock) -> None:
        super().__init__(seed, box, clock)
        self._mind = RandomCustomer(seed, cooperative=True, person_after=NEVER)
        self._box, self._dice = box, Random(f"call {seed}")

    async def run(self) -> list[str]:
        """What went wrong."""
        self._clock.pass_by(timedelta(hours=(LATE - self._local().hour) % 24))
        asked, case = None, None
        for _ in range(self._dice.randrange(4)):
            answer, case = await self._say(self._mind.next(asked))
            asked, _ = await self._mouth.dialogue()
            if answer.owner != "bot" or (case and case.state is CaseState.FILED):
                return self.wrong
            if asked in ABOUT_A_CALL:  # nobody understood them, which offers one as well
                break
        else:
            said = Said(Act.PERSON, self._mind.pick("person"))
            answer, case = await self._say(said)
            if "utter_offer_callback" not in answer.said:
                self._complain("no call was offered at night", said, answer)
                return self.wrong
        await self._choose(case)
        return await self._tell_the_rest()

    async def _choose(self, case: Case | None) -> None:
        known = bool(case and case.fact(FactName.CONTACT))
        if self._dice.random() < 0.5:
            await self._say(Said(Act.CALL, "/ask_callback"))
        for _ in range(6):
            asked, _ = await self._mouth.dialogue()
            if asked not in ABOUT_A_CALL:
                break
            said = self._about_the_number() if asked is Question.CALLBACK_CONTACT else self._time()
            answer, case = await self._say(said)
            settled = [name for name in answer.said if name in SETTLED]
            if settled:
                return await self._check(said, answer, case, called=SETTLED[settled[0]])
            now, _ = await self._mouth.dialogue()
            if now is Question.CALLBACK_CONTACT and known:
                self._complain("asks for a number that is known", said, answer)
        self.wrong.append(f"no call was settled: {self._talk()}")

    def _time(self) -> Said:
        return Said(Act.CALL, self._mind.pick("call_time"))

    def _about_the_number(self) -> Said:
        if self._dice.random() < 0.3:
            return Said(Act.REFUSE, self._mind.pick("refusals", "contact"))
        phone = self._mind.truth[FactName.CONTACT]
        self._mind.told[FactName.CONTACT] = phone
        return Said(Act.ANSWER, phone, (FactName.CONTACT,))

    async def _check(self, said: Said, answer: Answer, case: Case | None, *, called: bool) -> None:
        conversation = await self._mouth.conversation()
        standing = await self._box.callbacks.of_conversation(conversation.id)
        if standing is None:
            return self._complain("what was promised is not kept", said, answer)
        at = self._box.local(standing.at)
        if time_said(at, self._box.today(), self._mind.language) not in answer.text:
            self._complain(f"the call stands for {at}, which was not said", said, answer)
        if standing.at <= self._clock.now() or not self._box.hours.is_open(standing.at):
            self._complain(f"nobody can call at {at}", said, answer)
        if called and not (case and case.fact(FactName.CONTACT)):
            self._complain("a call is promised without a number", said, answer)

    async def _tell_the_rest(self) -> list[str]:
        for _ in range(PATIENCE):
            asked, _ = await self._mouth.dialogue()
            if asked in ABOUT_A_CALL:
                return [*self.wrong, f"still asks about the call: {self._talk()}"]
            answer, case = await self._say(self._mind.next(asked))
            if answer.owner != "bot":
                return [*self.wrong, *self._record(case)]
            if case and case.state is CaseState.FILED:
                return [*self.wrong, *self._record(case)]
        return [*self.wrong, f"not filed: {self._talk()}"]

    def _local(self) -> datetime:
        return self._box.local(self._clock.now())
