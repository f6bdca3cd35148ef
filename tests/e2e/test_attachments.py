"""A photo from a customer's browser to an agent's, and what cannot be sent."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.e2e.pages import CustomerPage, DeskPage, picture
from tests.running import Running

PASSWORD = "a password for tests"
PIXELS = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFAAH/e+m+7wAAAABJRU5ErkJggg=="
)
PHOTO: FilePayload = {"name": "理赔单.png", "mimeType": "image/png", "buffer": PIXELS}
POLICY: FilePayload = {
    "name": "保单.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n% a policy\n",
}
PAGE: FilePayload = {
    "name": "x.png",
    "mimeType": "image/png",
    "buffer": b"<script>alert(1)</script>",
}


def test_a_photo_reaches_the_agent_and_what_cannot_be_sent_says_why(
    qingting: Running, browser: Browser, artifacts: Path
) -> None:
    customer = CustomerPage(browser, qingting.customer_url, phone=True)
    customer.say_and_hear("你们凭什么拒赔？我妈住院的钱一分都不给报")
    _refused_file_is_removed(customer, artifacts)
    _photo_alone_is_acknowledged(customer)
    _words_and_document_go_together(customer)
    _reload_shows_the_photo_again(customer)
    picture(customer.page, artifacts, "customer-attachments")
    customer.by("ask-human").click()
    customer.owner("queue")

    desk = DeskPage(browser, qingting.desk_url)
    desk.sign_in("admin", qingting.first_password())
    desk.set_password(PASSWORD)
    desk.open_first("waiting")
    _agent_opens_the_photo(desk)
    picture(desk.page, artifacts, "desk-attachments")
    expect(desk.by("case-file")).to_have_count(2)
    desk.by("side-events").click()
    expect(desk.page.get_by_text("查看了客户文件")).to_have_count(2)
    desk.close()
    customer.close()


def _add(customer: CustomerPage, *files: FilePayload) -> None:
    customer.by("file-input").set_input_files(list(files))


def _refused_file_is_removed(customer: CustomerPage, artifacts: Path) -> None:
    _add(customer, PAGE, PHOTO)
    items = customer.by("tray-item")
    expect(items.first).to_have_attribute("data-state", "failed")
    expect(items.first).to_contain_text("这种文件不能发送。可以发送：图片（jpg")
    expect(items.last).to_have_attribute("data-state", "ready")
    picture(customer.page, artifacts, "customer-attachments-tray")
    customer.by("remove-file").first.click()
    expect(items).to_have_count(1)


def _photo_alone_is_acknowledged(customer: CustomerPage) -> None:
    heard = customer.messages("bot").count()
    customer.by("send").click()
    sent = customer.messages("customer").last
    expect(sent).to_have_attribute("data-state", "sent")
    _is_drawn(sent.get_by_test_id("picture").locator("img"))
    expect(customer.messages("bot").nth(heard)).to_contain_text(re.compile("收到|收好|保存|存好"))
    expect(customer.by("tray-item")).to_have_count(0)


def _words_and_document_go_together(customer: CustomerPage) -> None:
    _add(customer, POLICY)
    expect(customer.by("tray-item")).to_have_attribute("data-state", "ready")
    customer.say("这是我的保单")
    expect(customer.messages("customer").last.get_by_test_id("file")).to_contain_text("保单.pdf")
    with customer.page.expect_download() as saved:
        customer.messages("customer").last.get_by_test_id("file").click()
    assert saved.value.suggested_filename == "保单.pdf"
    assert Path(saved.value.path()).read_bytes() == POLICY["buffer"]


def _reload_shows_the_photo_again(customer: CustomerPage) -> None:
    customer.page.reload()
    _is_drawn(customer.by("picture").locator("img"))


def _agent_opens_the_photo(desk: DeskPage) -> None:
    shown = desk.messages("customer").locator("img")
    expect(desk.by("show-picture")).to_contain_text("理赔单.png")
    expect(shown).to_have_count(0)
    desk.by("show-picture").click()
    _is_drawn(shown)
    with desk.page.expect_download() as saved:
        desk.by("file").click()
    assert Path(saved.value.path()).read_bytes() == POLICY["buffer"]


def _is_drawn(image: Locator) -> None:
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 1)
