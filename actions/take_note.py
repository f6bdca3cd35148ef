"""Runs on every message, before rules decide: nothing a customer said is lost."""

# ruff: noqa: ARG002
# (the SDK sets the signatures)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers import answer
from actions.beside import laments, names_a_relative, remarks
from actions.call_back import speaks_of_a_call
from actions.parts import gives_own_name
from actions.reading import DETAILS, LONGEST_PART, PERSON, facts_said, lies_ahead, story_told
from actions.record import case_events, facts_of, remembering, state_of, with_more
from actions.turn import BEYOND_US, Turn, read_turn
from bot.bootstrap import Container, current
from bot.domain.case import Case, FactName
from bot.domain.dialogue.feeling import felt, shade
from bot.domain.dialogue.memory import Memory
from bot.domain.dialogue.questions import ABOUT_A_CALL, CHANGES_THE_RECORD, Question
from bot.scripts.contacts import with_contact
from bot.scripts.grief import grief
from bot.scripts.variations import BEREAVED, digests
from bot.services.complaints import Noted

_ADDED_AFTER_FILING = frozenset({FactName.CONTACT, FactName.POLICY_NUMBER, FactName.WHAT_HAPPENED})
_GROWING = frozenset({FactName.WHAT_HAPPENED, FactName.CONTACT})
"""What more is said about stands beside what was said."""
_FOR_A_RELATIVE = frozenset({"agent", "heir"})
_OPEN_TO_CHANGE = (Question.CONFIRMED, Question.WHICH_FIELD)


class ActionTakeNote(Action):
    """Writes signals, feelings and stated facts to the record and sets the slots by which rules
    and scripts are chosen.

    Called by Rasa as the custom mapping of the slot `note`; may run twice in a turn.
    """

    def name(self) -> str:
        return "action_take_note"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        box, turn = await current(), read_turn(tracker)
        await box.complaints.ensure(turn.conversation_id, turn.channel)
        before = await box.complaints.of_conversation(turn.conversation_id)
        noted = await _note(box, turn, before)
        memory = _memory(box, tracker, turn, before, noted.case)
        language = await box.chat.speak(turn.conversation_id, turn.spoken or turn.language)
        scenario = noted.assessment.scenario
        return [
            SlotSet("language", language),
            SlotSet("anger", shade(turn.anger)),
            SlotSet("cause", _cause(tracker, turn)),
            SlotSet(BEREAVED, _bereaved(tracker, turn, noted.case)),
            SlotSet("scenario", scenario.value if scenario else None),
            *case_events(noted.case, turn.asked),
            remembering(memory),
        ]


async def _note(box: Container, turn: Turn, before: Case | None) -> Noted:
    """Facts are kept from the first message on; a record is made at the first complaint, or where
    somebody who waits for a person or a call states some."""
    early = _early(turn) if before is None else {}
    facts = {**early, **_possible(box, turn, _facts(turn, before, early))}
    if turn.listening:
        facts = {name: value for name, value in facts.items() if name not in _by_people(before)}
    about_a_call = speaks_of_a_call(turn)
    asked = turn.asked is not None and turn.asked not in ABOUT_A_CALL
    answering = asked and state_of(before) != "filed"
    preparing = (turn.listening or about_a_call) and before is None and bool(facts)
    return await box.complaints.note(
        turn.conversation_id,
        turn.message_id,
        complaint=(turn.complains and not about_a_call) or answering or preparing,
        facts=facts,
        signals=turn.signals,
        anger=None if turn.is_payload else turn.anger,
        causes=turn.causes,
        intent=turn.read_as,
        unmet=turn.memory.unmet,
    )


def _by_people(before: Case | None) -> frozenset[FactName]:
    """What somebody at the desk has put down; while people have the conversation, it stands."""
    facts = before.facts if before else ()
    return frozenset(fact.name for fact in facts if fact.recorded_by != "bot")


def _possible(box: Container, turn: Turn, facts: dict[FactName, str]) -> dict[FactName, str]:
    """A day that has not come is not when it happened (practice C13), nor is the time of a call
    that the customer chooses (D11), and being called is not what they complain for."""
    wrong = {FactName.HAPPENED_AT} if lies_ahead(turn, box.today()) else set()
    if speaks_of_a_call(turn):
        wrong = {FactName.HAPPENED_AT, FactName.DEMAND, FactName.WHAT_HAPPENED}
    return {name: value for name, value in facts.items() if name not in wrong}


def _early(turn: Turn) -> dict[FactName, str]:
    """What was said before the first complaint; it is written down together with that one."""
    return {FactName(name): value for name, value in (turn.memory.early or {}).items()}


def _facts(turn: Turn, before: Case | None, early: Mapping[FactName, str]) -> dict[FactName, str]:
    """What the message states and may stand: a fact in force is replaced only by a correction,
    an answer to its own question or to the read-back."""
    known = facts_of(before)
    said = _beside_contacts(turn, facts_said(turn), known or early)
    beside = laments(turn) or remarks(turn) or names_a_relative(turn)
    if beside and state_of(before) == "draft" and turn.asked is not Question.ON_BEHALF_OF:
        return {**_beside(turn, known), **said}
    if story_told(turn):
        said[FactName.WHAT_HAPPENED] = _story(turn, known)
    if turn.recorded:  # what the form says stands
        return {name: value for name, value in said.items() if name not in known}
    if turn.asked is Question.ON_BEHALF_OF and not gives_own_name(turn):
        said.pop(FactName.COMPLAINANT_NAME, None)
    answered = _beside_contacts(turn, answer(turn.asked, turn), known)
    if answered.get(FactName.DEMAND) == turn.text.strip() and FactName.WHAT_HAPPENED in known:
        said.pop(FactName.WHAT_HAPPENED, None)  # what they want is no more of what happened
    if FactName.WHAT_HAPPENED in answered and FactName.WHAT_HAPPENED in known:
        answered = {FactName.WHAT_HAPPENED: _story(turn, known)}
    if state_of(before) == "filed":
        return _after_filing(turn, {**said, **answered})
    if turn.asked is Question.CLARIFY_DEMAND and FactName.DEMAND in answered:
        # What was wanted at first stays beside what it is about (practice O10-O12).
        demand = with_more(known.get(FactName.DEMAND), answered[FactName.DEMAND])
        answered = {FactName.DEMAND: demand}
    kept = {
        name: value
        for name, value in said.items()
        if _changing(turn) or name not in known or name in _GROWING
    }
    adding = not _changing(turn) or turn.asked is Question.CONFIRMED
    more = _told_more(turn, said, known) if adding and not answered else {}
    return {**kept, **more, **answered}


