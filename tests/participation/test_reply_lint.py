# ruff: noqa: E501 - answers are read best in one line
"""The lint of answers: what it finds, what it leaves alone (``domain.md`` §8.2, §8.3, §10.4, §10.5)."""

from datetime import date
from time import perf_counter

import pytest

from participation.submissions.replies import lint
from participation.submissions.replies.findings import Background, Draft, OtherReply, Severity, Weakness
from participation.submissions.replies.points import echoed, points_of

LAMP = "村东头那盏路灯坏了快一个月了，小孩放晚自习看不见路。"
GOOD_LAMP = (
    "您11月3日反映的村东头路灯，11月5日经供电所到场检查是镇流器损坏，11月6日已更换并试灯正常。今后同杆再坏可直接拨打"
    "公示牌上的电话，或凭本查询码补充。柳塘镇人大主席团办公室，0000-6120201。"
)
TWELVE_HOURS = "第十八条（四）二十四小时到场太慢了，化粪池堵了等不了一天，建议改成十二小时。"
GOOD_CANNOT = (
    "您建议把24小时到场改为12小时。起草单位测算现有两支养护队覆盖46个村，夜间12小时到场需增加一支队伍，本次未采纳；"
    "但在第三款增加了“影响饮用水安全的应当立即到场”，见修改稿第十八条。"
)
EMPTY = "您好，您反映的问题已收悉，我们会尽快转有关部门处理，感谢您的关注。"
BUS = "公交早班车能不能提前十分钟，赶不上七点半上班。"
THREE = "路灯、垃圾桶、还有学校门口的车，都麻烦看看。"
BASE = {
    "received_on": date(2026, 11, 3),
    "number": "LT-2026-000007",
    "own_names": ("柳塘镇人大", "柳塘镇", "柳塘供电所"),
    "places": ("东河村", "西山社区", "白水镇", "柳塘镇"),
    "official_phones": ("0000-6120201", "13800000001"),
}


def found(request: str, text: str, answer_class: str = "D", **fields: object) -> list[Weakness]:
    """Check a text against an opinion; fields of the draft and of the background in one."""
    of_draft = {k: fields.pop(k) for k in ("done_on", "promised_on", "promise", "reason") if k in fields}
    return lint.check(
        Draft(text, answer_class, **of_draft), Background(**({"request": request} | BASE | fields))
    )


def codes(request: str, text: str, answer_class: str = "D", **fields: object) -> set[str]:
    return set(lint.codes_of(found(request, text, answer_class, **fields)))


def test_the_empty_answer_has_every_fault_of_an_empty_answer() -> None:
    expected = {"too_short", "only_filler", "nothing_concrete", "off_topic", "vague"}
    assert codes(LAMP, EMPTY) == expected


def test_the_two_good_answers_pass() -> None:
    assert codes(LAMP, GOOD_LAMP, "A", done_on=date(2026, 11, 6)) == set()
    assert codes(TWELVE_HOURS, GOOD_CANNOT, "C", reason="现有养护队伍不够") == set()


FILLERS = [
    "您反映的情况我们高度重视，已转相关部门研究处理，请您耐心等待，感谢您对我们工作的支持和理解，祝您生活愉快。",
    "来信收悉。镇党委、镇政府高度重视，第一时间安排专人核实处理，将进一步加大力度，努力给您一个满意的答复。特此答复。",
    "您的意见已收到，相关部门正在积极协调，下一步我们将继续关注，认真研究，妥善解决，欢迎继续监督。感谢您的来信！",
    "感谢您的留言，您提出的建议我们将认真研究，适时推进，请您继续关注和支持我们的工作，敬请谅解。此复，感谢您。",
    "尊敬的网友，您好！您反映的问题已转交有关单位，我们会督促责任单位尽快落实，并及时向您反馈办理情况，谢谢理解。",
    "已安排专人尽快核实您反映的问题，待核实后将依法依规妥善处理，请您放心，感谢您一直以来对我们工作的关心支持。",
]


