"""How smoothly a long day scrolls in a real browser: `python -m tests.e2e.smoothness`.

The whole list and a long stretch of a transcript of two thousand messages go by, a notch of a
mouse's wheel with every frame. Counted are the gaps between the frames that the page was given,
and the tasks of its main thread that took longer than 50 ms. Not a test: a busy machine drops
frames.
"""

from __future__ import annotations

import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers import browser
from tests.e2e.desk_world import PASSWORD, desk_world
from tests.e2e.long_day import MESSAGES, WAITING, long_day
from tests.e2e.pages import DeskPage

NOTCH_PX = 120
"""Of a mouse's wheel, as Chromium counts it."""
TURN = """async ([pixels, notches]) => {
  const scroller = window.scroller, seen = { frames: [], long: [] }
  const observer = new PerformanceObserver(all =>
    seen.long.push(...all.getEntries().map(one => one.duration)))
  observer.observe({ type: 'longtask' })
  let last = await new Promise(requestAnimationFrame)
  for (let notch = 0; notch < notches; notch += 1) {
    scroller.scrollBy(0, pixels)
    const now = await new Promise(requestAnimationFrame)
    seen.frames.push(now - last)
    last = now
  }
  await new Promise(done => setTimeout(done, 300))
  observer.disconnect()
  return { ...seen, at: scroller.scrollTop }
}"""


@dataclass(frozen=True)
class Scrolled:
    """Gaps between frames and long tasks, in milliseconds."""

    what: str
    frames: list[float]
    long: list[float]

    def row(self) -> str:
        """A line of docs/performance.md."""
        ordered = sorted(self.frames)
        p95 = ordered[int(len(ordered) * 0.95)]
        late = sum(gap > 34 for gap in ordered)
        longest = f", longest {max(self.long):.0f} ms" if self.long else ""
        return (
            f"| {self.what} | {len(ordered)} | {statistics.median(ordered):.1f} ms | {p95:.1f} ms "
            f"| {ordered[-1]:.0f} ms | {late} | {len(self.long)}{longest} |"
        )


def main() -> None:
    """Fill a desk, scroll, print."""
    print("| | frames | median | p95 | longest | over two frames | tasks over 50 ms |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    with (
        tempfile.TemporaryDirectory() as home,
        desk_world(Path(home), long_day) as running,
        browser() as chromium,
    ):
        desk = DeskPage(chromium, running.desk_url)
        desk.sign_in("zhaoli", PASSWORD)
        expect(desk.by("tab-waiting")).to_contain_text(str(WAITING))
        panel = desk.page.locator("qd-queue-list .panel")
        print(_scroll(desk.page, panel, "the list, down", NOTCH_PX, 120).row(), flush=True)
        print(_scroll(desk.page, panel, "the list, up", -NOTCH_PX, 120).row(), flush=True)
        desk.by("queue-item").filter(has_text="再不处理我就").click()
        expect(desk.page.locator(f'qd-message[data-seq="{MESSAGES}"]')).to_be_in_viewport()
        log = desk.page.get_by_role("log")
        print(_scroll(desk.page, log, "the transcript, up", -NOTCH_PX, 1200).row(), flush=True)
        print(_scroll(desk.page, log, "the transcript, down", NOTCH_PX, 1200).row(), flush=True)
        desk.close()


def _scroll(page: Page, scroller: Locator, what: str, pixels: int, notches: int) -> Scrolled:
    scroller.evaluate("one => { window.scroller = one }")
    seen = page.evaluate(TURN, [pixels, notches])
    return Scrolled(what, seen["frames"], seen["long"])


if __name__ == "__main__":
    main()
