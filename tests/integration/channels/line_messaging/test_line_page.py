"""What our documentation says of the LINE channel."""

from __future__ import annotations

import re

from bot.config import ROOT

ELSEWHERE = (
    "bot/channel_settings.py",
    "bot/serve/assistant.py",
    "connectors/senders.py",
    "credentials.yml",
    "data/policy/channels.yml",
    "web/src/desk/i18n/en/thread.ts",
    "web/src/desk/i18n/zh/thread.ts",
)
_NAMED = re.compile(
    r'line_(?:channel|api|data|messaging)|\bLine(?:Input|Sender)|^line:|"line"|\bLINE\b'
)


FOLLOWED = ("__init__.py", "payloads.py", "inbound.py", "outbound.py")
"""What following the page makes; what else is in the folder no other channel has."""


def test_the_page_on_adding_channels_tells_the_truth_about_lines_size() -> None:
    folder = ROOT / "connectors" / "line_messaging"
    lines = [line for name in FOLLOWED for line in (folder / name).read_text().splitlines()]
    count = sum(bool(line.strip()) for line in lines)
    quota = sum(bool(line.strip()) for line in (folder / "quota.py").read_text().splitlines())
    texts = [(ROOT / name).read_text(encoding="utf-8").splitlines() for name in ELSEWHERE]
    elsewhere = sum(bool(_NAMED.search(line)) for text in texts for line in text)
    page = " ".join((ROOT / "docs" / "add-a-channel.md").read_text(encoding="utf-8").split())
    assert f"with {count} lines of code" in page
    assert f"with them they are {len(lines)}) and {elsewhere} lines elsewhere" in page
    assert f"`quota.py`, {quota} lines more" in page
    assert {file.name for file in folder.glob("*.py")} == {*FOLLOWED, "quota.py"}
    assert count < 150
