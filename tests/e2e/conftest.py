"""One running installation and one browser for a module of end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsers import browser as start_browser
from tests.e2e.pages import PATIENCE
from tests.running import Running, running

expect.set_options(timeout=PATIENCE)  # five seconds are short where trainings run beside


@pytest.fixture(scope="module")
def qingting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Everything in one process, with the really trained model."""
    with running(tmp_path_factory.mktemp("installation") / "var") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. Not for the whole session: Playwright's synchronous API keeps an event
    loop running while it is open, beside which no asynchronous test can run."""
    with start_browser() as started:
        yield started


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Where screenshots are kept."""
    folder = Path(__file__).parent.parent / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder
