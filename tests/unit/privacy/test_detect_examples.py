"""What is found in single messages, and what is left alone."""

from __future__ import annotations

import pytest

from bot.domain.privacy import Detector, PersonalKind, token, tokenise

FOUND = [
    # mobile numbers
    ("我的手机13800138000谢谢", "phone +8613800138000"),
    ("手机：１３８００１３８０００", "phone +8613800138000"),
    ("+86 138-0013-8000打我", "phone +8613800138000"),
    ("0086-13800138000", "phone +8613800138000"),
    ("（+86）13800138000", "phone +8613800138000"),
    ("8613800138000", "phone +8613800138000"),
    ("013800138000", "phone +8613800138000"),
    ("13800 138000", "phone +8613800138000"),
    ("138，0013，8000", "phone +8613800138000"),
    ("1 3 8 0 0 1 3 8 0 0 0", "phone +8613800138000"),
    ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "phone +8613800138000"),
    ("wx13800138000abc", "phone +8613800138000"),
    ("13800138000元旦打不通", "phone +8613800138000"),
    ("电话是幺三八 零零幺三 八零零零", "phone +8613800138000"),
    ("一三八〇〇一三八〇〇〇", "phone +8613800138000"),
    ("幺三八0013八零零零", "phone +8613800138000"),
    ("①③⑧⓪⓪①③⑧⓪⓪⓪", "phone +8613800138000"),
    ("[手机号13800138000]", "phone +8613800138000"),
    ("2023-10-05 138 0013 8000", "phone +8613800138000"),
    ("50000 13800138000", "phone +8613800138000"),
    ("+852 9123 4567", "phone +85291234567"),
    ("85291234567", "phone +85291234567"),
    ("WhatsApp 9123 4567", "phone +85291234567"),
    ("澳門手機66123456", "phone +85366123456"),
    ("+853 6612 3456", "phone +85366123456"),
    ("+886 912 345 678", "phone +886912345678"),
    ("0912-345-678", "phone +886912345678"),
    ("+1 415 555 2671", "phone +14155552671"),
    # landlines
    ("010-66668888", "landline +861066668888"),
    ("（010）66668888转802", "landline +861066668888;ext=802"),
    ("0755-2345678-12", "landline +867552345678;ext=12"),
    ("075523456789", "landline +8675523456789"),
    ("+86 21 6288 8888", "landline +862162888888"),
    ("香港電話23456789", "landline +85223456789"),
    ("+853 2888 8888", "landline +85328888888"),
    ("(02)2345-6789", "landline +886223456789"),
    ("電話0223456789", "landline +886223456789"),
    ("电话：62888888", "landline 62888888"),
    # resident IDs
    ("身份证11010519491231002x好", "id_card 11010519491231002X"),
    ("我是110105194912310 02 Ｘ", "id_card 11010519491231002X"),
    ("110105 1949 1231 002X", "id_card 11010519491231002X"),
    ("110105-1949-12-31-002X", "id_card 11010519491231002X"),
    ("440524188001010014", "id_card 440524188001010014"),
    ("110105491231002", "id_card 110105491231002"),
    ("身份证号：440524188001010015", "id_card 440524188001010015"),
    ("身份证 11010519491231003X", "id_card 11010519491231003X"),
    ("身份证号1101051949123102", "id_card 1101051949123102"),
    (
        "保单号110105194912310021，不对，身份证是11010519491231002X",
        "policy_number 110105194912310021|id_card 11010519491231002X",
    ),
    ("护照E12345678", "id_card E12345678"),
    ("香港身份證A123456(3)", "id_card A1234563"),
    # bank cards
    ("4111 1111 1111 1111", "bank_card 4111111111111111"),
    ("４１１１－１１１１－１１１１－１１１１", "bank_card 4111111111111111"),
    ("3782 822463 10005", "bank_card 378282246310005"),
    ("9558800200112233446", "bank_card 9558800200112233446"),
    ("卡号6222021234567890123", "bank_card 6222021234567890123"),
    ("退到银行卡：6222 0212 3456 7890 123", "bank_card 6222021234567890123"),
    # e-mail
    ("邮箱zhang.san@163.com。OK", "email zhang.san@163.com"),
    ("Zhang＠QQ。com是我", "email zhang@qq.com"),
    ("13800138000@qq.com", "email 13800138000@qq.com"),
    ("zhang @ example.com.cn", "email zhang@example.com.cn"),
    ("a@b.com13800138000", "email a@b.com|phone +8613800138000"),
    # policy numbers
    ("P20231234567890123我的", "policy_number P20231234567890123"),
    ("ｐ2023 1234 5678 9012 3", "policy_number P20231234567890123"),
    ("PDAA202331010000012345", "policy_number PDAA202331010000012345"),
    ("PA2021000123", "policy_number PA2021000123"),
    ("H12345678。", "policy_number H12345678"),
    ("保單號碼係H123456789", "policy_number H123456789"),
    ("policy no. 12345678", "policy_number 12345678"),
    ("我再看看，是P4545454545", "policy_number P4545454545"),
    ("It is P4545454545", "policy_number P4545454545"),
    ("20230088712", "policy_number 20230088712"),
    ("单子上写的是 6620019988", "policy_number 6620019988"),
    ("團單號G202600087766", "policy_number G202600087766"),
    ("insurance paper number P5566778899", "policy_number P5566778899"),
    ("保单号码是：AB-1234-5678 2023-10-05", "policy_number AB12345678"),
    (
        "保单号12345678901、98765432109和13800138000",
        "policy_number 12345678901|policy_number 98765432109|phone +8613800138000",
    ),
    ("保單號 12345678，電話 9123 4567", "policy_number 12345678|landline 91234567"),
    # long numbers
    ("6222021234567890123", "long_number 6222021234567890123"),
    ("6222 0212 3456 7890 123", "long_number 6222021234567890123"),
    ("440524188001010015", "long_number 440524188001010015"),
    ("11010519491231003X", "long_number 11010519491231003X"),
    ("1380013800013900139000", "long_number 1380013800013900139000"),
    # several
    ("13800138000/13900139000", "phone +8613800138000|phone +8613900139000"),
    ("13800138000 13900139000", "phone +8613800138000|phone +8613900139000"),
    ("QT20261121-0007打13800138000", "phone +8613800138000"),
]

