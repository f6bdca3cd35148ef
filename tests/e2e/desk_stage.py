"""A desk on an ordinary working day: everything that its screens can show is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.adapters.clock import SystemClock
from bot.adapters.policies import load_policy
from bot.bootstrap import Container
from bot.config import ROOT
from bot.domain.attachment import InboundAttachment
from bot.domain.case import FactName
from bot.domain.conversation import HandoffReason
from bot.domain.errors import DeliveryFailed
from bot.domain.failure import Failure
from bot.domain.ids import ConversationId, TeamId, fresh
from bot.domain.message import Delivery
from bot.domain.overruling import Correction, Judgement
from bot.domain.placement import Placement
from bot.domain.scenario import Scenario
from bot.domain.staff import Agent, Role
from bot.domain.triage import Signal, SignalName, parse_triage_policy
from bot.services.assigning import Assigner
from bot.services.delivery import change_delivery
from bot.services.replies import Words
from tests.e2e.desk_world import PASSWORD, Earlier, answers, desk_world, enqueue, receive, says
from tests.e2e.files import LETTER, PICTURE
from tests.running import Running

NEWCOMER = "linlin"
"""Has not signed in yet."""
ASKED = HandoffReason.CUSTOMER_ASKED
TEAMS = ("理赔组", "保全组")
PLACES: Sequence[tuple[str, str, Role, int | None, Placement]] = (
    ("linxiao", "林晓", Role.AGENT, 0, Placement(product_lines=("health", "accident"), capacity=6)),
    ("chenwei", "陈伟", Role.AGENT, 1, Placement(languages=("zh-Hans", "en"), capacity=1)),
    ("sunyue", "孙悦", Role.ADMIN, None, Placement()),
    (NEWCOMER, "林琳", Role.AGENT, 0, Placement(scenarios=(Scenario.MEDIA, Scenario.REGULATOR))),
)


@dataclass
class Stage:
    """The running desk, its conversations by what they show, and one-time passwords."""

    desk: Running
    conversations: Mapping[str, ConversationId]
    once: Mapping[str, str]


@dataclass
class _Cast:
    box: Container
    people: dict[str, Agent] = field(default_factory=dict)
    conversations: dict[str, ConversationId] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)


@contextmanager
def desk_stage(folder: Path) -> Iterator[Stage]:
    """Filled once; nobody who looks at the screens changes anything."""
    conversations: dict[str, ConversationId] = {}
    once: dict[str, str] = {}

    async def more(box: Container) -> None:
        cast = _Cast(box, conversations=conversations, once=once)
        await _people(cast)
        conversations["major"] = await _first(box)
        await _set_aside(cast)
        await _mine(cast)
        await _others(cast)
        await _related(cast)
        await _waiting(cast)
        await _assigned(cast)
        await _delivered(box, conversations.values())
        await _refused(cast)

    with desk_world(folder, more, Earlier()) as desk:
        yield Stage(desk, conversations, once)


async def _first(box: Container) -> ConversationId:
    """The one that desk_world has put into the queue."""
    async with box.store.reading() as tx:
        found = await tx.conversations.find("web", box.boundary.customer_ref("web", "c-1"))
    assert found
    return found.id


async def _people(cast: _Cast) -> None:
    staff = cast.box.staff
    cast.people = {agent.username: agent for agent in await staff.list()}
    teams: list[TeamId] = []
    for name in TEAMS:
        teams.append((await cast.box.teams.add(name, cast.people["zhaoli"])).id)
    for username, name, role, team, placement in PLACES:
        placed = replace(placement, team_id=None if team is None else teams[team])
        agent, once = await staff.add(username, name, role, by="system", placement=placed)
        cast.people[username] = agent
        if username == NEWCOMER:
            cast.once[username] = once
        else:
            await staff.change_password(agent, once, PASSWORD)


async def _mine(cast: _Cast) -> None:
    """王敏 has talked with this customer: files, a quotation, a note, a corrected fact, read."""
    box, agent = cast.box, cast.people["wangmin"]
    mine = await says(
        box,
        "mine",
        "我爸做心脏支架花了三万六，你们说投保前就有病，一分不赔，可体检报告写得清清楚楚没有问题",
        2,
        "complain",
        facts={
            FactName.DEMAND: "重新审核并赔付住院费，给书面理由",
            FactName.COMPLAINANT_NAME: "李静",
            FactName.PRODUCT: "安心医疗保险",
        },
    )
    cast.conversations["mine"] = mine
    await answers(box, mine, "您父亲看病的事，先要跑医院，又碰上拒赔，确实难。我来记下，转给专员。")
    photo = InboundAttachment(PICTURE["name"], PICTURE["mimeType"], PICTURE["buffer"])
    await receive(box, "mine", "这是体检报告，电话13900001234，邮箱li@example.com", files=[photo])
    await box.complaints.note(
        mine,
        None,
        complaint=True,
        facts={FactName.CONTACT: "[手机号1]", FactName.HAPPENED_AT: "2026年10月12日"},
        signals=[],
    )
    case = await box.complaints.file(mine)
    await enqueue(box, mine, ASKED)
    await box.handoffs.claim(mine, agent)
    letter = InboundAttachment(LETTER["name"], LETTER["mimeType"], LETTER["buffer"])
    sent = await box.replies.attach(mine, agent, letter)
    words = "李女士您好，我是王敏。体检报告收到了，我按附件里的清单重新调取审核记录。"
    said = await box.replies.say(
        mine, agent, Words(words, fresh(), [sent.id], quoted_seq=1, canned_code="greet")
    )
    await box.acknowledgements.seen(mine, said.seq)
    await receive(box, "mine", "好的，那什么时候能有结果？")
    await box.notes.write(mine, agent, "体检报告和拒赔理由对不上，@zhaoli 请看是否要复核", fresh())
    correction = Correction(
        Judgement.FACT, "安心医疗保险", "安心住院医疗保险（2021版）", "看过保单照片", name="product"
    )
    await box.overruling.overrule(case.id, correction, agent)
    await box.replies.say(mine, agent, Words("最晚周五下午五点前，我给您打电话说明进展。", fresh()))


async def _set_aside(cast: _Cast) -> None:
    """王敏 waits for somebody else's answer here."""
    box, agent = cast.box, cast.people["wangmin"]
    receipt = await says(box, "aside", "退保三个月了，回单一直没寄到", 1, "complain")
    await box.handoffs.claim(receipt, agent)
    await box.asides.put(receipt, agent, datetime.now(timezone.utc) + timedelta(days=2))


