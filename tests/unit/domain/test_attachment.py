"""What may be attached to a message."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.config import ROOT
from bot.domain.attachment import (
    AttachmentKind,
    InboundAttachment,
    Usage,
    clean_name,
    parse_attachment_policy,
)
from bot.domain.errors import DailyLimit, InvalidInput, TooLarge, UnsupportedMedia
from bot.domain.media import EXTENSIONS, media_type_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
GIVEN: dict[str, Any] = {
    "kinds": {"image": {"megabytes": 1, "types": ["image/png", "image/jpeg"]}},
    "files_per_message": 2,
    "per_day": {"files": 3, "megabytes": 2},
}
POLICY = parse_attachment_policy(GIVEN)


def _zip(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def _media(*, brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0" * 20


RECOGNISED: Mapping[str, tuple[bytes, str]] = {
    "image/jpeg": (b"\xff\xd8\xff\xe0 jfif", ""),
    "image/png": (PNG, "text/html"),
    "image/gif": (b"GIF89a....", ""),
    "image/webp": (b"RIFF\x10\0\0\0WEBPVP8 ", ""),
    "image/bmp": (b"BM\x0a\0\0\0\0\0\0\0", ""),
    "image/heic": (_media(brand=b"heic"), ""),
    "audio/mpeg": (b"\xff\xfb\x90\x00....", ""),
    "audio/mp4": (_media(brand=b"isom"), "audio/mp4"),
    "audio/amr": (b"#!AMR\n....", ""),
    "audio/ogg": (b"OggS....", ""),
    "audio/wav": (b"RIFF\x10\0\0\0WAVEfmt ", ""),
    "audio/webm": (b"\x1a\x45\xdf\xa3....webm", "audio/webm;codecs=opus"),
    "video/mp4": (_media(brand=b"isom"), ""),
    "video/quicktime": (_media(brand=b"qt  "), ""),
    "video/3gpp": (_media(brand=b"3gp5"), ""),
    "video/webm": (b"\x1a\x45\xdf\xa3....webm", ""),
    "application/pdf": (b"%PDF-1.7 ...", ""),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        _zip("[Content_Types].xml", "word/document.xml"),
        "",
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        _zip("[Content_Types].xml", "xl/workbook.xml"),
        "",
    ),
}


@pytest.mark.parametrize("name", EXTENSIONS)
def test_each_type_is_recognised_by_its_content(name: str) -> None:
    content, declared = RECOGNISED[name]
    assert media_type_of(content, declared) == name


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg/>',
        b"MZ\x90\0\x03",
        b"\x7fELF\x02",
        b"#!/bin/sh\nrm -rf /",
        b"just text",
        _zip("classes.dex", "AndroidManifest.xml"),
        _zip("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 no archive at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file with macros",
        b"\x1a\x45\xdf\xa3.... matroska",
        b"RIFF\x10\0\0\0AVI ",
    ],
    ids=range(13),  # two of them hold the time at which they were made
)
@pytest.mark.parametrize("declared", ["image/png", "audio/mp4", "application/pdf"])
def test_what_could_run_or_is_unknown_is_refused_whatever_it_is_called(
    content: bytes, declared: str
) -> None:
    with pytest.raises(UnsupportedMedia, match="Allowed: png, jpg"):
        POLICY.inspect(InboundAttachment("photo.png", declared, content))


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"RIFF", b"\0\0\0\0ftyp"]))
def test_any_bytes_are_recognised_or_refused(tail: bytes, beginning: bytes) -> None:
    found = media_type_of(beginning + tail, "")
    assert found is None or found in EXTENSIONS


def test_kind_and_type_follow_from_the_content() -> None:
    found = POLICY.inspect(InboundAttachment("x.pdf", "application/pdf", PNG))
    assert found == (AttachmentKind.IMAGE, "image/png")


def test_an_empty_or_too_large_file_is_refused() -> None:
    with pytest.raises(InvalidInput, match="empty"):
        POLICY.inspect(InboundAttachment("x.png", "image/png", b""))
    with pytest.raises(TooLarge, match="1 MB"):
        POLICY.inspect(InboundAttachment("x.png", "image/png", PNG + b"\0" * 2**20))


@pytest.mark.parametrize(("files", "size"), [(2, 1), (1, 2**20 + 1)])
def test_a_day_has_a_limit_of_files_and_of_bytes(files: int, size: int) -> None:
    used = Usage(files=2, size=2**20)
    POLICY.check_quota(used, 1, 2**20)
    with pytest.raises(DailyLimit, match="3 files and 2 MB"):
        POLICY.check_quota(used, files, size)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("保单 第1页.JPG", "保单 第1页.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\me\\photo.jpeg", "photo.png"),
        ("invoice\u202egnp.exe", "invoicegnp.png"),
        ("a\r\nSet-Cookie.png", "aSet-Cookie.png"),
        ("", "file.png"),
        ("...", "file.png"),
        ("x" * 300, "x" * 80 + ".png"),
    ],
)
def test_a_file_name_is_safe_to_show_and_to_save(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name, "image/png") == cleaned


@given(st.text(max_size=60))
def test_no_file_name_holds_folders_or_control_characters(name: str) -> None:
    cleaned = clean_name(name, "image/png")
    assert cleaned.endswith(".png")
    assert not set(cleaned) & set("/\\:\r\n\0")


def test_neither_name_nor_content_shows_in_a_log() -> None:
    assert repr(InboundAttachment("身份证.png", "image/png", PNG)) == "InboundAttachment(28 bytes)"


def test_the_designers_file_is_usable_and_allows_what_customers_have() -> None:
    text = (ROOT / "data" / "policy" / "attachments.yml").read_text(encoding="utf-8")
    policy = parse_attachment_policy(yaml.safe_load(text))
    assert {"image/jpeg", "image/heic", "audio/amr", "application/pdf"} <= set(policy.kinds)
    assert policy.largest_of_all <= 20 * 2**20


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kinds": None}, "kinds must name"),
        ({"kinds": {"picture": {}}}, "kinds.picture is unknown"),
        ({"kinds": {"image": {"megabytes": 21, "types": ["image/png"]}}}, "kinds.image.megabytes"),
        ({"kinds": {"image": {"megabytes": 1, "types": []}}}, "kinds.image.types"),
        ({"kinds": {"image": {"megabytes": 1, "types": ["image/svg+xml"]}}}, "image/svg"),
        ({"kinds": {"image": None}}, "kinds.image.megabytes"),
        ({"files_per_message": 0}, "files_per_message"),
        ({"per_day": {"files": "many", "megabytes": 1}}, "per_day.files"),
    ],
)
def test_a_mistake_in_the_designers_file_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=f"attachments.yml: .*{says}"):
        parse_attachment_policy({**GIVEN, **change})


def test_sizes_are_read_as_bytes() -> None:
    assert POLICY.largest_of_all == 2**20
    assert POLICY.size_per_day == 2 * 2**20
