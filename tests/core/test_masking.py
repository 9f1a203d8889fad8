"""The proposal that hides personal numbers before publication. All numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import minor_hints, propose_masked


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
        ("幸福路8号3幢的灯", "幸福路**号**幢的灯", "address"),
        ("住幸福路8号3幢502室", "住**", "home"),
        ("我住柳塘镇东河村三组15号，路灯坏了", "我住柳塘镇**，路灯坏了", "home"),
        ("家住青禾县南埠街道幸福小区3栋", "家住青禾县南埠街道**", "home"),
        ("幸福小区3栋2单元502室漏水", "**漏水", "home"),
        ("东河村三组15号门口", "**门口", "home"),
        ("门牌号：28号", "门牌号：**", "home"),
        ("我叫张示例，", "我叫张某某，", "name"),
        ("姓名：欧阳示例 男", "姓名：欧阳某某 男", "name"),
        ("本人王示例，要反映", "本人王某某，要反映", "name"),
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
        "我叫张某某",
        "我叫车去医院，",
        "我叫孩子去的，",
        "本人于去年三月",
        "本人方便时，",
        "本人认为第八条第三款",
        "第十八条（四）二十四小时到场太慢了",
        "第九条里说户内管道农户自己接",
        "东河村三组水塔旁",
        "住在东河村的老人",
        "住3号楼的老人上下不便",
        "这里住着二十户人家",
        "住建局3号窗口",
        "住房公积金2号文件",
        "青政办发〔2026〕3号文件第二条",
    ],
)
def test_what_is_not_personal_stays(text):
    assert propose_masked(text).text == text


def test_an_over_shared_opinion_is_masked_wholly_and_its_sender_warned_of_each_kind():
    """``domain.md`` §10.4, fixture 16."""
    text = f"我叫张示例，身份证号{ID_NUMBER}，电话13800001234，住幸福小区3栋。张示例再谢。"
    found = propose_masked(text)
    assert (
        found.text
        == f"我叫张某某，身份证号99*************{ID_NUMBER[-3:]}，电话138****1234，住**。张某某再谢。"
    )
    assert [finding.kind for finding in found.warnings] == ["name", "id_number", "phone", "home"]
    assert found.hints == ()


def test_another_persons_illness_is_pointed_out_and_not_masked():
    """``domain.md`` §10.4, fixture 17."""
    found = propose_masked("邻居老李家有精神病人，门牌几号几号，请处理。")
    assert found.text == "邻居老李家有精神病人，门牌**，请处理。"
    assert [(hint.kind, hint.original) for hint in found.hints] == [("health", "精神病")]


@pytest.mark.parametrize("text", ["建议在精神病院旁设站牌。", "给残疾人的坡道太陡。", "村东头那盏路灯坏了。"])
def test_a_matter_of_health_policy_is_no_ones_illness(text):
    assert propose_masked(text).hints == ()


@pytest.mark.parametrize(
    "text",
    [
        "我今年十一岁，学校门口没有斑马线。",
        "我是小学三年级的学生",
        "我在柳塘小学读三年级",
        "我12岁，想要一个图书角",
        "我们是柳塘的小学生",
    ],
)
def test_a_child_that_writes_is_noticed(text):
    assert [hint.kind for hint in minor_hints(text)] == ["minor"]


@pytest.mark.parametrize(
    "text",
    [
        "我家孩子今年十一岁",
        "我是三年级学生的家长",
        "我十岁时这条路就在",
        "我在小学门口看到",
        "我今年七十一岁",
        "我是小学生的妈妈",
    ],
)
def test_a_grown_up_who_writes_of_children_is_none(text):
    assert minor_hints(text) == ()


def test_several_findings_come_in_the_order_of_the_text():
    found = propose_masked("甲13900001111乙a@b.cn丙13700002222")
    assert found.text == "甲139****1111乙a***@b.cn丙137****2222"
    assert [finding.kind for finding in found.findings] == ["phone", "email", "phone"]


@given(st.text(alphabet="0123456789xX@.- +()号室苏A京微信Q电话：１住镇村组我叫王某李", max_size=80))
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
    for text in ("住" + "东河村路" * 5_000, "1组" * 10_000, "我叫王" * 6_000, "镇市县区" * 5_000):
        propose_masked(text)