async def _others(cast: _Cast) -> None:
    """What colleagues have, what is over, and what a platform did not take."""
    box, agent = cast.box, cast.people["linxiao"]
    others = await says(
        box, "others", "保險公司拖咗兩個月都唔批我嘅索償，我好嬲！", 3, "complain", channel="line"
    )
    cast.conversations["others"] = others
    await enqueue(box, others, HandoffReason.FURIOUS)
    await box.handoffs.claim(others, agent)
    await box.replies.say(
        others, agent, Words("您好，我是林曉，正在查您的索償。", fresh(), canned_code="greet")
    )
    closed = await says(box, "closed", "续期扣了两次钱，要求退一次", 1, "complain", channel="app")
    cast.conversations["closed"] = closed
    await box.complaints.file(closed)
    await box.handoffs.claim(closed, agent)
    await box.replies.say(
        closed,
        agent,
        Words("多扣的一笔已退回原卡，三个工作日内到账。", fresh(), canned_code="goodbye"),
    )
    await box.handoffs.close(closed, agent, "resolved", "多扣保费已退")
    cast.conversations["bot"] = await says(
        box, "bot", "你们的APP一直登不上，缴费记录也查不到", 1, "complain", channel="app"
    )
    await answers(
        box, cast.conversations["bot"], "登不上、又急着看记录，确实耽误事。是从哪天开始的？"
    )


async def _related(cast: _Cast) -> None:
    """Three of one product and branch: one a duplicate, two linked."""
    box, boss = cast.box, cast.people["zhaoli"]
    facts = {FactName.PRODUCT: "金满堂两全保险", FactName.BRANCH: "朝阳支行"}
    texts = (
        "我在朝阳支行买的金满堂，说好是存款，取的时候变成保险",
        "金满堂根本不是存款，要求全额退",
    )
    cases = []
    for number, text in enumerate((*texts, "我妈在朝阳支行也买了金满堂，同样的说法")):
        conversation = await says(box, f"related-{number}", text, 2, "complain", facts=facts)
        cases.append(await box.complaints.file(conversation))
        cast.conversations[f"related-{number}"] = conversation
    first, second, third = cases
    assert first.number
    assert second.number
    await box.relations.link(third.id, first.number, "金满堂：存款变保险", boss)
    await box.relations.merge(second.id, first.number, "母女反映同一张保单", boss)


async def _waiting(cast: _Cast) -> None:
    """A queue of several channels and languages."""
    box = cast.box
    patience = Signal(SignalName.LOST_PATIENCE, 0.6, "fourth time")
    english = "I have explained this for the fourth time now. When will you pay my claim?"
    queue = (
        ("q-1", english, 3, "whatsapp", (patience,), HandoffReason.FURIOUS),
        ("q-2", "退保的钱说七天到账，现在二十天了", 2, "wechat", (), ASKED),
        ("q-3", "想问一下我的理赔走到哪一步了，能不能找个人说", 1, "telegram", (), ASKED),
    )
    for customer, text, anger, channel, signals, reason in queue:
        conversation = await says(box, customer, text, anger, "complain", signals, channel)
        await enqueue(box, conversation, reason)
        cast.conversations[customer] = conversation


async def _assigned(cast: _Cast) -> None:
    """The most urgent one is offered to 陈伟, for as long as anybody looks."""
    box = cast.box
    triage = load_policy(ROOT / "data" / "policy" / "escalation.yml", parse_triage_policy)
    chenwei = cast.people["chenwei"]
    await box.presence.touch(chenwei.id, timedelta(minutes=5))
    policy = replace(box.assignment, automatic=True, answer_within=timedelta(minutes=10))
    assigner = Assigner(box.store, box.presence, box.notifier, (policy, triage), 1, SystemClock())
    assert await assigner.sweep() > 0


async def _delivered(box: Container, conversations: Iterable[ConversationId]) -> None:
    """The platforms have taken what was said to customers."""
    for conversation in conversations:
        async with box.store.reading() as tx:
            last = (await tx.conversations.get(conversation)).last_seq
        await box.acknowledgements.received(conversation, last)


async def _refused(cast: _Cast) -> None:
    """But for one message."""
    box, others = cast.box, cast.conversations["others"]
    said = await box.replies.say(
        others, cast.people["linxiao"], Words("請把醫院的單據拍給我。", fresh())
    )
    async with box.store.writing() as tx:
        at = box.clock.now()
        left = DeliveryFailed("400: user has left", retryable=False, failure=Failure.CUSTOMER_GONE)
        await change_delivery(tx, said, Delivery.DEAD, at, error=left)
