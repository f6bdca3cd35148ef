"""The desk as agents use it: brief, corrections, calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.desk_world import PASSWORD, desk_world
from tests.e2e.pages import DeskPage, picture
from tests.running import Running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Filled once for the module."""
    with desk_world(tmp_path_factory.mktemp("desk")) as started:
        yield started


def _at_desk(browser: Browser, desk: Running, username: str, *, phone: bool = False) -> DeskPage:
    page = DeskPage(browser, desk.desk_url, phone=phone)
    page.sign_in(username, PASSWORD)
    return page


def test_the_brief_says_what_to_do_and_leads_to_the_words(
    desk: Running, browser: Browser, artifacts: Path
) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    agent.open_first("waiting")
    expect(agent.by("scenario")).to_have_attribute("data-name", "media")
    expect(agent.by("advice").first).to_be_visible()
    expect(agent.by("round")).to_contain_text("第 2 轮")
    expect(agent.by("round")).to_contain_text("不满意")
    expect(agent.by("anger")).to_have_attribute(
        "aria-label", "怒气走势（共 3 条）：不满 → 恼火 → 暴怒；最高暴怒，目前暴怒"
    )
    agent.page.wait_for_timeout(500)
    picture(agent.page, artifacts, "desk-brief")
    signal = agent.page.locator('[data-testid="signal"][data-name="regulator"]')
    signal.get_by_test_id("jump").click()
    expect(agent.messages("customer").last).to_have_attribute("flash", "")
    agent.by("language").click()
    picture(agent.page, artifacts, "desk-brief-english")
    agent.close()
