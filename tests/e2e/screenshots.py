"""Makes the pictures in the docs from the running program: `make screenshots`.

Wide and phone-narrow, in both languages of the desk; the numbers typed are invented.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from bot.config import ROOT
from tests.e2e.browsers import browser
from tests.e2e.pages import CustomerPage, DeskPage, picture
from tests.e2e.tour import make_agent
from tests.running import Running, running

IMAGES = ROOT / "docs" / "images"
COMPLAINT = (
    "你们凭什么拒赔？我妈住院的钱一分都不给报",
    "上个月五号",
    "把住院费赔给我，再给一个书面解释，我打了三次电话都没人管",
    "保单不在手边，记不得了",
    "我叫李静，电话13800001234",
)
PASSWORD = "a password for pictures"


def main() -> None:
    """Start, talk, take pictures, stop."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running(Path(home) / "var") as qingting,
        browser() as chromium,
    ):
        _customer_side(chromium, qingting)
        _desk_side(chromium, qingting)


def _customer_side(chromium: Browser, qingting: Running) -> None:
    for phone, name in ((False, "customer"), (True, "customer-phone")):
        customer = CustomerPage(chromium, qingting.customer_url, phone=phone)
        for line in COMPLAINT[: 2 if phone else None]:
            customer.say_and_hear(line)
        if not phone:
            customer.by("ask-human").click()
            customer.owner("queue")
            customer.page.reload()  # what was typed comes back masked
            customer.owner("queue")
            customer.page.wait_for_timeout(800)
        picture(customer.page, IMAGES, name)
        customer.close()


def _desk_side(chromium: Browser, qingting: Running) -> None:
    once = make_agent(qingting, "wangmin", "王敏")
    desk = DeskPage(chromium, qingting.desk_url)
    desk.sign_in("wangmin", once)
    desk.set_password(PASSWORD)
    desk.open_first("waiting")
    desk.by("claim").click()
    desk.reply("李女士您好，我是王敏。您母亲住院的理赔我已经在查，今天下午五点前给您回话。")
    desk.page.wait_for_timeout(800)
    picture(desk.page, IMAGES, "desk")
    desk.close()
    phone = DeskPage(chromium, qingting.desk_url, phone=True)
    phone.sign_in("wangmin", PASSWORD)
    phone.open_first("mine")
    phone.page.wait_for_timeout(800)
    picture(phone.page, IMAGES, "desk-phone")
    phone.by("language").first.click()
    phone.page.wait_for_timeout(500)
    picture(phone.page, IMAGES, "desk-phone-english")
    phone.close()


if __name__ == "__main__":
    main()
