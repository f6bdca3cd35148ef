"""Long messages with many files are cut into parts that intake takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.message import MAX_TEXT, InboundMessage
from connectors.arrivals import Arrival, RemoteFile, parts_of


@given(st.integers(0, 3 * MAX_TEXT), st.integers(0, 12))
def test_no_word_and_no_file_is_lost_and_every_part_has_an_id_of_its_own(
    length: int, files: int
) -> None:
    text = "".join(chr(0x4E00 + n % 5000) for n in range(length))
    remote = tuple(RemoteFile(str(n)) for n in range(files))
    parts = parts_of(Arrival(InboundMessage("web", "somebody", "id", text, "/greet"), remote), 5)
    assert "".join(part.message.text for part in parts) == text
    assert tuple(file for part in parts for file in part.files) == remote
    assert all(len(part.message.text) <= MAX_TEXT and len(part.files) <= 5 for part in parts)
    ids = [part.message.external_id for part in parts]
    assert ids[0] == "id"
    assert len(set(ids)) == len(ids)
    assert [part.message.payload for part in parts] == ["/greet"] + [None] * (len(parts) - 1)
