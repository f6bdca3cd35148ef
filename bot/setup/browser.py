"""A browser and a Chinese font for the tests: the machine's own, Playwright's, or Debian's."""

from __future__ import annotations

import sys
from pathlib import Path

from .checkout import Checkout
from .failures import MISSING, Failure
from .shell import on_path
from .tasks import Task, stamped

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = ("apt-get", "-q", "-y")
PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright as start\n"
    "with start() as playwright: print(playwright.chromium.executable_path)"
)


def browser_task(checkout: Checkout) -> Task:
    def make() -> list[Path]:
        browser = _installed(checkout) or _from_playwright(checkout) or _from_debian(checkout)
        if not browser:
            raise Failure(
                "No browser for the tests was found or could be fetched: install Chromium or Google"
                " Chrome (on Debian also fonts-noto-cjk), then run the same command again.",
                MISSING,
            )
        _see_to_a_font(checkout)
        return [Path(browser)]

    label = "looking for a browser and a Chinese font for the tests"
    return stamped(checkout.stamps, "browser", label, lambda: "", make)


def _installed(checkout: Checkout) -> str:
    found = [path for name in NAMES for path in on_path(name, checkout.environ)]
    return next((path for path in found if checkout.ask(path, "--version")), "")


def _from_playwright(checkout: Checkout) -> str:
    checkout.ask(checkout.python, "-m", "playwright", "install", "chromium")
    path = checkout.ask(checkout.python, "-c", PLAYWRIGHT).rpartition("\n")[2]
    return path if path and checkout.ask(path, "--version") else ""


def _from_debian(checkout: Checkout) -> str:
    _apt(checkout, "chromium", "fonts-noto-cjk")
    return _installed(checkout)


def _apt(checkout: Checkout, *packages: str) -> None:
    """Does nothing on other systems, or where we may not."""
    checkout.ask(*APT, "update")
    checkout.ask(*APT, "install", "--no-install-recommends", *packages)


def _see_to_a_font(checkout: Checkout) -> None:
    if sys.platform == "darwin" or checkout.ask("fc-list", ":lang=zh"):
        return
    _apt(checkout, "fontconfig", "fonts-noto-cjk")
    if not checkout.ask("fc-list", ":lang=zh"):
        warning = "warning: no Chinese font was found, so screenshots will show boxes."
        print(warning, file=sys.stderr, flush=True)
