"""A day's numbers."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from bot.domain.case import Level
from bot.domain.events import Event, EventKind
from bot.domain.figures import Arrival, Count, Wait, figures_of, start_of_day, waits_of
from bot.domain.ids import ConversationId
from bot.domain.reading import Cause
from bot.domain.service_level import Measure, ServiceLevel

SHANGHAI = timezone(timedelta(hours=8))
NOON = datetime(2026, 11, 21, 4, tzinfo=timezone.utc)
A, B = ConversationId("a"), ConversationId("b")


def _at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def _moved(conversation: ConversationId, minutes: float, to: str) -> Event:
    return Event(EventKind.OWNER_CHANGED, _at(minutes), "bot", conversation, data={"to_owner": to})


def _said(conversation: ConversationId, minutes: float) -> Event:
    return Event(EventKind.MESSAGE_RECORDED, _at(minutes), "agent:li", conversation)


def test_the_day_begins_at_midnight_where_the_company_is() -> None:
    assert start_of_day(NOON, SHANGHAI) == datetime(2026, 11, 20, 16, tzinfo=timezone.utc)


def test_a_stay_runs_from_the_queue_to_a_person_and_to_the_first_words() -> None:
    events = [
        _moved(A, 0, "queue"),
        _moved(B, 1, "queue"),
        _moved(A, 2, "agent"),
        _said(A, 3),
        _said(A, 4),
        _moved(A, 5, "agent"),  # passed on to a colleague
        _moved(A, 6, "queue"),
        _moved(B, 7, "bot"),
        _moved(B, 8, "agent"),  # from the bot: no stay
    ]
    assert waits_of(events) == [
        Wait(A, _at(0), _at(2), _at(3)),
        Wait(B, _at(1), left=True),
        Wait(A, _at(6)),
    ]


def test_what_began_the_day_before_is_left_out() -> None:
    assert waits_of([_moved(A, 0, "agent"), _said(A, 1)]) == []


def test_counts_by_hour_channel_level_cause_and_time_waited() -> None:
    arrivals = [
        Arrival(_at(0), "web", Level.MAJOR, (Cause.CLAIM, Cause.FEE), None, None),
        Arrival(_at(70), "web", Level.ORDINARY, (Cause.CLAIM,), None, None),
        Arrival(_at(75), "wechat", Level.ORDINARY, (), None, None),
    ]
    waits = [
        Wait(A, _at(0), _at(0.5)),
        Wait(A, _at(0), _at(1)),
        Wait(A, _at(0), _at(25)),
        Wait(B, _at(76), left=True),
        Wait(B, _at(76)),  # four minutes so far
    ]
    figures = figures_of(arrivals, waits, (), SHANGHAI, _at(80))
    assert {hour: count for hour, count in enumerate(figures.by_hour) if count} == {12: 1, 13: 2}
    assert figures.by_channel == (Count("web", 2), Count("wechat", 1))
    assert figures.by_level == (Count("ordinary", 2), Count("major", 1))
    assert figures.by_cause == (Count("claim", 2), Count("none", 1))
    assert figures.waits == (1, 1, 1, 0, 0, 1)
    assert figures.median_wait == timedelta(minutes=2.5)
    assert figures_of((), (), (), SHANGHAI, NOON).median_wait is None


def test_each_service_level_counts_its_own_times() -> None:
    levels = [ServiceLevel(measure, timedelta(minutes=5), 0.9) for measure in Measure]
    waits = [
        Wait(A, _at(0), _at(5), _at(6)),
        Wait(A, _at(0), _at(6)),
        Wait(B, _at(58)),
        Wait(B, _at(0), left=True),
    ]
    arrivals = [
        Arrival(_at(0), "web", Level.MAJOR, (), _at(3), None),
        Arrival(_at(0), "web", Level.MAJOR, (), None, _at(1)),  # withdrawn at once
        Arrival(_at(0), "web", Level.MAJOR, (), None, None),
        Arrival(_at(57), "web", Level.MAJOR, (), None, None),
    ]
    claim, first, acceptance = figures_of(arrivals, waits, levels, SHANGHAI, _at(60)).levels
    assert (claim.met, claim.missed, claim.running, claim.share) == (1, 1, 1, 0.5)
    assert (first.met, first.missed, first.running, first.share) == (0, 2, 1, 0.0)
    assert (acceptance.met, acceptance.missed, acceptance.running) == (1, 1, 1)
    empty = figures_of((), (), levels, SHANGHAI, NOON).levels[0]
    assert (empty.met, empty.share) == (0, None)
