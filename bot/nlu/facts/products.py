"""Products as the customer writes them, brand names and kinds alike, and their lines."""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.nlu.facts.hit import Hit, corrected_away
from bot.nlu.facts.words import FactWords
from bot.nlu.text import LONGEST, Plain

_QUOTED = re.compile(
    r"[《「『]([^《》「」『』,.!?]{2,20}?(?:保险|险|年金|寿|两全|计划|卡|宝|福|保)(?:\([^()]{1,8}\))?)[》」』]"
    r"|\"(?![^\"]{0,9}(?:免费|自愿|风险|出险))([^\",.!?的是你您我说问这就不]{2,10}(?:保险|险|年金"
    r"|终身寿)(?:\([^()]{1,8}\))?)\""
)
_NAMED = re.compile(
    r"(?:产品|险种|那款|这款|保险名称?|产品名称?)(?:名字|名)?,?(?:好像|应该|大概)?(?:叫做?|名叫|叫作|:|是叫)\"?"
    r"(?P<n>(?!什么|啥|个|做)[\u4e00-\u9fffa-z0-9]{2,10}?)(?=[\",.!?;\s什这那的款]|$)"
)
_BARE = re.compile(r"(?:保险|保单|产品|险种|合同|insurance|policy)+")
_COMPANY = re.compile(r"(?:股份|有限|集团)?(?:公司|集团|股份)|公司")
_REST = re.compile(r"保险(?!公司)|险(?!种)")
_IN_NAME = re.compile(r"[\u4e00-\u9fffa-z0-9]")
_LONGEST_NAME = 10
_CAPITALS = re.compile(
    r"(?:[A-Z][A-Za-z&'’+]*[a-z+][A-Za-z]* ){1,4}(?:Plan|Saver|Protect|Protector|Shield|Cover"
    r"|Life|Endowment|Annuity|Care|Policy|Insurance)\b"
)
_TITLE_CASE = re.compile(
    r"(?<=[A-Za-z] )(?:Does|Do|Did|Is|Are|Was|Can|Could|Would|Will|Should|Has|Have|Get|You|Your"
    r"|My|We|It|If|When)\b"
)
"""Who writes every word so, as in What Does Homeowners Insurance Cover?, shows no name by it."""
_NO_NAME = re.compile(r"(?:My|The|Your|This|Our|An?|Is|For|Dear|Not|And|Re|Cancel|Why) ")


def find_product_lines(text: str, words: FactWords, products: list[Hit]) -> list[Hit]:
    """Each line once; a product's name tells one line only, by its first word."""
    found: dict[str, Hit] = {}
    told: set[int] = set()
    for word in words.product_lines.find(text):
        if corrected_away(text, word.start) or _COMPANY.match(text, word.end):
            continue
        name = next((p.start for p in products if p.start <= word.start < p.end), None)
        if name in told:
            continue
        if name is not None:
            told.add(name)
        if word.concept not in found:
            found[word.concept] = Hit("product_line", word.concept, word.start, word.end)
    return list(found.values())


def find_products(plain: Plain, words: FactWords) -> list[Hit]:
    """Names as written, kinds such as 重疾险 too; never the bare 保险 or 保单."""
    text = plain.text
    spans = [m.span(m.lastindex or 0) for m in _QUOTED.finditer(text)]
    spans += [m.span("n") for m in _NAMED.finditer(text)]
    spans += [(w.start, w.end) for w in words.product_names.find(text)]
    spans += [(w.start, w.end) for w in words.product_letters.find(text)]
    spans += _kinds(text, words)
    spans += _in_capitals(plain)
    hits = [
        Hit("product", None, start, end)
        for start, end in spans
        if not _BARE.fullmatch(text[start:end])
        and not _COMPANY.match(text, end)
        and not corrected_away(text, start)
    ]
    return longest_each(text, hits)


def _kinds(text: str, words: FactWords) -> list[tuple[int, int]]:
    """A kind (年金险) with what stands before it as part of its name (少儿, 鑫享)."""
    spans: list[tuple[int, int]] = []
    for kind in words.product_suffixes.find(text):
        if spans and spans[-1][1] == kind.start:
            spans[-1] = (spans[-1][0], kind.end)
            continue
        start = kind.start
        while (before := words.product_parts.search(text, max(0, start - 6), start)) is not None:
            start = before.start()
        brand = _brand_start(text, start, words)
        if brand == start and kind.concept == "branded":
            continue
        rest = _REST.match(text, kind.end)
        spans.append((brand, rest.end() if rest else kind.end))
    return spans


def _brand_start(text: str, end: int, words: FactWords) -> int:
    """Where the brand before `end` begins; `end` where what stands there is no brand."""
    run = end
    while run > max(0, end - _LONGEST_NAME) and text[run - 1] in words.brand_letters:
        run -= 1
    if _core(text[run:end], words) < 2:
        run = end
    while run < end and text[run] in words.brand_weak:
        run += 1  # 一年 is no brand, 一生 within one is
    named = name_start(text, end, words.product_stops, _IN_NAME)
    name = text[named:end]
    known = sum(character in words.brand_letters for character in name)
    if _core(name, words) >= 2 and known * 3 >= len(name) * 2:
        return min(named, run)
    return run


def _core(name: str, words: FactWords) -> int:
    return sum(c in words.brand_letters and c not in words.brand_weak for c in name)


def _in_capitals(plain: Plain) -> list[tuple[int, int]]:
    """Golden Harvest Saver: words with capitals before a word such as Plan."""
    raw = plain.raw[:LONGEST]
    if not any(c.isupper() for c in raw) or _TITLE_CASE.search(raw):
        return []
    spans = []
    for match in _CAPITALS.finditer(plain.raw, 0, LONGEST):
        start, end = match.span()
        while (skip := _NO_NAME.match(plain.raw, start, end)) is not None:
            start = skip.end()
        if plain.raw.find(" ", start, end) < 0:
            continue
        spans.append((bisect_left(plain.starts, start), bisect_left(plain.ends, end) + 1))
    return spans


def name_start(text: str, end: int, stops: frozenset[str], letters: re.Pattern[str]) -> int:
    """Where the name before `end` begins: after the nearest word that is part of no name."""
    at = end
    while at > max(0, end - _LONGEST_NAME) and letters.match(text, at - 1):
        if any(text[max(0, at - n) : at] in stops for n in (1, 2, 3, 4)):
            break
        at -= 1
    return at


def longest_each(text: str, hits: list[Hit]) -> list[Hit]:
    """Left to right, none inside another, each name once."""
    kept: list[Hit] = []
    names: set[str] = set()
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        name = text[hit.start : hit.end]
        if (kept and hit.start < kept[-1].end) or name in names:
            continue
        names.add(name)
        kept.append(hit)
    return kept
