"""The whole line in two real browsers: complain, lose the network, give facts, reach a person."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.pages import CustomerPage, DeskPage, picture
from tests.running import Running

PASSWORD = "a password for tests"


def test_a_complaint_typed_in_a_browser_reaches_a_person_and_is_answered(
    qingting: Running, browser: Browser, artifacts: Path
) -> None:
    customer = CustomerPage(browser, qingting.customer_url)
    expect(customer.by("automated-notice")).to_be_visible()
    expect(customer.by("ask-human")).to_be_visible()
    customer.say_and_hear("你们凭什么拒赔？我妈住院的钱一分都不给报")
    _lose_the_network(customer)
    _give_facts(customer)
    picture(customer.page, artifacts, "customer-facts")
    _reload_keeps_everything(customer)
    customer.by("ask-human").click()
    customer.owner("queue")
    picture(customer.page, artifacts, "customer-queue")

    desk = DeskPage(browser, qingting.desk_url)
    desk.sign_in("admin", qingting.first_password())
    desk.set_password(PASSWORD)
    desk.open_first("waiting")
    expect(desk.by("brief")).to_be_visible()
    expect(desk.page.locator('[data-testid="fact"][data-name="contact"]')).to_contain_text("****")
    desk.by("claim").click()
    customer.owner("agent")
    desk.reply("您好，我是专员，您的情况我都看到了，马上为您核实。")
    expect(customer.messages("agent").last).to_contain_text("马上为您核实")
    customer.say("好的，谢谢")
    expect(desk.messages("customer").last).to_contain_text("好的，谢谢")
    picture(desk.page, artifacts, "desk-conversation")
    _hand_back(desk)
    customer.owner("bot")
    customer.say_and_hear("我的投诉现在到哪一步了")
    picture(customer.page, artifacts, "customer-after")
    customer.close()
    desk.close()


def _lose_the_network(customer: CustomerPage) -> None:
    """Words typed while offline go out once, when the network is back."""
    customer.context.set_offline(True)
    expect(customer.by("connection")).not_to_have_attribute("data-state", "online", timeout=40_000)
    heard = customer.messages("bot").count()
    customer.type("我等了两个月了，电话打了三次")
    customer.context.set_offline(False)
    expect(customer.by("connection")).to_have_attribute("data-state", "online", timeout=40_000)
    expect(customer.messages("customer").last).to_have_attribute("data-state", "sent")
    expect(customer.messages("bot").nth(heard)).to_be_visible()
    expect(customer.page.get_by_text("我等了两个月了，电话打了三次")).to_have_count(1)


def _give_facts(customer: CustomerPage) -> None:
    customer.say_and_hear("上个月五号")
    customer.say_and_hear("把住院费赔给我，再道个歉")
    customer.say_and_hear("保单不在手边，记不得了")
    customer.say_and_hear("我叫王小明，电话13800138000")


def _reload_keeps_everything(customer: CustomerPage) -> None:
    before = customer.page.locator('[data-testid="message"]').all_inner_texts()
    customer.page.reload()
    expect(customer.page.locator('[data-testid="message"]')).to_have_count(len(before))
    after = customer.page.locator('[data-testid="message"]').all_inner_texts()
    assert [_words(text) for text in after] == [_words(text) for text in before]


def _words(text: str) -> str:
    """Without times and states, and with numbers as the server shows them."""
    return re.sub(r"\s+|\d{1,2}:\d{2}|已发送|发送中", "", text).replace(
        "13800138000", "138****8000"
    )


def _hand_back(desk: DeskPage) -> None:
    desk.by("return").click()
    desk.by("return-reason").fill("已说明，请继续记录")
    desk.by("confirm").click()
