"""Some two hundred training messages put together from fragments; every class has some."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from bot.domain.reading import Anger, Cause, Intent, Reading, Topic
from bot.domain.triage import SignalName
from bot.nlu.labels import Labelled
from bot.nlu.material import Material
from bot.yaml_files import read_mapping

FACTS = Path(__file__).parents[3] / "data" / "reading" / "facts.yml"

CAUSES = {
    Cause.CLAIM: "理赔拖了两个月|理赔被拒了|理赔赔得太少|理赔材料补了又补",
    Cause.MIS_SELLING: "买的时候说是存款|销售夸大收益|买的时候说保本|销售没讲免责",
    Cause.SURRENDER: "退保一直不给办|退保只退一半|退保拖着不办|申请退保被拦着",
    Cause.FEE: "多扣了保费|保费扣了两次|没同意就扣保费|乱扣保费",
    Cause.SERVICE: "客服态度很差|客服没人接|客服挂我电话|柜台态度恶劣",
    Cause.RENEWAL: "没人提醒续期|续期失效没通知|续期发票没收到|没提醒就失效",
    Cause.POLICY_ADMIN: "受益人改不了|变更地址改不了|受益人一直没改|保单变更办不了",
    Cause.INVESTMENT_RETURN: "分红比说的少|分红一分没有|万能账户分红太低|满期分红少了",
    Cause.STAFF_FRAUD: "代理人卷走我的钱|代理人冒充我签字|代理人私吞我的钱|假冒签字骗我",
    Cause.PRIVACY: "我的信息被泄露|天天推销电话骚扰|信息泄露骚扰不断|泄露我的信息",
    Cause.SYSTEM: "软件登录不了|软件闪退打不开|网站登录报错|软件验证码收不到",
    Cause.OTHER: "你们广告牌吵到我|你们门口停车挡路|广告牌太亮挡光|停车场噪音吵人",
}
SIGNALS = {
    SignalName.REGULATOR: "我要去监管局告|我已经打给监管局|就去监管局反映|监管局见",
    SignalName.MEDIA: "我要找记者曝光|发到网上曝光|明天记者就来曝光|联系记者曝光",
    SignalName.LEGAL: "我要去法院起诉|法院见我起诉|已经去法院起诉|就等着法院起诉",
    SignalName.VIOLENCE: "我要砸了柜台|带人砸了门店|砸了你们玻璃|就去砸了大门",
    SignalName.SELF_HARM: "我不想活了|真的不想活了|我想跳楼不想活|活着没意思不想活了",
    SignalName.GROUP: "我们维权群几百人|维权群都来|拉了个维权群|维权群一起来",
    SignalName.REPEAT: "我都说过五遍|已经说过三遍|说过好几遍了|跟你们说过十遍",
    SignalName.VIP: "我是白金客户|我可是白金卡客户|我们家是白金客户|作为白金客户",
    SignalName.INFLUENCER: "我有十万粉丝|我的粉丝不少|我粉丝五十万|好多粉丝看我",
    SignalName.EXCESSIVE_DEMAND: "赔我十倍|必须赔我百倍|赔我二十倍|就要赔我五倍",
    SignalName.STAFF_FRAUD: "他伪造我的签名|签名是伪造的|伪造签名骗人|有人伪造签名",
    SignalName.LOST_PATIENCE: "最后一次警告|给你们最后一次机会|最后一次问|这是最后一次",
}
ANGRY = {
    Anger.DISSATISFIED: "，请核实|，希望处理一下",
    Anger.ANNOYED: "，到底怎么回事|，到底管不管",
    Anger.ANGRY: "，骗子，太过分|，你们骗子！！",
    Anger.FURIOUS: "，王八蛋，去死|，王八蛋，混账东西！！",
}
VENTS = (
    "你们骗子！！|骗子，太过分|王八蛋，去死|王八蛋，混账东西！！|太过分，骗子|骗子骗子！！|王八蛋"
)
TOPICS = {
    Topic.SURRENDER: "退保能退多少钱|犹豫期几天|退保怎么算",
    Topic.CLAIM: "理赔要什么材料|怎么报案理赔|理赔要多久",
    Topic.COVERAGE: "这个保障保什么病|等待期保障吗|保障范围有什么",
    Topic.PREMIUM: "保费什么时候交|保费多少钱|宽限期交保费吗",
    Topic.RENEWAL: "怎么续保|续保要体检吗|明年能续保吗",
    Topic.POLICY_CHANGE: "怎么改受益人|怎么改地址|怎么改电话",
    Topic.RETURNS: "分红什么时候领|分红怎么领|年金怎么领",
    Topic.BUYING: "买哪个产品好|老人能买哪个|孩子买哪个好",
    Topic.CONTACT: "网点几点开门|网点在哪里|客服几点上班",
    Topic.RULES: "监管局叫什么|保险法怎么规定|保险法第几条",
}
OTHERS = {
    Intent.INFORM: "我叫李桂英|我姓王|我叫张伟|就在北京买的|我姓赵|"
    "我不想去法院起诉|我没打算去法院起诉|我不想起诉你们|没打算起诉谁|不想闹到起诉|我没打算去监管局",
    Intent.AFFIRM: "对的|没错就这样|是的没错|对",
    Intent.DENY: "不对|不用了|不是的|没有不对",
    Intent.CORRECT: "刚才说错了|电话写错了|刚才写错了|说错了",
    Intent.DONT_KNOW: "记不清了|不记得了|记不得|忘记了记不清",
    Intent.GREET: "你好|您好|你好在吗|在吗",
    Intent.THANK: "谢谢|谢谢啊|多谢|谢谢你",
    Intent.ASK_HUMAN: "转人工|找人工|我要人工|人工客服转一下",
    Intent.WITHDRAW: "我不投诉了|撤诉吧|撤掉投诉|不投诉了撤了",
    Intent.ASK_STATUS: "我的投诉到哪一步了|查一下投诉进度|投诉进度到哪了|进度怎样了",
}

ESCALATION = """
major_from: 0.8
signals:
  legal:
    score: 0.9
    hard: true
    phrases: ['起诉', '法院见']
    unless: ['不想[^,]{0,6}起诉', '没打算[^,]{0,6}起诉']
  self_harm: {score: 1.0, hard: true, phrases: ['不想活(?!动)']}
  repeat: {score: 0.3, phrases: ['说过.{1,3}遍']}
