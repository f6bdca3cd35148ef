"""One complaint through every screen of the customer's chat, in three languages.

The tests look at each screen with axe; `make screenshots` keeps pictures of them.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, FilePayload, expect

from bot.config import ROOT
from tests.boxes import open_policies
from tests.e2e.pages import PATIENCE, CustomerPage, DeskPage
from tests.running import Running

PASSWORD = "a password for tests"
NO_PICTURE: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": b"<script></script>"}
PICTURE: FilePayload = {
    "name": "receipt-2026.png",
    "mimeType": "image/png",
    "buffer": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFAAH/e+m+7wAAAABJRU5ErkJggg=="
    ),
}


@dataclass(frozen=True)
class Customer:
    """What a furious customer types in one language; the last line confirms the read-back."""

    locale: str
    lines: tuple[str, ...]
    yes: str
    reply: str
    thanks: str


CUSTOMERS = {
    "zh-Hans": Customer(
        "zh-CN",
        (
            "你们凭什么拒赔！我妈住院花了两万多，一分都不给报，太欺负人了",
            "上个月五号",
            "把住院费赔给我，再给一个书面解释",
            "电话13800138000",
            "李静",
        ),
        "对，没错",
        "李女士您好，我是王敏。您母亲住院的理赔我正在查，今天下午五点前给您回话。",
        "好的，谢谢",
    ),
    "zh-Hant": Customer(
        "zh-HK",
        (
            "我上次住院索償俾你哋拒絕咗，話我投保前已有病，但係我根本冇，太過份！",
            "大概係上個月",
            "我要你哋重新審核，賠返錢俾我",
            "電話 13800138000",
            "陳大文",
        ),
        "冇錯",
        "陳先生您好，我是王敏。您的索償我正在查，今天下午五點前給您回覆。",
        "好，多謝",
    ),
    "en": Customer(
        "en-GB",
        (
            "This is outrageous! You refused my hospital claim, you say it is a pre-existing "
            "condition but I never had it",
            "last month",
            "I want you to review the claim again and pay it",
            "my phone is 13800138000",
            "Mary Wong",
        ),
        "that's right",
        "Hello Ms Wong, I am Wang Min. I am looking into your claim and will answer by 5 pm today.",
        "thank you",
    ),
}


def tour(
    browser: Browser, url: str, desk: DeskPage, language: str, *, phone: bool = True
) -> Iterator[tuple[str, CustomerPage]]:
    """Every screen of a conversation that reaches a person and is closed, as (name, page)."""
    who = CUSTOMERS[language]
    customer = CustomerPage(browser, url, phone=phone, locale=who.locale)
    expect(customer.by("consent").locator("p")).to_have_count(2)
    yield "greeting", customer
    for number, line in enumerate(who.lines):
        customer.say_and_hear(line)
        if number == 0:
            yield "question", customer
            yield from _files(customer)
    expect(customer.by("quick-reply").first).to_be_visible()
    yield "read-back", customer
    customer.say_and_hear(who.yes)
    yield "filed", customer
    customer.by("ask-human").click()
    customer.owner("queue")
    yield "queue", customer
    desk.open_first("waiting")
    desk.by("claim").click()
    customer.owner("agent")
    desk.reply(who.reply)
    expect(customer.messages("agent").last).to_contain_text(who.reply)
    customer.messages("agent").last.get_by_test_id("quote-it").click()
    expect(customer.by("quoting")).to_contain_text(who.reply)
    yield "quoting", customer
    customer.say(who.thanks)
    yield "person", customer
    desk.close_matter()
    customer.owner("closed")
    expect(customer.by("rating")).to_be_visible()
    yield "closed", customer
    customer.by("rating-option").first.click()
    expect(customer.by("rating").get_by_role("status")).to_be_visible()
    expect(customer.messages("customer").last).to_have_attribute("data-state", "sent")
    customer.page.wait_for_timeout(700)
    yield "rated", customer
    customer.close()


def _files(customer: CustomerPage) -> Iterator[tuple[str, CustomerPage]]:
    customer.by("file-input").set_input_files([NO_PICTURE, PICTURE])
    expect(customer.by("tray-item").first).to_have_attribute("data-state", "failed")
    expect(customer.by("tray-item").last).to_have_attribute("data-state", "ready")
    yield "files", customer
    for _ in range(2):
        customer.by("remove-file").first.click()
    expect(customer.by("tray-item")).to_have_count(0)


def closed_tour(browser: Browser, url: str, language: str) -> Iterator[tuple[str, CustomerPage]]:
    """Somebody who wants a person while nobody is at the desk."""
    who = CUSTOMERS[language]
    customer = CustomerPage(browser, url, phone=True, locale=who.locale)
    customer.say_and_hear(who.lines[0])
    customer.by("ask-human").click()
    expect(customer.by("quick-reply").first).to_be_visible(timeout=PATIENCE)
    yield "desk-closed", customer
    heard = customer.messages("bot").count()
    customer.by("quick-reply").first.click()
    expect(customer.messages("bot").nth(heard)).to_be_visible(timeout=PATIENCE)
    customer.page.wait_for_timeout(500)
    yield "call-back", customer
    customer.close()


def closed_desk(var: Path) -> dict[str, str]:
    """The environment of an installation whose desk opens in three days, whenever it is now."""
    policies = open_policies(var.parent / f"{var.name}-closed")
    opens = (datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)).strftime("%A")
    spans = {day: '["09:00-18:00"]' if day == opens else "[]" for day in (*day_name, "make_up_day")}
    hours = ", ".join(f"{day.lower()}: {span}" for day, span in spans.items())
    calendar = f"hours: {{{hours}}}\nholidays: none\nclosed: []\nopen: {{}}\n"
    (policies / "calendar.yml").write_text(calendar, "utf-8")
    return {"QINGTING_POLICIES": str(policies)}


def staffed(browser: Browser, qingting: Running) -> DeskPage:
    """The desk with 王敏 at it."""
    desk = DeskPage(browser, qingting.desk_url)
    desk.sign_in("wangmin", make_agent(qingting, "wangmin", "王敏"))
    desk.set_password(PASSWORD)
    return desk


def make_agent(qingting: Running, username: str, name: str) -> str:
    """Through the command line, as an administrator does; returns the one-time password."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "agents", "add", username, "--name", name],
        cwd=ROOT,
        env={**os.environ, "QINGTING_VAR": str(qingting.var)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()[-1]
