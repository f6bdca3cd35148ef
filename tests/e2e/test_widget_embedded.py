"""The chat on another origin's page: under a strict policy, in its colour, for its customers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product

import jwt
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, expect

from tests.e2e.axe import findings
from tests.e2e.pages import PATIENCE, CustomerPage
from tests.e2e.site import Site, site
from tests.e2e.tour import PICTURE
from tests.running import running
from tests.servers import free_port

MISPLACED = """() => {
  const root = document.querySelector('qingting-chat').shadowRoot
  const title = document.createRange()
  title.selectNodeContents(root.querySelector('h2'))
  const words = [...title.getClientRects()]
  const found = []
  for (const one of root.querySelectorAll('.header button, .composer button, textarea')) {
    const { left, right, top, bottom } = one.getBoundingClientRect()
    const name = one.className || one.localName
    if (left < 0 || right > innerWidth) found.push(`${name} is beyond the edge`)
    const on = (box) => box.left < right && box.right > left && box.top < bottom && box.bottom > top
    if (words.some(on)) found.push(`${name} covers the title`)
  }
  return found
}"""
"""What lies outside the window, or on the title."""

SECRET = "a secret between the site and us"
COMPLAINT = "你们凭什么拒赔？我妈住院的钱一分都不给报"


@pytest.fixture(scope="module")
def insurer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that may embed the chat, and the chat's server behind it."""
    folder = tmp_path_factory.mktemp("embedded")
    with site(free_port()) as page:
        allowed = {"QINGTING_PUBLIC_ORIGINS": page.url, "QINGTING_WIDGET_SECRET": SECRET}
        with running(folder / "var", environment=allowed) as server:
            page.server = server.customer_url
            yield page


class Visit(CustomerPage):
    """A visitor of the site; keeps what the console says."""

    def __init__(self, browser: Browser, insurer: Site, attributes: str = "") -> None:
        insurer.attributes = attributes
        super().__init__(browser, "about:blank", phone=True)
        self.console: list[str] = []
        self.page.on("console", self._heard)
        self.page.goto(insurer.url)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.console.append(message.text)

    def open(self) -> None:
        """Open the chat and wait for the server."""
        self.by("launcher").click()
        self.online()

    def online(self) -> None:
        """Wait for the connection."""
        expect(self.by("connection")).to_have_attribute("data-state", "online", timeout=PATIENCE)

    def kept(self) -> list[object]:
        """What the site's pages hold for this visitor: cookies and both storages."""
        names = "() => [localStorage, sessionStorage].flatMap(one => Object.keys(one))"
        return [*self.context.cookies(), *self.page.evaluate(names)]


def signed(**claims: object) -> str:
    """What the site's server makes."""
    usual = {"sub": "C-20417", "name": "李静", "aud": "qingting", "exp": int(time.time()) + 600}
    return jwt.encode({**usual, **claims}, SECRET, algorithm="HS256")


def test_it_lives_under_a_strict_policy_and_leaves_nothing_before_its_use(
    insurer: Site, browser: Browser
) -> None:
    visit = Visit(browser, insurer)
    visit.open()
    expect(visit.by("consent")).to_contain_text("只用来办理您的投诉")
    assert visit.kept() == []
    visit.say_and_hear(COMPLAINT)
    visit.by("file-input").set_input_files([PICTURE])
    expect(visit.by("tray-item")).to_have_attribute("data-state", "ready")
    visit.by("send").click()
    expect(visit.by("picture").locator("img")).to_have_js_property("naturalWidth", 1)
    assert visit.console == []
    assert visit.context.cookies() == []
    visit.close()


