"""Files that people send in tests."""

from __future__ import annotations

import struct
import zlib

from playwright.sync_api import FilePayload


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


def _scan(width: int, height: int) -> bytes:
    """A grey PNG that looks like a page of writing."""
    margin = b"\xf4" * 80
    paper = b"\x00" + b"\xf4" * width
    ink = b"\x00" + margin + b"\x6a" * (width - 160) + margin
    rows = b"".join(ink if y % 60 < 9 and 80 < y < height - 80 else paper for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


PICTURE: FilePayload = {
    "name": "体检报告.png",
    "mimeType": "image/png",
    "buffer": _scan(1240, 1754),
}
LETTER: FilePayload = {
    "name": "材料清单.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n" + b"% a list of papers\n" * 4000,
}
NO_PICTURE: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": b"<script></script>"}
"""Calls itself a picture."""
