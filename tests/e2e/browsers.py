"""A real Chromium: the machine's own where it has one, else the one Playwright brought."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def browser() -> Iterator[Browser]:
    """Headless, for as long as the block runs."""
    with sync_playwright() as playwright:
        started = _launch(playwright)
        try:
            yield started
        finally:
            started.close()


def _launch(playwright: Playwright) -> Browser:
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=installed, args=list(QUIET))
