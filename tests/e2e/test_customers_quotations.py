"""A customer quotes what was said: by touch, by keys, after a reload; and the desk shows it."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.e2e.axe import findings
from tests.e2e.pages import CustomerPage
from tests.e2e.tour import staffed
from tests.running import Running

COMPLAINT = "你们凭什么拒赔？我妈住院的钱一分都不给报"


def test_by_touch_and_after_a_reload(qingting: Running, browser: Browser) -> None:
    customer = CustomerPage(browser, qingting.customer_url, phone=True, touch=True)
    customer.say_and_hear(COMPLAINT)
    expect(customer.messages("system").get_by_test_id("quote-it")).to_have_count(0)
    quote_it = customer.messages("customer").first.get_by_test_id("quote-it")
    expect(quote_it).to_have_css("opacity", "1")  # no pointer will ever hover over it
    quote_it.tap()
    expect(customer.by("quoting")).to_contain_text(COMPLAINT)
    expect(customer.by("composer")).to_be_focused()
    assert findings(customer.page) == []
    customer.by("unquote").tap()
    expect(customer.by("quoting")).to_have_count(0)
    customer.messages("bot").last.get_by_test_id("quote-it").tap()
    customer.page.reload()
    expect(customer.by("quoting")).to_contain_text("自动助手")
    customer.say("这句话我不明白")
    expect(customer.by("quoting")).to_have_count(0)
    expect(customer.messages("customer").last.get_by_test_id("quote")).to_contain_text("自动助手")
    customer.page.reload()
    expect(customer.messages("customer").last.get_by_test_id("quote")).to_contain_text("自动助手")
    customer.close()


def test_by_keys_and_the_desk_shows_it(qingting: Running, browser: Browser) -> None:
    customer = CustomerPage(browser, qingting.customer_url)
    keys = customer.page.keyboard
    customer.say_and_hear(COMPLAINT)
    customer.by("ask-human").click()
    customer.owner("queue")
    customer.by("composer").focus()
    for key in ("Shift+Tab", "Shift+Tab"):
        keys.press(key)
    last = customer.by("quote-it").last
    expect(last).to_be_focused()
    expect(last).to_have_css("opacity", "1")
    while customer.messages("customer").first.locator(":focus").count() == 0:
        keys.press("ArrowUp")
    keys.press("Enter")
    expect(customer.by("quoting")).to_contain_text(COMPLAINT)
    keys.press("Escape")
    expect(customer.by("quoting")).to_have_count(0)
    expect(customer.by("composer")).to_be_focused()
    customer.messages("customer").first.hover()
    customer.messages("customer").first.get_by_test_id("quote-it").click()
    keys.type("我说的是这一次")
    keys.press("Enter")
    expect(customer.messages("customer").last).to_have_attribute("data-state", "sent")
    expect(customer.messages("customer").last.get_by_test_id("quote")).to_contain_text(COMPLAINT)

    desk = staffed(browser, qingting)
    desk.open_first("waiting")
    quoted = desk.messages("customer").last.get_by_test_id("quote")
    expect(quoted).to_contain_text(f"#1: {COMPLAINT}")
    quoted.click()
    expect(desk.page.locator("qd-message[flash]")).to_contain_text(COMPLAINT)
    desk.close()
    customer.close()
