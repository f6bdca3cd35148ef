"""The kinds of personal value that never travel past the door, and what a token calls them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class PersonalKind(str, Enum):
    """A kind of personal value; the string is what the vault stores. The last two are never found
    in a text: an embedding site signs them (docs/widget.md)."""

    PHONE = "phone"
    LANDLINE = "landline"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    POLICY_NUMBER = "policy_number"
    LONG_NUMBER = "long_number"
    CUSTOMER_ID = "customer_id"
    NAME = "name"


LABELS: Mapping[PersonalKind, str] = MappingProxyType(
    {
        PersonalKind.PHONE: "手机号",
        PersonalKind.LANDLINE: "电话",
        PersonalKind.ID_CARD: "身份证号",
        PersonalKind.BANK_CARD: "银行卡号",
        PersonalKind.EMAIL: "邮箱",
        PersonalKind.POLICY_NUMBER: "保单号",
        PersonalKind.LONG_NUMBER: "长号码",
        PersonalKind.CUSTOMER_ID: "客户号",
        PersonalKind.NAME: "姓名",
    }
)
"""The Chinese word a token carries, so that a reader still knows what stood there."""
