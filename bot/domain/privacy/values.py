"""A personal value found in a text."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.privacy.kinds import PersonalKind


@dataclass(frozen=True)
class PersonalValue:
    """What stands at `start:end` of the original text.

    `raw` is exactly `text[start:end]`; it may include a `+`, brackets, an extension. `normalised`
    is half-width without separators: phones in E.164 (a local number of unknown area stays bare
    digits; an extension follows as `;ext=12`, RFC 3966), IDs and policy numbers in upper case,
    e-mail addresses in lower case.
    """

    kind: PersonalKind
    start: int
    end: int
    raw: str
    normalised: str
