"""Plays a script with a customer and collects everything that is not as written."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.domain.case import CaseState, FactName
from tests.conversation.customer import Answer, Customer, TestClock
from tests.conversation.happenings import FILES, Desk, look_around
from tests.conversation.invariants import INVARIANTS, Seen, apologies
from tests.conversation.scenes import NO_CALL, NO_CASE, NOTHING, Script, Step

PERSON = {"zh-Hans": "转人工", "zh-Hant": "轉人工", "en": "I want to talk to a person"}
NOBODY_SPOKE = ""
"""Who had the conversation, where nobody has to be answered."""
FETCHED = re.compile(r"utter_(?:handoff|closed)_")


@dataclass
class Play:
    """One run of a script; `wrong` is what a failing test shows."""

    script: Script
    customer: Customer
    clock: TestClock
    wrong: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    apologised: set[str] = field(default_factory=set)
    messages_to_file: int | None = None
    language: str = ""
    owner: str = "bot"

    @cached_property
    def desk(self) -> Desk:
        """Who has the agent's part."""
        return Desk(self.customer.box)

    async def run(self) -> list[str]:
        """What is wrong; empty where all is as written."""
        self.language = self.script.language
        self.customer.language = self.script.language
        begins = self.script.at.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        self.clock.pass_by(begins - self.clock.now())
        for number, step in enumerate(self.script.turns, 1):
            self.clock.pass_by(step.pause)
            self.language = step.language or self.language
            where = f"turn {number} {step.told}"
            self._compare(step, await self._take(step, where), where)
            await self._compare_question(step, where)
        self.wrong += [wrong async for wrong in self._record()]
        self.wrong += [wrong async for wrong in self._beside_the_record()]
        await self._reach_a_person()
        return self.wrong

    async def _take(self, step: Step, where: str) -> Answer:
        if step.agent:
            await self.desk.act(step.agent, (await self.customer.conversation()).id)
        elif step.silent:
            await look_around(self.customer.box)
        elif step.sends:
            self.heard.append(step.says)
            answer = await self.customer.send(FILES[step.sends], step.says)
            return await self._seen(answer, where, self.owner)
        else:
            return await self._say(step.says, where)
        return await self._seen(await self.customer.watch(), where, NOBODY_SPOKE)

    async def _say(self, text: str, where: str) -> Answer:
        self.heard.append(text)
        return await self._seen(await self.customer.say(text), where, self.owner)

    async def _seen(self, answer: Answer, where: str, before: str) -> Answer:
        case = await self.customer.case()
        if case and case.state is CaseState.FILED and self.messages_to_file is None:
            self.messages_to_file = len(self.heard)
        asked, memory = await self.customer.dialogue()
        facts = {fact.name: fact.value for fact in case.facts} if case else {}
        seen = Seen(
            answer,
            self.language,
            before,
            self.heard,
            facts,
            asked,
            memory,
            frozenset(self.apologised),
        )
        for invariant in INVARIANTS:
            wrong = invariant(seen)
            if wrong:
                self.wrong.append(f"{where}: {invariant.__name__}: {wrong}; {_shown(answer)}")
        self.apologised.update(apologies(answer))
        self.owner = answer.owner
        return answer

    def _compare(self, step: Step, answer: Answer, where: str) -> None:
        for wrong in _differences(step, answer):
            self.wrong.append(f"{where}: {wrong}; {_shown(answer)}")

    async def _compare_question(self, step: Step, where: str) -> None:
        if step.asks is None:
            return
        asked, _ = await self.customer.dialogue()
        stands = asked.value if asked else NOTHING
        if stands != step.asks:
            self.wrong.append(f"{where}: should ask {step.asks}, asks {stands}")

    async def _record(self) -> AsyncIterator[str]:
        script, case = self.script, await self.customer.case()
        state = case.state.value if case else NO_CASE
        if script.state and state != script.state:
            yield f"end: the case should be {script.state}, is {state}"
        if script.level and (case is None or case.level.value != script.level):
            yield f"end: level should be {script.level}, is {case.level.value if case else None}"
        for name, pattern in script.record.items():
            value = await self.customer.fact(FactName(name))
            if not _matches(pattern, value):
                yield f"end: {name} should be {pattern!r}, is {value!r}"
        cause = (await self.customer.slots()).get("cause") if script.cause else None
        if cause != script.cause:
            yield f"end: cause should be {script.cause}, is {cause}"
        found = {signal.name.value: signal.quote for signal in await self.customer.signals()}
        for missing in set(script.signals) - set(found):
            yield f"end: signal {missing} was not found"
        for name in set(script.no_signals) & set(found):
            yield f"end: signal {name} was found in “{found[name]}”"
        most = script.turns_to_file
        if most is not None and (self.messages_to_file or most + 1) > most:
            yield f"end: filed after {self.messages_to_file} messages, should be at most {most}"

    async def _beside_the_record(self) -> AsyncIterator[str]:
        script, call, said = self.script, await self._call(), await self._survey()
        if script.call and call != script.call:
            yield f"end: the call should be {script.call}, is {call}"
        if script.survey and said != script.survey:
            yield f"end: the survey should be answered {script.survey}, is {said}"

    async def _survey(self) -> str | None:
        box, conversation = self.customer.box, await self.customer.conversation()
        async with box.store.reading() as tx:
            survey = await tx.surveys.latest(conversation.id)
        return survey.answer.value if survey and survey.answer else None

    async def _call(self) -> str:
        box, conversation = self.customer.box, await self.customer.conversation()
        standing = await box.callbacks.of_conversation(conversation.id)
        return f"{box.local(standing.at):%Y-%m-%d %H:%M}" if standing else NO_CALL

    async def _reach_a_person(self) -> None:
        """B1, R32: whoever asks for a person gets one, at any point."""
        if self.owner != "bot":
            return
        answer = await self._say(PERSON[self.language], "asking for a person")
        closed = any(name.startswith("utter_closed_") for name in answer.said)
        if answer.owner != "queue" and not closed:
            self.wrong.append(f"end: a person cannot be reached; {_shown(answer)}")


def _differences(step: Step, answer: Answer) -> Iterator[str]:
    if step.bot is not None and list(step.bot) != answer.said:
        yield f"should say {list(step.bot)}"
    for pattern in step.must:
        if not re.search(pattern, answer.text):
            yield f"lacks “{pattern}”"
    for pattern in step.must_not:
        if re.search(pattern, answer.text):
            yield f"must not say “{pattern}”"
    if step.buttons is not None and list(step.buttons) != answer.buttons:
        yield f"should offer {list(step.buttons)}, offers {answer.buttons}"
    if step.owner and step.owner != answer.owner:
        yield f"owner should be {step.owner}, is {answer.owner}"
    fetched = [FETCHED.sub("", name) for name in answer.said if FETCHED.match(name)]
    if fetched != ([step.scenario] if step.scenario else []) and (step.scenario or not step.bot):
        yield f"should hand over as {step.scenario}, hands over as {fetched}"


def _matches(pattern: str | None, value: str | None) -> bool:
    if pattern is None or value is None:
        return pattern is None and value is None
    return re.search(pattern, value) is not None


def _shown(answer: Answer) -> str:
    return f"[{answer.intent}] {answer.said}: {' | '.join(answer.texts)}"
