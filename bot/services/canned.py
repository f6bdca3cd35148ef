"""Canned words, filled for one conversation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.domain.canned import (
    CUSTOMER_LANGUAGES,
    Canned,
    Filled,
    fill,
    in_order,
)
from bot.domain.case import Case, FactName
from bot.domain.conversation import Conversation
from bot.domain.errors import InvalidInput
from bot.domain.ids import ConversationId
from bot.domain.message import Author
from bot.domain.next_words import next_words, stage_of
from bot.domain.policy import ClockPolicy
from bot.domain.triage import TriagePolicy
from bot.ports import Store, Transaction
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


class CannedWords:
    """Chooses, converts and fills. `convert` makes Traditional of Simplified Chinese."""

    def __init__(
        self,
        store: Store,
        entries: Sequence[Canned],
        policies: tuple[ClockPolicy, TriagePolicy],
        zone: tzinfo,
        convert: Callable[[str], str],
    ) -> None:
        self._store, self._entries, self._zone = store, entries, zone
        self._clocks, self._triage = policies
        self._convert = convert

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
        words = [
            self._filled(entry, chosen, case, said) for entry in in_order(self._entries, scenario)
        ]
        stage = stage_of(case, has_spoken=bool(said))
        return CannedView(chosen, words, next_words(words, scenario, stage))

    def _filled(
        self, entry: Canned, language: str, case: Case | None, said: Collection[str]
    ) -> Filled:
        """What was said in another script or language counts as said, too."""
        values = {one: self._values(case, one) for one in CUSTOMER_LANGUAGES}
        every = (fill(self._words(entry, one), values[one])[0] for one in CUSTOMER_LANGUAGES)
        text, missing = fill(self._words(entry, language), self._values(case, language))
        return Filled(entry, text, missing, said=any(one in said for one in every))

    def _words(self, entry: Canned, language: str) -> str:
        if language in entry.text:
            return entry.text[language]
        simplified = entry.text[_SIMPLIFIED]
        return self._convert(simplified) if language == _TRADITIONAL else simplified

    def _values(self, case: Case | None, language: str) -> Mapping[str, str]:
        if case is None:
            return {}
        name = case.fact(FactName.COMPLAINANT_NAME)
        due = ""
        if case.filed_at:  # before filing no time limit runs
            day = self._clocks.due_by(case.filed_at).astimezone(self._zone)
            due = f"{day.day} {day:%B}" if language == "en" else f"{day.month}月{day.day}日"
        return {"name": name.value if name else "", "case_number": case.number or "", "due": due}


async def _said(tx: Transaction, conversation: Conversation) -> Collection[str]:
    """What agents wrote in this matter, of the last messages."""
    last = await tx.messages.transcript(conversation.id, limit=LOOKED_BACK, newest=True)
    return {
        message.text
        for message in last
        if message.author is Author.AGENT and message.episode == conversation.episode
    }
