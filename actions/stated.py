"""Which facts a message adds to the record, or puts in the place of what was said before."""

from __future__ import annotations

from collections.abc import Mapping

from actions.answers import answer
from actions.beside import SHORTEST_REMARK, laments, names_a_relative, remarks
from actions.call_back import speaks_of_a_call
from actions.parts import gives_own_name
from actions.reading import (
    DETAILS,
    LONGEST_PART,
    PERSON,
    account_given,
    content_length,
    facts_said,
    lies_ahead,
    story_told,
)
from actions.record import facts_of, state_of, with_more
from actions.turn import Turn
from actions.wishes import LONGEST_DEMAND, changes_the_wish
from bot.bootstrap import Container
from bot.domain.case import Case, FactName
from bot.domain.dialogue.questions import CHANGES_THE_RECORD, Question
from bot.scripts.contacts import with_contact
from bot.scripts.grief import grief
from bot.scripts.phrases import phrase_book

_ADDED_AFTER_FILING = frozenset({FactName.CONTACT, FactName.POLICY_NUMBER, FactName.WHAT_HAPPENED})
_GROWING = frozenset({FactName.WHAT_HAPPENED, FactName.CONTACT})
"""What more is said about stands beside what was said."""
_FOR_A_RELATIVE = frozenset({"agent", "heir"})
LONG_REST = 6
"""Letters beside a time from which they tell something."""
SHORTEST_OPENING = 6
"""Letters from which a calm message before the complaint is the beginning of the story."""
_OPEN_TO_CHANGE = (Question.CONFIRMED, Question.WHICH_FIELD)


def by_people(before: Case | None) -> frozenset[FactName]:
    """What somebody at the desk has put down; while people have the conversation, it stands."""
    facts = before.facts if before else ()
    return frozenset(fact.name for fact in facts if fact.recorded_by != "bot")


def possible(box: Container, turn: Turn, facts: dict[FactName, str]) -> dict[FactName, str]:
    """A day that has not come is not when it happened (practice C13), nor is the time of a call
    that the customer chooses (D11), and being called is not what they complain for."""
    wrong = {FactName.HAPPENED_AT} if lies_ahead(turn, box.today()) else set()
    if speaks_of_a_call(turn):
        wrong = {FactName.HAPPENED_AT, FactName.DEMAND, FactName.WHAT_HAPPENED}
    return {name: value for name, value in facts.items() if name not in wrong}


def early_facts(turn: Turn) -> dict[FactName, str]:
    """What was said before the first complaint; it is written down together with that one."""
    return {FactName(name): value for name, value in (turn.memory.early or {}).items()}


def stated(turn: Turn, before: Case | None, early: Mapping[FactName, str]) -> dict[FactName, str]:
    """What the message states and may stand: a fact in force is replaced only by a correction,
    an answer to its own question or to the read-back."""
    known = facts_of(before)
    said = beside_contacts(turn, facts_said(turn), known or early)
    beside = laments(turn) or remarks(turn) or names_a_relative(turn)
    named = turn.asked is Question.ON_BEHALF_OF and not laments(turn)
    if beside and state_of(before) == "draft" and not named:
        return {**_beside(turn, known), **said}
    if story_told(turn):
        said[FactName.WHAT_HAPPENED] = _story(turn, {**early, **known})
    if turn.recorded:  # what the form says stands
        return {name: value for name, value in said.items() if name not in known}
    if turn.asked is Question.ON_BEHALF_OF and not gives_own_name(turn):
        said.pop(FactName.COMPLAINANT_NAME, None)
    answered = _answered(turn, known)
    if turn.text.strip() in answered.values() and FactName.WHAT_HAPPENED in known:
        said.pop(FactName.WHAT_HAPPENED, None)  # an answer is no more of what happened
    if state_of(before) == "filed":
        return _after_filing(turn, {**said, **answered}, known)
    adding = not _changing(turn) or turn.asked is Question.CONFIRMED
    more = _told_more(turn, said, known) if adding and not answered else {}
    return {**_kept(turn, said, known, answered), **more, **answered}


def _answered(turn: Turn, known: dict[FactName, str]) -> dict[FactName, str]:
    """The answer to the question that stands, and second thoughts about the wish."""
    answered = beside_contacts(turn, answer(turn.asked, turn), known)
    if FactName.WHAT_HAPPENED in answered and FactName.WHAT_HAPPENED in known:
        answered = {FactName.WHAT_HAPPENED: _story(turn, known)}
    if changes_the_wish(turn):
        return {**answered, FactName.DEMAND: turn.text.strip()}
    if turn.asked is Question.CLARIFY_DEMAND and FactName.DEMAND in answered:
        # What was wanted at first stays beside what it is about (practice O10-O12).
        return {FactName.DEMAND: with_more(known.get(FactName.DEMAND), answered[FactName.DEMAND])}
    return answered


