"""Patterns for the name of who writes, the surest first."""

from __future__ import annotations

import re

from bot.nlu.facts.latin_names import LATIN_NAME, NO_LATIN_NAME, SAID_WRONG
from bot.nlu.facts.words import Names

_END = (
    r"(?=$|[,.!?;:()\s/\ue001-\ue007]|今年|本人|是|在|的(?![\u3400-\u9fff])|电话|手机|身份证|男|女"
    r"|先生|女士|小姐|就|于|吧|得[喇啦了]|年龄)"
)
_GAP = r"[ :]?"
_HAN = r"[\u3400-\u9fff·]"
_PLAIN = r"(?:(?![的了着过在是不没就上下把们么问说要给开带有来])[\u3400-\u9fff·])"
"""A letter of a name of any surname; none of those that only a sentence has."""


def own_patterns(names: Names, full: str, strict: str) -> tuple[re.Pattern[str], ...]:
    """`full`: any name; `strict`: one whose surname is no everyday word."""
    loose = rf"(?:{names.surname}{_HAN}{{1,2}}|{_PLAIN}{{3,4}}){_END}|{full}|{_PLAIN}{{2,6}}?{_END}"
    not_name = (
        r"(?![你他她它什人啥号身冤苦名不错写有我这那到一去来过做了把]|车[身主牌]|成[交功人]|啥)"
    )
    return (
        re.compile(rf"(?:全名|大名)(?:是|叫|:)?\s?{not_name}(?P<n>{loose})"),
        re.compile(
            rf"(?:(?<![给帮替你])我叫|我名叫|我(?:的)?名字?(?:是|叫|:)|姓名(?:是|:| )"
            rf"|名字(?:是|叫|:)|我的?大名)\s?:?\s?{not_name}(?P<n>{loose})"
        ),
        re.compile(
            rf"(?:姓名|联系人(?:是|叫|:)?|本人(?:姓名|叫|是|:)?|(?:我是"
            rf"|本人是)?投[保诉]人(?:叫|:)?|我是|这里是|我系)\s?(?P<n>{full}){_END}"
        ),
        re.compile(
            rf"(?:^|[,.;!? ])(?:本人(?:姓名|叫|是|:)?|投诉人(?:是|叫|:)?)"
            rf"(?P<n>{names.strong_surname}{_PLAIN}{{2}}){_END}"
        ),
        re.compile(rf"我[是系](?P<n>{names.strong_surname}(?:太|生)){_END}"),
        re.compile(rf"(?:本人|小弟|小妹|在下|鄙人),?姓(?P<n>{names.surname}){_END}"),
        re.compile(
            rf"(?:这里|这边|我)[是系][^,.;!?]{{0,6}}的(?P<n>{names.strong_surname}"
            rf"(?:先生|女士|小姐|太太)){_END}"
        ),
        re.compile(
            rf"我[是系](?:他|她|投保人|被保险?人)?的?(?:女儿|儿子|老公|老婆|爱人|妻子|丈夫|妈妈"
            rf"|爸爸|孙子|孙女|母亲|父亲)(?P<n>{strict}){_END}"
        ),
        re.compile(rf"我(?:的|个)?(?:全?名字?|姓名)(?:是|系|叫|:|为){{1,2}}(?P<n>{strict}){_END}"),
        re.compile(rf"(?:都|就)?是我(?:本人|自己)?,(?P<n>{strict}){_END}"),
        re.compile(
            rf"^(?:你好|您好|喂|哈喽|hello|hi|在吗|记一下)[,.! ]{{1,2}}"
            rf"(?P<n>{names.strong_surname}{_PLAIN}{{2}})[,.]"
        ),
        re.compile(
            rf"联系人(?:是|叫|:)?\s?(?P<n>{names.surname}(?:先生|女士|小姐|太太|阿姨|叔叔"
            rf"|大姐|大哥|师傅|老师))"
        ),
        re.compile(
            rf"我是(?P<n>{names.surname}(?:先生|女士|小姐|太太|老师"
            rf"|{names.given}{{1,2}}(?:先生|女士|小姐)))(?!的)"
        ),
        re.compile(rf"(?:^|[我贵敝]|本人)姓{names.surname},?(?:我?叫|名叫)?(?P<n>{full}){_END}"),
        re.compile(
            rf"(?:^|[我贵敝]|本人)姓(?P<s>{names.surname}),?(?:我?叫"
            rf"|名叫)?(?P<n>(?P=s){_HAN}{{1,2}}){_END}"
        ),
        re.compile(
            rf"我(?:就?[是系])(?:那?[个份]|你们的?|这份|保单的?)?(?:老?客户|保户|车主|家属"
            rf"|受害人|当事人|投保人|要保人"
            rf"|被保险?人|业主|消费者|用户|持有人|投诉人"
            rf"|受益人)[,:]?(?:我?叫)?(?P<n>{strict}){_END}"
        ),
        re.compile(
            rf"(?:我[是系][^,.;!?]{{2,12}}|[\ue001-\ue007]),?叫(?P<n>{full}"
            rf"|{names.surname}{_HAN}{{1,2}}){_END}"
        ),
        re.compile(
            rf"投保人(?:是|就是)?(?:我|本人|我本人|我本人),?(?:我?叫|名叫"
            rf"|姓名)?:?(?P<n>{full}){_END}"
        ),
        re.compile(rf"(?:^|[,.;!? 我])(?:名字|大名|名){_GAP}(?P<n>{full}){_END}"),
        re.compile(rf"叫我{not_name}(?P<n>{strict}|[小老阿]{names.surname})(?=就|吧|[,.! ]|$)"),
        re.compile(
            rf"(?:[\ue001-\ue007]|谢谢)[ ,.;]{{0,2}}"
            rf"(?P<n>{names.surname}(?:先生|女士|小姐|太太))\s?$"
        ),
        re.compile(
            rf"[\ue001-\ue007](?:就行|就好|就可以)?[ ,.;]{{0,2}}"
            rf"姓(?P<n>{names.surname})\s?(?:$|,)"
        ),
        re.compile(rf"(?:我|贵|敝|本人)姓(?P<n>{names.surname}(?:先生|女士|小姐)?)(?!{_HAN})"),
        re.compile(rf"我姓(?P<n>{names.surname})(?=[我这那想要是有在打说买])"),
    )


