"""Moments of a conversation that the tour does not pass: mistakes, danger, silence, files.

`python -m tests.e2e.widget_screenshots` keeps pictures of them, to be read before a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.boxes import open_policies
from tests.e2e.pages import PATIENCE, CustomerPage
from tests.e2e.tour import CUSTOMERS, PICTURE

NEXT_LOOK = 75_000
"""Milliseconds within which the worker has looked for silent customers."""


@dataclass(frozen=True)
class Trouble:
    """What is typed in one language. `mistakes`: a number that cannot be right, then the right
    one; `correction`: at the read-back; `asides`: questions from the side."""

    mistakes: tuple[str, str]
    correction: str
    refusals: tuple[str, ...]
    asides: tuple[str, ...]
    despair: str
    violence: str
    withdrawal: tuple[str, str]


TROUBLES = {
    "zh-Hans": Trouble(
        ("电话1380013800", "打错了，是13800138000"),
        "不对，是上个月8号",
        ("不记得了", "把住院费赔给我", "不方便说", "不想留"),
        ("你是真人吗", "理赔一般要多久"),
        "我真的不想活了",
        "再不赔我带刀去你们公司",
        ("我不投诉了，撤了吧", "是的"),
    ),
    "zh-Hant": Trouble(
        ("電話1380013800", "打錯咗，係13800138000"),
        "唔啱，係上個月8號",
        ("唔記得", "我要你哋賠返住院錢", "唔方便講", "唔想留"),
        ("你係真人嗎", "索償一般要幾耐"),
        "我真係唔想做人，想死",
        "再唔賠我就帶刀去你哋公司",
        ("我唔投訴喇，撤回啦", "係"),
    ),
    "en": Trouble(
        ("my phone is 1380013800", "sorry, it is 13800138000"),
        "no, it was on the 8th of last month",
        ("I don't remember", "I want my hospital bill paid", "I'd rather not say", "no, sorry"),
        ("are you a real person?", "how long does a claim usually take?"),
        "I don't want to live any more",
        "pay me or I will come to your office with a knife",
        ("forget it, I withdraw my complaint", "yes"),
    ),
}


def moments(browser: Browser, url: str, language: str) -> Iterator[tuple[str, CustomerPage]]:
    """At an open desk, as (name, page)."""
    who, trouble = CUSTOMERS[language], TROUBLES[language]
    yield from _mistakes(_new(browser, url, language), language)
    yield from _refusals(_new(browser, url, language), language)
    for name, words in (("despair", trouble.despair), ("violence", trouble.violence)):
        customer = _new(browser, url, language)
        customer.say_and_hear(words)
        customer.owner("queue")
        yield name, customer
        customer.close()
    customer = _new(browser, url, language)
    customer.say_and_hear(who.lines[0])
    customer.by("ask-human").click()
    customer.owner("queue")
    notices = customer.messages("system")
    for number, words in enumerate((who.lines[3], trouble.despair)):
        customer.say(words)
        expect(notices.nth(number)).to_be_visible(timeout=PATIENCE)
    yield "despair-in-the-queue", customer
    customer.close()


def _mistakes(customer: CustomerPage, language: str) -> Iterator[tuple[str, CustomerPage]]:
    who, trouble = CUSTOMERS[language], TROUBLES[language]
    for line in who.lines[:3]:
        customer.say_and_hear(line)
    customer.say_and_hear(trouble.mistakes[0])
    yield "invalid", customer
    customer.say_and_hear(trouble.mistakes[1])
    for aside in trouble.asides:
        customer.say_and_hear(aside)
    yield "asides", customer
    customer.say_and_hear(who.lines[4])
    customer.say_and_hear(trouble.correction)
    yield "correction", customer
    customer.say_and_hear(who.yes)
    for line in trouble.withdrawal:
        customer.say_and_hear(line)
    yield "withdrawn", customer
    customer.close()


def _refusals(customer: CustomerPage, language: str) -> Iterator[tuple[str, CustomerPage]]:
    customer.say_and_hear(CUSTOMERS[language].lines[0])
    customer.by("file-input").set_input_files([PICTURE])
    expect(customer.by("tray-item").last).to_have_attribute("data-state", "ready")
    heard = customer.messages("bot").count()
    customer.by("send").click()
    expect(customer.messages("bot").nth(heard)).to_be_visible(timeout=PATIENCE)
    customer.page.wait_for_timeout(500)
    yield "attachment", customer
    for line in TROUBLES[language].refusals:
        customer.say_and_hear(line)
    yield "refusals", customer
    customer.close()


def danger_at_a_closed_desk(
    browser: Browser, url: str, language: str
) -> Iterator[tuple[str, CustomerPage]]:
    """A life comes before opening hours."""
    customer = _new(browser, url, language)
    customer.say_and_hear(TROUBLES[language].despair)
    customer.owner("queue")
    yield "desk-closed-despair", customer
    customer.close()


def silence(browser: Browser, url: str, language: str) -> Iterator[tuple[str, CustomerPage]]:
    """Somebody who says no more; the desk must be an `impatient` one."""
    customer = _new(browser, url, language)
    customer.say_and_hear(CUSTOMERS[language].lines[0])
    expect(customer.messages("system").last).to_be_visible(timeout=NEXT_LOOK)
    yield "reminder", customer
    customer.close()


def impatient(var: Path) -> dict[str, str]:
    """The environment of an installation that reminds after a second, at any hour."""
    policies = open_policies(var.parent / f"{var.name}-impatient")
    path = policies / "clocks.yml"
    lines = path.read_text("utf-8").splitlines()
    kept = [one for one in lines if not one.startswith(("remind_after", "quiet_hours", "  "))]
    quiet = 'quiet_hours: {start: "00:00", end: "00:00"}'
    path.write_text("\n".join([*kept, "remind_after_minutes: 0.02", quiet, ""]), "utf-8")
    return {"QINGTING_POLICIES": str(policies)}


def _new(browser: Browser, url: str, language: str) -> CustomerPage:
    return CustomerPage(browser, url, phone=True, locale=CUSTOMERS[language].locale)
