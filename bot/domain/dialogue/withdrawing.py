"""Whether a customer's word ends the complaint: only a clear one does (Order 3/2020 Art. 15)."""

from __future__ import annotations

import re

_DECISIONS = {"affirm": True, "withdraw": True, "deny": False}
_KEEPS = re.compile(
    r"(?:不|别|別|没|沒|冇|唔)[^，。,.]{0,5}(?:撤|取消)|^不(?:$|，)"
    r"|继续|繼續|接着|接著|保留|还要投|還要投"
    r"|\b(?:keep|continue|go on|carry on|leave it|still want)\b"
    r"|\b(?:don'?t|do not|did not|didn'?t) withdraw",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:不|别|別|唔)[^，。,.]{0,4}(?:继续|繼續|保留|投诉|投訴|追究)"
    r"|(?:not|n'?t) (?:want to )?(?:keep|continue|go on)",
    re.IGNORECASE,
)
"""Words that keep or end the complaint, whatever their intent: “不要撤回” sounds like withdrawing
and “继续吧” like a yes."""


def withdraws(intent: str, text: str) -> bool | None:
    """What an answer to “shall it be withdrawn?” decides; None where it is no clear word."""
    return False if keeps(text) else _DECISIONS.get(intent)


def keeps(text: str) -> bool:
    """Whether the words say that the complaint stays: only a clear word ends it."""
    return bool(_KEEPS.search(text)) and not _ENDS.search(text)
