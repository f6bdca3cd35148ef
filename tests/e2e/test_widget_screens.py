"""The customer's chat, screen by screen, in every language: nothing that axe calls serious."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import findings
from tests.e2e.pages import THEMES, CustomerPage, DeskPage
from tests.e2e.tour import CUSTOMERS, staffed, tour
from tests.running import Running

LARGE = "large => { document.querySelector('qingting-chat').large = large }"


@pytest.fixture(scope="module")
def desk(qingting: Running, browser: Browser) -> DeskPage:
    """One agent for all."""
    return staffed(browser, qingting)


@pytest.mark.parametrize("language", CUSTOMERS)
def test_every_screen_is_accessible_in_both_appearances_and_type_sizes(
    qingting: Running, browser: Browser, desk: DeskPage, language: str
) -> None:
    found = {}
    for name, customer in tour(browser, qingting.customer_url, desk, language):
        for large, theme in product((True, False), THEMES):
            customer.page.emulate_media(color_scheme=theme)
            customer.page.evaluate(LARGE, large)
            customer.page.wait_for_timeout(250)
            found[f"{name} {theme}{' large' if large else ''}"] = [
                *findings(customer.page),
                *_spilling(customer),
            ]
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 40


def _spilling(customer: CustomerPage) -> list[str]:
    """What is wider than the phone, or than its own box."""
    spilling: list[str] = customer.page.evaluate(
        """() => [...document.querySelector('qingting-chat').shadowRoot.querySelectorAll('*')]
            .filter(one => !one.closest('.hidden, svg, .send'))
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1
                || one.matches('.title, .bubble, button') && one.scrollWidth > one.clientWidth + 1)
            .map(one => `${one.className || one.tagName}: ${one.textContent} is too wide`)"""
    )
    return spilling
