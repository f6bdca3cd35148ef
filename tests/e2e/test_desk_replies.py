"""An agent and a customer in two browsers: files, quotations, typing, read state; two agents on one
conversation; and what a platform still takes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from bot.domain.ids import fresh
from bot.domain.message import InboundMessage
from tests.boxes import box_over
from tests.e2e.desk_world import PASSWORD, STAFF, aside, enqueue
from tests.e2e.pages import CustomerPage, DeskPage, picture
from tests.running import Running, running

PIXELS = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFAAH/e+m+7wAAAABJRU5ErkJggg=="
)
FORM: FilePayload = {"name": "申请表.png", "mimeType": "image/png", "buffer": PIXELS}
LETTER: FilePayload = {
    "name": "处理决定.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n% a decision\n",
}
PAGE: FilePayload = {"name": "x.png", "mimeType": "image/png", "buffer": b"<script></script>"}


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Everything in one process, with accounts, and a customer each on WeChat and LINE."""
    var = tmp_path_factory.mktemp("replies") / "var"
    var.mkdir()

    async def fill() -> None:
        async with box_over(f"sqlite:///{var / 'qingting.db'}", var) as box:
            for username, name, role in STAFF:
                agent, once = await box.staff.add(username, name, role, by="system")
                await box.staff.change_password(agent, once, PASSWORD)
            for channel in ("wechat", "line"):
                message = InboundMessage(channel, "c", fresh(), f"我在{channel}上投诉过你们了")
                receipt = await box.intake.receive(message)
                async with box.store.writing() as tx:
                    await tx.messages.finish_pending(receipt.conversation_id)
                await enqueue(box, receipt.conversation_id)

    aside(fill)
    with running(var) as started:
        yield started


def _at_desk(browser: Browser, peopled: Running, username: str, *, phone: bool = False) -> DeskPage:
    page = DeskPage(browser, peopled.desk_url, phone=phone)
    page.sign_in(username, PASSWORD)
    return page


def _open(page: DeskPage, tab: str, channel: str) -> None:
    page.by(f"tab-{tab}").click()
    page.by("queue-item").filter(has_text=channel).first.click()


def test_words_files_and_signs_go_both_ways(
    peopled: Running, browser: Browser, artifacts: Path
) -> None:
    customer = CustomerPage(browser, peopled.customer_url, phone=True)
    customer.say_and_hear("你们凭什么拒赔？我妈住院的钱一分都不给报")
    customer.by("ask-human").click()
    customer.owner("queue")
    agent = _at_desk(browser, peopled, "wangmin")
    _open(agent, "waiting", "网页")
    agent.by("claim").click()
    customer.owner("agent")
    expect(agent.by("hand")).to_have_text("人工接待：王敏")

    customer.by("composer").press_sequentially("我还想")
    expect(agent.by("typing")).to_have_text("客户正在输入…")
    agent.by("composer").press_sequentially("这一点")
    expect(customer.by("agent-typing")).to_have_text("王敏 正在输入…")

    agent.messages("customer").first.get_by_test_id("quote-message").click()
    expect(agent.by("quoting")).to_contain_text("拒赔")
    agent.by("file-input").set_input_files([PAGE, FORM, LETTER])
    failed = agent.page.locator('[data-testid="tray-file"][data-state="failed"]')
    expect(failed).to_contain_text("这种文件不能发送")
    expect(agent.page.locator('[data-testid="tray-file"][data-state="ready"]')).to_have_count(2)
    picture(agent.page, artifacts, "desk-reply-tray")
    failed.get_by_test_id("remove-file").click()
    agent.by("composer").fill("这一点我来查，请填这张表。")
    agent.by("send").click()
    sent = agent.messages("agent").first
    expect(sent.get_by_test_id("quote")).to_contain_text("拒赔")
    expect(sent.get_by_test_id("file")).to_contain_text("处理决定.pdf")
    expect(sent).to_contain_text("已读")

    heard = customer.messages("agent").last
    expect(heard.get_by_test_id("quote")).to_contain_text("拒赔")
    expect(heard.get_by_test_id("picture").locator("img")).to_have_js_property("naturalWidth", 1)
    with customer.page.expect_download() as saved:
        heard.get_by_test_id("file").click()
    assert Path(saved.value.path()).read_bytes() == LETTER["buffer"]
    expect(customer.by("agent-typing")).to_have_count(0)
    picture(customer.page, artifacts, "customer-agent-files")

    customer.close()
    agent.reply("您看好了告诉我。")
    expect(agent.messages("agent").last).to_contain_text("等待发送")
    sent.get_by_test_id("quote").click()
    expect(agent.messages("customer").first).to_have_attribute("flash", "")
    agent.page.wait_for_timeout(300)
    picture(agent.page, artifacts, "desk-conversation")
    agent.by("language").click()
    picture(agent.page, artifacts, "desk-conversation-english")
    agent.close()


