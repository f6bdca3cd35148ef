"""Every screen of the desk, and the way to it. The tests look at each with axe and on a phone;
`make screenshots` keeps pictures of them: one list, so that neither can miss one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from playwright.sync_api import Browser, Route, StorageState, ViewportSize, expect

from tests.e2e.desk_stage import NEWCOMER, Stage
from tests.e2e.desk_world import PASSWORD
from tests.e2e.files import LETTER, NO_PICTURE, PICTURE
from tests.e2e.pages import PHONE, DeskPage

Go = Callable[[DeskPage, Stage], None]
NOBODY = ""
WIDE: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Screen:
    """`go` brings somebody there who has signed in as `who`. `side`: it is in the right pane,
    which a phone shows in the conversation's place."""

    name: str
    who: str
    go: Go
    side: bool = False


def screens(
    browser: Browser, stage: Stage, names: Collection[str] = ()
) -> Iterator[tuple[Screen, DeskPage]]:
    """One after the other, each in a window of its own; with `names` only these."""
    wanted = [screen for screen in SCREENS if not names or screen.name in names]
    for who, theirs in groupby(wanted, key=lambda screen: screen.who):
        cookies = _signed_in(browser, stage, who) if who else None
        for screen in theirs:
            desk = DeskPage(browser, stage.desk.desk_url, cookies=cookies)
            desk.page.set_viewport_size(WIDE)
            screen.go(desk, stage)
            yield screen, desk
            desk.close()


@contextmanager
def narrow(screen: Screen, desk: DeskPage) -> Iterator[None]:
    """The same on a phone, for as long as the block runs."""
    desk.page.set_viewport_size(PHONE)
    if screen.side:  # Behind the dialog, where one is open.
        desk.page.locator("button.brief").evaluate("button => button.click()")
        expect(desk.page.locator("qd-side-pane")).to_be_visible()
    yield
    if screen.side:
        desk.page.locator("qd-side-pane button.back").evaluate("button => button.click()")
    desk.page.set_viewport_size(WIDE)


def _signed_in(browser: Browser, stage: Stage, who: str) -> StorageState:
    desk = DeskPage(browser, stage.desk.desk_url)
    desk.sign_in(who, PASSWORD)
    expect(desk.by("feed-state")).to_be_visible()
    cookies: StorageState = {"cookies": desk.context.storage_state()["cookies"], "origins": []}
    desk.close()
    return cookies


def _nothing(_desk: DeskPage, _stage: Stage) -> None:
    """Where the desk opens."""


def _wrong_password(desk: DeskPage, _stage: Stage) -> None:
    desk.sign_in("wangmin", "not the password")
    expect(desk.page.get_by_role("alert")).to_be_visible()


def _new_password(desk: DeskPage, stage: Stage) -> None:
    desk.sign_in(NEWCOMER, stage.once[NEWCOMER])
    expect(desk.by("new-password")).to_be_visible()


def _tab(name: str, rows: int) -> Go:
    def go(desk: DeskPage, _stage: Stage) -> None:
        desk.by(f"tab-{name}").click()
        expect(desk.by("queue-item")).to_have_count(rows)

    return go


def _filtered(desk: DeskPage, stage: Stage) -> None:
    _tab("waiting", 4)(desk, stage)
    desk.by("filter-channel").select_option("wechat")
    if desk.by("filter-signal").count() == 0:
        desk.by("filter-more").click()
    expect(desk.by("queue-item")).to_have_count(1)


def _filtered_away(desk: DeskPage, stage: Stage) -> None:
    _filtered(desk, stage)
    desk.by("filter-level").select_option("major")
    expect(desk.by("queue-item")).to_have_count(0)


def _open(name: str, then: Go = _nothing) -> Go:
    def go(desk: DeskPage, stage: Stage) -> None:
        at(desk, f"c/{stage.conversations[name]}")
        expect(desk.by("message").first).to_be_visible()
        expect(desk.by("brief")).to_be_visible()
        then(desk, stage)

    return go


def at(desk: DeskPage, where: str) -> None:
    """Go to an address of the desk."""
    desk.page.evaluate("where => { location.hash = `#/${where}` }", where)


