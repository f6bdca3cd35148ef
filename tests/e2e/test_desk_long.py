"""A long queue and a long transcript: the page holds what is in sight, and reaches all the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, aside, desk_world, receive
from tests.e2e.long_day import MESSAGES, WAITING, long_day
from tests.e2e.pages import PATIENCE, DeskPage
from tests.running import Running

FETCHED = 200
MOST_DRAWN = 60
"""Rows in the page at any time; far more than a screen shows, far fewer than there are."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """More wait than are fetched at once; the first has written two thousand messages."""
    with desk_world(tmp_path_factory.mktemp("long"), long_day) as desk:
        yield desk


@pytest.fixture
def desk(browser: Browser, long: Running) -> Iterator[DeskPage]:
    """The supervisor's desk, with the long conversation open."""
    page = DeskPage(browser, long.desk_url)
    page.sign_in("zhaoli", PASSWORD)
    talker = page.by("queue-item").filter(has_text="再不处理我就")
    talker.click()
    expect(_message(page.page, MESSAGES)).to_be_in_viewport()
    yield page
    page.close()


def test_a_long_queue_says_how_long_it_is_draws_what_is_in_sight_and_gives_the_rest(
    desk: DeskPage,
) -> None:
    items = desk.by("queue-item")
    expect(desk.by("tab-waiting")).to_contain_text(str(WAITING))
    assert 0 < items.count() < MOST_DRAWN
    assert items.first.locator("..").get_attribute("aria-setsize") == str(FETCHED)
    _scroll_to(desk, FETCHED)
    expect(desk.by("list-end")).to_contain_text(f"{FETCHED} / {WAITING}")
    desk.by("list-more").click()
    expect(items.first.locator("..")).to_have_attribute("aria-setsize", str(WAITING))
    _scroll_to(desk, WAITING)
    expect(desk.by("list-end")).to_have_count(0)
    assert items.count() < MOST_DRAWN


def _scroll_to(desk: DeskPage, place: int) -> None:
    last = desk.page.locator(f'li[aria-posinset="{place}"]')
    panel = desk.page.locator("qd-queue-list .panel")
    for _ in range(20):
        panel.evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
        if last.count():
            break
        desk.page.wait_for_timeout(50)
    expect(last).to_be_in_viewport()


def test_a_long_transcript_is_neither_fetched_nor_drawn_as_a_whole(desk: DeskPage) -> None:
    fetched = _count_fetched(desk.page)
    desk.page.reload()
    expect(_message(desk.page, MESSAGES)).to_be_in_viewport()
    assert 0 < len(fetched) <= 4, fetched  # of fifty or a hundred each
    assert 0 < desk.by("message").count() < MOST_DRAWN


def test_scrolling_back_leads_to_the_first_message_without_a_jump(desk: DeskPage) -> None:
    log = desk.page.get_by_role("log")
    drawn = 0
    for _ in range(400):
        if _message(desk.page, 1).count():
            break
        before = _top(desk)
        log.evaluate("log => log.scrollBy(0, -log.clientHeight * 0.8)")
        desk.page.wait_for_timeout(30)
        assert _top(desk) <= before, "scrolling back led forwards"
        drawn = max(drawn, desk.by("message").count())
    log.evaluate("log => log.scrollTo(0, 0)")
    expect(_message(desk.page, 1)).to_be_in_viewport()
    assert drawn < MOST_DRAWN


def test_a_quotation_of_the_brief_leads_to_a_message_that_was_not_fetched(desk: DeskPage) -> None:
    assert _message(desk.page, 1).count() == 0
    desk.page.locator("qd-side-pane").get_by_role("button", name="第 1 条").first.click()
    expect(_message(desk.page, 1)).to_be_in_viewport()
    expect(_message(desk.page, 1)).to_have_attribute("flash", "")
    assert desk.by("message").count() < MOST_DRAWN


