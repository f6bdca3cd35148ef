"""Pictures of every screen of the customer's chat: `make screenshots`, or, for some languages only,
`python -m tests.e2e.widget_screenshots en zh-Hant`. They go to tests/artifacts/widget; those that
docs/widget.md shows also to docs/images/widget.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from bot.config import ROOT
from tests.e2e.browsers import browser
from tests.e2e.moments import danger_at_a_closed_desk, impatient, moments, silence
from tests.e2e.pages import THEMES, CustomerPage, picture
from tests.e2e.tour import CUSTOMERS, closed_desk, closed_tour, staffed, tour
from tests.running import running

FOLDER = Path(__file__).parent.parent / "artifacts" / "widget"
IMAGES = ROOT / "docs" / "images" / "widget"
SHOWN = ("1-greeting", "8-person", "9-closed", "wide-8-person")
SHOWN_IN = ("zh-Hans", "en")
LARGE = "large => { document.querySelector('qingting-chat').large = large }"


def main(languages: Sequence[str]) -> None:
    """Narrow, narrow in large type, and wide, each in both appearances."""
    for folder in (FOLDER, IMAGES):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, browser() as chromium:
        for language in languages:
            for name, customer in _screens(chromium, Path(home) / language, language):
                for theme in THEMES:
                    customer.page.emulate_media(color_scheme=theme)
                    _taken(customer, f"{name}-{language}-{theme}")
                    if name in SHOWN and language in SHOWN_IN:
                        shutil.copy(FOLDER / f"{name}-{language}-{theme}.png", IMAGES)
    print(f"Pictures are in {FOLDER}")


def _taken(customer: CustomerPage, name: str) -> None:
    picture(customer.page, FOLDER, name)
    customer.page.evaluate(LARGE, True)
    customer.page.wait_for_timeout(200)
    picture(customer.page, FOLDER, f"{name}-large")
    customer.page.evaluate(LARGE, False)


def _screens(chromium: Browser, home: Path, language: str) -> Iterator[tuple[str, CustomerPage]]:
    home.mkdir()
    with running(home / "open") as qingting:
        desk = staffed(chromium, qingting)
        yield from _numbered(tour(chromium, qingting.customer_url, desk, language))
        wide = tour(chromium, qingting.customer_url, desk, language, phone=False)
        yield from ((f"wide-{name}", page) for name, page in _numbered(wide))
        desk.close()
        yield from moments(chromium, qingting.customer_url, language)
    with running(home / "closed", environment=closed_desk(home / "closed")) as qingting:
        yield from closed_tour(chromium, qingting.customer_url, language)
        yield from danger_at_a_closed_desk(chromium, qingting.customer_url, language)
    with running(home / "silent", environment=impatient(home / "silent")) as qingting:
        yield from silence(chromium, qingting.customer_url, language)


def _numbered(
    screens: Iterable[tuple[str, CustomerPage]],
) -> Iterator[tuple[str, CustomerPage]]:
    for number, (name, customer) in enumerate(screens, 1):
        yield f"{number}-{name}", customer


if __name__ == "__main__":
    main(sys.argv[1:] or list(CUSTOMERS))
