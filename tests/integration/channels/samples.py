"""What platforms post and the files that customers send; every id in it is invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

PAYLOADS = Path(__file__).parent / "payloads"

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PDF = b"%PDF-1.7 a policy"
AMR = b"#!AMR\n" + bytes(50)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead" + bytes(60)

_JUNK: list[Any] = [None, True, 0, -1, 2**70, 1e300, "", "x", "\ud800", "\0", "长" * 5000]
_JUNK += [[], {}, [[]], [None, {}], {"id": {}}, {"text": []}, [["x"]]]


def json_values(keys: st.SearchStrategy[str], leaves: int = 12) -> st.SearchStrategy[Any]:
    """Whatever JSON may hold, in objects of these keys."""
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
        max_leaves=leaves,
    )


def raw(channel: str, name: str) -> bytes:
    """A post in the platform's form, byte for byte."""
    return (PAYLOADS / channel / f"{name}.json").read_bytes()


def payload(channel: str, name: str, **changes: object) -> dict[str, Any]:
    """The same as data, with some of its values replaced: `message__text="…"` goes to
    `["message"]["text"]`."""
    body: dict[str, Any] = json.loads(raw(channel, name))
    for path, value in changes.items():
        *way, last = path.split("__")
        target: Any = body
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        target[last] = value
    return body


@st.composite
def damaged(draw: st.DrawFn, channel: str) -> bytes:
    """One of a channel's posts with up to three of its values replaced by something else."""
    names = sorted(item.stem for item in (PAYLOADS / channel).glob("*.json"))
    body: Any = payload(channel, draw(st.sampled_from(names)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(places(body))))
        holder[key] = deepcopy(draw(st.sampled_from(_JUNK)))
    return json.dumps(body).encode()


def places(body: Any) -> Iterator[tuple[Any, Any]]:
    """Each value in it, as what holds it and the key there."""
    pairs = body.items() if isinstance(body, dict) else enumerate(body)
    for key, value in pairs:
        yield body, key
        if isinstance(value, dict | list):
            yield from places(value)
