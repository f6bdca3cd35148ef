"""The brief that an agent reads first (practice M1, O3, O10)."""

from __future__ import annotations

from datetime import datetime, timezone

from bot.domain.advice import Advice
from bot.domain.brief import make_brief
from bot.domain.case import Case, Fact, FactName, Level
from bot.domain.evidence import Evidence, Heard
from bot.domain.ids import CaseId, ConversationId, MessageId
from bot.domain.reading import Cause
from bot.domain.triage import Assessment, Reason, Scenario, Signal, SignalName

NOW = datetime(2026, 11, 21, 8, tzinfo=timezone.utc)
MAJOR = Assessment(
    Level.MAJOR, 100, (Reason("violence", "砸了你们店", 3, 1.0),), True, Scenario.VIOLENCE
)
CALM = Assessment(Level.ORDINARY, 0, (), hard=False)


def test_a_brief_of_an_angry_customer_names_risk_demand_gaps_and_what_to_avoid() -> None:
    demand = Fact(FactName.DEMAND, "退还全部保费", NOW)
    case = Case(CaseId("k"), ConversationId("c"), 1, NOW, NOW, facts=(demand,))
    threat = Signal(SignalName.VIOLENCE, 1.0, "砸了你们店", hard=True)
    brief = make_brief(case, Evidence((threat,)), MAJOR, [])
    assert (brief.emotion, brief.risk, brief.demand) == ("heated", "major", "退还全部保费")
    assert (brief.scenario, [r.quote for r in brief.reasons]) == (Scenario.VIOLENCE, ["砸了你们店"])
    assert ("what_happened",) in brief.missing
    assert ("demand",) not in brief.missing
    assert brief.avoid == ("avoid_violence",)


def test_a_brief_shows_the_course_of_anger_causes_advice_and_earlier_cases() -> None:
    heard = (
        Heard(MessageId("a"), 1, 1, (Cause.CLAIM,)),
        Heard(MessageId("b"), 3, 3, (Cause.SERVICE, Cause.CLAIM)),
    )
    advice, earlier = (
        Advice("sum_up", "先复述", "Sum up."),
        Case(CaseId("e"), ConversationId("d"), 1, NOW, NOW, number="QT20261101-0001"),
    )
    brief = make_brief(None, Evidence(heard=heard), CALM, [], do=[advice], earlier=[earlier])
    assert (brief.emotion, brief.anger.course) == ("heated", (1, 3))
    assert brief.causes == (Cause.CLAIM, Cause.SERVICE)
    assert (brief.do, brief.do_not, brief.earlier) == ((advice,), (), (earlier,))


def test_a_case_that_was_graded_major_stays_a_risk_when_the_evidence_is_taken_away() -> None:
    case = Case(CaseId("k"), ConversationId("c"), 1, NOW, NOW, level=Level.MAJOR)
    assert make_brief(case, Evidence(), CALM, []).risk == "major"


def test_a_brief_without_a_case_says_that_everything_is_missing() -> None:
    brief = make_brief(None, Evidence(), CALM, [])
    assert (brief.emotion, brief.risk, len(brief.missing)) == ("calm", "ordinary", 6)