def _beside(turn: Turn, known: Mapping[FactName, str]) -> dict[FactName, str]:
    """What is no answer stays with the story; whose matter it is has a place of its own where
    they complain for a relative or after one has died."""
    story = known.get(FactName.WHAT_HAPPENED, "")
    role = known.get(FactName.COMPLAINANT_ROLE)
    for_a_relative = role in _FOR_A_RELATIVE or grief().bereaved.found_in(story)
    if names_a_relative(turn) and for_a_relative and len(turn.text) <= LONGEST_PART:
        return {FactName.ON_BEHALF_OF: turn.text.strip()}
    return {FactName.WHAT_HAPPENED: with_more(story, turn.text)} if story else {}


def _told_more(
    turn: Turn, said: dict[FactName, str], known: dict[FactName, str]
) -> dict[FactName, str]:
    """What is said calmly beside the question stands beside what was said before: a further wish
    with the demand, a detail that the record has otherwise with the story."""
    if turn.intent != "inform":
        return {}
    more: dict[FactName, str] = {}
    if {FactName.DEMAND} <= said.keys() & known.keys():
        more[FactName.DEMAND] = with_more(known[FactName.DEMAND], said[FactName.DEMAND])
    if turn.asked is Question.CONFIRMED:  # what is read back is changed, not told again
        return more
    details = {name for name in DETAILS & said.keys() & known.keys() if said[name] != known[name]}
    if FactName.WHAT_HAPPENED in known and details and not PERSON & said.keys():
        more[FactName.WHAT_HAPPENED] = with_more(known[FactName.WHAT_HAPPENED], turn.text)
    return more


def _changing(turn: Turn) -> bool:
    return turn.intent == "correct" or turn.asked in _OPEN_TO_CHANGE


def _beside_contacts(
    turn: Turn, said: Mapping[FactName, str], known: Mapping[FactName, str]
) -> dict[FactName, str]:
    """Another number or address does not push the first one out."""
    told, before = said.get(FactName.CONTACT), known.get(FactName.CONTACT)
    if told is None:
        return dict(said)
    changing = _changing(turn) or Question.CONTACT in turn.memory.reopened
    language = turn.language
    contact = with_contact(before, told, turn.text, changing=changing, language=language)
    return {**said, FactName.CONTACT: contact}


def _after_filing(turn: Turn, said: dict[FactName, str]) -> dict[FactName, str]:
    """Some things are added without a word; everything can be corrected (practice C13, W4)."""
    if turn.intent == "correct" or turn.asked in CHANGES_THE_RECORD:
        return said
    return {name: value for name, value in said.items() if name in _ADDED_AFTER_FILING}


def _story(turn: Turn, known: dict[FactName, str]) -> str:
    """A customer who goes on telling is heard, not cut off (practice E7). Whoever corrects the
    story tells it anew."""
    reopened = Question.WHAT_HAPPENED in turn.memory.reopened
    return turn.text if reopened else with_more(known.get(FactName.WHAT_HAPPENED), turn.text)


def _memory(
    box: Container, tracker: Tracker, turn: Turn, before: Case | None, case: Case | None
) -> Memory:
    memory = turn.memory
    if before is not None and tracker.get_slot("memory") is None:
        # A person has handed the conversation back, and the dialogue began anew.
        memory = replace(memory, acknowledged=True, attended=True)
    if tracker.get_slot("case_id") not in (None, case.id if case else None):
        memory = memory.for_next_matter()
    said = [
        digest
        for event in tracker.events
        if event.get("event") == "bot"
        for digest in digests(str(event.get("text") or ""))
    ]
    memory = replace(memory, said=tuple(dict.fromkeys([*memory.said, *said])))
    memory = replace(memory, early=_kept_in_mind(box, turn, case))
    understood = turn.intent not in BEYOND_US or turn.asked is not None
    trigger = box.complaints.furious
    return felt(memory, turn.anger, turn.message_id, trigger, understood=understood)


def _kept_in_mind(box: Container, turn: Turn, case: Case | None) -> dict[str, str] | None:
    if case is not None:
        return None
    early = _early(turn)
    said = _beside_contacts(turn, _possible(box, turn, facts_said(turn)), early)
    return {name.value: value for name, value in {**early, **said}.items()} or None


def _bereaved(tracker: Tracker, turn: Turn, case: Case | None) -> bool:
    """Once said it holds; after a person has handed back, the record still tells it."""
    told = (turn.text, facts_of(case).get(FactName.WHAT_HAPPENED, ""))
    return bool(tracker.get_slot(BEREAVED)) or any(map(grief().bereaved.found_in, told))


def _cause(tracker: Tracker, turn: Turn) -> str | None:
    """The matter of the episode: the latest message that shows one tells it."""
    if turn.causes:
        return turn.causes[0].value
    known: str | None = tracker.get_slot("cause")
    return known