def test_words_come_in_the_customers_script_and_leave_their_name_and_a_draft_survives(
    peopled: Running, browser: Browser
) -> None:
    agent = _at_desk(browser, peopled, "wangmin")
    _open(agent, "mine", "网页")
    agent.by("canned-language").select_option("zh-Hant")
    agent.by("composer").press_sequentially("/greet")
    expect(agent.by("offer")).to_contain_text("我是負責您這件事的")
    agent.by("canned-language").select_option("en")
    expect(agent.by("offer")).to_contain_text("I am looking after your complaint")
    agent.by("composer").fill("")
    agent.by("canned-next").click()
    expect(agent.by("composer")).to_have_value(re.compile("^Let me make sure"))
    agent.by("composer").fill("")
    agent.by("canned-language").select_option("zh-Hans")
    agent.by("composer").press_sequentially("/greet")
    agent.by("offer").click()
    expect(agent.by("composer")).to_have_value(re.compile("我是负责您这件事的"))
    agent.page.reload()
    agent.by("send").click()
    expect(agent.messages("agent").last).to_contain_text("常用语：接手问候")
    agent.by("language").click()
    expect(agent.messages("agent").last).to_contain_text("words: Taking over")
    agent.by("language").click()
    agent.by("composer").fill("我查了一半")
    agent.page.reload()
    expect(agent.by("composer")).to_have_value("我查了一半")
    agent.by("sign-out").click()
    agent.sign_in("wangmin", PASSWORD)
    _open(agent, "mine", "网页")
    expect(agent.by("composer")).to_have_value("")
    agent.close()


def test_two_people_never_write_over_one_another(
    peopled: Running, browser: Browser, artifacts: Path
) -> None:
    agent, boss = (_at_desk(browser, peopled, name) for name in ("wangmin", "zhaoli"))
    _open(agent, "mine", "网页")
    _open(boss, "open", "网页")
    expect(boss.by("held")).to_contain_text("王敏 正在处理")
    expect(boss.by("composer")).to_have_count(0)
    expect(agent.by("watchers")).to_have_text("赵丽 正在旁听")
    agent.by("composer").press_sequentially("我")
    expect(boss.by("typing")).to_have_text("王敏 正在输入…")
    picture(boss.page, artifacts, "desk-watching")
    boss.by("claim").click()
    picture(boss.page, artifacts, "desk-take-over")
    boss.by("take-over-reason").fill("客户要求主管回复")
    boss.by("confirm").click()
    expect(boss.by("composer")).to_be_focused()
    expect(agent.by("held")).to_contain_text("赵丽 正在处理")
    expect(agent.by("composer")).to_have_count(0)
    expect(boss.by("hand").last).to_have_text("人工接待：赵丽")
    boss.by("side-events").click()
    expect(boss.page.get_by_text("客户要求主管回复")).to_have_count(1)
    expect(boss.page.get_by_text("旁听", exact=False).first).to_be_visible()
    agent.close()
    boss.close()


def test_what_the_platform_takes_is_shown_and_held(
    peopled: Running, browser: Browser, artifacts: Path
) -> None:
    agent = _at_desk(browser, peopled, "wangmin")
    _open(agent, "waiting", "LINE")
    agent.by("claim").click()
    expect(agent.page.get_by_text("此渠道只能发送文字")).to_be_visible()
    expect(agent.by("window")).to_have_count(0)
    _open(agent, "waiting", "微信")
    agent.by("claim").click()
    expect(agent.by("window")).to_contain_text("还可发 4/5 条")
    for number in range(4):
        agent.reply(f"第{number}句")
    expect(agent.by("window")).to_have_attribute("data-standing", "used_up")
    expect(agent.by("window")).to_contain_text("请等客户再次来信")
    agent.by("composer").fill("再一句")
    expect(agent.by("send")).to_be_disabled()
    picture(agent.page, artifacts, "desk-used-up")
    agent.by("language").click()
    picture(agent.page, artifacts, "desk-used-up-english")
    agent.close()
    phone = _at_desk(browser, peopled, "wangmin", phone=True)
    _open(phone, "mine", "微信")
    expect(phone.by("window")).to_be_visible()
    wide = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    picture(phone.page, artifacts, "desk-phone-used-up")
    phone.close()
