"""Every practice row that a conversation can show is shown by one (scripts/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.conversation.material import project_file
from tests.conversation.scenes import SCRIPTS, Script, read_scripts

GROUPS = ("C", "D", "E", "O", "P", "Q")
HOW_MANY: dict[str, int] = project_file("data/policy/taboos.yml")["practice_rows"]
BY_NAME = {script.name: script for script in read_scripts()}


def _table() -> Iterator[tuple[list[str], str]]:
    """Rows and what stands beside them."""
    text = (SCRIPTS / "README.md").read_text(encoding="utf-8").partition("## Which row")[2]
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and re.fullmatch(r"[A-Z]+\d+(, [A-Z]+\d+)*", cells[0]):
            yield cells[0].split(", "), cells[1]


SHOWN = [(rows[0], cell) for rows, cell in _table() if len(rows) == 1]


def test_every_row_is_shown_or_says_why_not() -> None:
    listed = [row for rows, _ in _table() for row in rows]
    assert len(listed) == len(set(listed))
    assert set(listed) == {f"{g}{n}" for g in GROUPS for n in range(1, HOW_MANY[g] + 1)}


@pytest.mark.parametrize(("row", "names"), SHOWN)
def test_the_named_conversations_cite_the_row(row: str, names: str) -> None:
    for name in names.split("; "):
        assert name in BY_NAME, f"README.md names “{name}” for {row}; there is no such script."
        assert row in BY_NAME[name].rows, f"“{name}” does not cite {row}."


@pytest.mark.parametrize("script", BY_NAME.values(), ids=BY_NAME)
def test_scripts_cite_rows_that_exist(script: Script) -> None:
    for row in script.rows:
        group, number = re.fullmatch(r"([A-Z]+)(\d+)", row).groups()  # type: ignore[union-attr]  # fails with the row
        assert 1 <= int(number) <= HOW_MANY[group], f"{script.file}, “{script.name}”: {row}"
