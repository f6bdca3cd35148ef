"""Files that people write: whoever has to mend one reads which, where and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.yaml_files import UnusableFile, read_mapping, read_nodes, read_yaml


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.yml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("好: 1\nb: [\n", "some.yml:3: is no valid YAML: did not find expected node content."),
        ("好: [", "some.yml:1: is no valid YAML: did not find expected node content."),
        ("a: 1\n\n好: b: c", "some.yml:3: is no valid YAML: mapping values are not allowed in "),
        ("好: 好\nb: \x07", "some.yml:2: is no valid YAML: control characters are not allowed."),
        ("a: 1\nb: *c", "some.yml:2: is no valid YAML: found undefined alias."),
    ],
)
def test_broken_yaml_is_named_with_its_line(file: Path, text: str, says: str) -> None:
    file.write_text(text, encoding="utf-8")
    for read in (read_yaml, read_mapping, read_nodes):
        with pytest.raises(UnusableFile) as caught:
            read(file)
        assert str(caught.value).startswith(says)


def test_a_value_that_cannot_be_is_named(file: Path) -> None:
    file.write_text("day: 2026-02-30", encoding="utf-8")
    with pytest.raises(UnusableFile, match=r"^some\.yml: has a value that cannot be: day is out"):
        read_yaml(file)


@pytest.mark.parametrize("text", ["", "- a", "a", "1", "# nothing\n"])
def test_what_is_no_mapping_is_refused_where_one_is_needed(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile, match=r"^some\.yml: must be a mapping"):
        read_mapping(file)


def test_a_file_that_is_not_there_or_in_another_encoding_is_named(file: Path) -> None:
    with pytest.raises(UnusableFile, match=r"^some\.yml: cannot be read: No such file"):
        read_mapping(file)
    file.write_bytes("拒赔: 1".encode("gbk"))
    with pytest.raises(UnusableFile, match=r"^some\.yml: must be UTF-8: "):
        read_mapping(file)


def test_what_stands_in_a_file_is_read(file: Path) -> None:
    file.write_text("拒赔: [1, no]", encoding="utf-8")
    assert read_mapping(file) == {"拒赔": [1, False]}
    nodes = read_nodes(file)
    assert nodes is not None
    assert nodes.value[0][0].value == "拒赔"
    file.write_text("", encoding="utf-8")
    assert read_yaml(file) is None
    assert read_nodes(file) is None
