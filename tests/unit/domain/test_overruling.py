"""Labels of people lie over what was judged (design principle 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.domain.case import Level
from bot.domain.evidence import Evidence, Heard, LevelDecision
from bot.domain.ids import AgentId, CaseId, ConversationId, MessageId
from bot.domain.overruling import Judgement, Label, causes_in, corrected, written
from bot.domain.reading import Cause
from bot.domain.triage import Signal, SignalName, SignalSource

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
MESSAGE = MessageId("m1")
LEGAL = Signal(SignalName.LEGAL, 0.9, "去法院上班", hard=True, message_id=MESSAGE, seq=4)
VIP = Signal(SignalName.VIP, 0.8, "complaint_vip", source=SignalSource.RECORD)


def _label(what: Judgement, was: str, should_be: str, **more: object) -> Label:
    label = Label(
        CaseId("k"),
        ConversationId("c"),
        1,
        what,
        was,
        should_be,
        "",
        AgentId("a"),
        NOW,
        4,
        message_id=MESSAGE,
    )
    return replace(label, **more)  # type: ignore[arg-type]


def _weigh(name: SignalName) -> tuple[float, bool]:
    return (0.6, name is SignalName.VIOLENCE)


def test_an_overruled_signal_no_longer_counts_and_others_stay() -> None:
    label = _label(Judgement.SIGNAL, "legal", "")
    assert corrected(Evidence((LEGAL, VIP)), [label], _weigh).signals == (VIP,)
    elsewhere = replace(label, message_id=MessageId("m2"))
    assert corrected(Evidence((LEGAL,)), [elsewhere], _weigh).signals == (LEGAL,)


def test_a_signal_of_the_record_is_overruled_without_a_message() -> None:
    label = _label(Judgement.SIGNAL, "vip", "", message_id=None)
    assert corrected(Evidence((LEGAL, VIP)), [label], _weigh).signals == (LEGAL,)


def test_an_added_signal_counts_as_a_persons_with_the_policys_weight() -> None:
    label = _label(Judgement.SIGNAL, "", "violence", quote="你们等着")
    (added,) = corrected(Evidence(), [label], _weigh).signals
    assert (added.name, added.score, added.hard) == (SignalName.VIOLENCE, 0.6, True)
    assert (added.quote, added.seq, added.source) == ("你们等着", 4, SignalSource.PERSON)


def test_a_renamed_signal_keeps_its_words() -> None:
    label = _label(Judgement.SIGNAL, "legal", "media")
    (renamed,) = corrected(Evidence((LEGAL,)), [label], _weigh).signals
    assert (renamed.name, renamed.quote) == (SignalName.MEDIA, "去法院上班")


def test_of_two_labels_the_later_one_holds() -> None:
    away, back = (
        _label(Judgement.SIGNAL, "legal", ""),
        _label(Judgement.SIGNAL, "", "legal", quote="x"),
    )
    assert corrected(Evidence((LEGAL,)), [away, back], _weigh).signals[0].quote == "x"
    assert corrected(Evidence((LEGAL,)), [away, back, away], _weigh).signals == ()


def test_anger_cause_and_intent_of_a_message_are_what_the_person_says() -> None:
    heard = Heard(MESSAGE, 4, 4, (Cause.FEE,), "inform", is_complaint=True)
    labels = [
        _label(Judgement.ANGER, "4", "1"),
        _label(Judgement.CAUSE, "fee", "claim,service"),
        _label(Judgement.INTENT, "inform", "complain"),
    ]
    (seen,) = corrected(Evidence(heard=(heard,)), labels, _weigh).heard
    assert (seen.anger, seen.causes) == (1, (Cause.CLAIM, Cause.SERVICE))
    assert (seen.intent, seen.is_complaint) == ("complain", True)


def test_a_message_that_was_never_read_can_be_labelled() -> None:
    (seen,) = corrected(Evidence(), [_label(Judgement.ANGER, "", "3")], _weigh).heard
    assert (seen.seq, seen.anger) == (4, 3)


def test_level_and_causes_of_the_case_are_decisions() -> None:
    labels = [
        _label(Judgement.LEVEL, "major", "ordinary", message_id=None),
        _label(Judgement.CAUSE, "", "claim", message_id=None),
    ]
    evidence = corrected(Evidence(), labels, _weigh)
    assert evidence.level == LevelDecision(Level.ORDINARY, 4)
    assert evidence.all_causes() == (Cause.CLAIM,)


def test_causes_are_written_with_commas() -> None:
    assert causes_in(" claim, service,claim ,") == (Cause.CLAIM, Cause.SERVICE)
    assert written((Cause.CLAIM, Cause.SERVICE)) == "claim,service"
    with pytest.raises(ValueError, match="weather"):
        causes_in("weather")
