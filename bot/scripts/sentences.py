"""A text in sentences, where readers see them end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"(?<=[。！？!?\n])|(?<=\.)(?=\s|$)")


def sentences(text: str) -> Iterator[str]:
    """Its sentences with their punctuation."""
    return (sentence for sentence in _END.split(text) if sentence.strip())
