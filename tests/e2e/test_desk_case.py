"""The desk's case side: search, facts, related cases, the case file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.bootstrap import Container
from bot.domain.case import FactName
from tests.e2e.desk_world import PASSWORD, answers, desk_world, enqueue, receive
from tests.e2e.pages import DeskPage
from tests.running import Running

PHONE = "13812348000"
TEXTS = {
    "3": f"我在朝阳支行买的金满堂，存款变保险，要求退保费，电话{PHONE}",
    "4": "金满堂根本不是存款！朝阳支行的人骗我妈，我要一个说法",
}


async def _two_of_one_matter(box: Container) -> None:
    """Customers of one product and branch, both on record under a number."""
    for customer, text in TEXTS.items():
        conversation = await receive(box, customer, text)
        async with box.store.reading() as tx:
            (message,) = await tx.messages.transcript(conversation, limit=1, newest=True)
        await box.complaints.note(
            conversation,
            message.id,
            complaint=True,
            facts={
                FactName.WHAT_HAPPENED: message.text,
                FactName.PRODUCT: "金满堂",
                FactName.BRANCH: "朝阳支行",
            },
            signals=[],
            anger=2,
            intent="complain",
        )
        await answers(box, conversation, "您反映的情况我已经记下，会有专员跟进。")
        await box.complaints.file(conversation)
        await enqueue(box, conversation)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Filled once for the module."""
    with desk_world(tmp_path_factory.mktemp("desk"), _two_of_one_matter) as started:
        yield started


def _at_desk(browser: Browser, desk: Running, username: str) -> DeskPage:
    page = DeskPage(browser, desk.desk_url)
    page.sign_in(username, PASSWORD)
    expect(page.by("feed-state")).to_be_visible()
    return page


def _search(page: DeskPage, text: str) -> None:
    page.by("search-text").fill(text)
    page.page.keyboard.press("Enter")


def _found(page: DeskPage, text: str) -> None:
    """Search, and open the conversation of the first place."""
    page.page.keyboard.press("/")
    _search(page, text)
    page.by("search-place").first.click()
    expect(page.by("brief")).to_be_visible()


def _marked(page: DeskPage, words: str) -> None:
    """Wait until exactly these words are marked."""
    page.page.wait_for_function(
        "words => [...(CSS.highlights.get('quote') ?? [])].map(String).join() === words", arg=words
    )


def test_search_leads_to_the_words_and_finds_a_number_typed_in_full(
    desk: Running, browser: Browser
) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    agent.page.keyboard.press("/")
    expect(agent.by("search-text")).to_be_focused()
    _search(agent, "朝陽支行")
    expect(agent.by("search-result")).to_have_count(2)
    expect(agent.page.locator("mark").first).to_have_text("朝阳支行")
    _search(agent, PHONE)
    expect(agent.by("search-result")).to_have_count(1)
    expect(agent.by("search-place")).to_contain_text("138****8000")
    _search(agent, "没有这句话")
    expect(agent.by("search-empty")).to_be_visible()
    _search(agent, "存款变保险")
    agent.by("search-place").first.click()
    expect(agent.messages("customer").first).to_have_attribute("flash", "")
    _marked(agent, "存款变保险")
    assert "%" not in agent.page.url
    agent.close()


def test_a_fact_leads_to_its_words_and_is_corrected_with_a_reason(
    desk: Running, browser: Browser
) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    _found(agent, "存款变保险")
    expect(agent.by("matter")).to_contain_text("金满堂，存款变保险")
    agent.by("side-case").click()
    expect(agent.by("completeness")).to_contain_text("1/6")
    product = agent.page.locator('[data-testid="fact"][data-name="product"]')
    product.get_by_test_id("fact-origin").click()
    _marked(agent, "金满堂")
    product.get_by_test_id("correct-fact").click()
    agent.by("correct-value").fill("金满堂两全保险")
    agent.by("correct-why").fill("看过保单照片")
    agent.by("confirm").click()
    expect(product).to_contain_text("金满堂两全保险")
    agent.by("fact-history").click()
    newest = agent.by("fact-change").first
    expect(newest).to_contain_text("金满堂 → 金满堂两全保险")
    expect(newest).to_contain_text("王敏")
    expect(newest).to_contain_text("看过保单照片")
    product.get_by_test_id("correct-fact").click()
    agent.by("correct-value").fill("")
    agent.by("correct-why").fill("客户没有说过产品")
    agent.by("confirm").click()
    expect(product).to_have_count(0)
    expect(newest).to_contain_text("金满堂两全保险 → 无")
    agent.close()