def _kept(
    turn: Turn,
    said: Mapping[FactName, str],
    known: Mapping[FactName, str],
    answered: Mapping[FactName, str],
) -> dict[FactName, str]:
    """What is said without being asked for and may stand beside what is known."""
    settled = known.keys() - _GROWING if not _changing(turn) else set()
    kept = {
        name: value
        for name, value in said.items()
        if name not in settled or _more_exact(name, value, known)
    }
    if _tells_beside(turn, answered) and known.get(FactName.WHAT_HAPPENED):
        kept[FactName.WHAT_HAPPENED] = with_more(known[FactName.WHAT_HAPPENED], turn.text)
    return kept


def _more_exact(name: FactName, said: str, known: Mapping[FactName, str]) -> bool:
    """A more exact time takes the place of the first (“去年”, then “去年12月”), any other the
    place of the day on which somebody died."""
    before = known.get(name, "")
    vague = phrase_book().vague_time.found_in(before) or before in said
    vague = vague or grief().bereaved.found_in(before)
    return name is FactName.HAPPENED_AT and vague


def _tells_beside(turn: Turn, answered: Mapping[FactName, str]) -> bool:
    """Whether an answer to “when” tells more than that (“在2021年买的，现在取要亏两万多”)."""
    when = answered.get(FactName.HAPPENED_AT, "")
    rest = content_length(turn) - sum(sign.isalnum() for sign in when)
    return turn.asked is Question.HAPPENED_AT and bool(when) and rest >= LONG_REST


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
    with the demand, an account or a detail that the record has otherwise with the story."""
    wish = FactName.DEMAND in said and len(turn.text) <= LONGEST_DEMAND
    if turn.intent != "inform" and not (turn.intent == "complain" and wish):
        return {}
    more: dict[FactName, str] = {}
    if {FactName.DEMAND} <= said.keys() & known.keys():
        more[FactName.DEMAND] = with_more(known[FactName.DEMAND], said[FactName.DEMAND])
    if turn.asked is Question.CONFIRMED:  # what is read back is changed, not told again
        return more
    details = {name for name in DETAILS & said.keys() & known.keys() if said[name] != known[name]}
    told = details or account_given(turn)
    if FactName.WHAT_HAPPENED in known and told and not PERSON & said.keys():
        more[FactName.WHAT_HAPPENED] = with_more(known[FactName.WHAT_HAPPENED], turn.text)
    return more


def _changing(turn: Turn) -> bool:
    return turn.intent == "correct" or turn.asked in _OPEN_TO_CHANGE


def beside_contacts(
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


def _after_filing(
    turn: Turn, said: dict[FactName, str], known: Mapping[FactName, str]
) -> dict[FactName, str]:
    """What is told is added; everything can be corrected (practice C13, W4)."""
    if turn.intent == "correct" or turn.asked in CHANGES_THE_RECORD:
        return said
    told = turn.intent == "inform" and content_length(turn) >= SHORTEST_REMARK
    if told and not PERSON & said.keys():
        story = with_more(known.get(FactName.WHAT_HAPPENED), turn.text)
        return {FactName.WHAT_HAPPENED: story}
    return {name: value for name, value in said.items() if name in _ADDED_AFTER_FILING}


def _story(turn: Turn, known: dict[FactName, str]) -> str:
    """A customer who goes on telling is heard, not cut off (practice E7). Whoever corrects the
    story tells it anew."""
    reopened = Question.WHAT_HAPPENED in turn.memory.reopened
    return turn.text if reopened else with_more(known.get(FactName.WHAT_HAPPENED), turn.text)


def opens_the_story(turn: Turn) -> bool:
    """Told calmly before it is clear that it is a complaint; the beginning belongs to it (E7)."""
    tells = turn.intent == "inform" and content_length(turn) >= SHORTEST_OPENING
    tells = tells and turn.asked is None and not speaks_of_a_call(turn)
    book = phrase_book()
    empty = book.announces.found_in(turn.text) or book.asks_back.found_in(turn.text)
    return tells and not turn.is_payload and not empty and not PERSON & facts_said(turn).keys()
