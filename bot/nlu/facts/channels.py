"""How the policy was bought: a place or person together with a word of buying."""

from __future__ import annotations

from bisect import bisect_left

from bot.nlu.facts.channel_scenes import SCENES
from bot.nlu.facts.channel_signs import (
    ACQUIRED,
    AGENT_ONLY,
    AT_BANK,
    BOUGHT_OF,
    BUNDLED,
    BY,
    BY_HAND,
    COMPARED,
    ELSEWHERE,
    FAR,
    FAR_LATIN,
    GIVERS,
    GOT,
    INTRODUCED,
    LATIN_BY,
    LED,
    LIKE,
    MUST,
    NEAR,
    NO_BANK,
    NO_EMPLOYER,
    NO_PURCHASE,
    NOT_ALL,
    NOT_BEFORE,
    NOT_BUYING,
    NOT_FOR,
    ON,
    PASSIVE,
    PLACES,
    RIGHT_AFTER,
    SELLER_IS,
    SELLING,
    SELLS,
    SELLS_LATIN,
    SIGNED_THERE,
    TALKS,
    THEN,
    THEY,
    THROUGH,
    THROUGH_ONE,
    VISIT,
    WEAK,
)
from bot.nlu.facts.hit import Hit, corrected_away
from bot.nlu.facts.words import FactWords
from bot.nlu.lexicon import Found


def find_channel(text: str, parts: list[tuple[int, int]], words: FactWords) -> list[Hit]:
    """The first channel that stands with a word of buying in one clause, else in the next two."""
    later: list[tuple[int, Found]] = []
    for number, (start, end) in enumerate(parts):
        clause = text[start:end]
        channels = words.channels.find(clause)
        buying = _buying(clause, words) if channels else []
        for channel in channels:
            if _is_channel(clause, channel, buying, words):
                return [_hit(start, _of_bank(clause, channel))]
            if channel.concept == "agent" and THEY.match(text, start + channel.end):
                return [_hit(start, channel)]
            visit = VISIT.search(clause, channel.start, channel.end)
            if (channel.concept != "agent" or visit) and not _excluded(clause, channel, words):
                later.append((number, channel))
    for number, channel in later[:_MOST]:
        if _goes_on(text, parts[number : number + 3], channel, words):
            return [_hit(parts[number][0], channel)]
    for concept, scene in SCENES:
        told = scene.search(text)
        if told is not None and not NOT_BUYING.search(told.group()):
            return [Hit("purchase_channel", concept, told.start(), told.end())]
    return []


_MOST = 12
"""Channels whose following clauses are read: keeps the reading linear."""


def _buying(clause: str, words: FactWords) -> list[Found]:
    """Words of buying, and “got the pet insurance”."""
    got = [
        Found("buying", *match.span())
        for pattern in (GOT, ACQUIRED)
        for match in pattern.finditer(clause)
    ]
    said = [f for f in words.buying.find(clause) if not NO_PURCHASE.match(clause, f.start)]
    return sorted([*said, *got], key=lambda found: found.start)


def _hit(start: int, channel: Found) -> Hit:
    return Hit("purchase_channel", channel.concept, start + channel.start, start + channel.end)


def _of_bank(clause: str, channel: Found) -> Found:
    """The adviser at my bank sells for the bank."""
    if channel.concept == "agent" and AT_BANK.match(clause, channel.end):
        return Found("bank", channel.start, channel.end)
    return channel


def _goes_on(text: str, parts: list[tuple[int, int]], channel: Found, words: FactWords) -> bool:
    """去银行存钱, 柜员让我签的字; 表姐做保险的, 就买了."""
    after = parts[0][0] + channel.end
    start = parts[0][0] + channel.start
    if channel.concept == "acquaintance" and not (
        SELLS.match(text, after) or SELLER_IS.search(text, max(0, start - 14), start)
    ):
        return False
    end = min(parts[-1][1], parts[0][1] + ON)
    stretch = text[after:end]
    latin = text[channel.start + parts[0][0] : after].isascii()
    own = parts[0][1] - after
    bought = next(
        (
            found.start
            for found in words.buying.find(stretch)
            if (found.start >= own and channel.concept not in ("online", "employer"))
            or stretch.startswith(BUNDLED, found.start)
            or THEN.search(stretch, max(0, found.start - 9), found.start)
        ),
        None,
    )
    if bought is None or (latin and channel.concept not in PLACES):
        return False
    return ELSEWHERE.search(stretch, 0, bought) is None


