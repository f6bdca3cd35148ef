"""Triage over the record: earlier cases, groups, VIPs, anger and attempts in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.bootstrap import Container
from bot.domain.case import Case, FactName, Level
from bot.domain.conversation import HandoffReason
from bot.domain.customers import CustomerRecord
from bot.domain.errors import DirectoryUnavailable
from bot.domain.message import InboundMessage
from bot.domain.reading import Cause
from bot.domain.triage import Scenario, Signal, SignalName, SignalSource
from bot.services.grading import Noted
from tests.boxes import box_over, make_agent, open_policies
from tests.conversation.customer import TestClock
from tests.integration.line.working import say

PHONE = "13812348000"


async def _note(box: Container, customer: str, text: str, number: int, **more: object) -> Noted:
    receipt = await say(box, customer, text, f"{customer}:{number}")
    said: dict[str, object] = {"complaint": True, "facts": {}, "signals": (), **more}
    return await box.complaints.note(
        receipt.conversation_id,
        receipt.message_id,
        **said,  # type: ignore[arg-type]
    )


def _case(noted: Noted) -> Case:
    assert noted.case
    return noted.case


def _codes(noted: Noted) -> list[str]:
    return [reason.code for reason in noted.assessment.reasons]


async def test_somebody_who_complained_before_on_another_channel_is_known(
    database_url: str, tmp_path: Path
) -> None:
    contact = {FactName.CONTACT: "[手机号1]"}
    async with box_over(database_url, tmp_path) as box:
        await _note(box, "first", PHONE, 1, facts=contact)
        filed = await box.complaints.file((await _first(box)).conversation_id)
        again = await _note(box, "second", f"我的电话{PHONE}", 1, facts=contact)
        twice = await _note(box, "second", f"我的电话{PHONE}", 2)
        opened = await box.inspection.open(_case(again).conversation_id)
        stranger = await _note(box, "third", "13900000000", 1, facts=contact)
    reason = again.assessment.reasons[0]
    assert (reason.code, reason.quote, reason.seq) == ("repeat", filed.number, None)
    assert again.assessment.scenario is None, "to have complained before is no lost patience yet"
    assert _codes(twice) == ["repeat"]
    assert [case.number for case in opened.brief.earlier] == [filed.number]
    assert opened.brief.do[0].code == "listen_first", "the advice for an ordinary complaint"
    assert _codes(stranger) == []


async def _first(box: Container) -> Case:
    return (await box.inspection.cases(None))[0]


async def test_many_customers_with_one_product_are_a_group(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        noted = [
            await _note(box, f"c{n}", "我的福满一生", 1, facts={FactName.PRODUCT: "福满一生"})
            for n in range(5)
        ]
    assert [_codes(item) for item in noted] == [[], [], [], [], ["group"]]
    assert noted[-1].assessment.reasons[0].quote == "福满一生 ×5 (14 d)"
    assert noted[-1].assessment.scenario is Scenario.INCITEMENT


async def test_a_kind_of_insurance_that_everybody_has_makes_no_group(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        for n, kind in enumerate(["重疾险", "重疾險", "重疾险", "重疾险", "重疾险", "重疾险"]):
            noted = await _note(box, f"c{n}", f"我的{kind}", 1, facts={FactName.PRODUCT: kind})
            assert _codes(noted) == []


async def test_many_customers_of_one_incident_are_a_group_until_it_is_over(
    database_url: str, tmp_path: Path
) -> None:
    """Practice G7, O17: nobody tells an outage by its name."""
    incidents = """incidents:
  App 登录故障:
    from: 2026-11-18
    until: 2026-11-19
    words: ['app[^，。]{0,6}(?:打不开|登不上)']
