"""Whether a customer's word ends the complaint: only a clear one does (Order 3/2020 Art. 15)."""

from __future__ import annotations

from bot.scripts.phrases import phrase_book

_DECISIONS = {"affirm": True, "withdraw": True, "deny": False}


def withdraws(intent: str, text: str) -> bool | None:
    """What an answer to “shall it be withdrawn?” decides; None where it is no clear word."""
    return False if keeps(text) else _DECISIONS.get(intent)


def keeps(text: str) -> bool:
    """Whether the words say that the complaint stays, whatever their intent: “不要撤回” sounds
    like withdrawing and “继续吧” like a yes."""
    book = phrase_book()
    return book.keeps_complaint.found_in(text) and not book.ends_complaint.found_in(text)
