"""After an end-to-end run with known invented numbers, none of them stands anywhere in clear."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import urllib.request
import zlib
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.e2e.pages import CustomerPage
from tests.running import Running, running

SPOKEN = {
    "我的电话是 139-1234-5678，香港那边是 +852 6123 4567": ("13912345678", "61234567"),
    "身份证４４０５２４１８８００１０１００１４": ("440524188001010014",),
    "卡号6222 0212 3456 7890 128，邮箱 Zhang.San@Example.com": (
        "6222021234567890128",
        "zhang.san@example.com",
    ),
    "保单号 P2023 0000 8888 6666 ，座机 010-8765 4321": ("P2023000088886666", "01087654321"),
}


def test_no_personal_number_is_found_in_tracker_logs_transcript_or_event_log(
    browser: Browser, tmp_path: Path
) -> None:
    with running(tmp_path / "var") as qingting:
        _talk(browser, qingting)
        _say_by_rest(qingting)
        qingting.stop()
        values = [value for values in SPOKEN.values() for value in values]
        haystacks = _everything_written(qingting)
        assert any("[手机号1]" in text for text in haystacks.values()), "nothing was tokenised"
        for place, text in haystacks.items():
            folded = _folded(text)
            found = [value for value in values if _folded(value) in folded]
            assert not found, f"{place} holds {len(found)} personal values"
        assert _vault_size(qingting) >= len(values)


def _talk(browser: Browser, qingting: Running) -> None:
    customer = CustomerPage(browser, qingting.customer_url)
    customer.say_and_hear("我要投诉，你们乱扣费")
    for text in SPOKEN:
        customer.say(text)
    customer.by("ask-human").click()
    customer.owner("queue")
    expect(customer.messages("customer").nth(2)).to_be_visible()
    customer.close()


def _say_by_rest(qingting: Running) -> None:
    for number, text in enumerate(SPOKEN):
        file = {"name": f"{text}.png", "type": "image/png", "base64": _photo_of(text)}
        message = {"sender": "rest", "message": text, "message_id": str(number)}
        body = json.dumps({**message, "attachments": [file]}).encode()
        request = urllib.request.Request(
            f"{qingting.customer_url}/webhooks/rest/webhook",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=40) as answer:
            assert answer.status == 200


def _photo_of(text: str) -> str:
    """Passes for a picture, and can be searched for what it shows."""
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + text.encode()).decode()


def _everything_written(qingting: Running) -> dict[str, str]:
    """Every text column of the database, the trackers unpacked, the logs, and all raw files."""
    written = {"log": qingting.log.read_text(encoding="utf-8")}
    with sqlite3.connect(qingting.var / "qingting.db") as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            written[f"table {table}"] = "\n".join(
                _as_text(row) for row in database.execute(f"SELECT * FROM {table}")
            )
    for path in qingting.var.rglob("*"):
        if path.is_file():
            written[f"file {path.name}"] = path.read_bytes().decode("utf-8", "replace")
    return written


def _as_text(row: tuple[Any, ...]) -> str:
    return "\n".join(_cell(value) for value in row)


def _cell(value: Any) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return zlib.decompress(value).decode("utf-8")
    except zlib.error:
        return value.decode("utf-8", "replace")


def _folded(text: str) -> str:
    """Half-width, lower case, without the separators that people put into numbers."""
    half = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return re.sub(r"[ \-.]", "", half).lower()


def _vault_size(qingting: Running) -> int:
    with sqlite3.connect(qingting.var / "qingting.db") as database:
        ((count,),) = database.execute("SELECT count(*) FROM vault")
    return int(count)
