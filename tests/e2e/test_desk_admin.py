"""The supervisor's and the administrator's side of the desk, and what is given to agents."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.adapters.policies import load_policy
from bot.config import ROOT
from bot.domain.triage import parse_triage_policy
from bot.services.assigning import Assigner
from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, enqueue, says
from tests.e2e.pages import DeskPage, until
from tests.running import Running

PRESENT = """async (name) => {
  const answer = await fetch('/api/v1/agents')
  const { items } = answer.ok ? await answer.json() : { items: [] }
  return items.some((one) => one.display_name === name && one.state === 'available')
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Filled once for the module."""
    with desk_world(tmp_path_factory.mktemp("desk")) as started:
        yield started


def _at_desk(browser: Browser, desk: Running, username: str, password: str = PASSWORD) -> DeskPage:
    page = DeskPage(browser, desk.desk_url)
    page.sign_in(username, password)
    return page


def _go(page: DeskPage, where: str) -> None:
    page.page.evaluate(f"location.hash = '#/{where}'")


def _assign(desk: Running, username: str) -> None:
    """What a worker does while only this person is at the desk."""

    async def sweep() -> None:
        triage = load_policy(ROOT / "data" / "policy" / "escalation.yml", parse_triage_policy)
        async with box_over(desk.database, desk.var, migrated=True) as box:
            person = next(one for one in await box.staff.list() if one.username == username)
            await box.presence.touch(person.id, timedelta(minutes=5))
            policy = replace(box.assignment, automatic=True)
            policies = (policy, triage)
            assigner = Assigner(box.store, box.presence, box.notifier, policies, 5, box.clock)
            assert await assigner.sweep() > 0

    aside(sweep)


def _new_complaint(desk: Running, customer: str, text: str) -> None:
    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await enqueue(box, await says(box, customer, text, 2, "complain"))

    aside(write)


def test_an_administrator_makes_a_team_and_a_person_who_can_start_at_once(
    desk: Running, browser: Browser
) -> None:
    admin = _at_desk(browser, desk, "admin", desk.first_password())
    admin.set_password(PASSWORD)
    _go(admin, "staff")
    admin.by("add-team").click()
    admin.by("team-name").fill("理赔组")
    admin.by("confirm").click()
    expect(admin.by("team")).to_contain_text("理赔组")

    admin.by("add-staff").click()
    admin.by("staff-name").fill("林晓")
    admin.by("staff-username").fill("linxiao")
    admin.by("staff-team").select_option(label="理赔组")
    admin.by("staff-capacity").fill("2")
    for skill in ("zh-Hans", "health", "media"):
        admin.by(f"skill-{skill}").check()
    admin.by("confirm").click()
    once = admin.by("one-time-password").inner_text()
    row = admin.page.get_by_test_id("staff").filter(has_text="linxiao")
    for words in ("林晓", "理赔组", "简体中文", "健康险", "媒体曝光", "0/2"):
        expect(row).to_contain_text(words)
    expect(admin.by("team")).to_contain_text("1 人")

    new = _at_desk(browser, desk, "linxiao", once)
    new.set_password(PASSWORD)
    expect(new.by("presence")).to_have_value("available")
    expect(new.page.get_by_role("link", name="人员")).to_have_count(0)
    new.close()

    row.get_by_test_id("edit-staff").click()
    admin.by("skill-media").uncheck()
    admin.by("confirm").click()
    expect(row).not_to_contain_text("媒体曝光")
    own = admin.page.get_by_test_id("staff").filter(has_text="Administrator")
    expect(own.get_by_test_id("deactivate")).to_have_count(0)
    admin.close()


def test_a_supervisor_sees_the_desk_and_the_day(desk: Running, browser: Browser) -> None:
    agent, boss = (_at_desk(browser, desk, name) for name in ("wangmin", "zhaoli"))
    expect(agent.page.get_by_role("link", name="概览")).to_have_count(0)
    until(boss.page, PRESENT, "王敏")
    boss.page.get_by_role("link", name="概览").click()
    expect(boss.by("tile-waiting")).to_contain_text("1")
    expect(boss.by("tile-major")).to_contain_text("1")
    expect(boss.by("person").filter(has_text="王敏")).to_contain_text("可接入")
    expect(boss.by("level")).to_have_count(3)
    expect(boss.by("plot")).to_have_count(5)
    by_cause = boss.page.get_by_role("table", name="按主要原因")
    expect(by_cause.get_by_role("row", name="理赔 3")).to_be_visible()

    _new_complaint(desk, "9", "退保的钱一直没到账")  # seen without a reload
    expect(boss.by("tile-waiting")).to_contain_text("2")
    boss.close()
    agent.close()


def test_what_is_assigned_is_offered_refused_and_taken(desk: Running, browser: Browser) -> None:
    agent, boss = (_at_desk(browser, desk, name) for name in ("wangmin", "zhaoli"))
    expect(agent.by("queue-item")).to_have_count(2)
    expect(agent.by("assigned")).to_have_count(0)
    _assign(desk, "wangmin")
    expect(agent.by("assigned")).to_have_count(2)
    expect(agent.by("assigned").first).to_contain_text("媒体曝光")
    expect(boss.by("row-assigned").first).to_have_text("已分配给 王敏")
    expect(boss.by("row-quote").first).to_have_text("去银保监投诉")
    expect(boss.by("assigned")).to_have_count(0)
    agent.by("refuse").first.click()
    expect(agent.by("assigned")).to_have_count(1)
    expect(boss.by("row-assigned")).to_have_count(1)
    agent.by("take").click()
    expect(agent.by("assigned")).to_have_count(0)
    expect(agent.by("transfer")).to_be_visible()

    agent.by("transfer").click()
    agent.by("transfer-to").select_option(label="理赔组")
    agent.by("transfer-note").fill("请理赔组看材料")
    agent.by("confirm").click()
    expect(boss.by("row-team")).to_have_text("等待：理赔组")
    boss.by("filter-more").click()
    boss.by("filter-team_id").select_option(label="理赔组")
    expect(boss.by("queue-item")).to_have_count(1)
    boss.by("queue-item").click()
    expect(boss.by("note-row")).to_contain_text("请理赔组看材料")
    agent.close()
    boss.close()


def test_the_audit_trail_is_narrowed_paged_and_exported(
    desk: Running, browser: Browser, tmp_path: Path
) -> None:
    boss = _at_desk(browser, desk, "zhaoli")
    boss.page.get_by_role("link", name="审计").click()
    expect(boss.by("audit-row").first).to_be_visible()
    boss.by("audit-person").select_option(label="王敏")
    boss.by("audit-kind").select_option("assignment.refused")
    boss.by("audit-search").click()
    expect(boss.by("audit-row")).to_have_count(1)
    expect(boss.by("audit-row")).to_contain_text("王敏")
    with boss.page.expect_download() as download:
        boss.by("audit-export").click()
    file = tmp_path / "audit.csv"
    download.value.save_as(file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["kind"], row["username"]) for row in rows] == [("assignment.refused", "wangmin")]
    boss.page.get_by_role("button", name="清除").click()
    expect(boss.by("audit-row").first).to_have_attribute("data-kind", "audit.exported")
    boss.close()