LEFT_ALONE = [
    "",
    "我要投诉",
    "12000元",
    "1.5万",
    "赔我1,234,567.89元",
    "15000-200000",
    "1500 2000 300",
    "15320-204500元",
    "金额138001380.00",
    "保单12000000元",
    "电话费5000-6000元",
    "5000 6000 7000 8000",
    "2023-10-05",
    "2023年10月5日",
    "20231005",
    "电话20231005打的",
    "保单2023-10-05生效",
    "保单20231005签的",
    "2019 2020 2021 2022",
    "14:30:25",
    "2023-10-05 14:30:25",
    "20231005143025",
    "验证码123456",
    "123456",
    "订单号12345678",
    "订单4000000000002",
    "QT20261121-0007",
    "ＱＴ２０２６１１２１－０００７",
    "[手机号1][身份证号2]",
    "400-820-8820",
    "4008208820",
    "电话 4008 208 820",
    "8008208820",
    "12378、95519和12315",
    "138****8000",
    "3月15号下午2点",
    "尾号1234的卡",
    "保费一二三四五",
    "一百二十三万",
    "一、二、三、四、五、六、七、八、九、十",
    "3.5@5.5",
    "@张三 你好",
    "我的快递SF12345678到哪了",
    "wx12345678",
    "快递单号SF1234567890",
    "航班延误那天我在机场等了六个小时，后来换成MU12345678",
    "今年交了三次保费一共1234567890",
    "138001380001",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_a_personal_value_is_found_in_its_normal_form(
    detector: Detector, text: str, expected: str
) -> None:
    found = [f"{item.kind.value} {item.normalised}" for item in detector.find(text)]
    assert found == expected.split("|")


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_not_personal_is_left_alone(detector: Detector, text: str) -> None:
    assert detector.find(text) == ()


def test_offsets_are_those_of_the_original_text(detector: Detector) -> None:
    text = "电话＋８６　１３８００１３８０００，邮箱Li@Example.com"
    assert [(item.raw, text[item.start : item.end]) for item in detector.find(text)] == [
        ("＋８６　１３８００１３８０００", "＋８６　１３８００１３８０００"),
        ("Li@Example.com", "Li@Example.com"),
    ]


def test_a_checksum_beats_the_customers_word_for_the_number(detector: Detector) -> None:
    (found,) = detector.find("保单号11010519491231002X")
    assert found.kind is PersonalKind.ID_CARD


def test_the_customers_word_beats_luhn(detector: Detector) -> None:
    (found,) = detector.find("保单号4111111111111111")
    assert found.kind is PersonalKind.POLICY_NUMBER


def test_the_customers_word_beats_the_shape_of_a_phone_number(detector: Detector) -> None:
    (found,) = detector.find("保单13800138000")
    assert found.kind is PersonalKind.POLICY_NUMBER


def test_a_tokenised_message_has_nothing_left_to_find(detector: Detector) -> None:
    text = "我13800138000，身份证11010519491231002X，卡4111 1111 1111 1111，li@example.com"
    clean = tokenise(text, detector.find(text), lambda item: token(item.kind, 1))
    assert clean == "我[手机号1]，身份证[身份证号1]，卡[银行卡号1]，[邮箱1]"
    assert detector.find(clean) == ()
