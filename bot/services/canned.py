"""Canned words, filled for one conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.domain.canned import (
    CUSTOMER_LANGUAGES,
    FACTS,
    Canned,
    Filled,
    fill,
    in_order,
)
from bot.domain.case import Case
from bot.domain.conversation import Conversation
from bot.domain.dates import day_said
from bot.domain.errors import InvalidInput
from bot.domain.ids import ConversationId
from bot.domain.message import Author
from bot.domain.next_words import next_words, stage_of
from bot.domain.policy import ClockPolicy
from bot.domain.triage import TriagePolicy
from bot.ports import Clock, Store, Transaction
from bot.services.standing import evidence_of

_TRADITIONAL = "zh-Hant"
_SIMPLIFIED = "zh-Hans"
LOOKED_BACK = 200
"""Messages in which words that were said already are looked for."""


@dataclass(frozen=True)
class CannedView:
    """Words in `language`, the scenario's own first; `next` is the code of what to say next, if
    anything fits."""

    language: str
    words: Sequence[Filled]
    next: str | None


@dataclass(frozen=True)
class _Said:
    """What agents wrote in this matter, and the canned words that they began from."""

    texts: frozenset[str]
    codes: frozenset[str]


class CannedWords:
    """Chooses, converts and fills. `convert` makes Traditional of Simplified Chinese."""

    def __init__(
        self,
        store: Store,
        entries: Sequence[Canned],
        policies: tuple[ClockPolicy, TriagePolicy],
        clock: Clock,
        zone: tzinfo,
        convert: Callable[[str], str],
    ) -> None:
        self._store, self._entries = store, entries
        self._clock, self._zone = clock, zone
        self._clocks, self._triage = policies
        self._words = {
            (entry.code, language): _words(entry, language, convert)
            for entry in entries
            for language in CUSTOMER_LANGUAGES
        }

    @property
    def entries(self) -> Sequence[Canned]:
        """All of them, in the order of the file."""
        return self._entries

    async def for_conversation(
        self, conversation_id: ConversationId, language: str | None = None
    ) -> CannedView:
        """In this language, else the customer's. A personal value is filled in as its token.
        Raises NotFound, and InvalidInput on a language that nobody writes."""
        if language is not None and language not in CUSTOMER_LANGUAGES:
            raise InvalidInput("language", f"must be one of {', '.join(CUSTOMER_LANGUAGES)}.")
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            case = await tx.cases.of_episode(conversation_id, conversation.episode)
            evidence = await evidence_of(tx, self._triage, conversation_id, conversation.episode)
            said = await _said(tx, conversation)
        scenario, chosen = self._triage.weigh(evidence).scenario, language or conversation.language
        filled = (
            self._filled(entry, chosen, case, said) for entry in in_order(self._entries, scenario)
        )
        words = [one for one in filled if one is not None]
        stage = stage_of(case, has_spoken=bool(said.texts))
        return CannedView(chosen, words, next_words(words, scenario, stage))

    def _filled(
        self, entry: Canned, language: str, case: Case | None, said: _Said
    ) -> Filled | None:
        """None where something is missing in it. What was said in another script or language, or
        changed before it was sent, counts as said, too."""
        every = {
            one: fill(self._words[entry.code, one], self._values(case, one))
            for one in CUSTOMER_LANGUAGES
        }
        text, begun = every[language], entry.code in said.codes
        again = begun or not said.texts.isdisjoint(every.values())
        return Filled(entry, text, said=again) if text else None

    def _values(self, case: Case | None, language: str) -> Mapping[str, str]:
        if case is None:
            return {}
        facts = {key: fact.value for key, name in FACTS.items() if (fact := case.fact(name))}
        # Before filing no time limit runs: the day that filing now would give.
        until = self._clocks.due_by(case.filed_at or self._clock.now())
        day, today = (at.astimezone(self._zone).date() for at in (until, self._clock.now()))
        due = day_said(day, today, language)
        return {**facts, "case_number": case.number or "", "due": due}


def _words(entry: Canned, language: str, convert: Callable[[str], str]) -> str:
    if language in entry.text:
        return entry.text[language]
    simplified = entry.text[_SIMPLIFIED]
    return convert(simplified) if language == _TRADITIONAL else simplified


async def _said(tx: Transaction, conversation: Conversation) -> _Said:
    """Of the last messages."""
    last = await tx.messages.transcript(conversation.id, limit=LOOKED_BACK, newest=True)
    own = [
        message
        for message in last
        if message.author is Author.AGENT and message.episode == conversation.episode
    ]
    codes = frozenset(message.canned_code for message in own if message.canned_code)
    return _Said(frozenset(message.text for message in own), codes)
