"""What a file is, read from its first bytes. What a sender declares is believed only where one
container holds sound or pictures alike.

Own table: twenty formats; libraries guess hundreds, of which each would be one more to refuse.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONS: Mapping[str, str] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/amr": ".amr",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/webm": ".weba",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/3gpp": ".3gp",
    "video/webm": ".webm",
    "application/pdf": ".pdf",
    _WORD: ".docx",
    _EXCEL: ".xlsx",
}
"""Everything that can be recognised, with the extension under which it is saved."""

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_RIFF: Mapping[bytes, str] = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS: Mapping[bytes, str] = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_OFFICE: Mapping[str, str] = {"word/document.xml": _WORD, "xl/workbook.xml": _EXCEL}
_MACROS = "vbaProject.bin"


def media_type_of(content: bytes, declared: str) -> str | None:
    """The media type, or None for everything that is not in `EXTENSIONS`: programs, scripts,
    HTML, SVG, plain text, archives, documents with macros."""
    for beginning, name in _BEGINNINGS:
        if content.startswith(beginning):
            return name
    if _is_bitmap(content):
        return "image/bmp"
    if _is_mpeg_frame(content):
        return "audio/mpeg"
    return _in_container(content, declared)


def _in_container(content: bytes, declared: str) -> str | None:
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _iso_media(content[8:12], declared)
    if content[:4] == b"\x1a\x45\xdf\xa3":
        return _webm(content, declared)
    return _office(content) if content[:4] == b"PK\x03\x04" else None


def _iso_media(brand: bytes, declared: str) -> str:
    if brand in _BRANDS:
        return _BRANDS[brand]
    if brand.startswith(b"3g"):
        return "video/3gpp"
    return "audio/mp4" if declared.startswith("audio/") else "video/mp4"


def _webm(content: bytes, declared: str) -> str | None:
    if b"webm" not in content[:64]:
        return None
    return "audio/webm" if declared.startswith("audio/") else "video/webm"


def _is_bitmap(content: bytes) -> bool:
    """“BM” alone could begin any text; the length follows it."""
    return content[:2] == b"BM" and int.from_bytes(content[2:6], "little") == len(content)


def _is_mpeg_frame(content: bytes) -> bool:
    """An MP3 without a tag begins with a frame: eleven set bits, then layer III."""
    return len(content) > 3 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2


def _office(content: bytes) -> str | None:
    """Only the list of names is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith(_MACROS) for name in names):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)
