"""The customer's own page: larger type, languages, the copy, quiet motion, forced colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.e2e.axe import findings
from tests.e2e.pages import CustomerPage
from tests.running import Running

COMPLAINT = "你们凭什么拒赔？我妈住院的钱一分都不给报"


@pytest.fixture
def customer(qingting: Running, browser: Browser) -> CustomerPage:
    """On a phone, before the first word."""
    page = CustomerPage(browser, qingting.customer_url, phone=True)
    expect(page.by("connection")).to_have_attribute("data-state", "online")
    return page


def test_the_page_allows_scripts_and_styles_from_itself_only(customer: CustomerPage) -> None:
    answer = customer.page.request.get(customer.page.url)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    customer.close()


def test_large_type_is_one_touch_away_and_remembered(customer: CustomerPage) -> None:
    normal = _font_size(customer)
    customer.by("offer-large").click()
    assert _font_size(customer) > normal * 1.3
    customer.page.reload()
    expect(customer.by("welcome")).to_be_visible()
    assert _font_size(customer) > normal * 1.3
    customer.by("menu").click()
    customer.by("large").click()
    assert _font_size(customer) == normal
    customer.close()


def test_the_language_can_be_changed_and_the_notice_follows(customer: CustomerPage) -> None:
    customer.by("menu").click()
    customer.by("language").select_option("en")
    expect(customer.by("ask-human")).to_have_text("Talk to a person")
    expect(customer.by("consent")).to_contain_text("only to handle your complaint")
    customer.by("show-notice").click()
    expect(customer.by("notice")).to_contain_text("every look is logged")
    assert findings(customer.page) == []
    customer.page.keyboard.press("Escape")
    expect(customer.by("notice")).to_have_count(0)
    expect(customer.by("menu")).to_be_focused()
    customer.close()


def test_the_customer_can_keep_a_copy(customer: CustomerPage) -> None:
    answer = customer.say_and_hear(f"{COMPLAINT}，我的电话是13800138000")
    customer.page.reload()
    expect(customer.messages("bot").first).to_be_visible()
    customer.by("menu").click()
    with customer.page.expect_download() as saved:
        customer.by("save-record").click()
    assert saved.value.suggested_filename.startswith("投诉对话记录-20")
    text = Path(saved.value.path()).read_text("utf-8-sig")
    assert "不是真人撰写" in text
    assert f"{COMPLAINT}，我的电话是138****8000" in text
    assert max(answer.splitlines(), key=len) in text
    customer.close()


def test_a_slow_answer_shows_that_the_bot_is_typing_still_for_those_who_want_less_motion(
    qingting: Running, browser: Browser
) -> None:
    customer = CustomerPage(browser, "about:blank", phone=True)
    late: list[Callable[[], None]] = []

    def slow(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(words: str | bytes) -> None:
            if "bot_uttered" in str(words):
                late.append(lambda: socket.send(words))
            else:
                socket.send(words)

        server.on_message(pass_on)

    customer.page.route_web_socket(re.compile("socket.io"), slow)
    customer.page.emulate_media(reduced_motion="reduce")
    customer.page.goto(qingting.customer_url)
    customer.say(COMPLAINT)
    expect(customer.by("typing")).to_be_visible()
    moving = "() => document.querySelector('qingting-chat').getAnimations({subtree: true}).length"
    assert customer.page.evaluate(moving) == 0
    for send in late:
        send()
    expect(customer.messages("bot").first).to_be_visible()
    expect(customer.by("typing")).to_have_count(0)
    customer.close()


def test_forced_colours_keep_edges(customer: CustomerPage) -> None:
    customer.page.emulate_media(forced_colors="active")
    customer.say_and_hear(COMPLAINT)
    for edge in (customer.by("send"), customer.messages("bot").locator(".bubble").first):
        assert edge.evaluate("one => getComputedStyle(one).borderTopWidth") == "1px"
    customer.close()


def _font_size(customer: CustomerPage) -> float:
    size: str = customer.by("composer").evaluate("one => getComputedStyle(one).fontSize")
    return float(size.removesuffix("px"))
