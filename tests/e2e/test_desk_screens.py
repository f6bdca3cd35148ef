"""The desk, screen by screen, in both languages and appearances: nothing that axe calls serious,
and nothing cut off on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import findings
from tests.e2e.desk_screens import SCREENS, narrow, screens
from tests.e2e.desk_stage import desk_stage
from tests.e2e.pages import LANGUAGES, THEMES, DeskPage, looks

SPILLING = """() => {
  const found = new Set()
  const unseen = (one, style) => one.matches('.hidden, svg *, option')
    || style.clipPath !== 'none' || one.clientWidth === 0
  const words = 'button, a, h1, h2, h3, label, .chip'
  const look = root => root.querySelectorAll('*').forEach(one => {
    if (one.shadowRoot) look(one.shadowRoot)
    const style = getComputedStyle(one)
    if (unseen(one, style)) return
    const tell = what => found.add(`${one.localName} ${one.textContent.slice(0, 50)} ${what}`)
    const wide = one.scrollWidth > one.clientWidth + 1
    if (one.getBoundingClientRect().right > innerWidth + 1) tell('is beyond the edge')
    if (wide && ['auto', 'scroll'].includes(style.overflowX)) tell('scrolls sideways')
    if (wide && style.textOverflow !== 'ellipsis' && one.matches(words)) tell('is cut off')
  })
  look(document)
  return [...found].slice(0, 5)
}"""


SCROLLED = """() => {
  scrollTo(0, 9999)
  const moved = scrollY
  scrollTo(0, 0)
  return moved
}"""


@pytest.mark.timeout(900)  # More than fifty screens, each looked at four times.
def test_every_screen_is_accessible_and_fits_its_window_and_a_phone(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    found = {}
    with desk_stage(tmp_path_factory.mktemp("stage")) as stage:
        for screen, desk in screens(browser, stage):
            for language, theme in looks(desk):
                problems = findings(desk.page)
                if theme == THEMES[0]:
                    problems += _spilling(desk) + _scrolling(desk)
                    with narrow(screen, desk):
                        problems += _spilling(desk) + _scrolling(desk)
                found[screen.name, language, theme] = problems
    assert {look: problems for look, problems in found.items() if problems} == {}
    assert len(found) == len(SCREENS) * len(LANGUAGES) * len(THEMES)


def _scrolling(desk: DeskPage) -> list[str]:
    """The panes scroll, never the page around them."""
    moved = desk.page.evaluate(SCROLLED)
    return [f"the page scrolls by {moved} px"] if moved else []


def _spilling(desk: DeskPage) -> list[str]:
    """What does not fit the window, or its own box."""
    desk.page.evaluate("() => new Promise(requestAnimationFrame)")
    spilling: list[str] = desk.page.evaluate(SPILLING)
    return spilling