def _click(hook: str, seen: str = "confirm") -> Go:
    def go(desk: DeskPage, _stage: Stage) -> None:
        desk.by(hook).first.click()
        expect(desk.by(seen).first).to_be_visible()

    return go


def _outcome(desk: DeskPage, stage: Stage) -> None:
    desk.by("composer").fill("我再问一下")
    _click("close")(desk, stage)
    desk.by("close-outcome").select_option("referred")
    expect(desk.by("close-means")).to_be_visible()


def _relate(how: str) -> Go:
    def go(desk: DeskPage, stage: Stage) -> None:
        desk.by("side-case").click()
        _click(how)(desk, stage)

    return go


def _tray(desk: DeskPage, _stage: Stage) -> None:
    desk.messages("customer").first.get_by_test_id("quote-message").click()
    desk.by("file-input").set_input_files([NO_PICTURE, PICTURE, LETTER])
    expect(desk.page.locator('[data-testid="tray-file"][data-state="ready"]')).to_have_count(2)


def _canned(desk: DeskPage, _stage: Stage) -> None:
    desk.by("composer").press_sequentially("/")
    expect(desk.by("offer").first).to_be_visible()


def _mention(desk: DeskPage, _stage: Stage) -> None:
    desk.by("mode-note").click()
    desk.by("note").press_sequentially("请 @")
    expect(desk.by("offer").first).to_be_visible()


def _failed_reply(desk: DeskPage, _stage: Stage) -> None:
    desk.page.route("**/messages", lambda route: route.abort())
    desk.by("composer").fill("明天上午给您电话")
    desk.by("send").click()
    expect(desk.page.get_by_role("alert").first).to_be_visible()


def _correct_message(desk: DeskPage, _stage: Stage) -> None:
    desk.by("correct-message").last.select_option("anger")
    expect(desk.by("correct-value")).to_be_visible()


def _history(desk: DeskPage, _stage: Stage) -> None:
    desk.by("side-case").click()
    desk.by("fact-history").click()
    expect(desk.by("fact-change").first).to_be_visible()


def _related(desk: DeskPage, _stage: Stage) -> None:
    desk.by("side-case").click()
    desk.by("merged").scroll_into_view_if_needed()


def _reveal(desk: DeskPage, stage: Stage) -> None:
    _click("reveal")(desk, stage)
    desk.by("reveal-reason").fill("回拨电话核实")


def _search(text: str, seen: str) -> Go:
    def go(desk: DeskPage, _stage: Stage) -> None:
        at(desk, "search")
        desk.by("search-text").fill(text)
        desk.by("search").click()
        expect(desk.by(seen).first).to_be_visible()

    return go


def _older(desk: DeskPage, stage: Stage) -> None:
    def with_more(route: Route) -> None:  # As if there were more than are shown.
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "more": True})

    desk.page.route("**/api/v1/search", with_more)
    _search("金满堂", "search-older")(desk, stage)


def _page(where: str, seen: str, then: Go = _nothing) -> Go:
    def go(desk: DeskPage, stage: Stage) -> None:
        at(desk, where)
        expect(desk.by(seen).first).to_be_visible()
        then(desk, stage)

    return go


def _file(desk: DeskPage, stage: Stage) -> None:
    _open("mine")(desk, stage)
    desk.by("open-file").first.click()
    expect(desk.by("paper")).to_be_visible()


def _offline(desk: DeskPage, stage: Stage) -> None:
    desk.page.route("**/events/stream", lambda route: route.abort())
    desk.page.reload()
    _open("mine")(desk, stage)
    expect(desk.by("feed-state")).to_have_attribute("data-state", "offline")


def _unreachable(desk: DeskPage, stage: Stage) -> None:
    _open("q-2")(desk, stage)
    desk.page.route("**/claim", lambda route: route.abort())
    desk.by("claim").click()
    expect(desk.page.get_by_role("alert").first).to_be_visible()


