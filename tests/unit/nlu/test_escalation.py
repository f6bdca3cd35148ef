"""`data/policy/escalation.yml`: what fetches a person, and what must not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.case import Level
from bot.domain.triage import Signal, SignalName, TriagePolicy, parse_triage_policy
from bot.nlu.text import Variants, plain
from bot.yaml_files import read_mapping

DATA = Path(__file__).resolve().parents[3] / "data"

SHOWS = {
    "self_harm": [
        "我不想活了",
        "活着没意思",
        "再不赔我就从你们楼上跳楼",
        "我死给你们看",
        "逼得我只能自杀了",
        "I want to kill myself",
        "我要自殺，活著沒意思",
        "我唔想活了",
    ],
    "violence": [
        "再不处理我就带人去砸了你们公司",
        "信不信我弄死那个业务员",
        "我要打死你们",
        "小心你们全家",
        "大不了同归于尽",
        "我拿刀过来找你们",
        "I will kill you",
        "信不信我打死你們",
        "我要砸了你們櫃檯",
    ],
    "regulator": [
        "我已经打了12378",
        "我要去银保监投诉你们",
        "我要向金监局举报",
        "明天就投诉到金融监管总局",
        "那咱们银保监见",
        "不想闹大。银保监见",  # what is said of one clause does not undo another
        "我不想吵，我要去银保监投诉",
        "再不赔我就打12378",
        "I will report you to the regulator",
        "我要去銀保監投訴你們",
    ],
    "media": [
        "明天找记者曝光你们",
        "我把这事发到抖音上",
        "让你们上热搜",
        "我要给你们曝光",
        "已经联系电视台了",
        "黑猫投诉见",
    ],
    "legal": [
        "我要起诉你们",
        "法院见",
        "我不想吵，我要去法院",
        "我要去法院告你哋",
        "律师函已经寄出了",
        "我会走法律程序",
        "我已经请了律师",
        "我告你们去",
        "I will sue you",
    ],
    "group": [
        "我们维权群里几百人",
        "不止我一个，好多老人都被骗了",
        "我们三十个人一起去投诉你们，30多个客户都一样",
    ],
    "repeat": [
        "我都投诉三次了",
        "你们踢皮球",
        "一个人一个说法",
        "跑了五趟都没办成",
        "打了十几个电话",
    ],
    "influencer": ["我有50万粉丝", "我是做自媒体的博主", "我是个博主"],
    "excessive_demand": ["赔我十倍", "还要赔精神损失费", "少一分都不行"],
    "staff_fraud": ["业务员卷款跑路了", "签名不是我签的", "代理人给我的是假保单"],
    "lost_patience": ["我受够了", "忍无可忍", "你们根本不当回事", "最后一次问你们"],
}
HARD = {"self_harm", "violence", "regulator", "media", "legal"}

HARMLESS = [
    "我不想闹到法院",
    "银保监局改名了吗",
    "我老公是律师",
    "我没打算去起诉",
    "我不想找记者，你们快点处理就行",
    "12378是什么电话",
    "怎么向银保监投诉",
    "听说有人去银保监投诉过你们",
    "可以起诉吗？",
    "自杀保险赔不赔",
    "两年内自杀属于免责条款吗",
    "自殺條款兩年後賠不賠",
    "我弟弟是去年自杀走的，身故金一直不给",
    "车被砸了，你们不赔玻璃",
    "店门被人砸了，财产险报案",
    "对方起诉我，责任险能赔律师费吗",
    "肇事方去法院告我了",
    "业务员打死也不承认",
    "告诉你们经理给我回电话",
    "请转告你们领导",
    "我每天都要喝药",
    "气死我了",
    "我看到新闻上曝光过这种事",
    "我的个人信息被发到网上了",
    "我是第一次投诉",
    "跳楼价的产品我才不买",
    "I don't want to sue anybody",
    "你好",
    "退保能退多少钱",
    "我要投诉",
]


Read = Callable[[str], tuple[Signal, ...]]


@pytest.fixture(scope="module")
def policy() -> TriagePolicy:
    return parse_triage_policy(read_mapping(DATA / "policy" / "escalation.yml"))


@pytest.fixture(scope="module")
def read(policy: TriagePolicy) -> Read:
    """As the reader does it: patterns are compared with the message made plain."""
    words = read_mapping(DATA / "reading" / "variants.yml")
    variants = Variants(words["variants"])
    return lambda text: policy.read(plain(text, variants).text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, all_ in SHOWS.items() for t in all_])
def test_the_words_show_the_signal(read: Read, name: str, text: str) -> None:
    found = {signal.name.value: signal for signal in read(text)}
    assert name in found
    assert found[name].hard is (name in HARD)


@pytest.mark.parametrize("text", HARMLESS)
def test_negations_questions_hearsay_and_insurance_talk_fetch_nobody(read: Read, text: str) -> None:
    assert not [signal for signal in read(text) if signal.hard]


def test_soft_signals_add_up_to_a_major_complaint(policy: TriagePolicy, read: Read) -> None:
    signals = read("投诉三次了还在踢皮球，业务员伪造我的签名")
    assert {signal.name for signal in signals} >= {SignalName.REPEAT, SignalName.STAFF_FRAUD}
    assert policy.assess(signals).level is Level.MAJOR


def test_one_soft_signal_alone_is_ordinary(policy: TriagePolicy, read: Read) -> None:
    assert policy.assess(read("你们踢皮球")).level is Level.ORDINARY
