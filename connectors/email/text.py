"""The words of a mail: without markup, without what they answer to, without a signature.

No library in the lock does this; the marks below are those of the mail programs that are common
where our customers are.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "hr", "pre", "section"}
    | {f"h{level}" for level in range(1, 7)}
)
_HIDDEN = frozenset({"script", "style", "title", "noscript", "template"})

_QUOTED = re.compile(
    r"""
      ^-{2,}\s*(?:Original\ Message|Forwarded\ message|原始邮件|原始郵件|原邮件|回复的邮件
          |轉寄的郵件|转发的邮件|邮件原件).*$          # Outlook, QQ, NetEase, Gmail
    | ^_{10,}\s*$                                     # Outlook on the web
    | ^(?:On|At)\ .{5,200}(?:\n.{0,100})?(?:wrote|writes):\s*$   # Gmail, Apple, Thunderbird
    | ^(?:在|于|於)?\s*.{0,40}\d{1,4}\s*[年/.-].{3,160}(?:写道|寫道|写信说|来信)\s*[：:]\s*$
    | ^\S.{0,120}<[^<>\s]+@[^<>\s]+>\s*.{0,40}(?:于|於|在).{3,60}(?:写道|寫道)\s*[：:]\s*$
    | ^\*{0,2}(?:From|发件人|寄件者|寄件人|發件人)\*{0,2}\s*[：:].*\n
      (?:.*\n){0,3}?\*{0,2}(?:Sent|Date|To|发送时间|日期|時間|收件人|收件者|寄件日期|傳送時間)\*{0,2}\s*[：:]
    """,
    re.MULTILINE | re.VERBOSE,
)
_SIGNATURE = re.compile(
    r"^(?:--\ ?|(?:发自|發自|來自|来自)我的\s?\S.{0,30}|Sent\ from\ (?:my|Mail)\ .{0,40}"
    r"|Get\ Outlook\ for\ .{0,20})\s*$",
    re.MULTILINE | re.VERBOSE,
)
_LEVEL = re.compile(r"^\s?>.*$\n?", re.MULTILINE)


class _Words(HTMLParser):
    """Text of a page, a line per block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "body":
            self._hidden = 0  # whatever was left open in the head
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(html: str) -> str:
    """What a page says."""
    words = _Words()
    try:
        words.feed(html)
        words.close()
    except AssertionError:  # Python's parser gives up on some broken declarations
        return tidy(re.sub(r"<[^<>]*>", " ", html))
    return tidy("".join(words.parts))


def tidy(text: str) -> str:
    """Without blanks at the ends of lines and more than one empty line."""
    lines = (re.sub(r"[ \t\u00a0\u200b\ufeff]+$", "", line) for line in text.splitlines())
    whole = "\n".join(line.lstrip("\u00a0\ufeff") for line in lines)
    return re.sub(r"\n{3,}", "\n\n", whole).strip()


def new_words(text: str, *, answers: bool) -> str:
    """What the writer says now. `answers`: the mail is an answer, so that what it quotes is left
    out too; in any other mail a quotation is what it is about. Where nothing would remain, all
    of it."""
    kept = text
    if answers:
        found = _QUOTED.search(kept)
        kept = _LEVEL.sub("", kept[: found.start()] if found else kept)
    found = _SIGNATURE.search(kept)
    return tidy(kept[: found.start()] if found else kept) or tidy(text)
