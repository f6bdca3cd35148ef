"""The designers' rules about the record: section `record`, `anger` and `hard_triggers` of
`data/policy/escalation.yml`. What is left out there is switched off."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain import policy_fields as read
from bot.domain.case import Case, FactName
from bot.domain.signals import Signal, SignalName, SignalSource

LONGEST_SHARED = 60
"""Of a shared value, so much stands in the quote."""
_FILE = "escalation.yml"


@dataclass(frozen=True)
class AngerRule:
    """`rises_by` degrees above the calmest message, or a message of `peak_from`."""

    rises_by: int
    rise_score: float
    peak_from: int
    peak_score: float


@dataclass(frozen=True)
class FuriousTrigger:
    """So many messages in a row, each at least so angry: a person is fetched at once."""

    anger: int
    messages: int


@dataclass(frozen=True)
class UnmetRule:
    """So many attempts that the bot failed to serve (practice O2–O4)."""

    attempts: int
    score: float


@dataclass(frozen=True)
class RepeatRule:
    """Cases of the same person or policy within so many days (practice G4)."""

    within_days: int
    score: float


@dataclass(frozen=True)
class GroupRule:
    """Cases of so many customers that share a fact within so many days (practice G7, O17), but
    not a value that is everybody's (`unless`)."""

    same: tuple[FactName, ...]
    at_least: int
    within_days: int
    score: float
    unless: tuple[re.Pattern[str], ...] = ()

    def may_show(self, value: str) -> bool:
        """Whether it tells anything that customers share this value, in Simplified Chinese."""
        return not any(pattern.fullmatch(value.strip()) for pattern in self.unless)


@dataclass(frozen=True)
class ChannelWeight:
    """What a complaint brings along by the channel that it comes from (practice B5, L38)."""

    signal: SignalName
    score: float


@dataclass(frozen=True)
class RecordRules:
    """None: the rule is off. `vip`: the score of a customer on the complaint-VIP list (P1, P2).
    `channels`: what those weigh that weigh something."""

    anger: AngerRule | None = None
    furious: FuriousTrigger | None = None
    unmet: UnmetRule | None = None
    repeat: RepeatRule | None = None
    vip: float | None = None
    group: GroupRule | None = None
    channels: Mapping[str, ChannelWeight] = field(default_factory=dict)

    def score(self, name: SignalName) -> float | None:
        """What a signal of the record weighs; None where the record gives no such signal."""
        rule = {
            SignalName.LOST_PATIENCE: self.unmet,
            SignalName.REPEAT: self.repeat,
            SignalName.GROUP: self.group,
        }.get(name)
        if name is SignalName.VIP:
            return self.vip
        return rule.score if rule else None

    def unmet_signal(self, attempts: int) -> Signal | None:
        """Patience is being lost with an assistant that does not help."""
        if self.unmet is None or attempts < self.unmet.attempts:
            return None
        return _signal(SignalName.LOST_PATIENCE, self.unmet.score, f"unmet ×{attempts}")

    def repeat_signal(self, earlier: Sequence[Case]) -> Signal | None:
        """They have complained before."""
        if self.repeat is None or not earlier:
            return None
        return _signal(SignalName.REPEAT, self.repeat.score, ", ".join(map(case_label, earlier)))

    def group_signal(self, shared: str, customers: int) -> Signal | None:
        """Others have the same trouble. `shared` is the value of the fact."""
        if self.group is None or customers < self.group.at_least:
            return None
        quote = f"{shared.strip()[:LONGEST_SHARED]} ×{customers} ({self.group.within_days} d)"
        return _signal(SignalName.GROUP, self.group.score, quote)

    def channel_signal(self, channel: str) -> Signal | None:
        """Where it comes from says that it is grave."""
        weight = self.channels.get(channel)
        return _signal(weight.signal, weight.score, channel) if weight else None

    def vip_signal(self) -> Signal | None:
        """They stand on the complaint-VIP list. It raises their place, nobody else's falls (P5)."""
        if self.vip is None:
            return None
        return _signal(SignalName.VIP, self.vip, "complaint_vip")


def case_label(case: Case) -> str:
    """Its number, or its state and day where it has none yet."""
    return case.number or f"{case.state.value} {case.created_at:%Y-%m-%d}"