SCREENS = (
    Screen("sign-in", NOBODY, _nothing),
    Screen("sign-in-wrong", NOBODY, _wrong_password),
    Screen("new-password", NOBODY, _new_password),
    Screen("assigned", "chenwei", _tab("waiting", 4)),
    Screen("queue", "wangmin", _tab("waiting", 4)),
    Screen("queue-filtered", "wangmin", _filtered),
    Screen("queue-filtered-away", "wangmin", _filtered_away),
    Screen("queue-mine", "wangmin", _tab("mine", 2)),
    Screen("queue-closed", "wangmin", _tab("closed", 1)),
    Screen("calls", "wangmin", _click("tab-callbacks", "callback")),
    Screen("conversation-waiting", "wangmin", _open("q-1")),
    Screen("conversation-bot", "wangmin", _open("bot")),
    Screen("conversation-mine", "wangmin", _open("mine")),
    Screen("conversation-others", "wangmin", _open("others")),
    Screen("conversation-closed", "wangmin", _open("closed")),
    Screen("brief", "wangmin", _open("major"), side=True),
    Screen("tray", "wangmin", _open("mine", _tray)),
    Screen("find", "wangmin", _open("mine", _click("find", "find-text"))),
    Screen("canned", "wangmin", _open("mine", _canned)),
    Screen("note", "wangmin", _open("mine", _mention)),
    Screen("reply-failed", "wangmin", _open("mine", _failed_reply)),
    Screen("transfer", "wangmin", _open("mine", _click("transfer"))),
    Screen("return", "wangmin", _open("mine", _click("return"))),
    Screen("close", "wangmin", _open("mine", _click("close"))),
    Screen("close-chosen", "wangmin", _open("mine", _outcome)),
    Screen("put-aside", "wangmin", _open("mine", _click("aside"))),
    Screen("promise-call", "wangmin", _open("mine", _click("call"))),
    Screen("correct-anger", "wangmin", _open("mine", _correct_message)),
    Screen("correct-cause", "wangmin", _open("major", _click("correct-cause")), side=True),
    Screen("correct-signal", "wangmin", _open("major", _click("correct-signal")), side=True),
    Screen("correct-fact", "wangmin", _open("mine", _click("correct-fact")), side=True),
    Screen("fact-history", "wangmin", _open("mine", _history), side=True),
    Screen("reveal", "wangmin", _open("mine", _reveal)),
    Screen("related", "wangmin", _open("related-0", _related), side=True),
    Screen("merge", "wangmin", _open("related-2", _relate("merge")), side=True),
    Screen("link", "wangmin", _open("mine", _relate("link")), side=True),
    Screen("search", "wangmin", _page("search", "search-text")),
    Screen("search-results", "wangmin", _search("金满堂", "search-result")),
    Screen("search-older", "wangmin", _older),
    Screen("search-none", "wangmin", _search("没有这句话", "search-empty")),
    Screen("cases", "wangmin", _page("cases", "cases-filed", _click("cases-filed", "case"))),
    Screen("file", "wangmin", _file),
    Screen("record", "wangmin", _page("record", "record-text")),
    Screen("keys", "wangmin", _click("keys-help", "keys")),
    Screen("offline", "wangmin", _offline),
    Screen("unreachable", "wangmin", _unreachable),
    Screen("missing", "wangmin", lambda desk, _stage: at(desk, "c/nothing")),
    Screen("take-over", "zhaoli", _open("others", _click("claim"))),
    Screen("reopen", "zhaoli", _open("closed", _click("reopen"))),
    Screen("events", "zhaoli", _open("mine", _click("side-events", "event")), side=True),
    Screen("overview", "zhaoli", _page("overview", "plot")),
    Screen("undelivered", "zhaoli", _page("dead", "dead-letter")),
    Screen("audit", "zhaoli", _page("audit", "audit-row")),
    Screen("queue-empty", "sunyue", _tab("mine", 0)),
    Screen("staff", "sunyue", _page("staff", "staff")),
    Screen("staff-edit", "sunyue", _page("staff", "staff", _click("edit-staff"))),
    Screen("staff-off", "sunyue", _page("staff", "staff", _click("deactivate"))),
    Screen("team", "sunyue", _page("staff", "staff", _click("add-team"))),
)
