"""The customer directory's words: who a customer is to the company, without saying who."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.privacy.detect import Detector
from bot.domain.privacy.folding import fold
from bot.domain.privacy.kinds import PersonalKind
from bot.domain.vault import digest_source

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Za-z]")


@dataclass(frozen=True)
class CustomerRecord:
    """What the directory says. `vip`: on the complaint-VIP list, which is not the marketing tier
    (practice P2). `policies`: how many policies it lists under these digests."""

    vip: bool = False
    name_known: bool = False
    contact_known: bool = False
    policies: int = 0


@dataclass(frozen=True)
class SiteCustomer:
    """Who the embedding site says that the customer is: its own opaque id, perhaps a name. Both
    go into the vault."""

    id: str
    name: str = ""

    def __repr__(self) -> str:
        return "SiteCustomer()"


def together(records: Iterable[CustomerRecord]) -> CustomerRecord | None:
    """Several entries of one customer as one; None where there is none."""
    found = list(records)
    if not found:
        return None
    return CustomerRecord(
        vip=any(item.vip for item in found),
        name_known=any(item.name_known for item in found),
        contact_known=any(item.contact_known for item in found),
        policies=sum(item.policies for item in found),
    )


def phone_sources(phone: str, detector: Detector) -> tuple[str, ...]:
    """What is digested for a phone number, normalised as in a customer's message."""
    plain = _NOT_IN_NUMBERS.sub("", fold(phone))
    if _MOBILE.fullmatch(plain):  # nearly all of them; the detector takes its time
        return (digest_source(PersonalKind.PHONE, f"+86{plain}"),)
    kinds = (PersonalKind.PHONE, PersonalKind.LANDLINE)
    found = detector.find(f"电话：{phone}")
    return tuple(digest_source(v.kind, v.normalised) for v in found if v.kind in kinds)


def id_sources(customer_id: str) -> tuple[str, ...]:
    """The same for the id by which an embedding site knows a customer, letter by letter."""
    return (digest_source(PersonalKind.CUSTOMER_ID, customer_id),) if customer_id else ()


def policy_sources(number: str) -> tuple[str, ...]:
    """The same for a policy number, which without a word before it is any long number."""
    plain = _NOT_IN_NUMBERS.sub("", fold(number)).upper()
    kinds = (PersonalKind.POLICY_NUMBER, PersonalKind.LONG_NUMBER)
    return tuple(digest_source(kind, plain) for kind in kinds) if plain else ()
