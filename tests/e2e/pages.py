"""The two ends of the line as a person uses them in a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    StorageState,
    ViewportSize,
    expect,
)

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LANGUAGES = ("zh-Hans", "en")
"""Of the desk."""
THEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")
PATIENCE = 20_000


def until(page: Page, asked: str, arg: object = None) -> None:
    """Wait until an asynchronous question is true; `wait_for_function` awaits no promise."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(asked, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {asked}")


class _Window:
    """One browser window with its own cookies."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        phone: bool = False,
        touch: bool = False,
        locale: str = "zh-CN",
        cookies: StorageState | None = None,
    ) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=PHONE if phone else WIDE,
            has_touch=touch,
            is_mobile=touch,
            locale=locale,
            timezone_id="Asia/Shanghai",
            storage_state=cookies,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(url)

    def by(self, name: str) -> Locator:
        """An element by its test hook."""
        return self.page.get_by_test_id(name)

    def messages(self, author: str) -> Locator:
        """All messages of one author."""
        return self.page.locator(f'[data-testid="message"][data-author="{author}"]')

    def close(self) -> None:
        """Leave."""
        self.context.close()


class CustomerPage(_Window):
    """The chat window."""

    def say(self, text: str) -> None:
        """Type and send; returns once the server has it."""
        self.type(text)
        expect(self.messages("customer").last).to_have_attribute(
            "data-state", "sent", timeout=PATIENCE
        )

    def type(self, text: str) -> None:
        """Type and send, whether the network is there or not."""
        self.by("composer").fill(text)
        self.by("send").click()
        expect(self.messages("customer").last).to_contain_text(text[:4])

    def say_and_hear(self, text: str) -> str:
        """Say it and wait for the next words of the bot."""
        before = self.messages("bot").count()
        self.say(text)
        expect(self.messages("bot").nth(before)).to_be_visible(timeout=PATIENCE)
        self.page.wait_for_timeout(250)
        return "\n".join(self.messages("bot").all_inner_texts()[before:])

    def owner(self, owner: str) -> None:
        """Wait until this one answers."""
        expect(self.by("owner")).to_have_attribute("data-owner", owner, timeout=PATIENCE)


class DeskPage(_Window):
    """The agent's desk."""

    def sign_in(self, username: str, password: str) -> None:
        """Fill in the form."""
        self.by("sign-in-username").fill(username)
        self.by("sign-in-password").fill(password)
        self.by("sign-in-submit").click()

    def set_password(self, password: str) -> None:
        """Replace a one-time password."""
        self.by("new-password").fill(password)
        self.page.keyboard.press("Enter")

    def open_first(self, tab: str) -> None:
        """Open the first conversation of a tab."""
        self.by(f"tab-{tab}").click()
        self.by("queue-item").first.click()

    def reply(self, text: str) -> None:
        """Type and send."""
        self.by("composer").fill(text)
        self.by("send").click()
        expect(self.messages("agent").last).to_contain_text(text)

    def close_matter(self) -> None:
        """Closed as resolved."""
        self.by("close").click()
        self.by("close-outcome").select_option("resolved")
        self.by("confirm").click()


def looks(desk: DeskPage) -> Iterator[tuple[str, str]]:
    """The page in every language and theme, without leaving it."""
    for language in LANGUAGES:
        if desk.page.locator("html").get_attribute("lang") != language:
            # A dialog keeps the mouse away from the page behind it.
            desk.by("language").evaluate("button => button.click()")
            expect(desk.page.locator("html")).to_have_attribute("lang", language)
        for theme in THEMES:
            desk.page.emulate_media(color_scheme=theme)
            yield language, theme
    desk.page.emulate_media(color_scheme="light")


def picture(page: Page, folder: Path, name: str) -> None:
    """Keep a screenshot."""
    page.screenshot(path=str(folder / f"{name}.png"), animations="disabled")
