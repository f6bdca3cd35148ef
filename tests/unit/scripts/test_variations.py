"""Which variation of a response is said."""

from __future__ import annotations

from typing import Any

from bot.scripts.sentences import sentences
from bot.scripts.variations import choose, digests, without_said_apologies


def variation(text: str, **conditions: Any) -> dict[str, Any]:
    asked = [{"type": "slot", "name": name, "value": value} for name, value in conditions.items()]
    return {"text": text, "condition": asked} if asked else {"text": text}


PLAIN, OTHER = variation("我记下了，谢谢您。"), variation("好的，已经记录下来。")
ANGRY = variation("我听得出您很生气。", language="zh-Hans", anger="high")
ENGLISH = variation("It is noted.", language="en")
SEED = "bob"
ALL = [PLAIN, OTHER, ANGRY, ENGLISH]


def test_the_most_specific_variation_is_said_first() -> None:
    assert choose(ALL, {"language": "zh-Hans", "anger": "high"}) is ANGRY


def test_a_condition_that_does_not_hold_rules_a_variation_out() -> None:
    assert choose(ALL, {"language": "zh-Hans", "anger": "low"}) in (PLAIN, OTHER)


def test_a_language_gets_only_its_own_texts() -> None:
    assert choose(ALL, {"language": "en", "anger": "high"}) is ENGLISH


def test_traditional_is_made_from_simplified_unless_somebody_wrote_it() -> None:
    own = variation("記下了。", language="zh-Hant")
    assert choose(ALL, {"language": "zh-Hant", "anger": "high"}) is ANGRY
    assert choose([*ALL, own], {"language": "zh-Hant"}) is own


def test_the_bereaved_are_spoken_to_as_such_before_all_else() -> None:
    grieving = variation("请节哀。", language="zh-Hans", bereaved=True)
    specific = variation("理赔的事您很生气。", language="zh-Hans", anger="high", cause="claim")
    slots = {"language": "zh-Hans", "anger": "high", "cause": "claim"}
    both = [specific, grieving]
    assert choose(both, {**slots, "bereaved": True}) is grieving
    assert choose(both, {**slots, "bereaved": True}, digests("请节哀。")) is grieving
    assert choose(both, {**slots, "bereaved": False}) is specific


def test_what_was_said_before_gives_way_to_what_was_not() -> None:
    said = digests(str(ANGRY["text"]))
    assert choose(ALL, {"language": "zh-Hans", "anger": "high"}, said) in (PLAIN, OTHER)


def test_a_traditional_reader_is_not_told_the_same_twice_either() -> None:
    """Remembered is what was read, and that was converted (practice E35)."""

    def convert(text: str) -> str:
        return text.replace("谢谢", "謝謝").replace("记", "記")

    slots = {"language": "zh-Hant"}
    first = choose([PLAIN, OTHER], slots, (), SEED, convert)
    assert first is PLAIN
    assert choose([PLAIN, OTHER], slots, digests("我記下了，謝謝您。"), SEED, convert) is OTHER
    assert choose([PLAIN], slots, digests("我記下了，謝謝您。"), SEED, convert) is PLAIN


def test_the_choice_differs_between_customers_and_not_between_runs() -> None:
    chosen = [choose([PLAIN, OTHER], {}, seed=f"customer {n}") for n in range(20)]
    assert chosen == [choose([PLAIN, OTHER], {}, seed=f"customer {n}") for n in range(20)]
    assert PLAIN in chosen
    assert OTHER in chosen


def test_nothing_is_said_where_nothing_fits() -> None:
    assert choose([ANGRY], {"language": "zh-Hans", "anger": "low"}) is None
    assert choose([], {}) is None


def test_an_apology_is_not_repeated_in_the_same_words() -> None:
    text = "很抱歉让您这么难受。我都记下了。"
    assert without_said_apologies(text, digests("很抱歉让您这么难受！")) == "我都记下了。"
    assert without_said_apologies(text, ()) == text


def test_any_apology_of_the_list_counts_in_either_script() -> None:
    """E35: the runtime and the lint go by the same list, `apologies` in taboos.yml."""
    for apology in ("真過意不去。", "讓您費心了。", "I regret that. "):
        assert without_said_apologies(f"{apology}Q。", digests(apology)) == "Q。"
    assert without_said_apologies("谢谢您。Q。", digests("谢谢您。")) == "谢谢您。Q。"


def test_sentences_end_where_readers_see_them_end() -> None:
    assert list(sentences("您好。请看 3.5 万，好吗？\n行")) == [
        "您好。",
        "请看 3.5 万，好吗？",
        "行",
    ]
    assert [s.strip() for s in sentences("Hello. It is v3.6 now.")] == ["Hello.", "It is v3.6 now."]
