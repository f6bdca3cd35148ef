"""A letter and a visit, typed in at the desk (practice B3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.axe import findings
from tests.e2e.desk_world import PASSWORD, desk_world
from tests.e2e.pages import DeskPage, picture
from tests.running import Running

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
STORY = "业务员说保本，我交了5万元才知道是两全保险。请打13812348000。"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Filled once for the module."""
    with desk_world(tmp_path_factory.mktemp("desk")) as started:
        yield started


def _form(browser: Browser, desk: Running, *, phone: bool = False) -> DeskPage:
    page = DeskPage(browser, desk.desk_url, phone=phone)
    if not phone:
        page.page.set_viewport_size({"width": 1280, "height": 900})
    page.sign_in("wangmin", PASSWORD)
    page.page.locator("nav a", has_text="登记").click()
    return page


@pytest.mark.browser
def test_a_letter_is_typed_in_by_keyboard_and_stands_in_the_queue(
    browser: Browser, desk: Running, artifacts: Path
) -> None:
    page = _form(browser, desk)
    expect(page.by("record-send")).to_be_disabled()
    page.by("record-name").focus()
    page.page.keyboard.type("张建国")
    page.page.keyboard.press("Tab")
    page.page.keyboard.type("13812348000")
    page.page.keyboard.press("Tab")
    page.page.keyboard.type(STORY)
    page.page.keyboard.press("Tab")
    page.page.keyboard.type("全额退保")
    scan = {"name": "来信.png", "mimeType": "image/png", "buffer": PNG}
    page.by("record-files").set_input_files(scan)  # type: ignore[arg-type]  # a TypedDict
    expect(page.by("tray-file")).to_have_attribute("data-state", "ready")
    picture(page.page, artifacts, "record")
    assert findings(page.page) == []
    page.by("record-send").focus()
    page.page.keyboard.press("Enter")
    expect(page.by("record-made")).to_contain_text("QT")
    expect(page.by("record-text")).to_have_value("")
    page.by("language").click()
    picture(page.page, artifacts, "record-english")
    page.by("record-made").locator("a").click()
    expect(page.by("held")).to_be_visible()
    expect(page.by("window")).to_have_attribute("data-standing", "unreachable")
    expect(page.page.get_by_text("recorded by")).to_be_visible()
    expect(page.messages("customer").last).to_contain_text("138****8000")
    page.by("claim").click()
    expect(page.by("close")).to_be_visible()
    expect(page.by("return")).to_have_count(0)
    expect(page.by("composer")).to_have_count(0)
    expect(page.by("use-words")).to_have_count(0)
    picture(page.page, artifacts, "recorded-english")
    page.by("language").click()
    picture(page.page, artifacts, "recorded")
    page.close()


@pytest.mark.browser
def test_on_a_phone_a_visit_stays_with_who_recorded_it_and_drafts_stay(
    browser: Browser, desk: Running, artifacts: Path
) -> None:
    page = _form(browser, desk, phone=True)
    page.by("record-source").select_option("visit")
    page.by("record-keeper").select_option("agent")
    page.by("record-text").fill("客户来访，说扣费没有通知。")
    page.page.evaluate("location.hash = '#/cases'")
    page.page.evaluate("location.hash = '#/record'")
    expect(page.by("record-text")).to_have_value("客户来访，说扣费没有通知。")
    picture(page.page, artifacts, "record-phone")
    wide = page.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    page.by("record-send").click()
    expect(page.by("record-made")).to_contain_text("已归您跟进")
    page.by("record-made").locator("a").click()
    expect(page.by("window")).to_be_visible()
    picture(page.page, artifacts, "recorded-phone")
    page.by("language").click()
    picture(page.page, artifacts, "recorded-phone-english")
    page.close()


@pytest.mark.browser
def test_the_last_number_makes_room_for_the_next_complaint_and_is_said_all_the_same(
    browser: Browser, desk: Running
) -> None:
    page = _form(browser, desk)
    said = page.page.get_by_role("status").filter(has=page.by("record-made"))
    page.by("record-text").fill("客户来信，说退保金算错了。")
    page.by("record-send").click()
    expect(said.get_by_role("link")).to_be_visible()
    expect(page.by("record-text")).to_be_focused()
    page.page.keyboard.type("另")
    expect(said.get_by_role("link")).to_have_count(0)
    expect(said).to_contain_text("QT")
    box = said.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (1, 1)
    page.by("record-text").fill("另一封来信，说没有收到保单。")
    page.by("record-send").click()
    expect(said.get_by_role("link")).to_be_visible()
    page.close()
