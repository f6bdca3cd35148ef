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


def test_the_page_on_adding_channels_tells_the_truth_about_lines_size() -> None:
    folder = ROOT / "connectors" / "line_messaging"
    lines = [line for file in folder.glob("*.py") for line in file.read_text().splitlines()]
    count = sum(bool(line.strip()) for line in lines)
    texts = [(ROOT / name).read_text(encoding="utf-8").splitlines() for name in ELSEWHERE]
    elsewhere = sum(bool(_NAMED.search(line)) for text in texts for line in text)
    page = " ".join((ROOT / "docs" / "add-a-channel.md").read_text(encoding="utf-8").split())
    assert f"with {count} lines of code" in page
    assert f"with them they are {len(lines)}) and {elsewhere} lines elsewhere" in page
    assert count < 150