"""
VARIANTS = """
variants: {唔想: 不想, 冇: 没有, tb: 退保, 监管部门: 监管局}
"""
WORDS = """
concepts:
  regulator: [监管局, 监管]
  court: [法院, 起诉]
  swear: [王八蛋, 混账]
matters: {legal: [court]}
"""
POLICY: dict[str, Any] = {
    "complaint": 0.5,
    "causes": {cause.value: 0.5 for cause in Cause},
    "anger": [0.5, 1.5, 2.5, 3.5],
    "signals": {name.value: 0.4 for name in SignalName},
}


def material() -> Material:
    """Few words and rules; the facts' words are the ones that ship."""
    return Material(
        variants=yaml.safe_load(VARIANTS),
        words=yaml.safe_load(WORDS),
        facts=read_mapping(FACTS),
        escalation=yaml.safe_load(ESCALATION),
        reading=POLICY,
    )


def write_material(folder: Path) -> dict[str, Any]:
    """The same as files below `folder`; gives the component's config."""
    reading, policy = folder / "reading", folder / "policy"
    for path in (reading, policy):
        path.mkdir(parents=True)
    (reading / "variants.yml").write_text(VARIANTS, encoding="utf-8")
    (reading / "words.yml").write_text(WORDS, encoding="utf-8")
    (reading / "facts.yml").write_bytes(FACTS.read_bytes())
    (reading / "messages.yml").write_text(_as_yaml(entries()), encoding="utf-8")
    (policy / "escalation.yml").write_text(ESCALATION, encoding="utf-8")
    (policy / "reading.yml").write_text(yaml.safe_dump(POLICY), encoding="utf-8")
    return {"reading": str(reading), "policy": str(policy), "timezone": "Asia/Shanghai"}


def _as_yaml(labelled: list[Labelled]) -> str:
    """Far apart in the file, so that every message stands in a fold of its own choosing."""
    lines = ["reading:"]
    for intent in Intent:
        found = [entry for entry in labelled if entry.reading.intent is intent]
        lines += [f"  {intent.value}:"] if found else []
        for entry in found:
            lines += [f"    - {json.dumps(_labels(entry), ensure_ascii=False)}", *[""] * 39]
    return "\n".join(lines)


def _labels(entry: Labelled) -> dict[str, Any]:
    reading = entry.reading
    labels: dict[str, Any] = {
        "text": entry.text,
        "anger": int(reading.anger),
        "complaint": reading.complaint,
        "cause": [cause.value for cause in reading.causes],
        "signals": {name.value: quote for name, quote in reading.signals.items()},
    }
    return {**labels, "topic": reading.topic.value} if reading.topic else labels


def entries(writers: int = 4) -> list[Labelled]:
    """Each stands in a fold of its own choosing, and several writers say the same: what some heads
    have not seen, others have."""
    return [
        Labelled(text, reading, "small.yml", (writers * number + writer) * 40)
        for number, (text, reading) in enumerate(_messages())
        for writer in range(writers)
    ]


def _messages() -> Iterator[tuple[str, Reading]]:
    angry = cycle(
        (level, tail) for tails in zip(*map(_tails, ANGRY), strict=True) for level, tail in tails
    )
    causes = [(cause, words) for cause, all_ in CAUSES.items() for words in all_.split("|")]
    for cause, words in causes:
        level, tail = next(angry)
        yield words + tail, Reading(Intent.COMPLAIN, True, level, (cause,))
    told = cycle(causes[::3])
    for name, all_ in SIGNALS.items():
        for number, quote in enumerate(all_.split("|")):
            if number % 2:
                yield quote, Reading(Intent.COMPLAIN, True, Anger.ANNOYED, (), None, {name: quote})
                continue
            cause, words = next(told)
            yield (
                f"{words}，{quote}",
                Reading(Intent.COMPLAIN, True, Anger.ANNOYED, (cause,), None, {name: quote}),
            )
    for text in VENTS.split("|"):
        level = Anger.FURIOUS if "王八蛋" in text else Anger.ANGRY
        yield text, Reading(Intent.COMPLAIN, True, level)
    for topic, all_ in TOPICS.items():
        for text in all_.split("|"):
            yield text, Reading(Intent.ASK_PRODUCT, False, topic=topic)
    for intent, all_ in OTHERS.items():
        for text in all_.split("|"):
            yield text, Reading(intent, False)


def _tails(level: Anger) -> list[tuple[Anger, str]]:
    return [(level, tail) for tail in ANGRY[level].split("|")]