"""
    (open_policies(tmp_path) / "incidents.yml").write_text(incidents, encoding="utf-8")
    clock = TestClock(datetime(2026, 11, 19, 15, 0, tzinfo=timezone.utc))  # 23:00 in Shanghai
    texts = ["你们APP打不开", "app登不上", "APP一直打不開", "app又打不开了，急用"]
    async with box_over(database_url, tmp_path, clock=clock) as box:
        noted = [await _note(box, f"c{n}", text, 1) for n, text in enumerate(texts)]
        other = await _note(box, "other", "理赔太慢", 1)
        last = await _note(box, "last", "我的app登不上", 1)
        clock.pass_by(timedelta(hours=2))
        late = await _note(box, "late", "我的app登不上", 1)
    fact = _case(last).fact(FactName.INCIDENT)
    assert fact
    assert (fact.value, fact.seq, fact.recorded_by) == ("App 登录故障", 1, "bot")
    assert [_codes(item) for item in noted] == [[], [], [], []]
    assert _codes(last) == ["group"]
    assert last.assessment.reasons[0].quote == "App 登录故障 ×5 (14 d)"
    assert last.assessment.scenario is Scenario.INCITEMENT
    assert [_case(item).fact(FactName.INCIDENT) for item in (other, late)] == [None, None]


async def test_anger_and_causes_accumulate_over_the_messages(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        await _note(box, "c", "理赔太慢", 1, anger=1, causes=[Cause.CLAIM])
        await _note(box, "c", "没人接电话", 2, anger=2, causes=[Cause.SERVICE])
        angry = await _note(box, "c", "骗子！", 3, anger=4, causes=[Cause.CLAIM], intent="complain")
        redelivered = await _note(box, "c", "骗子！", 3, anger=4, causes=[Cause.CLAIM])
        furious = await _note(box, "c", "王八蛋", 4, anger=9)
    assert (_case(angry).anger, _case(angry).causes) == (4, (Cause.CLAIM, Cause.SERVICE))
    assert _codes(angry) == _codes(redelivered) == ["anger_rising", "anger_peak"]
    assert not angry.assessment.hard
    assert (furious.assessment.hard, _case(furious).level) == (True, Level.MAJOR)
    assert _codes(furious) == ["anger_rising", "anger_peak", "furious"]


async def test_attempts_in_vain_are_lost_patience(database_url: str, tmp_path: Path) -> None:
    async with box_over(database_url, tmp_path) as box:
        early = await _note(box, "c", "听不懂吗", 1, unmet=2)
        late = await _note(box, "c", "还是听不懂吗", 2, unmet=3)
        await _note(box, "c", "算了", 3, unmet=4)
        evidence = (await box.inspection.conversation(_case(late).conversation_id)).evidence
    assert _codes(early) == []
    assert [(s.name, s.source, s.quote) for s in evidence.signals] == [
        (SignalName.LOST_PATIENCE, SignalSource.RECORD, "unmet ×3")
    ]


async def test_a_vip_of_the_directory_is_major_and_nobody_elses_place_changes(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(
        f"phone,policy_number,complaint_vip,name\n{PHONE},,yes,王\n13900000000,,no,李",
        encoding="utf-8",
    )
    contact = {FactName.CONTACT: "[手机号1]"}
    async with box_over(database_url, tmp_path, customers_csv=path) as box:
        other = await _note(box, "other", "电话13900000000", 1, facts=contact)
        unknown = await _note(box, "unknown", "投诉", 1)
        vip = await _note(box, "vip", f"电话{PHONE}", 1, facts=contact)
        again = await _note(box, "vip", "快点", 2)
        for noted in (other, vip):
            async with box.store.writing() as tx:
                row = await tx.conversations.lock(_case(noted).conversation_id)
                await box.handoffs.enqueue(tx, row, HandoffReason.CUSTOMER_ASKED)
        agent = await make_agent(box, "li")
        waiting = await box.inspection.conversations("waiting", agent)
    assert (_codes(other), _case(other).priority, _codes(unknown)) == ([], 0, [])
    assert (_codes(vip), _case(vip).level) == (["vip"], Level.MAJOR)
    assert (_case(vip).priority, again.assessment.scenario) == (40, Scenario.VIP)
    ids = [view.conversation.id for view in waiting.rows]
    assert ids == [_case(vip).conversation_id, _case(other).conversation_id]


class Away:
    """A directory that is down."""

    async def find(self, digests: Sequence[str]) -> CustomerRecord | None:
        raise DirectoryUnavailable("away")

    async def close(self) -> None: ...


async def test_a_directory_that_is_away_costs_nothing_but_its_answer(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with box_over(database_url, tmp_path) as box:
        monkeypatch.setattr(box.complaints, "_customers", Away())
        contact = {FactName.CONTACT: "[手机号1]"}
        threat = Signal(SignalName.REGULATOR, 0.9, "12378", hard=True)
        noted = await _note(box, "c", PHONE, 1, facts=contact, signals=[threat])
    assert (_case(noted).level, _codes(noted)) == (Level.MAJOR, ["regulator"])


async def test_what_is_said_before_there_is_a_case_counts_later(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        before = await _note(box, "c", "在吗", 1, complaint=False, anger=2, causes=[Cause.OTHER])
        after = await _note(box, "c", "投诉", 2, anger=2, causes=[Cause.CLAIM])
    assert before.case is None
    assert _case(after).causes == (Cause.CLAIM, Cause.OTHER)


async def test_what_the_regulator_passes_on_is_major_whatever_it_says(
    database_url: str, tmp_path: Path
) -> None:
    async with box_over(database_url, tmp_path) as box:
        passed_on = InboundMessage("regulator", "12378-0001", "m1", "客户反映收费不明")
        receipt = await box.intake.receive(passed_on)
        for _ in range(2):
            noted = await box.complaints.note(
                receipt.conversation_id, receipt.message_id, complaint=True, facts={}, signals=()
            )
        plain = await _note(box, "c", "客户反映收费不明", 1)
    (reason,) = noted.assessment.reasons
    assert (reason.code, reason.quote, reason.seq) == ("regulator", "regulator", None)
    assert (_case(noted).level, _case(plain).level) == (Level.MAJOR, Level.ORDINARY)
    assert _case(noted).priority > _case(plain).priority
    assert noted.assessment.scenario is Scenario.REGULATOR
