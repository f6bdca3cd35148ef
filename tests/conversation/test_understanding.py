"""What people might type and no example says: the classifier must cope with most of it."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.nlu.evaluation.facts import measure_facts, predict_facts, read_facts
from bot.nlu.evaluation.metrics import measure
from bot.nlu.evaluation.predictions import predict
from bot.nlu.labels import read_folder
from bot.nlu.text import LONGEST
from bot.serve.evaluate import FACTS, MESSAGES, load_reader
from connectors.assistant import typed_text

HELD_OUT = {
    "complain": [
        "我爸住院报销交了材料快俩月了一直说没审完",
        "你们上海那个网点的小姑娘脸色特别难看，办个业务跟求她似的",
        "当时说是理财，取的时候才知道是二十年的保险",
        "自动扣了我三千块续期保费，我早就说不要了",
        "拒赔通知书都不给我，就电话里说一句不赔",
        "断保了没人通知，现在让我重新体检",
        "客服互相推，没有一个能解决的",
        "车险定损少给我两千多",
    ],
    "ask_how_to_complain": ["我要投诉一下", "想投诉，怎么操作", "这里可以受理投诉么"],
    "ask_human": ["转人工服务谢谢", "叫个真人出来", "我要和你们经理谈", "人工客服在不在"],
    "ask_status": [
        "我那个投诉有进展没",
        "处理结果什么时候能出来",
        "帮我查下投诉进度",
        "还要等多久啊",
    ],
    "ask_product": [
        "退保的话能拿回来多少",
        "理赔要准备什么材料",
        "等待期一般多少天",
        "受益人怎么改",
    ],
    "inform": [
        "我叫刘芳芳",
        "大概去年五月份",
        "要求把扣的钱退给我",
        "手机号是[手机号1]",
        "2023年3月",
    ],
    "affirm": ["对，没错", "嗯，可以", "好的，提交吧", "没问题的"],
    "deny": ["不是的", "没有哦", "不用了吧"],
    "correct": ["电话号码写错了", "时间那里不对", "我刚才名字打错了", "要改一下诉求"],
    "dont_know": ["具体时间我不记得了", "保单号忘记了", "这个不方便告诉你", "记不太清"],
    "greet": ["您好", "hello 在吗", "早上好呀"],
    "thank": ["谢谢你啊", "辛苦你了", "非常感谢你的帮助"],
    "goodbye": ["那先这样，再见", "我先去忙了", "拜拜啦"],
    "withdraw": ["我想撤销之前的投诉", "算了我不投诉了", "投诉撤了吧，已经解决了"],
    "report_violation": ["我要举报业务员给返佣", "想举报你们违规操作"],
    "praise": ["你们这次服务真的很好，点赞", "要表扬一下理赔的小刘"],
    "suggestion": ["建议你们把流程简化一点", "给你们提个建议，网点多设几个"],
    "ask_bot": ["你到底是人还是机器", "你是智能机器人吧"],
    "vent": ["一群骗子，恶心", "什么垃圾公司", "气死人了"],
    "restart": ["我要从头开始说", "全部重新来"],
    "out_of_scope": ["明天天气好吗", "给我讲个笑话呗"],
}
ENOUGH = 0.85
"""Share of held-out messages that must be understood; 0.99 when written."""
PARSE_BUDGET = 0.05
"""Seconds; ten times of what was measured, for busy machines."""
MOST_OVER_LINEAR = 2
"""A busy machine may disturb a measurement; reading in the square would take 8 times."""
FLOORS = {
    "all": {
        **{"complaint.recall": 0.94, "intent.macro_f1": 0.85, "cause.macro_f1": 0.60},
        **{"anger.kappa": 0.84, "signal.macro_f1": 0.77, "fact.all.f1": 0.885},
        **{"signal.regulator.recall": 0.80, "signal.violence.recall": 0.82},
        "signal.self_harm.recall": 0.80,
    },
    "english": {
        **{"complaint.recall": 0.92, "intent.macro_f1": 0.76, "cause.macro_f1": 0.54},
        **{"anger.kappa": 0.77, "signal.macro_f1": 0.69, "fact.all.f1": 0.86},
    },
    "simplified": {
        **{"complaint.recall": 0.945, "intent.macro_f1": 0.87, "cause.macro_f1": 0.62},
        **{"anger.kappa": 0.85, "signal.macro_f1": 0.78, "fact.all.f1": 0.89},
    },
    "traditional": {
        **{"complaint.recall": 0.94, "intent.macro_f1": 0.86, "cause.macro_f1": 0.56},
        **{"anger.kappa": 0.85, "signal.macro_f1": 0.78, "fact.all.f1": 0.87},
    },
}
"""As far under the figures in docs/understanding.md as training with a few other messages moves
them: some points in a hundred, causes and English most."""
MOST_FALSE_ALARMS = {"all": 0.12, "english": 0.17, "simplified": 0.10, "traditional": 0.16}
"""Among messages that are no complaints."""


async def test_most_unseen_messages_are_understood(agent: Agent) -> None:
    wrong = []
    for intent, texts in HELD_OUT.items():
        for text in texts:
            found = (await agent.parse_message(text))["intent"]["name"]
            if found != intent:
                wrong.append(f"{text}: {found} for {intent}")
    total = sum(map(len, HELD_OUT.values()))
    assert len(wrong) <= (1 - ENOUGH) * total, wrong


async def test_parsing_takes_milliseconds(agent: Agent) -> None:
    await agent.parse_message("预热")
    started = time.perf_counter()
    for _ in range(20):
        await agent.parse_message("业务员当初说存五年就能取，现在又要交二十年")
    assert (time.perf_counter() - started) / 20 < PARSE_BUDGET


PLAIN_THREATS = {
    "regulator": [
        "我要去银保监投诉你们这些人",
        "下午我就去银保监",
        "我这就打12378了",
        "我要去金管會投訴你們",
        "I'm going to the ombudsman about this",
    ],
    "legal": ["我要去法院告你们", "我已经请了律师，准备起诉", "I will see you in court"],
    "media": ["我要找电视台曝光你们", "我馬上爆料給記者", "I'm calling the newspapers"],
    "violence": ["我现在就带刀过去", "信不信我砸了你们的店"],
    "self_harm": [
        "我不想活了",
        "我想死",
        "我從你們樓上跳下去算了",
        "I want to end my life",
        "I want to die",
    ],
}


@pytest.mark.parametrize("name", PLAIN_THREATS)
async def test_a_plain_threat_is_never_missed(agent: Agent, name: str) -> None:
    """What everybody would take for one, in the words in which most people say it (practice O)."""
    for text in PLAIN_THREATS[name]:
        parsed = await agent.parse_message(text)
        assert name in {signal["name"] for signal in parsed["signals"]}, text


@pytest.mark.parametrize(
    "text", ["我先走了，再见", "走了啊，回头聊", "gotta run, bye", "我不想活动"]
)
async def test_leaving_the_chat_is_no_danger(agent: Agent, text: str) -> None:
    assert (await agent.parse_message(text))["signals"] == []


async def test_a_button_is_no_threat_whatever_it_carries(agent: Agent) -> None:
    parsed = await agent.parse_message('/inform{"demand": "我要起诉你们"}')
    assert parsed["intent"]["name"] == "inform"


async def test_a_hard_signal_outranks_the_classifier_and_keeps_its_opinion(agent: Agent) -> None:
    parsed = await agent.parse_message("理赔再不给我就去法院起诉你们")
    assert parsed["intent"] == {"name": "hard_signal", "confidence": 1.0}
    assert parsed["intent_ranking"][1]["name"] != "hard_signal"
    assert [signal["name"] for signal in parsed["signals"] if signal["hard"]] == ["legal"]


HOSTILE = {
    "empty": "",
    "blank": " \n\t ",
    "emoji only": "😡😡😡🙏",
    "control characters": "\x00\x07理赔\x1b[31m太慢\x7f",
    "right-to-left marks": "\u202e我要退保\u202c\u200f\u200b",
    "markup": "<script>alert('退保')</script><b>投诉</b>",
    "lone surrogate": "理赔\ud83d太慢",
    "combining marks": "理" + "\u0301" * 500,
    "one letter": "退" * 5_000,
    "5,000 letters": "理赔拖了两个月还没有结果，客服互相推诿，我要求退保。" * 200,
    "more than is read": "a1，" * 20_000,
    "marks only": "?." * 2_500,
    "many letters in one": "ﷺ" * 5_000,
    "a stroke first": typed_text("/理赔太慢"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_input_breaks_the_reader(agent: Agent, text: str) -> None:
    parsed = await agent.parse_message(text)
    assert parsed["intent"]["name"]
    assert 0 <= parsed["reading"]["anger"] <= 4
    for fact in parsed["entities"]:
        assert 0 <= fact["start"] < fact["end"] <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "理赔拖了两个月还没有结果，客服互相推诿，我叫王芳，去年3月交了两万三。",
        *("!?", "?.", "ﷺ", "a,", "不想找律师", "😡🙏", typed_text("/")),
    ],
)
async def test_the_time_to_read_grows_no_faster_than_the_message(agent: Agent, piece: str) -> None:
    async def seconds(text: str) -> float:
        best = math.inf
        for _ in range(5):
            start = time.thread_time()
            await agent.parse_message(text)
            best = min(best, time.thread_time() - start)
        return best

    long = piece * (LONGEST // len(piece))
    short = long[: len(long) // 8]
    assert await seconds(long) < 8 * MOST_OVER_LINEAR * await seconds(short)


def test_the_reader_keeps_what_it_has_reached_in_every_language(model: Path) -> None:
    reader = load_reader(model)
    figures = measure(predict(reader, read_folder(MESSAGES)), rounds=1)
    facts = measure_facts(predict_facts(reader, read_facts(FACTS)), rounds=1)
    reached = {
        (language, name): {**figures[language], **facts[language]}[name].value or 0.0
        for language, floors in FLOORS.items()
        for name in floors
    }
    assert {at: value for at, value in reached.items() if value < FLOORS[at[0]][at[1]]} == {}
    alarms = {
        language: figures[language]["complaint.false_alarms.all"].value or 1.0
        for language in MOST_FALSE_ALARMS
    }
    assert {at: value for at, value in alarms.items() if value > MOST_FALSE_ALARMS[at]} == {}
