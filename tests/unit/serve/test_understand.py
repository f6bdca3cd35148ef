"""Messages for `qingting understand`, one at a time from a file of any length."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.errors import InvalidInput
from bot.serve.understand import lines_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "messages.jsonl"


def test_one_text_is_one_line() -> None:
    assert list(lines_of("理赔太慢", None)) == ["理赔太慢"]
    assert list(lines_of("", None)) == [""]


def test_a_file_gives_its_texts_in_order_without_blank_lines(file: Path) -> None:
    file.write_text(
        '{"text": "一", "id": 7}\n\n  \n{"text": ""}\n{"text": "\\ud83d\\ude21"}', encoding="utf-8"
    )
    assert list(lines_of(None, file)) == ["一", "", "😡"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"not json", "line 2: must be JSON in UTF-8"),
        (b'"text"', "line 2: must be JSON in UTF-8"),
        (b'["text"]', "line 2: must be JSON in UTF-8"),
        (b"7", "line 2: must be JSON in UTF-8"),
        (b"null", "line 2: must be JSON in UTF-8"),
        (b'{"message": "x"}', "line 2: must be JSON in UTF-8"),
        ('{"text": "你好"}'.encode("gbk"), "line 2: must be JSON in UTF-8"),
        (b"[" * 100_000, "line 2: must be JSON in UTF-8"),
        (b'{"text": "\\ud83d"}', "line 2: must be JSON in UTF-8"),  # half a character
        (b'{"text": 7}', "line 2: text must be a string"),
        (b'{"text": null}', "line 2: text must be a string"),
    ],
    ids=lambda value: None if isinstance(value, str) else repr(value[:16]),
)
def test_a_line_that_cannot_be_read_is_named_and_the_next_one_follows(
    file: Path, line: bytes, says: str
) -> None:
    file.write_bytes(b'{"text": "one"}\n' + line + b'\n{"text": "three"}\n')
    first, error, third = lines_of(None, file)
    assert (first, third) == ("one", "three")
    assert isinstance(error, InvalidInput)
    assert says in str(error)


def test_blank_lines_count_for_the_number(file: Path) -> None:
    file.write_text("\n\nnot json\n", encoding="utf-8")
    (error,) = lines_of(None, file)
    assert "line 3" in str(error)


def test_a_byte_order_mark_is_forgiven(file: Path) -> None:
    file.write_text('{"text": "一"}\n', encoding="utf-8-sig")
    assert list(lines_of(None, file)) == ["一"]


@pytest.mark.parametrize("text", [None, "理赔"])
def test_neither_or_both_is_refused_at_once(file: Path, text: str | None) -> None:
    with pytest.raises(InvalidInput, match="either one text or --file"):
        lines_of(text, file if text else None)


def test_a_missing_file_is_refused_at_once(file: Path) -> None:
    with pytest.raises(InvalidInput, match=r"messages\.jsonl cannot be read: No such file"):
        lines_of(None, file)


def test_a_long_file_is_never_in_memory_as_a_whole(file: Path) -> None:
    line = json.dumps({"text": "理赔太慢了" * 40}, ensure_ascii=False) + "\n"
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(line for _ in range(20_000))
    size = file.stat().st_size
    tracemalloc.start()
    try:
        lines = lines_of(None, file)
        assert isinstance(lines, Iterator)
        assert sum(1 for _ in lines) == 20_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < size / 20
