"""Pictures of every screen of the desk, wide and narrow, in both languages and appearances:
`make screenshots`, or, for some screens only, `python -m tests.e2e.desk_screenshots brief audit`.

They go to tests/artifacts/desk; those that docs/desk.md shows also to docs/images/desk.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.config import ROOT
from tests.e2e.browsers import browser
from tests.e2e.desk_screens import SCREENS, narrow, screens
from tests.e2e.desk_stage import desk_stage
from tests.e2e.pages import looks, picture

FOLDER = Path(__file__).parent.parent / "artifacts" / "desk"
IMAGES = ROOT / "docs" / "images" / "desk"
SHOWN = (
    *("brief", "conversation-mine", "canned", "fact-history", "search-results", "file"),
    *("overview", "audit", "staff"),
)


def main(names: Sequence[str]) -> None:
    """All, or those of these names."""
    unknown = set(names) - {screen.name for screen in SCREENS}
    if unknown:
        known = ", ".join(screen.name for screen in SCREENS)
        sys.exit(f"There is no screen {', '.join(sorted(unknown))}; there are {known}.")
    for folder in (FOLDER, IMAGES):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        desk_stage(Path(home)) as stage,
        browser() as chromium,
    ):
        for screen, desk in screens(chromium, stage, names):
            for language, theme in looks(desk):
                name = f"{screen.name}-{language}-{theme}"
                picture(desk.page, FOLDER, name)
                if screen.name in SHOWN:
                    shutil.copy(FOLDER / f"{name}.png", IMAGES)
                with narrow(screen, desk):
                    picture(desk.page, FOLDER, f"{name}-phone")
    print(f"Pictures are in {FOLDER}")


if __name__ == "__main__":
    main(sys.argv[1:])
