"""The desk as agents use it: brief, corrections, calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, enqueue, receive, says
from tests.e2e.pages import DeskPage, until
from tests.running import Running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Filled once for the module."""
    with desk_world(tmp_path_factory.mktemp("desk")) as started:
        yield started


def _at_desk(browser: Browser, desk: Running, username: str) -> DeskPage:
    page = DeskPage(browser, desk.desk_url)
    page.sign_in(username, PASSWORD)
    return page


def test_the_brief_says_what_to_do_and_leads_to_the_words(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    agent.open_first("waiting")
    expect(agent.by("scenario")).to_have_attribute("data-name", "media")
    expect(agent.by("advice").first).to_be_visible()
    expect(agent.by("round")).to_contain_text("第 2 轮")
    expect(agent.by("round")).to_contain_text("不满意")
    expect(agent.by("anger")).to_have_attribute(
        "aria-label", "怒气走势（共 3 条）：不满 → 恼火 → 暴怒；最高暴怒，目前暴怒"
    )
    signal = agent.page.locator('[data-testid="signal"][data-name="regulator"]')
    signal.get_by_test_id("jump").click()
    expect(agent.messages("customer").last).to_have_attribute("flash", "")
    agent.close()


def test_a_judgement_is_corrected_where_it_stands(desk: Running, browser: Browser) -> None:
    boss = _at_desk(browser, desk, "zhaoli")
    boss.open_first("waiting")
    last = boss.messages("customer").last
    last.get_by_test_id("correct-message").select_option("anger")
    boss.by("correct-value").select_option("2")
    boss.by("correct-why").fill("读过原话，只是着急")
    _confirm(boss)
    expect(last).to_contain_text("恼火")
    made = boss.page.locator('[data-testid="correction"][data-what="anger"]')
    expect(made).to_contain_text("暴怒 → 恼火")
    expect(made).to_contain_text("赵丽")
    last.get_by_test_id("correct-message").select_option("cause")
    boss.by("correct-value").select_option("fee")
    boss.by("correct-why").fill("这一条说的是费用")
    _confirm(boss)
    expect(boss.by("causes")).to_contain_text("费用")
    boss.by("correct-rationality").click()
    expect(boss.by("correct-value")).to_have_value("excessive_demand")
    boss.page.keyboard.press("Escape")
    boss.by("angriest").click()
    expect(boss.page.locator("qd-message[flash]")).to_contain_text("我打了三次电话")
    boss.page.locator('[data-name="repeat"]').get_by_test_id("correct-signal").click()
    boss.by("correct-value").select_option("")
    boss.by("correct-why").fill("是同一件事")
    _confirm(boss)
    expect(boss.page.locator('[data-testid="signal"][data-name="repeat"]')).to_have_count(0)
    boss.by("correct-cause").click()
    boss.by("correct-value").select_option("claim")
    boss.by("correct-why").fill("主要是理赔")
    _confirm(boss)
    expect(boss.by("causes")).to_have_text(re.compile(r"^\s*理赔"))
    boss.close()


def _confirm(page: DeskPage) -> None:
    """The feed may show what has changed before the dialog has its answer."""
    page.by("confirm").click()
    expect(page.by("confirm")).to_have_count(0)


def test_a_promised_call_is_seen_and_marked_done_live(desk: Running, browser: Browser) -> None:
    agent, other = (_at_desk(browser, desk, name) for name in ("wangmin", "zhaoli"))
    for page in (agent, other):
        page.by("tab-callbacks").click()
        expect(page.by("callback")).to_have_count(1)
    expect(agent.by("callback")).to_contain_text("138****1234")
    agent.by("callback").get_by_role("link").click()
    expect(agent.by("brief-callback")).to_be_visible()
    agent.by("callback-done").click()
    for page in (agent, other):
        expect(page.by("callback")).to_have_count(0)
    expect(agent.by("brief-callback")).to_have_count(0)
    agent.close()
    other.close()


def test_the_list_is_narrowed_by_scenario(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    agent.by("tab-open").click()
    expect(agent.by("queue-item")).to_have_count(2)
    agent.by("filter-scenario").select_option("media")
    expect(agent.by("queue-item")).to_have_count(1)
    expect(agent.by("row-scenario")).to_have_text("媒体曝光")
    agent.close()


def test_a_note_reaches_the_colleague_it_names_and_canned_words_the_customer(
    desk: Running, browser: Browser
) -> None:
    agent, boss = (_at_desk(browser, desk, name) for name in ("wangmin", "zhaoli"))
    agent.open_first("waiting")
    agent.by("claim").click()
    agent.by("mode-note").click()
    agent.by("note").press_sequentially("品牌部的口径定了吗？@赵")
    agent.by("offer").click()
    expect(agent.by("note")).to_have_value("品牌部的口径定了吗？@zhaoli ")
    agent.page.keyboard.press("Enter")
    expect(agent.by("note-row")).to_contain_text("@赵丽")
    boss.by("tab-mine").click()
    expect(boss.by("row-mentioned")).to_be_visible()
    boss.by("queue-item").click()
    expect(boss.by("note-row")).to_contain_text("品牌部的口径定了吗")
    boss.by("seen").click()
    expect(boss.by("queue-item")).to_have_count(0)

    agent.by("mode-reply").click()
    agent.by("composer").press_sequentially("/")
    expect(agent.by("offer").first).to_contain_text("接手问候")  # what fits now
    expect(agent.by("offer").nth(1)).to_contain_text("媒体：回到问题")
    agent.by("composer").press_sequentially("接手")
    agent.page.keyboard.press("Enter")
    expect(agent.by("composer")).to_have_value(
        "您好，我是负责您这件事的专员。您前面说的我都看过了，不用从头再讲一遍，我们接着往下办。"
    )
    agent.by("composer").fill("李女士您好，我是王敏。")
    agent.page.keyboard.press("Enter")
    expect(agent.messages("agent").last).to_contain_text("我是王敏")
    agent.close()
    boss.close()


def test_the_desk_goes_by_keys_alone(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    expect(agent.by("feed-state")).to_have_attribute("data-state", "live")
    agent.page.keyboard.press("?")
    expect(agent.by("keys")).to_be_visible()
    agent.page.keyboard.press("Escape")
    expect(agent.by("keys")).to_have_count(0)
    agent.page.keyboard.press("3")
    expect(agent.by("tab-open")).to_have_attribute("aria-selected", "true")
    expect(agent.by("queue-item")).to_have_count(2)
    agent.page.keyboard.press("j")
    expect(agent.by("mode-note")).to_be_visible()
    agent.page.keyboard.press("n")
    expect(agent.by("note")).to_be_focused()
    agent.page.keyboard.type("j只是字母")
    expect(agent.by("note")).to_have_value("j只是字母")
    agent.close()


def test_a_state_is_chosen_and_seen_by_others(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    agent.by("presence").select_option("away")
    until(
        agent.page,
        "async () => (await (await fetch('/api/v1/session')).json()).agent.state === 'away'",
    )
    agent.page.reload()
    expect(agent.by("presence")).to_have_value("away")
    agent.close()


def test_a_dark_appearance_is_chosen_and_kept(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk, "zhaoli")
    page = agent.page.locator("html")
    light = page.evaluate("root => getComputedStyle(root.querySelector('body')).backgroundColor")
    for _ in range(2):
        agent.by("theme").click()
    expect(page).to_have_attribute("data-theme", "dark")
    agent.page.reload()
    expect(page).to_have_attribute("data-theme", "dark")
    expect(agent.page.locator("body")).not_to_have_css("background-color", light)
    agent.close()


def _cut_off(page: DeskPage) -> None:
    """From the live feed."""
    expect(page.by("feed-state")).to_be_visible()
    page.page.route("**/events/stream", lambda route: route.abort())
    page.page.reload()
    expect(page.by("feed-state")).to_have_attribute("data-state", "offline")


def test_of_two_who_take_it_one_is_told_who_was_faster(desk: Running, browser: Browser) -> None:
    agent, boss = (_at_desk(browser, desk, name) for name in ("wangmin", "zhaoli"))
    _cut_off(boss)  # so that it hears nothing
    for page in (agent, boss):
        page.by("tab-open").click()
        page.by("queue-item").filter(has_text="续期").click()
        expect(page.by("claim")).to_be_visible()
    agent.by("claim").click()
    expect(agent.by("composer")).to_be_visible()
    boss.by("claim").click()
    expect(boss.page.get_by_role("alert").first).to_contain_text("王敏")
    expect(boss.by("held")).to_contain_text("王敏 正在处理")
    boss.close()
    agent.close()


def test_what_came_while_the_feed_was_away_is_there_once_it_is_back(
    desk: Running, browser: Browser
) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    _cut_off(agent)
    agent.by("tab-open").click()
    agent.by("queue-item").filter(has_text="续期").click()
    expect(agent.messages("customer")).to_have_count(1)

    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await receive(box, "2", "还在吗")

    aside(write)
    agent.page.unroute("**/events/stream")
    expect(agent.by("feed-state")).to_have_attribute("data-state", "live", timeout=20_000)
    expect(agent.messages("customer").last).to_contain_text("还在吗")
    agent.close()


def test_an_agent_promises_a_call_by_a_key_and_everybody_sees_it(
    desk: Running, browser: Browser
) -> None:
    aside(lambda: _waits(desk, "calls", "理赔材料寄丢了"))
    agent, other = (_at_desk(browser, desk, name) for name in ("wangmin", "zhaoli"))
    agent.by("queue-item").filter(has_text="理赔材料寄丢了").click()
    agent.by("claim").click()
    expect(agent.by("call")).to_be_visible()
    agent.page.get_by_role("log").focus()
    agent.page.keyboard.press("d")
    agent.by("call-at").fill(_local(timedelta(days=60)))
    agent.by("call-note").fill("说明进展")
    agent.by("confirm").click()
    expect(agent.page.get_by_text(re.compile(r"最近可约：\d{4}-\d\d-\d\d"))).to_be_visible()
    agent.by("call-at").fill(_local(timedelta(hours=2)))
    _confirm(agent)
    expect(agent.by("brief-callback")).to_contain_text("说明进展")
    other.by("tab-callbacks").click()
    expect(other.by("callback").filter(has_text="说明进展")).to_have_count(1)
    agent.close()
    other.close()


def test_what_was_judged_in_an_earlier_matter_is_corrected(desk: Running, browser: Browser) -> None:
    aside(lambda: _comes_back(desk))
    agent = _at_desk(browser, desk, "wangmin")
    agent.by("tab-open").click()
    agent.by("queue-item").filter(has_text="又扣了一次").click()
    expect(agent.by("episode")).to_have_value("2")
    first = agent.messages("customer").first
    expect(first.get_by_test_id("correct-message")).to_have_count(0)
    agent.by("episode").select_option("1")
    first.get_by_test_id("correct-message").select_option("anger")
    agent.by("correct-value").select_option("3")
    agent.by("correct-why").fill("读过原话")
    _confirm(agent)
    made = agent.page.locator('[data-testid="correction"][data-what="anger"]')
    expect(made).to_contain_text("不满 → 愤怒")
    agent.by("episode").select_option("2")
    expect(made.filter(has_text="不满 → 愤怒")).to_have_count(0)
    agent.close()


async def _comes_back(desk: Running) -> None:
    """A customer whose first matter was closed."""
    async with box_over(desk.database, desk.var, migrated=True) as box:
        conversation = await says(box, "again", "保费扣错了", 1, "complain")
        (wangmin,) = [one for one in await box.staff.list() if one.username == "wangmin"]
        await box.handoffs.claim(conversation, wangmin)
        await box.handoffs.close(conversation, wangmin, "referred", "")
        await says(box, "again", "这个月又扣了一次", 2, "complain")


async def _waits(desk: Running, customer: str, text: str) -> None:
    async with box_over(desk.database, desk.var, migrated=True) as box:
        await enqueue(box, await says(box, customer, text, 1, "complain"))


def _local(ahead: timedelta) -> str:
    """So far from now, as the agent's browser has it."""
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) + ahead:%Y-%m-%dT%H:%M}"
