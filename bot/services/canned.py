"""Canned words, filled for one conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from bot.domain.canned import Canned, Filled, fill, in_order
from bot.domain.case import Case, FactName
from bot.domain.ids import ConversationId
from bot.domain.policy import ClockPolicy
from bot.domain.triage import TriagePolicy
from bot.ports import Store
from bot.services.standing import evidence_of

_TRADITIONAL = "zh-Hant"
_SIMPLIFIED = "zh-Hans"


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

    async def for_conversation(self, conversation_id: ConversationId) -> Sequence[Filled]:
        """In the customer's language, the scenario's own first. A personal value is filled in as
        its token. Raises NotFound."""
        async with self._store.reading() as tx:
            conversation = await tx.conversations.get(conversation_id)
            case = await tx.cases.of_episode(conversation_id, conversation.episode)
            evidence = await evidence_of(tx, self._triage, conversation_id, conversation.episode)
        entries = in_order(self._entries, self._triage.weigh(evidence).scenario)
        values = self._values(case, conversation.language)
        return [_filled(e, self._words(e, conversation.language), values) for e in entries]

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


def _filled(entry: Canned, words: str, values: Mapping[str, str]) -> Filled:
    text, missing = fill(words, values)
    return Filled(entry, text, missing)
