"""The line between the desk and its server goes away and comes back: it is said, and nothing
that was written is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, receive
from tests.e2e.pages import DeskPage
from tests.running import Running

BACK = 30_000
"""Milliseconds, of a busy machine; that neither waits for a timer shows in feed.test.ts."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The desk alone, with people and conversations."""
    with desk_world(tmp_path_factory.mktemp("offline")) as started:
        yield started


@pytest.fixture(scope="module")
def agent(desk: Running, browser: Browser) -> Iterator[DeskPage]:
    """Who has taken a conversation and is live."""
    page = DeskPage(browser, desk.desk_url)
    page.sign_in("wangmin", PASSWORD)
    page.by("tab-open").click()
    page.by("queue-item").filter(has_text="续期").click()
    page.by("claim").click()
    expect(page.by("composer")).to_be_visible()
    _state(page, "live")
    yield page
    page.close()


def _state(page: DeskPage, state: str) -> None:
    expect(page.by("feed-state")).to_have_attribute("data-state", state, timeout=BACK)


def test_a_server_that_goes_away_takes_nothing_with_it(desk: Running, agent: DeskPage) -> None:
    sent = agent.messages("agent").count()
    agent.by("composer").fill("我查过了，两次扣款是系统重复")
    desk.kill()
    _state(agent, "offline")
    expect(agent.by("feed-state")).to_have_text("离线，正在重连")
    agent.by("send").click()
    expect(agent.page.get_by_role("alert").first).to_contain_text("文字还在输入框里")
    expect(agent.by("composer")).to_have_value("我查过了，两次扣款是系统重复")
    agent.by("mode-note").click()
    agent.by("note").fill("等财务回话")
    agent.by("save-note").click()
    expect(agent.by("note")).to_have_value("等财务回话")

    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await receive(box, "2", "还有人在吗")

    aside(write)
    desk.start()
    _state(agent, "live")
    expect(agent.messages("customer").last).to_contain_text("还有人在吗")
    agent.by("save-note").click()
    expect(agent.by("note")).to_have_value("")
    expect(agent.page.get_by_text("等财务回话")).to_have_count(1)
    agent.by("mode-reply").click()
    expect(agent.by("composer")).to_have_value("我查过了，两次扣款是系统重复")
    agent.by("send").click()
    expect(agent.by("composer")).to_have_value("")
    expect(agent.messages("agent")).to_have_count(sent + 1)
    expect(agent.messages("agent").last).to_contain_text("两次扣款是系统重复")


def test_a_lost_network_is_noticed_and_so_is_its_return(agent: DeskPage) -> None:
    agent.by("composer").fill("请把账单发给我看看")
    agent.context.set_offline(True)
    _state(agent, "offline")
    agent.by("language").click()
    expect(agent.by("feed-state")).to_have_text("Offline, reconnecting")
    agent.by("send").click()
    expect(agent.page.get_by_role("alert").first).to_contain_text("still in the box")
    agent.context.set_offline(False)
    _state(agent, "live")
    agent.by("send").click()
    expect(agent.messages("agent").last).to_contain_text("账单")
    expect(agent.by("composer")).to_have_value("")
