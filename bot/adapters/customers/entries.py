"""Entries of a customer directory, digested at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.customers import (
    CustomerRecord,
    id_sources,
    phone_sources,
    policy_sources,
    together,
)
from bot.domain.privacy.detect import Detector

VIP_COLUMN = "complaint_vip"
COLUMNS = ("phone", "policy_number", VIP_COLUMN, "name")
ID_COLUMN = "customer_id"
"""Need not be there."""
_YES = frozenset({"1", "true", "yes", "y", "t", "是"})
_NO = frozenset({"", "0", "false", "no", "n", "f", "否"})


@dataclass(frozen=True)
class Digester:
    """Digests numbers as the privacy boundary does with what customers write."""

    digest: Callable[[str], str]
    detector: Detector

    def of(self, phone: str, policy_number: str, customer_id: str = "") -> tuple[str, ...]:
        """Every digest under which a message, or the embedding site, could name this customer."""
        sources = (
            *phone_sources(phone, self.detector),
            *policy_sources(policy_number),
            *id_sources(customer_id),
        )
        return tuple(map(self.digest, sources))


class CustomerIndex:
    """Records by digest."""

    def __init__(self) -> None:
        self._rows: list[CustomerRecord] = []
        self._by_digest: dict[str, list[int]] = {}

    def add(self, row: Mapping[str, str], digester: Digester) -> None:
        """Raises ValueError naming the column that cannot be read."""
        phone, policy = row["phone"].strip(), row["policy_number"].strip()
        record = CustomerRecord(
            vip=_is_vip(row[VIP_COLUMN]),
            name_known=bool(row["name"].strip()),
            contact_known=bool(phone),
            policies=int(bool(policy)),
        )
        digests = digester.of(phone, policy, row.get(ID_COLUMN, "").strip())
        if phone and not digester.of(phone, ""):
            raise ValueError("column phone: is no phone number")
        self._rows.append(record)
        for digest in digests:
            self._by_digest.setdefault(digest, []).append(len(self._rows) - 1)

    def find(self, digests: Sequence[str]) -> CustomerRecord | None:
        """All rows under any of these digests as one."""
        places: Iterable[int] = sorted({n for d in digests for n in self._by_digest.get(d, ())})
        return together(self._rows[place] for place in places)


def _is_vip(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES | _NO:
        raise ValueError(f"column {VIP_COLUMN}: write yes or no, not {text.strip()[:20]!r}")
    return word in _YES