def _excluded(clause: str, channel: Found, words: FactWords) -> bool:
    near = max(0, channel.start - 30)
    return bool(
        NOT_BEFORE.search(clause, near, channel.start)
        or (channel.concept == "bank" and NO_BANK.search(clause, near, channel.start))
        or (clause.startswith("存", channel.start) and LIKE.search(clause, 0, channel.start))
        or COMPARED.match(clause, channel.end)
        or corrected_away(clause, channel.start)
        or (channel.concept == "employer" and NO_EMPLOYER.search(clause, near, channel.start))
        or (
            channel.concept in ("acquaintance", "employer")
            and NOT_FOR.search(clause, near, channel.start)
        )
        or words.not_channel.match(clause, channel.end)
        or (channel.concept == "acquaintance" and INTRODUCED.match(clause, channel.end))
    )


def _is_channel(clause: str, channel: Found, buying: list[Found], words: FactWords) -> bool:
    near = max(0, channel.start - 30)
    if _excluded(clause, channel, words):
        return False
    if channel.concept == "bank" and SIGNED_THERE.match(clause, channel.end):
        return True
    if clause.startswith(("through ", "via "), channel.start):
        return True
    through = THROUGH.search(clause, near, channel.start)
    if through and (buying or not clause[: through.start()].strip()):
        return True
    starts = [word.start for word in buying]
    around = slice(
        bisect_left(starts, channel.start - FAR_LATIN),
        bisect_left(starts, channel.end + FAR_LATIN),
    )
    return any(
        _belongs(clause, channel, word)
        and not NOT_BUYING.search(clause, near, max(channel.end, word.end) + RIGHT_AFTER)
        for word in buying[around]
    )


def _is_led(clause: str, channel: Found, buy: Found) -> bool:
    """银行的人说利息高让我妈存的: what is told there leads to buying there."""
    return channel.concept == "bank" and clause.startswith(LED, buy.start)


def _sells(clause: str, channel: Found, buy: Found) -> bool:
    """表姐给我办的, 跟同学买的; not 我朋友也买了."""
    if clause[channel.start].isascii():
        around = clause[max(0, min(channel.start, buy.start) - 12) : max(channel.end, buy.end)]
        return SELLS_LATIN.search(around) is not None
    if PASSIVE.match(clause, channel.end) and buy.start > channel.end:
        return False
    return bool(
        BOUGHT_OF.search(clause, 0, channel.start)
        or SELLING.search(clause, channel.end, max(channel.end, buy.end))
    )


def _is_other_business(clause: str, channel: Found, buy: Found) -> bool:
    """业务员填的, 银行收的, 我朋友也买了: the word of buying is not about buying here."""
    if channel.concept == "agent" and clause.startswith(AGENT_ONLY, buy.start):
        return True
    if any(clause.startswith(w, buy.start) and channel.concept != c for w, c in NOT_ALL):
        return True
    if channel.concept == "acquaintance" and not _sells(clause, channel, buy):
        return True
    return clause.startswith(WEAK, buy.start) and buy.start - channel.end > NEAR


def _belongs(clause: str, channel: Found, buy: Found) -> bool:
    if _is_other_business(clause, channel, buy):
        return False
    if channel.concept == "employer" and channel.start < buy.start < buy.end <= channel.end:
        return True
    latin = clause[channel.start : channel.end].isascii()
    if buy.start >= channel.end or (
        buy.end > channel.end and clause.endswith(GIVERS, channel.start, channel.end)
    ):
        between = clause[channel.end : buy.start]
        near = len(between) <= (FAR_LATIN if latin else FAR)
        led = _is_led(clause, channel, buy) or (
            channel.concept in (*PLACES, "employer")
            and MUST.search(clause, channel.end, buy.end) is not None
        )
        if between.endswith(("别", "不要")) or (
            channel.concept not in PLACES and BY_HAND.search(between)
        ):
            return False
        return near and (led or not TALKS.search(between))
    between = clause[buy.end : channel.start]
    return (
        latin
        and len(between) <= FAR_LATIN
        and (
            LATIN_BY.search(between) is not None
            or (clause.endswith(BY, 0, buy.end) and THROUGH_ONE.fullmatch(between) is not None)
            or clause.startswith(("over ", "by ", "on ", "online"), channel.start)
        )
    )
