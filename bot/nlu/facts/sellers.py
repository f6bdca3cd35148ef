"""Patterns for the name of who sold the policy, the surest first.

A person is a seller by a title (业务员, RM), by a word of selling beside the name (王姐给我办的),
or, where the message speaks of selling (`SELLING`), by how people point at somebody (一个姓刘的).
"""

from __future__ import annotations

import re

from bot.nlu.facts.words import Names

SELLING = re.compile(
    r"卖|推销|推荐|介绍|忽悠|[买办签投弄存](?:的|了|过|成|份|个|保险)"
    r"|给我[^,.;]{0,4}[买办签做弄]|存钱|存款"
    r"|行销|电销|负责|投保|上门|讲课|讲座|保本|当时|当初|当年|代理|业务|保险员|让我买"
)
SELLING_LATIN = re.compile(
    r"\b(?:sold|sell|sells|selling|bought|signed|cold[ -]called|talked me|convinced|persuaded"
    r"|took out|pushed|recommended|roadshow|agent|policy|plan|promised)\b"
)
NO_SELLER = re.compile(
    r"(?:客服|理赔部|医生|护士|大夫|查勘员?|定损员?|理赔员?|司机|对方|警官|交警|热线|接线员?"
    r"|被保险?人"
    r"|受益人|投保人|要保人|联系人|律师|记者|主任医师|护工)[^,.;]{0,2}$"
)
_ME = r"(?:我|俺|咱|阿拉|老人|老[爸妈公婆])(?:们|[爸妈爷奶公婆哥姐]|家|老[公婆爸妈])*"
_GAP = (
    r"(?:亲口|当时|当初|当年|那时候?|那个时候|去年|前年|后来|就|是|又|天天|老是|亲自|他|她|,|硬"
    r"|非要?|一直"
    r"|上门来?|来(?:我)?家里?|打电话|打来|微信上?|在[^,.;的]{2,8}?){0,4}"
)
_SOLD = (
    rf"(?={_GAP}(?:(?:给|帮|跟|向|让|叫|劝|骗|忽悠|哄|拉|替|同){_ME}(?:去|来)?"
    r"(?:办|推荐|介绍|买|推销|卖|做(?!主)|签|弄|投|配|搞|上|开的|存|转|填|[说讲](?:过"
    r"|起)?的?(?:这|保|的))"
    r"|卖|推荐(?:我|给|的)|介绍(?:我|给)|推销|忽悠|上门收|经手|办的|签的单|手[里上]买"
    r"|那[里儿边]?买|推(?:给|的|了)|给我推"
    r"|收(?:了|走了?)(?:我|俺)|拍(?:着)?胸))"
)
_TOLD = (
    rf"(?={_GAP}(?:(?:跟|和|向|对|同){_ME}?(?:当时|当初)?(?:说|讲|保证|承诺|拍)|保证|承诺|答应"
    r"|[说讲话](?:的|好|过|是|保|三|五|能|可以|没事|随时|一定|包|肯定|有病|交)))"
)
_CALLED = (
    r"(?:的?名字|他|她)?,?(?:好像|应该|大概|可能|就)?"
    r"(?:是?叫(?:什么|做|个)?|名叫|姓名|:|是叫|是:|写的是|签的是|名字是|填的是)"
)
_VERB = (
    r"(?=[,.;!?\s:()\ue001-\ue007]|$|[的说讲卖给骗让代承跟在把告对当是他她拍打离替收没走不]"
    r"|忽悠|推荐|介绍|买|办|签|上门|答应|拿|隐瞒|误导|伪造|冒充|帮|保证|同我|话)"
)
_END = r"(?=[,.;!?\s:()\ue001-\ue007]|$)"
_RELATION = (
    "姐|哥|阿姨|叔|老师|总|姨|大姐|大哥|大妈|女士|先生|小姐|太太"
    "|太(?![平多慢过大少])|生(?![病气日孩活效前产意])"
)
_POST = "主任|专员|总监|襄理|主管|顾问|老板|师傅"
_SOMEONE = (
    r"(?:那?人|女的|男的|女孩子?|男孩子?|小?姑娘|小伙子?|职员|柜员|专员|员工|主任|工作人员|讲师"
    r"|讲课的|老师"
    r"|保险的|主管|美女|帅哥|大姐|阿姨|小姐)"
)
_LATIN = r"(?:(?:mr|ms|mrs|miss)\.? ?)?[a-z]{2,12}(?: [a-z]{2,12})?"
_PERSON = "lady|guy|man|woman|girl|person|lad|chap|fella|fellow|uncle|auntie|gentleman"
_NAMED = r"(?:是?叫|名叫|姓名是?|名字是?叫?|是)(?:什么)?"
_EVERYDAY = "方万金白马何安成管钱苗单牛路常石祖解"