def alone_pattern(names: Names, full: str) -> re.Pattern[str]:
    """The message is a name, or begins with one before a number, an age or a day."""
    return re.compile(
        rf"\s*(?P<n>{full}|{names.surname}(?:先生|女士|小姐|太太))"
        rf"(?:\s*[.!,~、]?\s*|[\s,、]*(?:[\ue001-\ue007]|[男女][,\s]|(?:今年)?(?:\d\d"
        rf"|[二三四五六七八九]?十[一二三四五六七八九]?)岁|(?:19|20)\d\d[年./-]"
        rf"|(?:电话|手机"
        rf"|保单号).{{0,4}}[\ue001-\ue007]).*)"
    )


def signed_pattern(names: Names) -> re.Pattern[str]:
    """卫红霞, and then what she wants; not 卫红霞, 你给我出来."""
    return re.compile(
        rf"\s*(?P<n>{names.strong_surname}{names.given}{{2}}),(?![他她你是这那就我]|作为|答应|说)"
    )


OWN_LATIN = (
    re.compile(
        rf"(?:\bmy (?:full )?name(?: is(?!n't)|'s|:)|(?:^|[,.;:] ?)name(?: is(?!n't)|'s|:)"
        r"|\b(?:policyholder|policy holder|contact person):)"
        rf"{SAID_WRONG}(?P<n>{LATIN_NAME})"
    ),
    re.compile(
        rf"(?:^|[,.!] ?)(?:hi|hello|dear sirs?)?,? ?(?:i am|i'm|this is)"
        rf" (?!(?:{NO_LATIN_NAME})\b)(?P<n>{LATIN_NAME})"
    ),
    re.compile(rf"^(?P<n>{LATIN_NAME}),? (?=\d|policy|ref\b|claim\b|date of|dob|tel\b)"),
    re.compile(rf"\b(?:it's|it is|this is) (?P<n>{LATIN_NAME}),? (?:here|speaking|writing)\b"),
    re.compile(rf"^(?:it's|it is) (?!(?:{NO_LATIN_NAME})\b)(?P<n>{LATIN_NAME})(?=[.!]? ?$)"),
    re.compile(
        rf"(?:regards|sincerely|faithfully|yours truly|cheers|thanks|thank you"
        rf"|signed)[,. ]{{1,2}}(?P<n>{LATIN_NAME})"
        r"[. ]?(?:$|[\ue001-\ue007])"
    ),
    re.compile(r"(?:thanks|thank you|regards|cheers),? (?P<n>[a-z]{3,12})[.]? ?$"),
    re.compile(rf"\bi,? (?P<n>{LATIN_NAME}),"),
    re.compile(r"\bask for (?P<n>(?:mr|mrs|ms|miss|dr)\.? [a-z'-]+)"),
    re.compile(
        rf"(?:^|[,.!] ?)(?:(?:hi|hello|good (?:morning|afternoon|evening)|hey),? |it's "
        rf"|it is )?"
        rf"(?!(?:{NO_LATIN_NAME})\b)(?P<n>{LATIN_NAME})"
        r" (?:here(?: again)?|again)(?=$|[,.!])"
    ),
    re.compile(
        rf"(?:\bcall(?: me)?|\bring(?: me)?|\bcontact(?: me)?|\breach me|^"
        rf"|[,.;!?]),? ?(?P<n>{LATIN_NAME}),? ?(?:policy )?[\ue001\ue002\ue006]"
    ),
    re.compile(
        rf"(?:^|[,.!] ?)(?:hi|hello)?,? ?(?:i am|i'm|this is)"
        rf" (?!(?:{NO_LATIN_NAME})\b)(?P<n>(?:(?:mr|mrs|ms|miss|mdm|dr)\.? )?(?!mrs"
        rf"|miss)[a-z]{{3,12}}(?<!ian)(?<!ish)(?<!ese)(?<!can)(?<!lim)(?<!ist))"
        r"(?=[,.] ?[a-z]|$)"
    ),
)
