"""A day at the desk without a mouse: everything is reached, the focus is seen and never lost, and
what is new is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.domain.triage import Signal, SignalName
from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, enqueue, receive, says
from tests.e2e.pages import DeskPage
from tests.running import Running

STOPS = 90
FOCUSED = """() => {
  let one = document.activeElement
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  const { outlineStyle, outlineWidth } = getComputedStyle(one)
  const seen = outlineStyle !== 'none' && outlineWidth !== '0px'
  return { lost: one === document.body, hook: one.dataset.testid ?? '', seen, tag: one.localName }
}"""
LEAVE = """() => {
  let one = document.activeElement
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
  one?.blur()
}"""
MICE = """() => {
  window.mice = 0
  for (const kind of ['mousedown', 'pointerdown', 'wheel', 'touchstart'])
    addEventListener(kind, () => { window.mice += 1 }, true)
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Filled once for the module."""
    with desk_world(tmp_path_factory.mktemp("desk")) as started:
        yield started


class Keys:
    """Somebody who types, and watches where the focus is."""

    def __init__(self, page: DeskPage) -> None:
        self.page, self._board = page, page.page.keyboard

    def press(self, *keys: str) -> None:
        """One after the other."""
        for key in keys:
            self._board.press(key)

    def write(self, text: str) -> None:
        """Into whatever has the focus."""
        self._board.type(text)

    def at(self) -> dict[str, Any]:
        """What has the focus."""
        focused: dict[str, Any] = self.page.page.evaluate(FOCUSED)
        return focused

    def go_to(self, hook: str, key: str = "Tab") -> None:
        """Step there; wherever the focus comes by, it is seen."""
        for _ in range(STOPS):
            self.press(key)
            at = self.at()
            assert at["seen"] or at["lost"], f"the focus is not seen on {at}"
            if at["hook"] == hook:
                return
        raise AssertionError(f"{hook} is not reached within {STOPS} stops")

    def leave(self) -> None:
        """Whatever has the focus."""
        self.page.page.evaluate(LEAVE)

    def kept(self) -> None:
        """The focus is on something."""
        self.page.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        assert not self.at()["lost"], "the focus is lost"


def _signed_in(browser: Browser, desk: Running) -> tuple[DeskPage, Keys]:
    page = DeskPage(browser, desk.desk_url)
    page.page.evaluate(MICE)
    keys = Keys(page)
    expect(page.by("sign-in-username")).to_be_focused()
    keys.write("wangmin")
    keys.press("Tab")
    keys.write(PASSWORD)
    keys.press("Enter")
    expect(page.by("feed-state")).to_have_attribute("data-state", "live")
    keys.kept()
    return page, keys


def test_a_complaint_is_handled_from_the_queue_to_its_end(desk: Running, browser: Browser) -> None:
    page, keys = _signed_in(browser, desk)
    keys.press("?")
    expect(page.by("keys")).to_be_visible()
    for _ in range(3):
        keys.press("Tab")
        assert page.page.evaluate(
            "() => document.activeElement.shadowRoot?.activeElement?.localName ?? 'none'"
        ) in ("qd-keys-dialog", "none")
    keys.press("Escape")
    expect(page.by("keys")).to_have_count(0)
    keys.kept()

    expect(page.by("queue-item").first).to_be_visible()
    keys.press("1", "j")
    expect(page.by("scenario")).to_have_attribute("data-name", "media")
    keys.go_to("jump")
    keys.press("Enter")
    expect(page.page.locator("[flash]")).to_have_count(1)
    keys.press("c")
    expect(page.by("composer")).to_be_focused()

    keys.press("Escape")
    expect(page.page.get_by_role("log")).to_be_focused()
    keys.press("r")
    expect(page.by("composer")).to_be_focused()
    keys.write("/")
    expect(page.by("offer").first).to_have_attribute("aria-selected", "true")
    keys.press("ArrowDown")
    expect(page.by("offer").nth(1)).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    expect(page.by("offer")).to_have_count(0)
    assert len(page.by("composer").input_value()) > 10
    keys.press("Control+a")
    keys.write("李女士您好，我是王敏。")
    keys.press("Enter")
    expect(page.messages("agent").last).to_contain_text("我是王敏")
    keys.go_to("mode-note", "Shift+Tab")
    keys.press("Enter")
    keys.write("材料齐了")
    keys.press("Enter")
    expect(page.by("note-row")).to_contain_text("材料齐了")

    keys.go_to("correct-fact")
    keys.press("Enter")
    expect(page.by("correct-value")).to_be_focused()
    keys.press("Control+a", "Delete", "Tab")
    keys.write("不是原话")
    keys.go_to("confirm")
    keys.press("Enter")
    expect(page.by("confirm")).to_have_count(0)
    expect(page.page.locator('[data-testid="correction"][data-what="fact"]')).to_have_count(1)
    keys.kept()
    _pass_on_take_back_and_close(page, keys)
    assert page.page.evaluate("() => window.mice") == 0
    page.close()


def _pass_on_take_back_and_close(page: DeskPage, keys: Keys) -> None:
    keys.go_to("transfer", "Shift+Tab")
    keys.press("Enter")
    expect(page.by("transfer-to")).to_be_focused()
    keys.press("Escape")
    expect(page.by("transfer-to")).to_have_count(0)
    expect(page.by("transfer")).to_be_focused()
    keys.press("Enter")
    expect(page.by("transfer-to")).to_be_focused()
    keys.press("Tab")
    keys.write("请接着办")
    keys.go_to("confirm")
    keys.press("Enter")
    expect(page.by("claim")).to_be_visible()
    keys.kept()
    keys.go_to("claim")
    keys.press("Enter")
    expect(page.by("composer")).to_be_focused()
    keys.go_to("close", "Shift+Tab")
    keys.press("Enter", "ArrowDown", "Tab")
    keys.write("已转理赔部")
    keys.go_to("confirm")
    keys.press("Enter")
    expect(page.by("held")).to_have_text("此对话已结束。")
    keys.kept()


def test_letters_can_be_switched_off_for_good(desk: Running, browser: Browser) -> None:
    """WCAG 2.1.4, for who dictates: a stray letter must not take a conversation over."""
    page, keys = _signed_in(browser, desk)
    keys.press("?")
    keys.go_to("keys-on")
    keys.press("Space", "Escape")
    expect(page.by("keys")).to_have_count(0)
    keys.press("5", "?")
    expect(page.by("keys")).to_have_count(0)
    expect(page.by("tab-waiting")).to_have_attribute("aria-selected", "true")
    page.page.reload()
    expect(page.by("feed-state")).to_have_attribute("data-state", "live")
    keys.press("5")
    expect(page.by("tab-waiting")).to_have_attribute("aria-selected", "true")
    keys.go_to("keys-help")
    keys.press("Enter")
    keys.go_to("keys-on")
    keys.press("Space", "Escape")
    expect(page.by("keys")).to_have_count(0)
    keys.press("5")
    expect(page.by("tab-callbacks")).to_have_attribute("aria-selected", "true")
    page.close()


def test_a_search_leads_to_the_words_and_tabs_obey_the_arrows(
    desk: Running, browser: Browser
) -> None:
    page, keys = _signed_in(browser, desk)
    keys.press("/")
    expect(page.by("search-text")).to_be_focused()
    keys.write("扣了两次")
    keys.press("Enter")
    expect(page.by("search-place").first).to_be_visible()
    keys.go_to("search-place")
    keys.press("Enter")
    expect(page.messages("customer").first).to_have_attribute("flash", "")
    keys.kept()
    keys.press("2")
    keys.go_to("tab-mine")
    keys.press("ArrowRight")
    expect(page.by("tab-open")).to_be_focused()
    expect(page.by("tab-open")).to_have_attribute("aria-selected", "true")
    keys.press("End")
    expect(page.by("tab-callbacks")).to_have_attribute("aria-selected", "true")
    assert page.page.evaluate("() => window.mice") == 0
    page.close()


def test_new_messages_and_new_major_complaints_are_said(desk: Running, browser: Browser) -> None:
    page, keys = _signed_in(browser, desk)
    keys.press("3")
    expect(page.by("queue-item").first).to_be_visible()
    keys.press("j")
    log = page.page.get_by_role("log")
    expect(log.locator('[data-author="customer"]').first).to_be_visible()
    keys.kept()
    more = log.locator('[data-author="customer"]').filter(has_text="还有一件事")
    expect(more).to_have_count(0)
    legal = Signal(SignalName.LEGAL, 0.9, "法院", hard=True)

    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await receive(box, "2", "还有一件事")
            await receive(box, "1", "还有一件事")
            await enqueue(box, await says(box, "7", "法院见", 3, "complain", (legal,)))

    expect(page.by("news")).to_have_text("")
    aside(write)
    expect(page.by("news")).to_contain_text("新的重大投诉")
    expect(page.by("news")).to_have_attribute("role", "status")
    expect(more).to_have_count(1)
    page.close()


def test_one_letter_does_what_a_button_does(desk: Running, browser: Browser) -> None:
    page, keys = _signed_in(browser, desk)
    page.page.on("filechooser", lambda _: None)  # asked for now, the browser tells in time
    _complains(desk)
    expect(page.by("queue-item").filter(has_text="我的保单")).to_be_visible()
    keys.press("p")
    expect(page.by("presence")).to_have_value("busy")
    keys.press("p", "p")
    expect(page.by("presence")).to_have_value("available")
    page.by("queue-item").filter(has_text="我的保单").click()
    expect(page.by("claim")).to_be_visible()
    keys.leave()
    keys.press("c")
    expect(page.by("composer")).to_be_focused()
    keys.leave()
    for key, opened in (("t", "transfer-to"), ("x", "close-outcome")):
        keys.press(key)
        expect(page.by(opened)).to_be_visible()
        keys.press("Escape")
        expect(page.by(opened)).to_have_count(0)
        keys.leave()
    expect(page.by("attach")).to_be_enabled()
    with page.page.expect_file_chooser():
        keys.press("a")
    keys.press("e")
    assert keys.at()["hook"].startswith("correct-")
    keys.leave()
    keys.press("u")
    keys.write("资料已齐")
    keys.go_to("confirm")
    keys.press("Enter")
    expect(page.by("claim")).to_be_visible()
    page.close()


def _complains(desk: Running) -> None:
    async def write() -> None:
        async with box_over(desk.database, desk.var, migrated=True) as box:
            await enqueue(box, await says(box, "letters", "我的保单没有寄来", 2, "complain", ()))

    aside(write)
