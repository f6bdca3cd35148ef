"""One complaint after the other: the shortest way from those who wait to the next one, key by key,
and what the list tells of those that were left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, enqueue, receive
from tests.e2e.pages import DeskPage
from tests.running import Running

PREMIUM, RECEIPT = "续期扣了两次款", "回单一直没寄到"


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A major complaint and two others wait."""
    with desk_world(tmp_path_factory.mktemp("flow")) as started:
        aside(lambda: _wait(started, PREMIUM, RECEIPT))
        yield started


async def _wait(desk: Running, *texts: str) -> None:
    async with box_over(desk.database, desk.var, migrated=True) as box:
        for text in texts:
            await enqueue(box, await receive(box, text, text))


async def _says_more(desk: Running, customer: str, text: str) -> None:
    async with box_over(desk.database, desk.var, migrated=True) as box:
        await receive(box, customer, text)


def _at_desk(browser: Browser, desk: Running, name: str = "wangmin") -> DeskPage:
    page = DeskPage(browser, desk.desk_url)
    page.sign_in(name, PASSWORD)
    expect(page.by("feed-state")).to_have_attribute("data-state", "live")
    return page


def _row(page: DeskPage, text: str) -> Locator:
    return page.by("queue-item").filter(has_text=text)


def test_from_one_complaint_to_the_next_by_keys_alone(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk)
    keys = agent.page.keyboard
    expect(agent.by("next")).to_contain_text("打开最紧急的待接入（3）")
    keys.press("w")
    expect(agent.by("scenario")).to_have_attribute("data-name", "media")
    keys.press("c")
    expect(agent.by("composer")).to_be_focused()
    expect(agent.by("tab-mine")).to_have_attribute("aria-selected", "true")
    expect(agent.page.locator('[data-testid="queue-item"][aria-current="true"]')).to_be_visible()
    keys.press("Escape")
    expect(agent.page.get_by_role("log")).to_be_focused()
    keys.press("s")
    expect(agent.by("composer")).to_be_focused()
    expect(agent.by("composer")).not_to_have_value("")
    keys.press("Enter")
    expect(agent.messages("agent")).to_have_count(1)
    keys.press("Escape")
    keys.press("n")
    keys.type("已转理赔部")
    keys.press("Enter")
    expect(agent.by("note-row")).to_contain_text("已转理赔部")
    _close_by_keys(agent)
    expect(agent.by("next")).to_contain_text("下一个待接入（2）")
    keys.press("w")
    expect(agent.by("message").first).to_contain_text(PREMIUM)
    expect(agent.by("tab-waiting")).to_have_attribute("aria-selected", "true")
    agent.close()


def _close_by_keys(agent: DeskPage) -> None:
    """Nothing is chosen beforehand; what is still open is named."""
    agent.page.keyboard.press("Escape")
    agent.page.keyboard.press("x")
    expect(agent.by("close-outcome")).to_be_focused()
    expect(agent.by("close-outcome")).to_have_value("")
    expect(agent.by("close-open")).to_contain_text("约定")  # a call was promised
    agent.by("confirm").click()
    expect(agent.by("close-outcome")).to_be_visible()  # not without an outcome
    agent.by("close-outcome").select_option("referred")
    expect(agent.by("close-means")).to_have_text("投诉件未结，答复期限照旧。")
    agent.by("confirm").click()
    expect(agent.by("outcome")).to_have_text("已转交相关部门")


def test_what_was_left_shows_its_draft_and_what_came_since(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk)
    for text in (PREMIUM, RECEIPT):
        agent.by("tab-waiting").click()
        _row(agent, text).click()
        agent.by("claim").click()
        expect(agent.by("close")).to_be_visible()
    agent.by("composer").fill("您好，回单")
    expect(agent.by("row-draft")).to_have_count(0)  # it stands open
    _row(agent, PREMIUM).click()
    expect(_row(agent, RECEIPT).get_by_test_id("row-draft")).to_have_text("草稿")
    expect(agent.page).to_have_title("倾听 · 坐席工作台")
    aside(lambda: _says_more(desk, RECEIPT, "请快一点"))
    expect(agent.page).to_have_title("(1) 倾听 · 坐席工作台")
    agent.page.reload()
    expect(agent.by("tab-mine")).to_have_attribute("aria-selected", "true")
    _row(agent, "请快一点").click()
    expect(agent.by("unread-line")).to_have_text("以下是新的")
    below = agent.page.locator(".row", has=agent.by("unread-line"))
    expect(below.get_by_test_id("message")).to_contain_text("请快一点")
    expect(agent.page).to_have_title("倾听 · 坐席工作台")
    agent.close()


def test_a_number_of_the_overview_leads_to_those_it_counts(desk: Running, browser: Browser) -> None:
    boss = _at_desk(browser, desk, "zhaoli")
    boss.page.goto(f"{desk.desk_url}/#/overview")
    boss.by("tile-major").click()
    expect(boss.by("queue-item")).to_have_count(1)
    expect(boss.by("filter-level")).to_have_value("major")
    boss.page.goto(f"{desk.desk_url}/#/overview")
    boss.by("tile-waiting").click()
    expect(boss.by("queue-item")).to_have_count(3)
    boss.close()