def seller_patterns(names: Names, full: str, strict: str) -> tuple[re.Pattern[str], ...]:
    """`full`: any name; `strict`: one whose surname is no everyday word."""
    strong = names.strong_surname
    title = rf"(?:{names.sellers}|{names.called}|推销的|卖保险(?:的|那?个?(?:女的|男的)?)|做保险的)"
    little = rf"[小老阿](?:{strong}|[{_EVERYDAY}])"
    polite = rf"{strong}(?:{_RELATION}|{_POST}|{names.called})"
    named = (
        rf"(?:{names.surname}(?:{_RELATION}|{_POST})|{full}"
        rf"|{names.surname}[\u3400-\u9fff]{{1,2}}{_END}"
        rf"|[小老]{names.surname}|阿[\u3400-\u9fff]|阿?{_LATIN})"
    )
    somebody = rf"(?P<n>{polite}|{little}(?:{names.called})?|{strict}|阿?{_LATIN})"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{somebody},?(?:他|她|这个?人|就)?(?:是|系)(?:我|你们|我们|我[爸妈])?(?:个|的"
            rf"|那?[里儿边]的?)?{title}(?!介绍|推荐)",
            rf"{title}{_CALLED}\s?(?P<n>{named})",
            rf"{title}(?:(?!我叫|我是)[^.;!?]){{0,16}}(?:叫|名字是|名叫)(?P<n>{named})",
            rf"{title}(?:就?是|,)[^,.;!?]{{0,8}}(?:邻居|朋友|同学|亲戚|同村的?|老乡|同事)的?"
            rf"(?P<n>{strict}|{little})(?!介绍|推荐)",
            rf"{title}\([^()]{{1,16}}\)(?P<n>{strict}|姓{names.surname})",
            rf"(?:收|拿)(?:走|了)?我?[^,.;!?]{{0,4}}钱[^,.;!?]{{0,6}}(?:{_SOMEONE})?"
            rf"(?P<n>姓{names.surname})",
            rf"{title}(?:叫|姓)什么[^,.;]{{0,4}},?(?:哦|噢|对了?|好像|应该|就|是"
            rf"|叫)*(?P<n>{full}|姓{names.surname})",
            rf"叫(?P<n>{full}|{little}|{_LATIN})的[^,.;]{{0,4}}{title}",
            rf"{title}[^,.;]{{0,2}}[,(]?(?:好像|大概|应该)?(?:他|她|是"
            rf"|自称)?(?P<n>姓{names.surname})(?!名|什)",
            rf"(?P<n>姓{names.surname})的[^,.;]{{0,4}}{title}",
            rf"(?P<n>姓{names.surname})的(?:{_SOMEONE})?{_SOLD}",
            rf"{title}(?:是|:|,)?(?P<n>{polite})",
            rf"{title}(?:是|:|,)?(?P<n>{strong}[\u3400-\u9fff]{names.given}){_END}",
            rf"{title}(?:是|:|,)?(?P<n>{strong}{names.given}(?!{_VERB})[\u3400-\u9fff]){_VERB}",
            rf"{title}(?:是|:|,)?(?P<n>{strict})",
            rf"{title}(?:是|:)?(?P<n>{names.surname}{names.given}{{1,2}}){_VERB}",
            rf"{title}(?:是|:)?(?P<n>[小老阿]{names.surname}){_VERB}",
            rf"{title}(?:是|:|叫)?\s?(?P<n>阿?{_LATIN})(?![a-z])",
            rf"(?:经手|经办|签单)的?人?(?:是|叫|:)(?P<n>{full}|{little}){_VERB}",
            rf"{title}(?:是|:)?(?P<n>{little}{names.called})",
            rf"{title}(?:是|:)?(?P<n>{little})(?!{names.given}?[孩板师])",
            rf"(?<![对基值])(?P<n>(?:[小老]?{strong}|{strict}|[{_EVERYDAY}]){names.called})(?!你好|您)",
            rf"(?P<n>{polite}){_SOLD}",
            rf"(?P<n>阿[a-z]{{2,10}}){_TOLD}",
            rf"(?P<n>{strong}(?:{_POST})){_TOLD}",
            rf"(?:负责|服务|管)我[^,.;]{{0,6}}的(?P<n>{polite}|{little}|{strict})",
            rf"(?P<n>{strict}|{little}|(?<![a-z]){_LATIN}){_SOLD}",
            rf"(?:跟|找|从|通过|经由?|在|由|被|听|信了?)(?P<n>{polite}|{little}"
            rf"|{strict})(?:手[里上]|那[里儿边]?|这[里儿]?)?,?"
            rf"(?:买|办|签|投|存|续|入|忽悠|骗|推荐|介绍|推销|的话)",
            rf"(?:卖|推荐|介绍|推销|忽悠|骗|[给帮替]我们?[办签买])[^,.;!?]{{0,12}}(?:的"
            rf"|那个)(?:那[个位]|{_SOMEONE}|是|就是|,|叫|:){{1,4}}"
            rf"(?P<n>{polite}|{little}|{strict}|姓{names.surname})(?!介绍|推荐)",
            rf"卖(?:给)?我[^,.;!?]{{0,4}}的(?P<n>{strict}|{little})(?!介绍|推荐)",
            rf"(?<![不我贵敝])(?P<n>姓{names.surname})(?=,立|,不|,弓)",
            rf"{title}.{{0,20}}(?<![不我贵敝])(?P<n>姓{names.surname})(?=$|的|,)",
            rf"(?<![不我贵敝])(?P<n>姓{names.surname})的,?[^,.;]{{0,4}}(?:收了|骗|忽悠|拿了)",
        )
    )


