"""What the set-up pages of the channels tell a newcomer holds."""

from __future__ import annotations

import re

import pytest

from bot.channel_settings import NEEDED
from bot.config import ROOT, Settings, variable

PAGES = {
    channel: ROOT / "connectors" / {"line": "line_messaging"}.get(channel, channel) / "README.md"
    for channel in NEEDED
}
ALL = sorted((ROOT / "connectors").glob("*/README.md"))


@pytest.mark.parametrize("channel", NEEDED)
def test_a_page_names_what_the_channel_needs_and_what_the_doctor_says_then(channel: str) -> None:
    page = PAGES[channel].read_text(encoding="utf-8")
    assert [field for field in NEEDED[channel] if variable(field) not in page] == []
    assert f"{channel} channel: on" in page
    assert "qingting doctor" in page


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.parent.name)
def test_a_page_names_no_setting_that_is_not_there(page: object) -> None:
    known = {variable(field) for field in Settings.__fields__}
    named = set(re.findall(r"QINGTING_[A-Z_]*[A-Z]", ROOT.joinpath(str(page)).read_text("utf-8")))
    assert named <= known
