"""Patterns around a demand that tell whether it is wanted, done, told or asked about."""

from __future__ import annotations

import re

DONE = re.compile(
    r"(?:给我|回来?|下来)?(?:了(?!吧|就行|算|我|再|之后|多少)(?![^了]{0,3}$)|过|了(?=[,.!]|$))"
    r"|的时候|时(?!间)"
)
NOT_AFTER = re.compile(
    r"要我|要(?!求|回|么|紧)|慢|难|太|得(?!到)|都|的时|的(?=钱|事|人|那)|又|流程|拉|需|很"
    r"|不(?!然)|没|一直|也(?!行|可)|率|困|就(?!行|成|可以|好|算|够|中|[,.!]|$)|条件|审核|进度"
    r"|手续|\"?是"
)
NUMBER_AFTER = re.compile(r"[\d一二两三四五六七八九十几百]{1,3}[\d百千万块元w]")
BETWEEN = re.compile(r"才能|才可以|柜台|流程|手续|审核|看看|查一?[下询]|进度|[询]?问|告知|被")
HEADING = re.compile(
    r"(?:诉求|要求|demands?|requests?)(?:很|也|就|其实|都)*"
    r"(?:简单|明确|不高|[几两三]点|[几两三]条)?[一二三四五\d是为有如下 ]*$"
)
FOLLOWS = re.compile(
    r"(?:还有|以及|并|同时|另外|外加|加上|顺便|然后|再(?![不次说三]|也不)|也要| ?(?:and|plus"
    r"|also|then)\b)"
)
ENOUGH = re.compile(r"就(?:行|成|可以|好|够|中)了?(?:啊|吧|呀)?$")
SAYS = re.compile(
    r"(?<![我都再来跟])说(?![清明法白了个])"
    r"|(?:[他她员理方]|客服)话"
    r"|(?<![电对讲说废笑实神的句])话(?=你|会|要|保证|可以|没|无|有|他|赔|退|免)"
)
MAY_TAKE = re.compile(
    r"(?:^|请|先|再|就|快|赶紧|必须|要|你们?|给我|麻烦|能|得|想|希望|务必|尽快|只要|给我们?"
    r"|给我[妈爸]|给老人|[:\"])$"
)
MAY_WANT = re.compile(r"(?:^|[我就只还也定们须并且但是])$")
FARTHEST, FARTHEST_LATIN, NEAR = 24, 60, 4
STRONG = ("请", "麻烦", "必须", "要求", "把", "尽快", "赶紧", "能把", "希望")
SOFT = ("explanation", "reply", "apology", "stop_contact", "punish_staff")
TALK = ("explanation", "reply", "apology")
SOFT_QUESTIONS = ("吗", "么", "呢", "难道", "can i", "哪有", "is it")
HARD_QUESTIONS = ("多少", "怎么", "如何", "多久", "几天", "什么时候")
FILLING = re.compile(r"(?:给|我|再|全额|书面|向|他|们|跟| to| my| the| a| be|[ ])*")
REQUEST = re.compile(
    r"(?:能不能|能否|可否|可不可以|可以|能)(?:请|先|多)?(?:你们)?(?:给我|帮我|把|尽快|快点|早点"
    r"|多?退我|给个|给一)"
    r"|\b(?:can|could|would|will) you\b|\bplease\b|\bcould (?:some|any)"
    r"|(?:能不能|可否|可不可以|能否)[^,.;吗么]{0,12}(?:给我|帮我)"
    r"|(?:退|还|赔|补)(?:还|回|返)?(?:给?我|给老人|给[他她])|是不是(?:应?该|得)|行不行|行吗"
    r"|好吗|好不好|可以吗|成不成"
)
BEFORE_BARE = re.compile(
    r"(?:[那就我请直接给快立马上现在也都全部额吧赶紧只再把钱必须先第一二三四五\d、.)( ]"
    r"|你们|不然|否则|实在不行|大不了|please|just|a|full)*"
)
AFTER_BARE = re.compile(
    r"(?:[吧啊呀呗嘛哈了!.~ 谢给我全部额钱都]"
    r"|please|pls|now|asap|thanks|thank you|马上|立刻|现在|行不行|行吗)*"
)
OR_ELSE = re.compile(
    r"(?:不|没|否则|实在|大不了|干脆|如果|要是|的话|要么).{0,14}(?:就|要么|那|干脆|还不如"
    r"|的话).{0,4}$"
)
POLITE = re.compile(r"\bthen\b|\bplease\b|就|的话|麻烦|那|请")
ORDER = re.compile(
    r"(?:请|麻烦|立刻|马上|立即|并且?|同时|以及)?(?:退还|退回|返还|赔付|赔偿|补偿|处分|处罚"
    r"|恢复|更正|重新|撤销|停止|取消|解除|终止|支付)"
)
ORDER_LATIN = re.compile(
    r"(?:refund|return|cancel|terminate|surrender|pay|settle|process|approve|reopen|reinstate"
    r"|restore|correct"
    r"|fix|amend|update|change|review|explain|apologi[sz]e|compensate|reimburse|answer|stop"
    r"|remove|let|reply|respond|reopen|call|ring|phone) "
    r"(?:the|my|our|it|this|that|these|me|us|everything|all|both|him|her|what|why|how|to|now"
    r"|immediately)\b"
)
BEFORE_LATIN = re.compile(
    r"(?:^|\b(?:so|then|now|just|please|kindly|pls|or|either|simply)|^\ue006|^[a-z]+ (?:it"
    r"|this) and) ?$"
)
ORDERED = re.compile(r"(?!.{0,20}(?:了|过|后|时|的话|吗|么|慢|难|被|不|没))")
NOUN_AFTER = re.compile(r"的|通知|申请|资料|流程|进度|金额|书|单|比例|标准|渠道|款|费?手续|保险金")
THIRD = re.compile(r"(?<![让叫要请求把])(?:他|她|客服|业务员|经理|柜员|主管)[^,]{0,4}$")
AFTER_WANT = re.compile(
    r"[^不没]{0,10}?(?:(?:得|必须|要|也要|也得|一起|应该|都要|都得|应当|全)[^,不我]{0,4}(?:给我"
    r"|补|出|赔|退|承担|付)"
    r"|退给?我|还给?我|补给我|给我退|赔给我)(?!了)|[ ,]{1,2}(?:please|pls|asap|immediately|now)\b"
)


