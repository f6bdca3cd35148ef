"""A new major complaint rings and is notified, for those who want that; only the browser's own
Notification and AudioContext are played here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.bootstrap import Container
from bot.domain.triage import Signal, SignalName
from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, enqueue, receive, says
from tests.e2e.pages import DeskPage
from tests.running import Running

CALLS = """
window.calls = []
window.shown = new Map()
window.Notification = class {
  static permission = 'default'
  static requestPermission() {
    calls.push({ asked: true })
    Notification.permission = 'granted'
    return Promise.resolve('granted')
  }
  constructor(title, { body, tag, renotify }) {
    const again = shown.has(tag)
    shown.set(tag, this)
    // As browsers do it: what takes another's place is silent unless it says that it is not.
    if (!again || renotify) calls.push({ title, body })
    window.latest = this
  }
  close() { calls.push({ closed: true }) }
}
const node = () => ({
  frequency: {}, gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} },
  connect: to => to, stop() {},
  start() { calls.push({ tone: this.frequency.value }) },
})
window.AudioContext = class {
  currentTime = 0
  destination = {}
  createOscillator() { return node() }
  createGain() { return node() }
}
"""
TONES = [{"tone": 660}, {"tone": 880}]
THREAT = (Signal(SignalName.MEDIA, 0.9, "今晚就发抖音", hard=True),)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The desk alone, with people and conversations."""
    with desk_world(tmp_path_factory.mktemp("alerts")) as started:
        yield started


@pytest.fixture
def agent(desk: Running, browser: Browser) -> Iterator[DeskPage]:
    """Who looks at the list; the browser's own parts write down what is asked of them."""
    page = DeskPage(browser, desk.desk_url)
    page.context.add_init_script(CALLS)
    page.page.reload()
    page.sign_in("wangmin", PASSWORD)
    expect(page.by("feed-state")).to_have_attribute("data-state", "live")
    expect(page.by("queue-item").first).to_be_visible()
    yield page
    page.close()


def _complains(desk: Running, customer: str, text: str, signals: tuple[Signal, ...]) -> None:
    """Somebody who waits for a person, written by another process."""

    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await _queue(box, customer, text, signals)

    aside(write)


async def _queue(box: Container, customer: str, text: str, signals: tuple[Signal, ...]) -> None:
    conversation = await says(box, customer, text, 3, "complain", signals)
    await enqueue(box, conversation)


def _writes_again(desk: Running, customer: str, text: str) -> None:
    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await receive(box, customer, text)

    aside(write)


def _calls(agent: DeskPage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = agent.page.evaluate("window.calls")
    return found


def _in_list(agent: DeskPage, text: str) -> None:
    expect(agent.by("queue-item").filter(has_text=text)).to_be_visible()


def _switch_on(agent: DeskPage) -> None:
    agent.by("alerts").click()
    expect(agent.by("alerts")).to_have_attribute("aria-pressed", "true")
    assert _calls(agent) == [{"asked": True}]


def test_a_new_major_complaint_rings_twice_and_its_notification_leads_to_it(
    desk: Running, agent: DeskPage
) -> None:
    _switch_on(agent)
    _complains(desk, "ordinary", "续保的通知一直没收到", ())
    _in_list(agent, "续保的通知")
    assert _calls(agent) == [{"asked": True}], "an ordinary complaint was announced"
    _complains(desk, "major", "再不处理我今晚就发抖音", THREAT)
    _in_list(agent, "今晚就发抖音")
    _, *rung, shown = _calls(agent)
    assert rung == TONES
    assert shown["title"] == "新的重大投诉"
    assert "抖音" not in shown["body"], "it also shows on a locked screen"
    expect(agent.by("news")).to_contain_text("新的重大投诉")
    agent.page.evaluate("window.latest.onclick()")
    expect(agent.messages("customer").last).to_contain_text("今晚就发抖音")
    assert _calls(agent)[-1] == {"closed": True}


def test_two_of_the_same_kind_are_two_notifications(desk: Running, agent: DeskPage) -> None:
    _switch_on(agent)
    for customer in ("first", "second"):
        _complains(desk, customer, f"再不处理我今晚就发抖音 {customer}", THREAT)
        _in_list(agent, customer)
    _, *told = _calls(agent)
    assert [one["title"] for one in told if "title" in one] == ["新的重大投诉"] * 2
    assert agent.page.evaluate("shown.size") == 2
    agent.page.evaluate("[...shown.values()][0].onclick()")
    expect(agent.messages("customer").last).to_contain_text("first")


def test_who_is_looking_elsewhere_is_told_of_their_own_conversations(
    desk: Running, browser: Browser, agent: DeskPage
) -> None:
    _complains(desk, "passed-on", "保单一直没有寄到", ())
    _in_list(agent, "保单一直没有寄到")
    boss = DeskPage(browser, desk.desk_url)
    boss.sign_in("zhaoli", PASSWORD)
    boss.by("queue-item").filter(has_text="保单一直没有寄到").click()
    boss.by("claim").click()
    _switch_on(agent)
    boss.by("transfer").click()
    boss.by("transfer-to").select_option(label=_option(boss, "王敏"))
    boss.by("transfer-note").fill("请您接着处理")
    boss.by("confirm").click()
    expect(agent.by("news")).to_contain_text("同事转来一个对话")
    agent.by("tab-mine").click()
    mine = agent.by("queue-item").filter(has_text="保单一直没有寄到")
    expect(mine.get_by_test_id("row-unread")).to_be_visible()
    mine.click()
    expect(mine.get_by_test_id("row-unread")).to_have_count(0)

    agent.page.evaluate("location.hash = '#/cases'")
    _writes_again(desk, "passed-on", "还没有人找我")
    expect(agent.by("news")).to_contain_text("您的客户发来新消息")
    boss.by("mode-note").click()
    boss.by("note").fill("这一件很急 @wangmin ")
    boss.page.keyboard.press("Enter")
    expect(agent.by("news")).to_contain_text("同事在备注中提到您")
    titles = [one["title"] for one in _calls(agent) if "title" in one]
    assert titles == ["同事转来一个对话", "您的客户发来新消息", "同事在备注中提到您"]
    boss.close()


def _option(desk: DeskPage, name: str) -> str:
    option = desk.by("transfer-to").locator("option").filter(has_text=name)
    return option.text_content() or ""


def test_it_speaks_the_desks_language_and_rings_once_for_each(
    desk: Running, agent: DeskPage
) -> None:
    _switch_on(agent)
    agent.by("language").click()
    _complains(desk, "english", "我要去媒体曝光你们", THREAT)
    _in_list(agent, "媒体曝光")
    _writes_again(desk, "english", "说到做到")
    _in_list(agent, "说到做到")
    _, *rung, shown = _calls(agent)
    assert (rung, shown["title"]) == (TONES, "New major complaint")


def test_who_has_it_switched_off_hears_nothing(desk: Running, agent: DeskPage) -> None:
    _switch_on(agent)
    agent.by("alerts").click()
    expect(agent.by("alerts")).to_have_attribute("aria-pressed", "false")
    _complains(desk, "silent", "我马上联系记者", THREAT)
    _in_list(agent, "联系记者")
    assert _calls(agent) == [{"asked": True}]
    expect(agent.by("news")).to_contain_text("新的重大投诉")
