"""The customer directory in a CSV file that another system writes."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import structlog

from bot.adapters.customers.entries import COLUMNS, VIP_COLUMN, CustomerIndex, Digester
from bot.domain.customers import CustomerRecord
from bot.domain.errors import SettingsError

_log = structlog.get_logger(__name__)
_Stamp = tuple[int, int, int]


class CsvCustomers:
    """ports.CustomerDirectory. Reads the file at once, and again, in a thread, when it changes."""

    def __init__(self, path: Path, digester: Digester) -> None:
        """Raises SettingsError naming file, line and column."""
        self._path, self._digester = path, digester
        self._stamp, self._index = self._read()
        self._reading = asyncio.Lock()

    async def find(self, digests: Sequence[str]) -> CustomerRecord | None:
        """By the file as it was last readable: a broken one is logged and changes nothing."""
        if not self._reading.locked():  # who comes meanwhile is served by the former entries
            async with self._reading:
                await asyncio.to_thread(self._refresh)
        return self._index.find(digests)

    async def close(self) -> None:
        """There is nothing to close."""

    def _refresh(self) -> None:
        try:
            if self._stamp != _stamp(self._path):
                # Remembered first: a broken file is read, and complained of, once.
                self._stamp = _stamp(self._path)
                self._stamp, self._index = self._read()
        except (OSError, SettingsError) as error:
            _log.warning("customers_file_unreadable", error=_told(error))

    def _read(self) -> tuple[_Stamp, CustomerIndex]:
        index = CustomerIndex()
        try:
            stamp = _stamp(self._path)
            with self._path.open(encoding="utf-8-sig", newline="") as stream:
                for line, row in _rows(self._path.name, stream):
                    self._add(index, line, row)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise SettingsError(
                f"QINGTING_CUSTOMERS_CSV: {self._path.name} cannot be read "
                f"({_told(error)}); it must be CSV in UTF-8."
            ) from error
        return stamp, index

    def _add(self, index: CustomerIndex, line: int, row: Mapping[str, str]) -> None:
        try:
            index.add(row, self._digester)
        except ValueError as error:
            raise SettingsError(
                f"QINGTING_CUSTOMERS_CSV: {self._path.name}, line {line}, {error}."
            ) from None  # a trace could show the row


def _rows(name: str, stream: Iterator[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(stream, restval="")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        hint = (
            " (the list of customers whose complaints count as major, not the marketing tier)"
            if missing[0] == VIP_COLUMN
            else ""
        )
        raise SettingsError(
            f"QINGTING_CUSTOMERS_CSV: {name}, line 1, column {missing[0]}{hint} is missing."
        )
    for row in reader:
        yield reader.line_num, row


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _told(error: Exception) -> str:
    """What may be said of it: some errors carry the bytes that they stumbled over."""
    if isinstance(error, SettingsError):
        return str(error)
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