_GROUP = ("same", "at_least", "within_days", "score", "unless")


def parse_record_rules(data: Mapping[str, Any]) -> RecordRules:
    """Raises ValueError naming the entry to mend."""
    record = read.section(data, "record", _FILE) if "record" in data else {}
    triggers = read.section(data, "hard_triggers", _FILE) if "hard_triggers" in data else {}
    read.only(record, ("lost_patience", "repeat", "vip", "group", "channels"), f"{_FILE}: record")
    read.only(triggers, ("furious",), f"{_FILE}: hard_triggers")
    vip = _entry(record, "vip", "record", ("score",))
    return RecordRules(
        anger=_anger(read.section(data, "anger", _FILE)) if "anger" in data else None,
        furious=_furious(_entry(triggers, "furious", "hard_triggers", ("anger", "messages"))),
        unmet=_unmet(_entry(record, "lost_patience", "record", ("unmet", "score"))),
        repeat=_repeat(_entry(record, "repeat", "record", ("within_days", "score"))),
        vip=read.score(vip, f"{_FILE}: record: vip") if vip is not None else None,
        group=_group(_entry(record, "group", "record", _GROUP)),
        channels=_channels(record) if "channels" in record else {},
    )


def _entry(
    data: Mapping[str, Any], key: str, place: str, known: tuple[str, ...]
) -> Mapping[str, Any] | None:
    if key not in data:
        return None
    entry = read.section(data, key, f"{_FILE}: {place}")
    read.only(entry, known, f"{_FILE}: {place}: {key}")
    return entry


def _anger(data: Mapping[str, Any]) -> AngerRule:
    read.only(data, ("rising", "peak"), f"{_FILE}: anger")
    rising = read.section(data, "rising", f"{_FILE}: anger")
    peak = read.section(data, "peak", f"{_FILE}: anger")
    return AngerRule(
        rises_by=read.whole(rising, "by", f"{_FILE}: anger: rising"),
        rise_score=read.score(rising, f"{_FILE}: anger: rising"),
        peak_from=read.whole(peak, "from", f"{_FILE}: anger: peak"),
        peak_score=read.score(peak, f"{_FILE}: anger: peak"),
    )


def _furious(data: Mapping[str, Any] | None) -> FuriousTrigger | None:
    if data is None:
        return None
    where = f"{_FILE}: hard_triggers: furious"
    return FuriousTrigger(
        anger=read.whole(data, "anger", where), messages=read.whole(data, "messages", where)
    )


def _unmet(data: Mapping[str, Any] | None) -> UnmetRule | None:
    if data is None:
        return None
    where = f"{_FILE}: record: lost_patience"
    return UnmetRule(attempts=read.whole(data, "unmet", where), score=read.score(data, where))


def _repeat(data: Mapping[str, Any] | None) -> RepeatRule | None:
    if data is None:
        return None
    where = f"{_FILE}: record: repeat"
    return RepeatRule(
        within_days=read.whole(data, "within_days", where), score=read.score(data, where)
    )


def _group(data: Mapping[str, Any] | None) -> GroupRule | None:
    if data is None:
        return None
    where = f"{_FILE}: record: group"
    return GroupRule(
        same=read.choices(FactName, data, "same", where),
        at_least=read.whole(data, "at_least", where, least=2),
        within_days=read.whole(data, "within_days", where),
        score=read.score(data, where),
        unless=read.patterns(data, "unless", where),
    )


def _channels(record: Mapping[str, Any]) -> Mapping[str, ChannelWeight]:
    entries = read.section(record, "channels", f"{_FILE}: record")
    return {str(name): _channel(entries, str(name)) for name in entries}


def _channel(entries: Mapping[str, Any], name: str) -> ChannelWeight:
    where = f"{_FILE}: record: channels: {name}"
    entry = read.section(entries, name, f"{_FILE}: record: channels")
    read.only(entry, ("signal", "score"), where)
    signal = read.choice(SignalName, entry.get("signal"), f"{where}: signal")
    return ChannelWeight(signal, read.score(entry, where))


def _signal(name: SignalName, score: float, quote: str) -> Signal:
    return Signal(name, score, quote, source=SignalSource.RECORD)
