"""What can wait is put aside until a time, without a mouse."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, enqueue, receive
from tests.e2e.pages import DeskPage
from tests.running import Running, running

RECEIPTS, PREMIUM = "等分公司寄回单", "续期扣了两次款"


async def _wait(desk: Running, *texts: str) -> None:
    async with box_over(desk.database, desk.var, migrated=True) as box:
        for text in texts:
            await enqueue(box, await receive(box, text, text))


async def _says_more(desk: Running, customer: str, text: str) -> None:
    async with box_over(desk.database, desk.var, migrated=True) as box:
        await receive(box, customer, text)


def _both_in_hand(agent: DeskPage) -> Locator:
    """The rows; the one with the receipts is open, and on top."""
    for text in (PREMIUM, RECEIPTS):
        agent.by("tab-waiting").click()
        agent.by("queue-item").filter(has_text=text).click()
        agent.by("claim").click()
        expect(agent.by("close")).to_be_visible()
    agent.by("tab-mine").click()
    rows = agent.by("queue-item")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(RECEIPTS)
    return rows


def test_it_stands_last_until_the_customer_writes_or_who_has_it_brings_it_back(
    tmp_path: Path, browser: Browser
) -> None:
    with desk_world(tmp_path) as desk:
        aside(lambda: _wait(desk, RECEIPTS, PREMIUM))
        agent = DeskPage(browser, desk.desk_url)
        agent.sign_in("wangmin", PASSWORD)
        rows = _both_in_hand(agent)
        _put_aside_by_keys(agent)
        expect(rows.last).to_contain_text(RECEIPTS)
        expect(rows.last.get_by_test_id("row-aside")).to_contain_text("搁置到")
        expect(agent.by("aside-head")).to_have_text("搁置 1 个")
        expect(agent.by("tab-mine")).to_have_text("我的1")
        agent.page.reload()
        expect(agent.by("aside-line")).to_contain_text("已搁置到")
        agent.by("aside-end").focus()
        agent.page.keyboard.press("Enter")
        expect(agent.by("aside-line")).to_have_count(0)
        _put_aside_by_keys(agent)
        aside(lambda: _says_more(desk, RECEIPTS, "回单收到了"))
        expect(agent.by("aside-line")).to_have_count(0)
        agent.by("tab-mine").click()
        expect(rows.first).to_contain_text("回单收到了")
        expect(agent.by("row-aside")).to_have_count(0)
        expect(agent.by("tab-mine")).to_have_text("我的2")
        agent.close()


def test_it_comes_back_at_its_time(tmp_path: Path, browser: Browser) -> None:
    with desk_world(tmp_path) as desk:
        aside(lambda: _wait(desk, RECEIPTS, PREMIUM))
        agent = DeskPage(browser, desk.desk_url)
        agent.sign_in("wangmin", PASSWORD)
        _both_in_hand(agent)
        with running(desk.var, "worker"):
            aside(lambda: _put_aside(desk, timedelta(seconds=8)))
            expect(agent.by("aside-line")).to_be_visible()
            expect(agent.by("aside-line")).to_have_count(0)  # other jobs run every 60 s
            expect(agent.by("aside-head")).to_have_count(0)
        agent.close()


async def _put_aside(desk: Running, length: timedelta) -> None:
    """What the agent has open, for so long; nobody can choose less than a minute in the dialog."""
    async with box_over(desk.database, desk.var, migrated=True) as box:
        async with box.store.reading() as tx:
            customer = box.boundary.customer_ref("web", f"c-{RECEIPTS}")
            found = await tx.conversations.find("web", customer)
            account = await tx.staff.by_username("wangmin")
        assert found
        assert account
        await box.asides.put(found.id, account[0], box.clock.now() + length)


def _put_aside_by_keys(agent: DeskPage) -> None:
    agent.page.get_by_role("log").focus()
    agent.page.keyboard.press("z")
    expect(agent.by("time-choice").first).to_be_visible()
    agent.by("time-choice").last.focus()
    agent.page.keyboard.press("Enter")
    expect(agent.by("aside-until")).not_to_have_value("")
    agent.by("aside-until").focus()
    agent.page.keyboard.press("Enter")
    expect(agent.by("aside-line")).to_be_visible()
