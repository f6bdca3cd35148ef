"""By which words customers are understood, and what a designer is told who got one wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import policies
from bot.config import load_settings
from bot.domain.errors import SettingsError
from bot.scripts.phrases import PHRASES, parse_phrase_book, phrase_book
from bot.yaml_files import read_mapping


@pytest.mark.parametrize(
    "text",
    ["还要多久", "什么时候有人来", "幾點到我", "排到第几了", "how much longer do I have to wait?",
     "when will someone be here", "am I still waiting for nothing"],
)  # fmt: skip
def test_a_short_question_about_time_or_place(text: str) -> None:
    assert phrase_book().asks_how_long(text)


@pytest.mark.parametrize(
    "text",
    [
        "保单号在这里",
        "my policy number",
        "三年前买的",
        "业务员当时说交三年就行，后来又说交十年，" * 3 + "多久",
    ],
)
def test_everything_else_is_no_such_question(text: str) -> None:
    assert not phrase_book().asks_how_long(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("请说英文", "en"),
        ("can we switch to English", "en"),
        ("可以用繁體嗎", "zh-Hant"),
        ("说中文", "zh-Hans"),
        ("in Chinese please", "zh-Hans"),
        ("换个语言", None),
    ],
)
def test_a_language_is_asked_for_by_name(text: str, language: str | None) -> None:
    assert phrase_book().language_named(text) == language


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("作為繼承人投訴", "heir"),
        ("I am the executor", "heir"),
        ("代表我們公司", "company"),
        ("我自己", "self"),
        ("替我妈投诉", "agent"),
        ("on behalf of somebody", "agent"),
        ("你好", None),
    ],
)
def test_a_role_is_named(text: str, role: str | None) -> None:
    assert phrase_book().role_named(text) == role


@pytest.mark.parametrize("text", ["从头来", "重新說", "清空重來", "Start again please"])
def test_starting_over_means_the_talk(text: str) -> None:
    assert phrase_book().starts_over.found_in(text)


def test_doing_it_again_means_the_matter() -> None:
    assert not phrase_book().starts_over.found_in("重新处理")


@pytest.mark.parametrize("text", ["你們憑什麼不賠", "可以嗎", "Why not", "这样行吗", "？"])
def test_a_question_back_in_any_script(text: str) -> None:
    assert phrase_book().asks_back.found_in(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("要我保单号干嘛", "purpose"),
        ("why do you need my phone number", "purpose"),
        ("你們會不會把我的資料給別人", "privacy"),
        ("is this confidential", "privacy"),
        ("投诉要钱吗", "cost"),
        ("投诉了会影响我以后买保险吗", "consequences"),
        ("要是我不满意结果怎么办", "disagreeing"),
        ("周末你们上班不", "hours"),
        ("how long does this take", "rules"),
        ("你们凭什么泄露我的信息", None),
        ("凭什么拒赔", None),
        ("为什么不给我打电话", None),
        ("我要投诉", None),
    ],
)
def test_a_question_about_complaining(text: str, question: str | None) -> None:
    assert phrase_book().question_asked(text) == question


def test_chinese_is_spoken_in_the_script_in_which_it_is_asked_for() -> None:
    book = phrase_book()
    assert book.language_named("轉返中文啦唔該") == "zh-Hant"
    assert book.language_named("说中文吧") == "zh-Hans"


@pytest.mark.parametrize("text", ["好，这回对了", "嗯对没问题", "没问题，谢谢你", "随便"])
def test_a_yes_in_other_words(text: str) -> None:
    assert phrase_book().agrees.found_in(text)


@pytest.mark.parametrize("text", ["对了，还有一件事", "对了，他叫王伟", "没问题才怪"])
def test_what_only_begins_like_a_yes(text: str) -> None:
    assert not phrase_book().agrees.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "父亲叫周志明，我是他儿子",
        "何秀英，我是她孫女",
        "客户叫沈玉洁，我是她的经纪人",
        "係我阿媽，叫陳美玲",
    ],
)
def test_somebody_elses_name(text: str) -> None:
    assert phrase_book().relative_named.found_in(text)


@pytest.mark.parametrize("text", ["我妈妈是去年买的", "我叫陈小美", "一个先生叫王伟"])
def test_what_is_nobody_elses_name(text: str) -> None:
    assert not phrase_book().relative_named.found_in(text)


def test_second_thoughts_about_the_wish() -> None:
    other = phrase_book().another_wish
    assert other.found_in("等等，我不想退了，把当时怎么介绍的查清楚就行")
    assert other.found_in("On second thoughts, just fix the address")
    assert not other.found_in("算了我不投诉了")
    assert not other.found_in("还是没人理我")


def test_a_list_of_words_is_put_into_the_phrases() -> None:
    file = read_mapping(PHRASES)
    changed = {**file, "words": {**file["words"], "relative": ["邻居"]}}
    assert parse_phrase_book(changed).relative_named.found_in("我邻居叫王伟")
    assert not phrase_book().relative_named.found_in("我邻居叫王伟")


def test_a_relatives_name_has_a_capital_letter_in_english() -> None:
    named = phrase_book().relative_named
    assert named.found_in("my wife's name is Ann")
    assert not named.found_in("my wife is called every day by your people")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"how_longer": {"phrases": ["多久"]}}, "phrases.yml: unknown entry 'how_longer'"),
        ({"words": {"relative": "邻居"}}, "phrases.yml: words: relative must be a list of words"),
        ({"how_long": None}, "phrases.yml: how_long must be a mapping"),
        ({"how_long": {}}, "phrases.yml: how_long: phrases are missing"),
        ({"how_long": {"phrases": "多久"}}, "how_long: phrases must be a list of words"),
        ({"how_long": {"phrase": ["多久"]}}, "how_long: unknown entry 'phrase'"),
        ({"how_long": {"phrases": ["多(久"]}}, r"how_long: phrases: '多\(久': missing \)"),
        ({"how_long": {"phrases": ["多久|"]}}, r"'多久\|' fits a text without any words"),
        ({"how_long": {"phrases": ["多久"], "unless": ["["]}}, r"how_long: unless: '\['"),
        (
            {"roles": {"widow": {"phrases": ["遗孀"]}}},
            "roles: unknown entry 'widow'; known are heir",
        ),
        ({"languages": {"en": {"phrases": ["english"]}}}, "languages: zh-Hant must be a mapping"),
    ],
)
def test_the_entry_to_mend_is_named(change: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        parse_phrase_book({**read_mapping(PHRASES), **change})


def test_no_entry_may_be_left_out() -> None:
    entries = read_mapping(PHRASES)
    del entries["wish"]
    with pytest.raises(ValueError, match="wish must be a mapping"):
        parse_phrase_book(entries)


def test_a_broken_file_is_named_before_anybody_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "phrases.yml"
    broken.write_text("how_long: {phrases: ['(']}\n", encoding="utf-8")
    monkeypatch.setattr(policies, "_WORDS", ((broken, parse_phrase_book),))
    with pytest.raises(SettingsError, match=r"phrases\.yml: how_long: phrases: '\('"):
        policies.load_policies(load_settings())