def test_words_are_found_in_what_was_not_fetched_by_keys_alone(desk: DeskPage) -> None:
    desk.page.get_by_role("log").focus()
    desk.page.keyboard.press("f")
    expect(desk.by("find-text")).to_be_focused()
    desk.page.keyboard.type("第7句")
    desk.page.keyboard.press("Enter")
    expect(desk.by("find-count")).to_have_text("1 / 1", timeout=PATIENCE)
    expect(_message(desk.page, 7)).to_be_in_viewport()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("00句")
    desk.page.keyboard.press("Enter")
    expect(desk.by("find-count")).to_have_text("1 / 20")
    expect(_message(desk.page, MESSAGES)).to_be_in_viewport()
    desk.page.keyboard.press("Enter")
    expect(_message(desk.page, MESSAGES - 100)).to_be_in_viewport()
    desk.page.keyboard.press("Shift+Enter")
    expect(_message(desk.page, MESSAGES)).to_be_in_viewport()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("再不處理")  # Written in Simplified, in the first message.
    desk.page.keyboard.press("Enter")
    expect(desk.by("find-count")).to_have_text("1 / 1", timeout=PATIENCE)
    expect(_message(desk.page, 1)).to_be_in_viewport()
    assert desk.by("message").count() < MOST_DRAWN
    desk.page.keyboard.press("Escape")
    expect(desk.by("find-text")).to_have_count(0)
    expect(desk.page.get_by_role("log")).to_be_focused()


def test_what_is_new_leaves_the_place_alone_and_says_that_it_is_there(
    desk: DeskPage, long: Running
) -> None:
    log = desk.page.get_by_role("log")
    log.evaluate("log => log.scrollTo(0, log.scrollHeight / 2)")
    _drawn(desk.page)
    before = _middle(desk.page)
    expect(desk.by("new-messages")).to_have_count(0)

    async def write() -> None:
        async with box_over(long.database, long.var, migrated=True) as box:
            await receive(box, "talker", "我还在等")

    aside(write)
    expect(desk.by("new-messages")).to_contain_text("1")
    _drawn(desk.page)
    after = _middle(desk.page)
    assert (after["seq"], round(after["top"])) == (before["seq"], round(before["top"]))
    desk.by("new-messages").click()
    expect(desk.page.get_by_text("我还在等").last).to_be_in_viewport()
    expect(desk.by("new-messages")).to_have_count(0)


def test_who_scrolls_back_stays_there_though_something_is_drawn_before_the_browser_tells(
    desk: DeskPage,
) -> None:
    left = desk.page.get_by_role("log").evaluate(
        """async log => {
            log.scrollBy(0, -3 * log.clientHeight);  // its scroll event comes with the next frame
            const [place, transcript] = [log.scrollTop, log.getRootNode().host];
            for (let drawn = 0; drawn < 3; drawn += 1) {
                transcript.requestUpdate();
                await transcript.updateComplete;
            }
            for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
            return { place, end: log.scrollHeight - log.clientHeight, now: log.scrollTop };
        }"""
    )
    assert left["end"] - left["now"] > left["end"] - left["place"] - 400, left
    expect(_message(desk.page, MESSAGES)).not_to_be_in_viewport()


def _drawn(page: Page) -> None:
    """Wait until every message in sight has come, and two frames have shown them in one place.

    They reach around the middle: right after a scroll the former ones may still be in the page."""
    page.evaluate(
        """async () => {
            const log = document.querySelector("qd-app").shadowRoot
                .querySelector("qd-conversations").shadowRoot.querySelector("qd-thread-view")
                .shadowRoot.querySelector("qd-transcript").shadowRoot;
            const tops = () => [...log.querySelectorAll("qd-message")]
                .map(one => one.getBoundingClientRect().top);
            const { top, height } = log.querySelector("[role=log]").getBoundingClientRect();
            const above = place => place < top + height / 2;
            for (let look = 0; look < 600; look += 1) {  // waitForFunction awaits no promise
                const before = tops().join();
                await new Promise(requestAnimationFrame);
                await new Promise(requestAnimationFrame);
                const now = tops();
                const around = now.some(above) && !now.every(above);
                if (around && before === now.join() && !log.querySelector(".coming")) return;
            }
            throw new Error("it never came to rest");
        }"""
    )


def _message(page: Page, seq: int) -> Locator:
    return page.locator(f'qd-message[data-seq="{seq}"]')


def _top(desk: DeskPage) -> int:
    return int(desk.by("message").first.get_attribute("data-seq") or 0)


def _middle(page: Page) -> dict[str, float]:
    """Which message is in the middle of the log, and where it begins on the screen."""
    found: dict[str, float] = page.get_by_role("log").evaluate(
        """log => {
            const { top, height } = log.getBoundingClientRect();
            const rows = [...log.querySelectorAll("qd-message")];
            const row = rows.find((one) => one.getBoundingClientRect().bottom > top + height / 2);
            return { seq: Number(row.dataset.seq), top: row.getBoundingClientRect().top };
        }"""
    )
    return found


def _count_fetched(page: Page) -> list[str]:
    fetched: list[str] = []
    page.on("request", lambda one: fetched.append(one.url) if "/messages?" in one.url else None)
    return fetched