@pytest.mark.parametrize("text", FILLERS)
def test_long_phrases_without_a_fact_are_found_empty(text: str) -> None:
    hits = codes(LAMP, text)
    assert {"only_filler", "nothing_concrete"} <= hits
    assert "too_short" not in hits


CONCRETE = {
    "done": "您说的路灯，供电所已经更换了损坏的镇流器和灯泡，当晚试过能亮，杆上也贴了报修的办法，请您再看看亮不亮。",
    "when": "您说的路灯要等线路停电才能动，停电窗口定在11月20日，到那时换灯，换好以后我们会再告诉您一声，请您再等一等。",
    "why not": "您说的那盏路灯在私人宅基地上，由于权属没有办清，村里暂时不好动，等权属清楚以后再装新的灯，请您理解。",
    "which rule": "您说的路灯归谁管，《乡村公路养护办法》写得明白：灯杆在村道上的，由村民委员会管护，费用由村集体承担，请您向村里说。",
    "who to call": "您说的路灯归供电所管，夜里灯不亮可以直接拨打供电所值班电话0000-6012004，说灯杆上的编号就行，随时有人。",
}


@pytest.mark.parametrize("text", CONCRETE.values(), ids=CONCRETE)
def test_one_concrete_thing_is_enough(text: str) -> None:
    assert not codes(LAMP, text) & {"only_filler", "nothing_concrete", "too_short"}


OFF_TOPIC = [
    (
        LAMP,
        "县公交公司11月10日已经调整班次，首班提前到七点发车，请以站牌上贴的时刻为准，谢谢您的建议和支持。",
    ),
    (
        BUS,
        "文化广场的健身器材11月5日已经全部检查，两件生锈断裂的已拆除，11月12日换上了新的漫步机，请放心使用。",
    ),
    (
        "自来水下午四点以后就没压力，整条街都这样，不是我一家。",
        "垃圾清运11月5日起增加到每天两次，桶身上贴了清运时间和监督电话0000-6012004，满溢时可以打电话叫车。",
    ),
    (
        "你们转来转去转了三次，到底谁管？",
        "经查，学校门口的斑马线已于11月6日重新划好，同时立了两块提示牌，交警放学时到场维持秩序。",
    ),
    (
        "反对收费。凭什么让农民出钱。",
        "村卫生室已安排村医每周六上午坐诊，11月起执行，值班号码贴在卫生室门口，请相互转告。",
    ),
]


@pytest.mark.parametrize(("request_text", "text"), OFF_TOPIC)
def test_an_answer_to_another_question_is_noticed(request_text: str, text: str) -> None:
    assert "off_topic" in codes(request_text, text)


ON_TOPIC = [
    (LAMP, GOOD_LAMP),
    (BUS, "您建议早班车提前十分钟。公交公司11月10日已调整，首班由6时50分改为6时38分，先试行一个月看坐车人数。"),
    ("赶集那天摆摊把消防通道堵死了，请管一管。", "11月8日赶集，执法队到场把占用消防通道的摊位移到东侧，地面已划禁停线，以后逢集有人值守。"),
    ("我在外地打工，想问村里老人助餐点什么时候开。", "助餐点12月1日开餐，地点在村老年活动室，午餐十一点到十二点半，可以拨打0000-6012002登记。"),
    ("草案里“有关部门”到底是哪个部门？", "草案第五条的“有关部门”是指县住房城乡建设局和县农业农村局，修改稿第五条已把两家的名称写明。"),
    ("建议把文化广场的健身器材修一修，两个已经生锈断了。", "文化广场两件断裂器材11月5日已拆除，11月12日换上新的漫步机，其余九件逐件紧固上油。"),
]  # fmt: skip


@pytest.mark.parametrize(("request_text", "text"), ON_TOPIC)
def test_an_answer_to_the_question_is_left_alone(request_text: str, text: str) -> None:
    assert not codes(request_text, text) & {"off_topic", "point_unanswered", "nothing_concrete"}