def pointing_patterns(names: Names, full: str) -> tuple[re.Pattern[str], ...]:
    """Somebody pointed at, a seller only where the message matches `SELLING`."""
    strong = names.strong_surname
    named = (
        rf"(?:{full}|[小老阿]{names.surname}|阿[\u3400-\u9fff]|{strong}[\u3400-\u9fff]{{1,2}}{_END}"
        rf"|{_LATIN}(?![a-z]))"
    )
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{_SOMEONE}(?:好像|应该|大概|,|他|她)*{_NAMED}(?P<n>{named})",
            rf"{_SOMEONE}[^,.;]{{0,3}},?(?:是|他|她|好像)?(?P<n>姓{names.surname})(?!名|什)",
            rf"(?:那个|这个|一[个位名]|有[个位]|条友|那位|里面|里)(?P<n>姓{names.surname})的",
            rf"(?:叫|是叫)(?P<n>{named})的?,?(?:他|她)?(?:是|在)(?:你们|贵司|贵公司|保险公司)",
            rf"(?:你们|他们)[^,.;]{{0,10}}的?(?P<n>{strong}(?:{_POST}|总)|[小老]{strong}){_TOLD}",
        )
    )


def seller_patterns_latin(names: Names, name: str) -> tuple[re.Pattern[str], ...]:
    """`name`: one or more words; whether they have capitals is seen in the raw text."""
    polite = r"(?:mr|ms|mrs|miss|mdm|madam|puan|encik|cik|dr)\.? [a-z'-]+(?: [a-z'-]+){0,2}"
    somebody = rf"(?P<n>{polite}|{name})"
    title = rf"(?:insurance |sales )?(?:{names.seller_letters})"
    person = f"{_PERSON}|staff|teller|colleague"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"\b(?:{title})(?:'s name| name)?(?: is| was|:)?(?: an?)?(?: called| named"
            rf"| by the name of)?,?(?: an?)? {somebody}",
            rf"\b(?:sold (?:it |this |that )?(?:to (?:me|us|my [a-z]+) )?by|sold by(?: one| an?)?"
            rf"|(?:bought"
            rf"|got|purchased)[^,.;!?]{{0,24}} from) {somebody}",
            rf"\b{somebody}(?:,| \(| is| was) ?(?:(?:he|she|who) (?:is|was) )?(?:my|your|the|our)"
            rf" (?:{title})\b",
            rf"\b(?P<n>{polite}) (?:my|your|the|our) (?:{title})\b",
            rf"\b{somebody} \((?:{title})\)",
            rf"\byour (?:own |very own )?(?P<n>{polite})",
            rf"(?P<n>{polite}),? (?:from|at|of) (?:your|the) [^,.;!?]{{0,24}}(?:branch|office"
            rf"|bank|agency|counter|company|firm|team)\b",
            rf"\b(?:one|person|lady|man|guy|woman|agent) (?:who|that) sold (?:it|me|us|this|that)"
            rf"(?: to (?:me|us))?(?: (?:is|was|named|called)|,)+ {somebody}",
            rf"\b(?:{person})(?: (?:at|from|in) [^,.;!?]{{2,30}})?(?:,| called| named"
            rf"|,? by the name of) "
            rf"(?P<n>{polite}|{name})(?:$|,? (?:said|told|added|sold|made|promised|assured"
            rf"|signed|put|did|convinced|insisted|who))",
            rf"(?:^|[,.;] ?){somebody} (?:sold|convinced|persuaded|talked|signed|got) (?:me|us"
            rf"|my|this|it)\b",
            rf"\b(?:{title})\b[^.;!?]{{0,40}}\b(?:his|her|their|whose) name (?:is|was) {somebody}",
            rf"\b(?:our|my) contact(?: person)?(?: there)? (?:is|was) {somebody}",
            rf"\b(?:through|via) {somebody},? (?:from|at|of|who)\b",
        )
    )


def pointing_patterns_latin(name: str) -> tuple[re.Pattern[str], ...]:
    """The same in English (`SELLING_LATIN`): a chap called Winston, this girl Xiao Ting."""
    person = f"{_PERSON}|staff|boy"
    return (
        re.compile(
            rf"\b(?:{person})(?: called| named|,| by the name of|) (?P<n>{name})(?=$|[,.;!?]| )"
        ),
        re.compile(
            r"\b(?P<n>(?:mr|ms|mrs|miss|mdm)\.? [a-z'-]+)(?: [a-z'-]+)? (?:at"
            r"|from) the [^,.;!?]{2,16}"
        ),
    )
