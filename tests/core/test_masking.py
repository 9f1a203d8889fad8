"""The proposal that hides personal numbers before publication. All numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import propose_masked


def with_check_digit(body):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


ID_NUMBER = with_check_digit("99010119000101000")


@pytest.mark.parametrize(
    ("text", "proposal", "kind"),
    [
        (f"身份证{ID_NUMBER}。", f"身份证99*************{ID_NUMBER[-3:]}。", "id_number"),
        ("旧证990101500101123", "旧证99**********123", "id_number"),
        ("电话13800001234，谢谢", "电话138****1234，谢谢", "phone"),
        ("请打138-0000-1234", "请打138****1234", "phone"),
        ("＋８６ １３８００００１２３４", "＋138****1234", "phone"),
        ("+86 13800001234", "138****1234", "phone"),
        ("0999-8612345 找我", "0999-***2345 找我", "landline"),
        ("(010)86123456", "(010)****3456", "landline"),
        ("电话：8612345", "电话：***2345", "landline"),
        ("卡号6222 0000 0000 0009", "卡号**** **** **** 0009", "bank_card"),
        ("车牌苏M·A1234占道", "车牌苏M******占道", "plate"),
        ("信箱 wang.qi@example.com", "信箱 w***@example.com", "email"),
        ("微信号：abc_12345", "微信号：ab*******", "account"),
        ("QQ:123456789", "QQ:12*******", "account"),
        ("住幸福路8号3幢502室", "住幸福路**号**幢**室", "address"),
    ],
)
def test_a_personal_number_is_proposed_for_masking(text, proposal, kind):
    found = propose_masked(text)
    assert found.text == proposal
    assert [finding.kind for finding in found.findings] == [kind]
    finding = found.findings[0]
    assert text[finding.start : finding.end] == finding.original


@pytest.mark.parametrize(
    "text",
    [
        "青政发〔2026〕15号",
        "2026年8月12日上午9:00",
        "2026-08-12",
        "拨款12345678.00元",
        "请拨打12345热线或400-000-1234",
        "编号2026000012345678901234567890",
        "流水号123456789012345678",
        "云A区和3号楼",
        "吉祥ABCDE小区",
    ],
)
def test_what_is_not_personal_stays(text):
    assert propose_masked(text).text == text


def test_several_findings_come_in_the_order_of_the_text():
    found = propose_masked("甲13900001111乙a@b.cn丙13700002222")
    assert found.text == "甲139****1111乙a***@b.cn丙137****2222"
    assert [finding.kind for finding in found.findings] == ["phone", "email", "phone"]


@given(st.text(alphabet="0123456789xX@.- +()号室苏A京微信Q电话：１", max_size=80))
def test_any_text_gives_a_proposal_that_differs_only_in_the_findings(text):
    found = propose_masked(text)
    rest, position = [], 0
    for finding in found.findings:
        assert finding.start >= position
        rest += [text[position : finding.start], finding.masked]
        position = finding.end
    assert "".join(rest) + text[position:] == found.text


def test_a_long_run_of_digits_takes_no_time():
    assert propose_masked("1 " * 100_000).text.startswith("1 1")
    assert propose_masked("a" * 100_000 + "@").findings == ()