def test_each_matter_without_an_echo_is_named() -> None:
    text = "您说的路灯，供电所11月6日已经更换了镇流器，晚上能亮了。垃圾桶由保洁员每天清运一次，满了可以打桶身上的电话。"
    hits = [w for w in found(THREE, text) if w.code == "point_unanswered"]
    assert [w.excerpt for w in hits] == ["学校门口的车"]
    assert "学校门口的车" in str(hits[0].explanation)


def test_the_points_of_an_opinion_are_listed_in_order() -> None:
    numbered = "一、村口路灯不亮。二、下水道堵了半个月。三、能不能给老人装扶手？"
    assert [p.text for p in points_of(numbered)] == [
        "一、村口路灯不亮。",
        "二、下水道堵了半个月。",
        "三、能不能给老人装扶手？",
    ]
    two = "村里下水道老是堵。什么时候清淤？另外幼儿园门口能不能划斑马线？"
    points = echoed(points_of(two), "下水道11月8日已清淤。")
    assert [p.has_echo for p in points] == [True, False]
    assert [two[p.start : p.end] for p in points] == [p.text for p in points]


def test_a_place_name_alone_is_no_echo() -> None:
    request = "东河村的路灯坏了。"
    text = "东河村卫生室11月起每周六上午有村医坐诊，值班号码已贴在门口，请相互转告，有急事拨打0000-6012004。"
    assert "off_topic" in codes(request, text)


OTHER_MATTERS = {
    "other_place": "西山社区的路灯",
    "other_number": "编号BS-2026-000012所说的路灯",
    "other_person": "王先生，您说的路灯",
    "other_date": "您12月1日反映的路灯",
}


@pytest.mark.parametrize(("code", "words"), OTHER_MATTERS.items())
def test_what_belongs_to_another_opinion_is_marked_where_it_stands(code: str, words: str) -> None:
    text = f"{words}，供电所11月6日到场检查，已更换镇流器，当晚试灯正常，再坏可拨打公示牌上的电话报修。"
    hits = [w for w in found(LAMP, text) if w.code == code]
    assert len(hits) == 1
    assert text[hits[0].start : hits[0].end] in words


def test_what_the_sender_named_is_no_other_matter() -> None:
    request = "西山的灯坏了，王先生也说过，我12月1日反映过一次。"
    text = "西山社区的灯12月6日已换好。王先生，您12月1日反映的那盏也一起换了，编号LT-2026-000007，请再看看亮不亮。"
    assert not codes(request, text) & set(OTHER_MATTERS)
    merged = "BS-2026-000012与本件是同一盏路灯，供电所11月6日已更换镇流器，当晚试灯正常，再坏可拨打公示牌上的电话。"
    assert "other_number" not in codes(LAMP, merged, merged_numbers=("BS-2026-000012",))
    assert "other_place" not in codes(LAMP, GOOD_LAMP + "柳塘镇人大", place="村东头")


def test_a_copy_for_another_question_is_found_whatever_its_dates() -> None:
    copied = GOOD_LAMP.replace("11月", "10月").replace("5日", "9日")
    others = (OtherReply("LT-2026-000003", "文化广场的健身器材断了两件。", copied),)
    hits = [w for w in found(LAMP, GOOD_LAMP, others=others) if w.code == "copied"]
    assert len(hits) == 1
    assert "LT-2026-000003" in str(hits[0].explanation)
    same_question = (OtherReply("LT-2026-000003", LAMP, copied),)
    assert "copied" not in codes(LAMP, GOOD_LAMP, others=same_question)
    assert "copied" not in codes(LAMP, GOOD_LAMP, others=(OtherReply("LT-2026-000003", BUS, GOOD_CANNOT),))


def test_the_answer_that_did_not_satisfy_is_not_given_again() -> None:
    hits = codes(LAMP, GOOD_LAMP, earlier=(GOOD_LAMP,), rating_comment="还是不亮，根本没人来修变压器")
    assert {"repeated", "rating_unanswered"} <= hits
    second = GOOD_LAMP + "您说还是不亮，11月20日又查，是变压器跳闸，已修好变压器，当晚连续亮灯。"
    assert not codes(LAMP, second, earlier=(BUS,), rating_comment="还是不亮，根本没人来修变压器") & {
        "repeated", "rating_unanswered",
    }  # fmt: skip


