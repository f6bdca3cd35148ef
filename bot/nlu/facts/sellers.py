"""Patterns for the name of who sold the policy, the surest first."""

from __future__ import annotations

import re

from bot.nlu.facts.words import Names

HINT = r"手[里上]买|联系人|经手|经办|签单|卖给|给我办|推荐|介绍|推销|卖的|办的|sold"
_SOLD = (
    r"(?=(?:当时|当初|那时|那个时候)?(?:给我们?妈?爸?(?:办|推荐|介绍|买|推销|做的|签|弄)|卖|帮我(?:办|买)"
    r"|(?:让|叫|劝|骗|忽悠)我(?:们|妈|爸)?(?:买|签|投|办|存)|推荐(?:我|给)|介绍(?:我|给)|忽悠我|跟我推|经手|办的|签的单|手[里上]买|那[里儿]?买|推(?:给|的|了)|给我推))"
)
_TOLD = r"(?=当时|当初|跟我(?:说|讲|保证)|说(?:的|好|保|三|五|能|可以))"
_CALLED = (
    r"(?:的?名字|他|她)?,?(?:好像|应该|大概|可能|就)?"
    r"(?:是?叫(?:什么|做|个)?|名叫|姓名|:|是叫|是:|写的是|签的是|名字是|填的是)"
)
_VERB = (
    r"(?=[,.;!?\s:()\ue001-\ue007]|$|[的说讲卖给骗让代承跟在把告对当是他她拍打离替]"
    r"|忽悠|推荐|介绍|买|办|签|上门|答应|拿|隐瞒|误导|伪造)"
)
_RELATION = "姐|哥|阿姨|叔|老师|总|姨|大姐|大哥|女士|先生|小姐|太太"


def seller_patterns(names: Names, full: str, strict: str) -> tuple[re.Pattern[str], ...]:
    """`full`: any name; `strict`: one whose surname is no everyday word."""
    title = rf"(?:{names.sellers}|{names.called}|推销的|卖保险的)"
    little = rf"[小老阿]{names.strong_surname}"
    return (
        re.compile(rf"(?P<n>{strict}|{little})是我?的?{title}"),
        re.compile(
            rf"{title}{_CALLED}\s?(?P<n>{names.surname}(?:{_RELATION})|{full}|[小老]{names.surname}|阿[a-z]{{2,12}})"
        ),
        re.compile(
            rf"agent{_CALLED}\s?(?P<n>{names.surname}(?:{_RELATION})|{full}|{little}|阿?[a-z]{{2,12}})"
        ),
        re.compile(rf"叫(?P<n>{full}|{little})的[^,.;]{{0,4}}{title}"),
        re.compile(
            rf"{title}[^,.;]{{0,2}}[,(]?(?:好像|大概|应该)?(?:他|她|是)?(?P<n>姓{names.surname})(?!名|什)"
        ),
        re.compile(rf"(?P<n>姓{names.surname})的[^,.;]{{0,4}}{title}"),
        re.compile(
            rf"(?P<n>姓{names.surname})的(?:小?姑娘|女的|男的|人|小伙子?|大[姐哥妈叔]|阿姨|女人|男人|女士|先生){_SOLD}"
        ),
        re.compile(rf"{title}(?:是|:|,)?(?P<n>{names.strong_surname}(?:{_RELATION}))"),
        re.compile(rf"{title}(?:是|:|,)?(?P<n>{strict})"),
        re.compile(rf"{title}(?:是|:)?(?P<n>{names.surname}{names.given}{{1,2}}){_VERB}"),
        re.compile(rf"{title}(?:是|:)?(?P<n>[小老阿]{names.surname}){_VERB}"),
        re.compile(rf"(?:经手|经办|签单)的?人?(?:是|叫|:)(?P<n>{full}|{little}){_VERB}"),
        re.compile(rf"{title}(?:是|:)?(?P<n>{little}{names.called})"),
        re.compile(
            rf"{title}(?:是|:)?(?P<n>[小老]{names.strong_surname})(?!{names.given}?[孩板师])"
        ),
        re.compile(
            rf"(?<!对)(?P<n>(?:[小老]?{names.strong_surname}|{strict}|方|万|金|白|马|何|安|成|管|钱|苗|单)(?:{names.called}))"
        ),
        re.compile(rf"(?P<n>[小老]?{names.strong_surname}(?:{_RELATION}|主任)){_SOLD}"),
        re.compile(rf"(?P<n>{names.strong_surname}主任){_TOLD}"),
        re.compile(rf"(?<!我叫)(?<!我是)(?P<n>{strict}|{little}){_SOLD}"),
        re.compile(rf"(?<![不我贵敝])(?P<n>姓{names.surname})(?=,立|,不|,弓)"),
        re.compile(rf"{title}.{{0,20}}(?<![不我贵敝])(?P<n>姓{names.surname})$"),
    )


def seller_patterns_latin(names: Names, name: str) -> tuple[re.Pattern[str], ...]:
    """`name`: one or more words; whether they have capitals is seen in the raw text."""
    polite = r"(?:mr|ms|mrs|miss|mdm|madam|puan|encik|cik|dr)\.? [a-z'-]+(?: [a-z'-]+)?"
    somebody = rf"(?P<n>{polite}|{name})"
    title = names.seller_letters
    return (
        re.compile(
            rf"\b(?:{title})(?:'s name| name)?(?: is| was|:)?(?: called| named)?,? {somebody}"
        ),
        re.compile(
            rf"\b(?:sold (?:it |this |that )?(?:to (?:me|us|my [a-z]+) )?by|sold by) {somebody}"
        ),
        re.compile(rf"\b{somebody},? (?:my|your|the|our) (?:insurance )?(?:{title})\b"),
        re.compile(rf"\byour (?:own )?(?P<n>{polite})"),
        re.compile(
            rf"(?P<n>{polite}),? (?:from|at|of) (?:your|the) [^,.;!?]{{0,24}}(?:branch|office"
            rf"|bank|agency)"
        ),
        re.compile(
            rf"\b(?:lady|guy|man|woman|girl|person|staff|lad|chap)(?: (?:at|from"
            rf"|in) [^,.;!?]{{2,30}})?"
            rf"(?:,| called| named|,? by the name of) (?P<n>{polite}|{name})(?:$|,? (?:said"
            rf"|told|added|sold|made|promised|assured|signed|put|did|convinced|insisted|who))"
        ),
        re.compile(rf"(?:^|[,.;] ?){somebody} (?:sold|convinced|persuaded|talked) (?:me|us|my)\b"),
    )
