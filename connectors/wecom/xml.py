"""WeCom's flat XML, read without what makes XML dangerous."""

from __future__ import annotations

from xml.parsers import expat

from bot.domain.errors import InvalidInput

_PROBLEM = "must be a flat XML document without a document type."


def parse_flat(body: bytes) -> dict[str, str]:
    """`<xml><Name>text</Name>…</xml>` as a mapping. Raises InvalidInput."""
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise InvalidInput("body", _PROBLEM) from None
    return reader.fields


class _Reader:
    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._path: list[str] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = _refuse

    def _start(self, name: str, _: object) -> None:
        if len(self._path) >= 2:
            raise InvalidInput("body", _PROBLEM)
        self._path.append(name)
        if len(self._path) == 2:
            self.fields[name] = ""

    def _end(self, _: str) -> None:
        self._path.pop()

    def _text(self, data: str) -> None:
        if len(self._path) == 2:
            self.fields[self._path[1]] += data


def _refuse(*_: object) -> None:
    raise InvalidInput("body", _PROBLEM)
