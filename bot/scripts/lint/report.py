"""Findings for a reader: grouped by response, two lines each."""

from __future__ import annotations

from collections.abc import Iterator

from bot.scripts.lint.check import Checked
from bot.scripts.lint.finding import Finding

_MOST_LETTERS = 60
_WHOLE_FILE = "(the file)"


def lines(checked: Checked) -> Iterator[str]:
    """The report, ending with a summary."""
    groups: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        groups.setdefault(finding.response or _WHOLE_FILE, []).append(finding)
    for name, findings in groups.items():
        yield name
        for finding in findings:
            yield from _two_lines(finding)
        yield ""
    yield f"{checked.responses} responses, {len(checked.findings)} findings."


def _two_lines(finding: Finding) -> Iterator[str]:
    language = f" {finding.language}" if finding.language else ""
    rows = f" ({', '.join(finding.rows)})" if finding.rows else ""
    yield f"  {finding.place}{language}  {finding.rule}{rows}: “{_short(finding.words)}”"
    yield f"      {finding.why} → {finding.better}"


def _short(words: str) -> str:
    on_one_line = " ".join(words.split())
    if len(on_one_line) <= _MOST_LETTERS:
        return on_one_line
    return on_one_line[:_MOST_LETTERS] + "…"