_SOON = r"(?:请|把(?!我的)|麻烦|尽快|赶紧|赶快|快点?|马上|立刻|早点)"
_PAYOUT = r"(?:身故金|保险金|理?赔款|赔付款|理赔金|住院费)"
_LOSSES = r"(?:利息|损失|误工费|路费|车费|精神|交通费|营养费|护理费)"
_ORDER_EN = r"(?:^|[,.;!?] ?|\b(?:please|just|now|then|want you to|need you to|ask you to) )"
SAID_PLAINLY = (
    (
        "stop_contact",
        re.compile(
            r"(?:(?<![特个区分])别(?!人|的|家)|不要|不许|不准|勿|停止|禁止|不得|少(?=给))再?(?:老|总|天天|一直)?"
            r"(?:(?:给|往|向|对|跟)[^,.;!?]{1,6}?)?"
            r"(?:打电话|发(?:短信|短讯|广告|信息|消息|微信|邮件)|推销|骚扰|打扰|来电"
            r"|send|寄送?(?:广告|行销|推销|促销))"
            r"|(?:号码|电话|手机号|信息|资料)[^,.;!?]{0,3}从[^,.;!?]{0,8}(?:删|清)[掉除]?"
        ),
    ),
    (
        "claim_paid",
        re.compile(
            rf"{_ORDER_EN}(?:approve|pay|settle|process|honou?r|release|reimburse|pay out) "
            r"(?:for )?(?:my|the|our|this|that|his|her) (?:[a-z']+ ){0,2}"
            r"(?:claims?|bills?|benefits?|payout|hospital|surgery|treatment|repairs?)\b"
        ),
    ),
    (
        "stop_contact",
        re.compile(
            r"\b(?:never|do not|don't|stop)(?: ever)? (?:contact|call|ring|phone|text|email|message"
            r"|bother|harass|disturb|spam)(?:ing)? (?:me|us|my (?:mum|dad|mother|father|home|wife"
            r"|husband))\b"
        ),
    ),
    (
        "refund",
        re.compile(
            rf"{_ORDER_EN}(?:refund|return|give back|send back|credit) "
            r"(?:me )?(?:my|the|our|all|every|what)\b (?:[a-z']+ ){0,3}"
            r"(?:money|premiums?|payments?|penny|fees?|deposit|difference|paid|put in|took)\b"
        ),
    ),
    (
        "reply",
        re.compile(
            rf"{_ORDER_EN}(?:email|text|message|write to|ring|call|phone|contact) me "
            r"(?:at|on|back|when|after|before|tomorrow|today|with)\b"
        ),
    ),
    (
        "correction",
        re.compile(
            rf"{_ORDER_EN}(?:take|remove|add|put) (?:my|his|her|our|the) (?:[a-z']+ ){{1,3}}"
            r"(?:off|from|on|to|back on) (?:this|the|my) (?:policy|account|record|file|contract)"
        ),
    ),
    (
        "compensation",
        re.compile(
            r"(?:^|[,.;!? \d并和且])(?:再|另外|还要|加)?(?:赔|补|付|支付|承担|赔偿|补偿)(?:偿|付)?"
            rf"(?:给?我们?|点|一点|些|相应的?|期间的?|这几年的?)*{_LOSSES}(?!没|不|怎么|多少|吗)"
        ),
    ),
    (
        "claim_paid",
        re.compile(
            rf"{_SOON}[^,.;!?]{{0,8}}{_PAYOUT}[^,.;不没被]{{0,8}}(?:打|转|发)(?:到|给|进)"
            rf"|{_PAYOUT}{_SOON}[^,.;不没被]{{0,4}}(?:打|转|发)(?:到|给|进)"
            r"|(?:钱|费用?|的)(?:给我|都)?报了(?:我)?(?:就|我)"
        ),
    ),
    (
        "reply",
        re.compile(
            r"(?:^|[,.;!?])(?:请|麻烦|赶紧|快点?)?(?:叫|让|喊|派|找|请|安排)个?[^,.;!?不没]{0,8}"
            r"(?:人|经理|领导|主管|负责人|同事)[^,.;!?不没]{0,4}(?:打给我|回电|联系我|给我(?:打|回)|回我)"
            r"|(?:^|[,.;!?])(?:你们?)?(?:倒是)?给个(?:期限|时间|准信|说话)"
        ),
    ),
    (
        "correction",
        re.compile(
            r"(?:^|[,.;!?])(?:那就|那)?(?:请|我?们?要求|我?希望|麻烦|给我|帮我|必须|恳请|立刻|马上)"
            r"[^,.;!?说]{0,8}重新(?:审|核|定损|算|评|查|开|寄|发|补|处理)(?![^,.;]{0,10}(?:吗|要多久|流程))"
            rf"|{_ORDER_EN}(?:take me|turn|switch|get me) off (?:the )?auto"
        ),
    ),
    (
        "explanation",
        re.compile(
            r"(?:只|就|仅|无非|主要)(?:是|不过是)?想(?:要)?"
            r"(?:知道|搞[懂清]|弄[懂清]|[搞弄问]个?明白|问清)|要个明白"
            r"|\b(?:just|only|all i) want to (?:know|understand) (?:why|how|what|who|where)"
        ),
    ),
    (
        "claim_paid",
        re.compile(r"按照?(?:合同|条款|约定|规定)把?[^,.;不没]{0,10}(?:给我|付给|兑付)"),
    ),
    (
        "punish_staff",
        re.compile(
            r"(?:业务员|代理人?|客服|经理|主管|[个的]人|员工|[他她])(?:必须|一定要|得|务必)被?"
            r"(?:严肃|严厉|给我)?(?:处理|处分|处罚|开除|追责|停职)(?!好|完|我|你|此)"
        ),
    ),
)
"""Wishes of several words that no list of words can hold."""
THIS_POLICY = re.compile(
    r"[这那][份张]|[这那]?[个款份张](?:保险|保单|单子?|合同|险)(?![^,]{0,6}钱)"
)
JUST_BACK = ("退", "退掉", "给我退", "退了吧", "退一下", "全退")
NEGATION = ("不", "没", "未")
LIST_ITEM = 12
SHORT = 24
REPORTS = ("投诉", "举报", "report", "complain")
ASKS = re.compile("要求|希望|必须|请(?!问)|务必|并")
CONDITIONS = ("如果", "要是", "if i", "if you")
WINDOW, WINDOW_LATIN = 40, 70
"""Characters before a demand in which signs are looked for: voice typing has no punctuation."""