def test_attributes_set_colour_corner_greeting_heading_and_size(
    insurer: Site, browser: Browser
) -> None:
    visit = Visit(
        browser,
        insurer,
        'colour="#ffd400" position="left" greeting="说说怎么了" heading="某某保险" large '
        'language="zh-Hans" privacy="/privacy"',
    )
    launcher = visit.by("launcher")
    assert _style(launcher, "backgroundColor") == "rgb(255, 212, 0)"
    assert _style(launcher, "color") == "rgb(26, 26, 26)"
    box = launcher.bounding_box()
    assert box is not None
    assert box["x"] < 40
    visit.open()
    expect(visit.by("welcome")).to_contain_text("说说怎么了")
    expect(visit.page.locator("#title")).to_have_text("某某保险")
    expect(visit.by("privacy-link")).to_have_attribute("href", f"{insurer.url}/privacy")
    assert _style(visit.by("composer"), "fontSize") == "22.4px"
    assert findings(visit.page) == []
    visit.close()


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_title_and_buttons_have_their_place_on_small_phones_and_in_the_corner_of_a_page(
    insurer: Site, browser: Browser, language: str
) -> None:
    visit = Visit(browser, insurer, f'language="{language}"')
    visit.open()
    found = {}
    for width, large in product((320, 360, 390, 1440), (False, True)):
        visit.page.set_viewport_size({"width": width, "height": 740})
        visit.page.evaluate("on => { document.querySelector('qingting-chat').large = on }", large)
        visit.page.evaluate("() => new Promise(requestAnimationFrame)")
        found[width, large] = visit.page.evaluate(MISPLACED)
    assert {size: wrong for size, wrong in found.items() if wrong} == {}
    visit.close()


def test_a_colour_that_cannot_be_read_is_named_in_the_console(
    insurer: Site, browser: Browser
) -> None:
    visit = Visit(browser, insurer, 'colour="teal"')
    visit.open()
    assert visit.console == ['qingting-chat: colour="teal" is not understood: write it as #rrggbb.']
    visit.close()


def test_a_signed_in_customer_has_one_conversation_and_leaves_nothing_behind(
    insurer: Site, browser: Browser
) -> None:
    phone = Visit(browser, insurer, f'identity="{signed()}"')
    phone.open()
    phone.say_and_hear(COMPLAINT)
    computer = Visit(browser, insurer, f'identity="{signed()}"')
    computer.open()
    expect(computer.messages("customer").first).to_contain_text(COMPLAINT)
    computer.page.evaluate("document.querySelector('qingting-chat').removeAttribute('identity')")
    expect(computer.by("message")).to_have_count(0)
    expect(computer.by("welcome")).to_be_visible()
    assert computer.kept() == []
    phone.close()
    computer.close()


def test_a_token_that_ran_out_leaves_an_anonymous_visitor_and_a_clear_line_in_the_console(
    insurer: Site, browser: Browser
) -> None:
    visit = Visit(browser, insurer, f'identity="{signed(sub="C-9", exp=int(time.time()) - 9)}"')
    visit.open()
    visit.say_and_hear(COMPLAINT)
    (line,) = visit.console
    assert "identity was refused (identity_expired)" in line
    assert "sign a new one" in line
    fresh = signed(sub="C-9")
    visit.page.evaluate("t => { document.querySelector('qingting-chat').identity = t }", fresh)
    expect(visit.by("message")).to_have_count(0)
    visit.close()


def test_what_comes_while_the_chat_is_closed_is_counted_on_the_bubble(
    insurer: Site, browser: Browser
) -> None:
    visit = Visit(browser, insurer)
    visit.open()
    visit.online()
    visit.by("composer").fill(COMPLAINT)
    minimise = visit.by("minimise").element_handle()
    visit.by("send").evaluate("(send, minimise) => { send.click(); minimise.click(); }", minimise)
    expect(visit.by("unread")).to_have_text("2", timeout=PATIENCE)
    expect(visit.by("launcher")).to_have_attribute("aria-label", "打开投诉受理对话，2 条新消息")
    assert findings(visit.page) == []
    visit.by("launcher").click()
    expect(visit.messages("bot")).to_have_count(2)
    visit.by("minimise").click()
    expect(visit.by("unread")).to_have_count(0)
    visit.close()


def test_the_keyboard_alone_is_enough(insurer: Site, browser: Browser) -> None:
    visit = Visit(browser, insurer)
    keys = visit.page.keyboard
    expect(visit.by("launcher")).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")
    expect(visit.by("composer")).to_be_focused()
    visit.online()
    keys.type(COMPLAINT)
    keys.press("Enter")
    expect(visit.messages("bot")).to_have_count(2, timeout=PATIENCE)
    visit.by("menu").focus()
    keys.press("Enter")
    expect(visit.by("large")).to_be_focused()
    keys.press("Escape")
    expect(visit.by("menu")).to_be_focused()
    expect(visit.by("large")).to_have_count(0)
    keys.press("Escape")
    expect(visit.by("launcher")).to_be_focused()
    visit.close()


def _style(locator: Locator, name: str) -> str:
    value: str = locator.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    return value