def test_three_answers_within_a_minute_are_noticed() -> None:
    assert "in_one_minute" in codes(LAMP, GOOD_LAMP, same_minute=2)
    assert "in_one_minute" not in codes(LAMP, GOOD_LAMP, same_minute=1)


def test_each_class_says_what_it_has_to() -> None:
    bare = "您说的路灯，我们去看过，灯杆上的镇流器坏了，这一段路归供电所管，平时有巡线员，请您放心，也谢谢您的提醒。"
    assert {"solved_without_date", "solved_without_result"} <= codes(LAMP, bare, "A")
    assert "solved_without_date" in codes(LAMP, GOOD_LAMP, "A")  # no day beside the text
    assert "planned_without_date" in codes(LAMP, GOOD_LAMP, "B")
    assert "plan_not_in_text" in codes(LAMP, bare, "B", promised_on=date(2026, 12, 1))
    assert "plan_not_in_text" not in codes(LAMP, bare + "12月1日前换好。", "B", promised_on=date(2026, 12, 1))
    assert "later_without_reason" in codes(LAMP, bare, "C", reason="没有钱")
    assert "later_without_reason" in codes(LAMP, bare + "由于资金不足，今年办不了。", "C")
    assert "later_without_reason" not in codes(
        LAMP, bare + "由于资金不足，今年办不了。", "C", reason="资金不足"
    )


def test_personal_data_is_marked_but_not_repeated() -> None:
    text = GOOD_LAMP + "户主身份证11010119900307803X，手机13812345678，住3号楼2单元501室。"
    hits = [w for w in found(LAMP, text) if w.code == "personal_data"]
    assert {text[w.start : w.end] for w in hits} >= {"11010119900307803X", "13812345678"}
    assert not any("13812345678" in f"{w.excerpt}{w.explanation}" for w in hits)
    assert "personal_data" not in codes(LAMP, GOOD_LAMP + "值班手机13800000001。")


def test_gaps_have_to_be_filled_and_nothing_else_blocks() -> None:
    hits = found(LAMP, GOOD_LAMP + "【查到了什么】青政发【2026】12号，电话{单位电话}")
    blocks = lint.blocking(hits)
    assert [w.excerpt for w in blocks] == ["【查到了什么】", "{单位电话}"]
    assert lint.blocking(found(LAMP, EMPTY, same_minute=9, earlier=(EMPTY,))) == []


def test_vague_words_and_jargon_are_only_hints() -> None:
    hits = found(LAMP, GOOD_LAMP + "下一步压实责任、形成合力，适时回头看。")
    assert [(w.code, w.excerpt) for w in hits] == [
        ("vague", "适时"),
        ("jargon", "压实责任"),
        ("jargon", "形成合力"),
    ]
    assert {w.severity for w in hits} == {Severity.HINT}
    assert not lint.needs_reason(hits)


def test_every_code_is_on_the_list() -> None:
    seen = codes(
        LAMP,
        EMPTY + "【空】王先生13812345678西山社区BS-2026-000012您12月1日反映，研判",
        same_minute=5,
        earlier=(EMPTY,),
    )
    for answer_class in "ABC":
        seen |= codes(THREE, "路灯。", answer_class) | codes(LAMP, GOOD_LAMP, answer_class)
    assert seen <= lint.CODES
    assert len(seen) > 12


def test_comparing_with_two_hundred_long_answers_is_quick() -> None:
    others = tuple(
        OtherReply(f"LT-2026-{n:06d}", f"{n}号桥的栏杆断了", (GOOD_CANNOT + str(n)) * 40) for n in range(200)
    )
    text, began = (GOOD_LAMP + "路灯") * 40, perf_counter()
    found(LAMP, text, others=others)
    assert perf_counter() - began < 1.0
