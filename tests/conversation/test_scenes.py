"""A writer whose script cannot be read is told where and what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.scenes import SceneError, read_file, read_scripts

GOOD = "- name: short\n  rows: [C1]\n  turns:\n    - says: 你好\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [", "topic.yml:1: is no valid YAML"),
        ("name: short", "must be a list"),
        ("- rows: [C1]\n  turns: [{says: 你好}]", "script 1: lacks name"),
        ("- {name: short, rows: [C1], turns: []}", "“short”: has no turns"),
        (GOOD + "      sais: 再见\n", "“short”, turn 1: unknown sais; known: says, sends"),
        (GOOD + "      asks: age\n", "`asks` cannot be 'age'; it can be amount,"),
        (GOOD + "  record: {colour: red}\n", "`record` cannot be 'colour'"),
        (GOOD + "  at: noon\n", "`at` is written"),
        (GOOD + "      agent: claims\n", "turn 1: needs says (or sends), agent or silent"),
        (GOOD + "    - later: {days: 1}\n", "turn 2: needs says (or sends), agent or silent"),
        (GOOD + "    - agent: sleeps\n", "`agent` cannot be 'sleeps'; it can be claims,"),
        (GOOD + "    - sends: tax\n", "`sends` cannot be 'tax'; it can be document,"),
        (GOOD + "    - silent: {moons: 1}\n", "`silent` cannot be 'moons'; it can be days,"),
        (GOOD + "      must: 您好\n", "`must` must be a list"),
        ("- name: x\n  rows: [C1]\n  turns: [{says: 2024}]", "put it in quotes"),
        ("- name: x\n  rows: [C1]\n  turns: [你好]", "turn 1: must be keys and values"),
    ],
)
def test_a_bad_script_names_file_entry_and_remedy(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "topic.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SceneError) as error:
        list(read_file(path))
    assert str(error.value).startswith("topic.yml")
    assert told in str(error.value)


def test_two_scripts_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("one.yml", "two.yml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(SceneError, match=r"two\.yml: “short” stands in one\.yml too"):
        read_scripts(tmp_path)


def test_a_file_of_comments_is_a_placeholder(tmp_path: Path) -> None:
    path = tmp_path / "later.yml"
    path.write_text("# VIP: needs the customer directory\n", encoding="utf-8")
    assert list(read_file(path)) == []
