"""Finds personal values in a customer's message, before anything else reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.privacy import cards, phones
from bot.domain.privacy.emails import emails
from bot.domain.privacy.folding import blank_out, fold, fold_spoken
from bot.domain.privacy.groups import Piece, clusters, pieces
from bot.domain.privacy.named import (
    card_naming,
    id_naming,
    named_numbers,
    policy_naming,
    shaped_policies,
)
from bot.domain.privacy.rules import PrivacyRules
from bot.domain.privacy.scene import (
    Candidate,
    Scene,
    any_of,
    before_number,
    best,
    form_pattern,
    scene,
)
from bot.domain.privacy.tokens import TOKEN
from bot.domain.privacy.values import PersonalValue

__all__ = ["Detector", "PersonalValue"]


class Detector:
    """Finds personal values by the rules given; immutable, so one serves all threads.

    It errs towards masking: a harmless number behind a token costs a click at the desk, a leaked
    one cannot be called back. Where findings overlap, `scene.Rank` decides.
    """

    def __init__(self, rules: PrivacyRules) -> None:
        self._rules = rules
        self._forms = form_pattern(rules.hotline_prefixes)
        self._orders = before_number(rules.order_words)
        self._local_words = phones.LocalWords(
            before_number(rules.phone_words),
            any_of(rules.hong_kong_words),
            any_of(rules.macau_words),
        )
        self._namings = (
            id_naming(rules.id_words, rules.id_digits),
            policy_naming(rules.policy_words, rules.policy_digits),
            card_naming(rules.card_words, rules.card_digits),
        )
        self._cases = _case_pattern(rules.case_prefixes)

    def find(self, text: str) -> tuple[PersonalValue, ...]:
        """Every personal value of `text`, in order, none overlapping another.

        Tokens already in the text and our own case numbers are left alone. Numbers dictated in
        Chinese numerals are looked for in what the first reading left over.
        """
        folded = fold(text)
        known = (match.span() for match in TOKEN.finditer(text))
        folded = blank_out(folded, known)
        folded = blank_out(folded, [match.span() for match in self._cases.finditer(folded)])
        found = list(best(tuple(self._candidates(folded)), len(folded)))
        found += self._spoken(blank_out(folded, [(item.start, item.end) for item in found]))
        return tuple(_value(text, item) for item in sorted(found, key=lambda item: item.start))

    def _spoken(self, rest: str) -> list[Candidate]:
        """What only shows when Chinese numerals are read as digits."""
        digits = fold_spoken(rest)
        if digits == rest:
            return []
        found = best(tuple(self._candidates(digits)), len(digits))
        return [
            item for item in found if rest[item.start : item.end] != digits[item.start : item.end]
        ]

    def _candidates(self, folded: str) -> Iterator[Candidate]:
        here = scene(folded, self._forms)
        yield from emails(folded)
        yield from shaped_policies(here, self._rules.policy_shapes, self._orders)
        for naming in self._namings:
            yield from named_numbers(here, naming)
        for cluster in clusters(folded):
            for piece in pieces(cluster):
                yield from self._readings(here, piece)

    def _readings(self, here: Scene, piece: Piece) -> Iterator[Candidate]:
        short = len(piece.digits) <= phones.LONGEST_LOCAL
        readings = self._short_readings(here, piece) if short else self._long_readings(here, piece)
        return (candidate for candidate in readings if candidate is not None)

    def _short_readings(self, here: Scene, piece: Piece) -> Iterator[Candidate | None]:
        yield phones.phone(here, piece)
        yield phones.local_phone(here, piece, self._local_words)

    def _long_readings(self, here: Scene, piece: Piece) -> Iterator[Candidate | None]:
        yield cards.resident_id(here, piece)
        yield cards.bank_card(here, piece, self._rules.card_starts, self._orders)
        yield cards.old_resident_id(here, piece)
        yield phones.phone(here, piece)
        yield cards.long_number(here, piece)


def _case_pattern(prefixes: Sequence[str]) -> re.Pattern[str]:
    """Our own case numbers: a prefix, the day, a running number."""
    letters = "|".join(map(re.escape, prefixes)) or r"(?!)"
    return re.compile(
        rf"(?<![A-Za-z0-9])(?:{letters})[0-9]{{8}}-?[0-9]{{4,6}}(?![0-9])", re.IGNORECASE
    )


def _value(text: str, found: Candidate) -> PersonalValue:
    return PersonalValue(
        kind=found.kind,
        start=found.start,
        end=found.end,
        raw=text[found.start : found.end],
        normalised=found.normalised,
    )
