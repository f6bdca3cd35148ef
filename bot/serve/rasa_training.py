"""`rasa train` in a process of its own, without two things that take a sixth of the time.

Rasa parses the domain and the rules up to four times, with a YAML reader written in Python: here
each text is parsed once. And training makes millions of objects and keeps nearly all of them until
it ends: to look for garbage among them is of no use.
"""

from __future__ import annotations

import gc
from copy import deepcopy
from functools import cache
from typing import Any

from rasa.shared.utils import io


def read_once() -> None:
    """From here on Rasa parses no text twice; who reads it again gets a copy of their own."""
    parse = io.read_yaml

    @cache
    def parsed(content: str, reader: str | tuple[str, ...]) -> Any:
        return parse(content, reader if isinstance(reader, str) else list(reader))

    def read_yaml(content: str, reader_type: str | list[str] = "safe") -> Any:
        reader = reader_type if isinstance(reader_type, str) else tuple(reader_type)
        return deepcopy(parsed(content, reader))

    io.read_yaml = read_yaml


if __name__ == "__main__":
    gc.disable()
    read_once()
    from rasa.__main__ import main  # after `read_once`: some of Rasa may keep the function itself

    main()
