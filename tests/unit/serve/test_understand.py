"""Messages for `qingting understand`, one at a time from a file of any length."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import InvalidInput
from bot.serve.understand import STDIN, Line, lines_of, moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "messages.jsonl"


def test_one_text_is_one_line() -> None:
    assert list(lines_of("理赔太慢", None)) == [Line(1, "理赔太慢")]
    assert list(lines_of("", None)) == [Line(1, "")]


def test_a_file_gives_its_texts_in_order_without_blank_lines(file: Path) -> None:
    file.write_text(
        '{"text": "一", "id": 7}\n\n  \n{"text": ""}\n{"text": "\\ud83d\\ude21"}', encoding="utf-8"
    )
    assert list(lines_of(None, file)) == [Line(1, "一", named={"id": 7}), Line(4), Line(5, "😡")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"not json", "must be JSON in UTF-8"),
        (b'"text"', "must be JSON in UTF-8"),
        (b'["text"]', "must be JSON in UTF-8"),
        (b"7", "must be JSON in UTF-8"),
        (b"null", "must be JSON in UTF-8"),
        (b'{"message": "x"}', "must be JSON in UTF-8"),
        ('{"text": "你好"}'.encode("gbk"), "must be JSON in UTF-8"),
        (b"[" * 100_000, "must be JSON in UTF-8"),
        (b'{"text": "\\ud83d"}', "must be JSON in UTF-8"),  # half a character
        (b'{"text": 7}', "text must be a string"),
        (b'{"text": null}', "text must be a string"),
        (b'{"text": "x", "said_at": 7}', "said_at must be a string"),
        (b'{"text": "x", "id": "\\ud83d"}', "must be JSON in UTF-8"),
    ],
    ids=lambda value: None if isinstance(value, str) else repr(value[:16]),
)
def test_a_line_that_cannot_be_read_is_named_and_the_next_one_follows(
    file: Path, line: bytes, says: str
) -> None:
    file.write_bytes(b'{"text": "one"}\n' + line + b'\n{"text": "three"}\n')
    first, second, third = lines_of(None, file)
    assert (first, third) == (Line(1, "one"), Line(3, "three"))
    assert second.number == 2
    assert says in (second.problem or "")


def test_blank_lines_count_for_the_number(file: Path) -> None:
    file.write_text("\n\nnot json\n", encoding="utf-8")
    (line,) = lines_of(None, file)
    assert (line.number, line.problem is None) == (3, False)


def test_a_byte_order_mark_is_forgiven(file: Path) -> None:
    file.write_text('{"text": "一"}\n', encoding="utf-8-sig")
    assert list(lines_of(None, file)) == [Line(1, "一")]


def test_a_minus_sign_is_what_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.TextIOWrapper(io.BytesIO(b'{"text": "one"}\n{"text": "two"}\n'))
    monkeypatch.setattr("sys.stdin", said)
    assert list(lines_of(None, STDIN)) == [Line(1, "one"), Line(2, "two")]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-21", "2026-11-20T16:00"),  # begins so in Shanghai
        ("2026-11-21T09:30", "2026-11-21T01:30"),
        ("2026-11-21T09:30Z", "2026-11-21T09:30"),
        ("2026-11-21T09:30+01:00", "2026-11-21T08:30"),
    ],
)
def test_when_it_was_said_is_a_day_or_a_moment_where_the_company_is(text: str, at: str) -> None:
    assert moment(text, SHANGHAI) == datetime.fromisoformat(f"{at}+00:00")


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "0001-01-01", "21.11.2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(text, SHANGHAI)


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
