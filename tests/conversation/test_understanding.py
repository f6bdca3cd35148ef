"""What people might type and no example says: the classifier must cope with most of it."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.nlu.evaluation.metrics import measure
from bot.nlu.evaluation.predictions import predict
from bot.nlu.labels import read_folder
from bot.serve.evaluate import MESSAGES, load_reader

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
    "complaint.recall": 0.92,
    "intent.macro_f1": 0.78,
    "cause.macro_f1": 0.50,
    "anger.kappa": 0.82,
    "signal.regulator.recall": 0.75,
    "signal.violence.recall": 0.75,
    "signal.self_harm.recall": 0.75,
}


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
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_input_breaks_the_reader(agent: Agent, text: str) -> None:
    parsed = await agent.parse_message(text)
    assert parsed["intent"]["name"]
    assert 0 <= parsed["reading"]["anger"] <= 4
    for fact in parsed["entities"]:
        assert 0 <= fact["start"] < fact["end"] <= len(text)


async def test_the_time_to_read_grows_no_faster_than_the_message(agent: Agent) -> None:
    story = "理赔拖了两个月还没有结果，客服互相推诿，我叫王芳，去年3月交了两万三。"

    async def seconds(text: str) -> float:
        best = math.inf
        for _ in range(5):
            start = time.perf_counter()
            await agent.parse_message(text)
            best = min(best, time.perf_counter() - start)
        return best

    short, long = story * 15, story * 120
    assert await seconds(long) < 8 * MOST_OVER_LINEAR * await seconds(short)


def test_the_reader_keeps_what_it_has_reached(model: Path) -> None:
    """Floors a little under the figures in docs/understanding.md, all languages together."""
    rows = predict(load_reader(model), read_folder(MESSAGES))
    figures = measure(rows, rounds=1)["all"]
    reached = {name: figures[name].value or 0.0 for name in FLOORS}
    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}
