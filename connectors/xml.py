"""Platforms' flat XML, read without DTDs, entities or depth, and written."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from bot.domain.errors import InvalidInput

MOST_BYTES = 64 * 1024
"""No message or event comes near it: files are named, not contained."""
_DEEPEST = 6
_SEPARATOR = "\n"
"""No name can contain it, so namespaced elements never look like the platform's own."""


def parse_xml(body: bytes) -> dict[str, str]:
    """The text of the root's children by name; what lies deeper is left out. Raises
    InvalidInput, also for everything with which XML does harm."""
    reader = _Reader()
    parser = expat.ParserCreate("UTF-8", _SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise InvalidInput("body", "is no valid XML.") from error
    return reader.fields


def write_xml(fields: Mapping[str, str]) -> bytes:
    """A flat document of the platform's kind."""
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{inside}</xml>".encode()


class _Reader:
    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._path: list[str] = []

    def refuse(self, *_: object) -> None:
        raise InvalidInput("body", "contains a document type; send plain XML.")

    def start(self, name: str, _: object) -> None:
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise InvalidInput("body", "is nested too deeply.")
        if len(self._path) == 2:
            self.fields.setdefault(name, "")

    def end(self, _: str) -> None:
        self._path.pop()

    def text(self, data: str) -> None:
        if len(self._path) == 2:
            self.fields[self._path[-1]] += data
