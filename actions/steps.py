"""Carrying out the next step of a complaint that is being taken."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import hear
from actions.asides import said_aside
from actions.filing import file_case, read_back
from actions.reading import content_length
from actions.record import asking, case_events, facts_of, remembering, state_of
from actions.turn import Turn
from bot.bootstrap import Container
from bot.domain.case import Case, FactName
from bot.domain.dialogue.plan import Act, Heard, Outcome, Situation, Step, next_step
from bot.domain.dialogue.questions import FIELD_QUESTIONS, Question
from bot.domain.reading import Anger
from bot.domain.scenario import HandOver, Scenario, ScenarioRule

_ROLES = {"agent": "utter_role_agent", "heir": "utter_role_heir", "company": "utter_role_company"}
MOST_BUBBLES = 2
"""In one turn; what else there is to say comes with the next."""
A_FEW_WORDS = 16
"""Letters below which a furious message is an outburst rather than a report."""


def hear_now(box: Container, turn: Turn) -> Heard:
    """What the message does about the question that stands."""
    return hear(turn, box.today())


async def back_to_the_point(
    box: Container, turn: Turn, case: Case | None, dispatcher: CollectingDispatcher
) -> list[EventType]:
    """After one bubble about something else the question that is open is asked, and no more said;
    nothing outside of a draft."""
    if case is None or state_of(case) != "draft":
        return [*asking(None), remembering(turn.memory)]
    spoken = 1 + said_aside(turn)
    told = turn.memory.acknowledged or case.fact(FactName.WHAT_HAPPENED) is not None
    turn = replace(turn.unasked(), memory=replace(turn.memory, acknowledged=told))
    return await take_step(box, turn, case, Heard(Outcome.ASIDE), dispatcher, spoken)


async def take_step(
    box: Container,
    turn: Turn,
    case: Case,
    heard: Heard,
    dispatcher: CollectingDispatcher,
    spoken: int = 0,
) -> list[EventType]:
    """Decide the next step for this draft and take it. `spoken`: bubbles of this turn so far."""
    step = next_step(await _situation(box, turn, case, heard))
    if step.act is Act.FETCH:
        return [remembering(step.memory), FollowupAction("action_hand_over")]
    for words in step.say:
        dispatcher.utter_message(response=words, **({"asked": None} if step.about_another else {}))
    spoken += len(step.say) + said_aside(turn)
    if spoken >= MOST_BUBBLES and step.act is None and not step.silent:
        # What is not asked now does not stand: nobody has read it.
        stands = turn.asked if turn.asked is step.ask else None
        step = replace(step, ask=stands, again=False, silent=True)
    if spoken + (step.ask is not None and not step.silent) < MOST_BUBBLES:
        step = _tell_role(step, case, dispatcher)
    if step.act is Act.FILE:
        return await file_case(box, turn, dispatcher)
    if step.act is Act.READ_BACK:
        await read_back(box, turn, case, dispatcher)
    elif step.ask is not None and not step.silent:
        asked = f"utter_ask_{step.ask.value}"
        dispatcher.utter_message(response=asked, asking_again=step.again)
    return [
        *asking(step.ask, again=step.again),
        remembering(step.memory),
        *case_events(case, step.ask),
    ]


async def _situation(box: Container, turn: Turn, case: Case, heard: Heard) -> Situation:
    memory = turn.memory
    rule = await box.complaints.scenario(turn.conversation_id)
    if turn.asked is not None and heard.outcome in (Outcome.ANSWERED, Outcome.CORRECTED):
        memory = memory.settled(turn.asked)
    return Situation(
        known=frozenset(facts_of(case)),
        asked=turn.asked,
        anger=turn.anger,
        venting=turn.intent == "vent",
        outburst=turn.anger == Anger.FURIOUS and content_length(turn) < A_FEW_WORDS,
        heard=heard,
        memory=memory,
        needed=_needed(rule) if rule and not (memory.attended or memory.offered) else None,
        clarify=rule is not None and rule.scenario is Scenario.EXCESSIVE_DEMAND,
        role=facts_of(case).get(FactName.COMPLAINANT_ROLE),
        bare=_bare(turn),
    )


def _bare(turn: Turn) -> bool:
    """Whether they say that they complain and nothing of what about, calmly and in words."""
    calm = turn.anger < Anger.ANNOYED and not turn.causes and not turn.is_payload
    return calm and (content_length(turn) == 0 or turn.intent == "ask_how_to_complain")


def told_something(turn: Turn, case: Case) -> bool:
    """Whether there is anything that has been written down."""
    return turn.memory.acknowledged or bool(case.facts)


def _needed(rule: ScenarioRule) -> frozenset[Question] | None:
    """What a scenario wants to know before the person comes; None where it fetches nobody."""
    if rule.hand_over is HandOver.NEVER:
        return None
    return frozenset(FIELD_QUESTIONS[name] for name in rule.ask_before)


def _tell_role(step: Step, case: Case, dispatcher: CollectingDispatcher) -> Step:
    """Once: what whoever acts for somebody else will be asked for (Order 3/2020 Art. 14)."""
    role = case.fact(FactName.COMPLAINANT_ROLE)
    if role is None or role.value not in _ROLES or step.memory.role_told:
        return step
    dispatcher.utter_message(response=_ROLES[role.value])
    return replace(step, memory=replace(step.memory, role_told=True))