def test_a_duplicate_is_merged_and_given_back_and_one_matter_is_linked(
    desk: Running, browser: Browser
) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    _found(agent, "要一个说法")
    agent.by("side-case").click()
    other = agent.by("similar").get_by_test_id("related-case").first
    expect(other).to_contain_text("机构网点")
    number = other.get_by_role("link").inner_text()
    agent.by("link").click()
    agent.by("relate-other").fill(number)
    agent.by("relate-more").fill("金满堂：存款变保险")
    agent.by("confirm").click()
    expect(agent.by("group")).to_contain_text(number)
    agent.by("merge").click()
    agent.by("relate-other").fill(number)
    agent.by("relate-more").fill("母女反映同一张保单")
    agent.by("confirm").click()
    expect(agent.by("merged-into")).to_contain_text(number)
    agent.by("merged-into").get_by_role("link").click()
    expect(agent.by("merged").get_by_test_id("related-case")).to_have_count(1)
    agent.page.go_back()
    agent.by("unmerge").click()
    expect(agent.by("merged-into")).to_have_count(0)
    agent.close()


def test_the_case_file_prints_on_paper_and_is_kept_as_one_page(
    desk: Running, browser: Browser, artifacts: Path, tmp_path: Path
) -> None:
    boss = _at_desk(browser, desk, "zhaoli")
    _found(boss, "存款变保险")
    boss.by("open-file").first.click()
    expect(boss.by("paper")).to_contain_text("138****8000")
    expect(boss.by("ai-label").first).to_have_text("AI 自动回复")
    boss.page.emulate_media(media="print")
    expect(boss.by("file-print")).to_be_hidden()
    boss.page.emulate_media(media="screen")
    pdf = boss.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    (artifacts / "desk-file.pdf").write_bytes(pdf)
    boss.by("file-reveal").click()
    boss.by("reveal-reason").fill("监管调卷")
    boss.by("confirm").click()
    expect(boss.by("paper")).to_contain_text(PHONE)
    with boss.page.expect_download() as saved:
        boss.by("file-save").click()
    assert saved.value.suggested_filename.startswith("QT")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert PHONE in text
    assert "AI 自动回复" in text
    assert "<!--" not in text
    alone = boss.context.new_page()
    kept = tmp_path / "file.html"
    kept.write_text(text, encoding="utf-8")
    alone.goto(kept.as_uri())
    expect(alone.get_by_test_id("paper")).to_contain_text("对话记录")
    boss.close()


def test_the_next_words_go_into_the_reply(desk: Running, browser: Browser) -> None:
    agent = _at_desk(browser, desk, "wangmin")
    _found(agent, "要一个说法")
    expect(agent.by("next-words")).to_have_attribute("data-code", "greet")
    expect(agent.by("use-words")).to_have_count(0)
    agent.by("claim").click()
    expect(agent.by("due")).to_be_visible()
    agent.by("composer").fill("李女士：")
    agent.by("use-words").click()
    expect(agent.by("composer")).to_have_value(
        "李女士：\n您好，我是负责您这件事的专员。您前面说的我都看过了，不用从头再讲一遍，我们接着往下办。"
    )
    agent.by("canned-language").select_option("en")
    expect(agent.by("next-words")).to_contain_text("I am looking after your complaint")
    agent.by("canned-language").select_option("zh-Hans")
    agent.reply("您好，我是王敏，您说的我都看过了。")
    expect(agent.by("next-words")).not_to_have_attribute("data-code", "greet")
    agent.close()
