"""What was closed too early is taken up again, without a mouse."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.desk_world import PASSWORD, desk_world
from tests.e2e.pages import DeskPage


def test_what_was_closed_is_reopened_by_keys_with_a_reason(
    tmp_path: Path, browser: Browser
) -> None:
    with desk_world(tmp_path) as running:
        agent = DeskPage(browser, running.desk_url)
        agent.sign_in("wangmin", PASSWORD)
        agent.open_first("waiting")
        agent.by("claim").click()
        expect(agent.by("close")).to_be_visible()
        agent.close_matter()
        expect(agent.by("held")).to_contain_text("此对话已结束。")
        expect(agent.by("outcome")).to_have_text("已解决")
        for said in ("ended-by", "matter-ended"):
            expect(agent.by(said)).to_contain_text("王敏 结束")
        agent.by("tab-closed").click()
        expect(agent.by("row-ended").first).to_have_text("已解决")
        agent.page.get_by_role("log").focus()
        agent.page.keyboard.press("o")
        expect(agent.by("reopen-reason")).to_be_focused()
        agent.page.keyboard.type("理赔部退回")
        agent.page.keyboard.press("Enter")
        expect(agent.by("composer")).to_be_focused()
        expect(agent.page.get_by_text("理赔部退回")).to_be_visible()
        expect(agent.by("outcome")).to_have_count(0)
        expect(agent.by("matter-ended")).to_have_count(0)
        _find_the_note(agent)
        agent.close()


def _find_the_note(agent: DeskPage) -> None:
    """The reason is a note, and found as one."""
    agent.page.get_by_role("log").focus()
    agent.page.keyboard.press("f")
    expect(agent.by("find-text")).to_be_focused()
    agent.page.keyboard.type("部退回")
    agent.page.keyboard.press("Enter")
    expect(agent.by("find-count")).to_have_text("1 / 1")
    expect(agent.by("note-row").filter(has_text="理赔部退回")).to_have_attribute("flash", "")
