"""Writing and signing an answer: classes, reasons to go on, templates, the opinion beside the draft."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case, ContactNote, Reply
from organizations.models import Area
from participation.submissions import actions
from participation.submissions.models import Submission
from participation.submissions.replies.models import ReplyTemplate
from participation.submissions.replies.reading import background
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import TEXT, Staff, draft_reply, make_submission

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
EMPTY = "您好，您反映的问题已收悉，我们会尽快转有关部门处理，感谢您的关注。"
GOOD = (
    "您11月23日反映的村东头路灯，供电所当天到场检查是镇流器损坏，11月23日已更换并试灯正常。"
    "今后同杆再坏可直接拨打公示牌上的电话，或凭本查询码补充。"
)
FRAME = (
    "您{收到日期}反映的{地点}路灯（{编号}），【谁查的、查到什么】，【做了什么】。{答复单位}，电话{单位电话}。"
)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


@pytest.fixture
def case(staff: Staff) -> Case:
    return staff.assigned(make_submission(staff.congress))


@pytest.fixture
def clerk(client: Client, staff: Staff) -> Client:
    client.force_login(staff.clerk)
    return client


def step_url(case: Case, name: str = "draft_reply") -> str:
    return reverse("casework:step", args=[case.number, name])


def text_of(response) -> str:
    return response.content.decode()


def test_a_good_answer_goes_straight_on(clerk: Client, case: Case) -> None:
    data = {"text": GOOD, "answer_class": "A", "done_on": "2026-11-23", "seen": ""}
    response = clerk.post(step_url(case), data)
    assert response.status_code == 302
    reply = Reply.objects.get(case=case)
    assert (reply.answer_class, reply.done_on, reply.checks) == ("A", TODAY, {})


def test_a_weak_answer_comes_back_with_each_weakness_and_asks_why(clerk: Client, case: Case) -> None:
    response = clerk.post(step_url(case), {"text": EMPTY, "answer_class": "D", "seen": ""})
    page = text_of(response)
    assert response.status_code == 422
    for words in ("全是套话", "只有33个字", "看不出具体内容", "仍然提交的理由", EMPTY):
        assert words in page
    assert "<mark>尽快</mark>" in page
    assert not Reply.objects.exists()
    seen = response.context["form"].shown_codes
    again = clerk.post(step_url(case), {"text": EMPTY, "answer_class": "D", "seen": seen})
    assert "写明理由（不少于5个字）" in text_of(again)
    reason = "已当面向提交人说明，这里只作记录"
    values = {"text": EMPTY, "answer_class": "D", "seen": seen, "override_reason": reason}
    assert clerk.post(step_url(case), values).status_code == 302
    kept = Reply.objects.get(case=case).checks
    assert kept["reason"] == reason
    assert {"only_filler", "too_short"} <= {row["code"] for row in kept["found"]}
    assert reason in case.events.get(name="draft_reply").note
    entry = Entry.objects.get(object_id=case.number, action="submission.draft_reply")
    assert "only_filler" in entry.data["weaknesses"]


def test_a_weakness_that_was_not_shown_is_not_waved_through(clerk: Client, case: Case) -> None:
    values = {"text": EMPTY, "answer_class": "D", "override_reason": "已当面说明过了", "seen": "too_short"}
    response = clerk.post(step_url(case), values)
    assert response.status_code == 422
    assert "请先看一看下面的提示" in text_of(response)
    assert not Reply.objects.exists()


def test_a_hint_is_shown_once_and_needs_no_reason(clerk: Client, case: Case) -> None:
    values = {"text": GOOD + "下一步适时回访。", "answer_class": "A", "done_on": "2026-11-23"}
    response = clerk.post(step_url(case), values)
    assert response.status_code == 422
    assert not response.context["form"].needs_reason
    assert clerk.post(step_url(case), values | {"seen": "vague"}).status_code == 302
    assert [row["code"] for row in Reply.objects.get(case=case).checks["found"]] == ["vague"]


CLASS_ERRORS = [
    ({"answer_class": ""}, "answer_class"),
    ({"answer_class": "A"}, "done_on"),
    ({"answer_class": "A", "done_on": TODAY + timedelta(days=1)}, "done_on"),
    ({"answer_class": "B", "promise": "换灯"}, "promised_on"),
    ({"answer_class": "B", "promise": "换灯", "promised_on": TODAY - timedelta(days=1)}, "promised_on"),
    ({"answer_class": "B", "promised_on": TODAY}, "promise"),
    ({"answer_class": "C", "reason": " "}, "reason"),
]


@pytest.mark.parametrize(("fields", "wrong"), CLASS_ERRORS)
def test_each_class_asks_for_its_own_facts(staff: Staff, case: Case, fields: dict, wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        draft_reply(case=case, by=staff.clerk, text=GOOD, **fields)
    assert set(error.value.message_dict) == {wrong}
    case.refresh_from_db()
    assert case.status == "assigned"


def test_facts_of_another_class_are_not_kept(staff: Staff, case: Case) -> None:
    fields = {
        "answer_class": "D",
        "promised_on": TODAY,
        "promise": "换灯",
        "done_on": TODAY,
        "reason": "没有钱",
    }
    draft_reply(case=case, by=staff.clerk, text=GOOD, **fields)
    reply = Reply.objects.get()
    assert (reply.promised_on, reply.promise, reply.done_on, reply.reason) == (None, "", None, "")


def test_checking_changes_nothing_and_keeps_what_was_typed(clerk: Client, case: Case) -> None:
    values = {"text": EMPTY, "answer_class": "B", "promise": "换灯", "promised_on": "2026-12-0", "check": "1"}
    response = clerk.post(step_url(case), values)
    page = text_of(response)
    assert response.status_code == 200
    for words in (EMPTY, "全是套话", 'value="换灯"', "B类答复要有承诺完成的日期"):
        assert words in page
    assert (Reply.objects.count(), case.events.filter(name="draft_reply").count()) == (0, 0)


def test_the_check_asks_for_the_right_to_the_case(client: Client, staff: Staff, case: Case) -> None:
    values = {"text": EMPTY, "check": "1"}
    client.force_login(make_member(Role.CLERK, make_town("白水镇", "baishui", "BS")))
    assert client.post(step_url(case), values).status_code == 404
    client.force_login(staff.chair)  # sees the case, but does not write answers
    assert client.post(step_url(case), values).status_code == 302
    with pytest.raises(PermissionDenied):
        draft_reply(case=case, by=staff.chair, text=GOOD)


def test_a_template_fills_in_facts_and_its_gaps_have_to_be_filled(
    clerk: Client, staff: Staff, case: Case
) -> None:
    template = ReplyTemplate.objects.create(
        congress=staff.congress, name="已修好", answer_class="A", text=FRAME
    )
    response = clerk.post(step_url(case), {"text": "先写的一句。", "template": template.pk, "insert": "1"})
    form = response.context["form"]
    text = form.value("text")
    assert response.status_code == 200
    assert text.startswith("先写的一句。\n\n您2026年11月23日反映的【地点】路灯")
    assert case.number in text
    assert staff.office.name in text
    assert form.value("answer_class") == "A"
    values = {"text": text, "answer_class": "A", "done_on": "2026-11-23", "seen": form.shown_codes}
    refused = clerk.post(step_url(case), values | {"override_reason": "模板就是这样的"})
    assert refused.status_code == 422
    assert "还没有填写" in text_of(refused)
    assert not Reply.objects.exists()


def test_only_templates_of_the_own_line_are_offered(clerk: Client, staff: Staff, case: Case) -> None:
    for congress, name in (
        (make_town("白水镇", "baishui", "BS"), "别镇的"), (make_county(), "县里的"), (staff.congress, "本镇的"),
    ):  # fmt: skip
        ReplyTemplate.objects.create(congress=congress, name=name, answer_class="D", text=FRAME)
    ReplyTemplate.objects.create(
        congress=staff.congress, name="停用的", answer_class="D", text=FRAME, is_active=False
    )
    page = text_of(clerk.get(step_url(case)))
    assert [name in page for name in ("别镇的", "县里的", "本镇的", "停用的")] == [False, True, True, False]
    foreign = ReplyTemplate.objects.get(name="别镇的")
    response = clerk.post(step_url(case), {"text": "", "template": foreign.pk, "insert": "1"})
    assert response.context["form"].value("text") == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("您反映的问题已办好，谢谢。", "至少用【】留出两处"),
        ("您反映的问题【结果】，【结果】。", "至少用【】留出两处"),
        ("{姓名}您好，【查到什么】，【做了什么】。", "系统不认识：姓名"),
    ],
)
def test_a_template_is_never_a_whole_answer(staff: Staff, text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ReplyTemplate(congress=staff.congress, name="模板", answer_class="A", text=text).full_clean()
    ReplyTemplate(congress=staff.congress, name="模板", answer_class="A", text=FRAME).full_clean()


def test_a_clerk_keeps_the_templates_and_a_handler_does_not(client: Client, staff: Staff) -> None:
    add = reverse("reply_templates:add")
    values = {
        "congress": staff.congress.pk,
        "name": "已修好",
        "answer_class": "A",
        "text": FRAME,
        "is_active": "on",
    }
    client.force_login(make_member(Role.HANDLER, staff.congress, staff.office))
    assert client.post(add, values).status_code == 404
    assert not ReplyTemplate.objects.exists()
    client.force_login(staff.clerk)
    client.post(add, values | {"text": "您好，已办好。"})
    assert not ReplyTemplate.objects.exists()
    client.post(add, values)
    assert ReplyTemplate.objects.get().congress == staff.congress


def test_the_opinion_and_all_that_was_said_stand_beside_the_draft(clerk: Client, staff: Staff) -> None:
    submission = make_submission(staff.congress, text="路灯不亮，什么时候修？另外下水道能不能清一清？")
    actions.add_supplement(submission=submission, text="补充：是第三根杆")
    case = staff.assigned(submission)
    ContactNote.objects.create(case=case, by=staff.clerk, on=TODAY, way="phone", summary="电话里说夜里不亮")
    page = text_of(clerk.get(step_url(case)))
    assert "是第三根杆" in page
    assert "电话里说夜里不亮" in page
    assert page.count("还没有回应") == 2
    checked = text_of(clerk.post(step_url(case), {"text": "路灯11月23日已修好。", "check": "1"}))
    assert (checked.count("已提到"), checked.count("还没有回应")) == (1, 1)


def test_the_second_answer_shows_why_the_first_did_not_satisfy(clerk: Client, staff: Staff) -> None:
    case = staff.replied(make_submission(staff.congress), GOOD)
    submission = Submission.objects.get(case=case)
    actions.rate(submission=submission, rating="not", comment="变压器没有修，隔一天又灭")
    page = text_of(clerk.get(step_url(case)))
    assert "变压器没有修，隔一天又灭" in page
    assert "第1次答复" in page
    response = clerk.post(step_url(case), {"text": GOOD, "answer_class": "A", "done_on": "2026-11-23"})
    shown = response.context["form"].shown_codes.split(",")
    assert {"repeated", "rating_unanswered"} <= set(shown)


def test_the_signer_sees_the_weaknesses_and_the_reason_and_confirms(client: Client, staff: Staff) -> None:
    case = staff.drafted(make_submission(staff.congress), EMPTY, override_reason="书面材料另寄")
    client.force_login(staff.chair)
    page = text_of(client.get(step_url(case, "sign_reply")))
    for words in ("全是套话", "书面材料另寄", EMPTY, TEXT, "我看过上面的提示"):
        assert words in page
    assert client.post(step_url(case, "sign_reply"), {}).status_code == 422
    assert client.post(step_url(case, "sign_reply"), {"confirmed": "on"}).status_code == 302
    entry = Entry.objects.get(object_id=case.number, action="submission.sign_reply")
    assert "only_filler" in entry.data["weaknesses"]
    assert "书面材料另寄" in text_of(client.get(reverse("casework:case", args=[case.number])))


def test_a_sound_answer_needs_no_confirmation(client: Client, staff: Staff) -> None:
    case = staff.drafted(make_submission(staff.congress), GOOD, answer_class="A", done_on=TODAY)
    client.force_login(staff.chair)
    assert "我看过上面的提示" not in text_of(client.get(step_url(case, "sign_reply")))
    assert client.post(step_url(case, "sign_reply"), {}).status_code == 302


def test_what_the_lint_reads_does_not_grow(staff: Staff, case: Case) -> None:
    def queries() -> int:
        fresh = Case.objects.select_related("congress").get(pk=case.pk)
        with CaptureQueriesContext(connection) as seen:
            background(fresh, author=staff.clerk)
        return len(seen)

    before = queries()
    for number in range(3):
        staff.drafted(make_submission(staff.congress, text=f"第{number}号桥的栏杆断了。"), GOOD)
        Area.objects.create(congress=staff.congress, name=f"新{number}村")
        actions.add_supplement(submission=case.submission, text=f"补充{number}")
    assert queries() == before


def test_copies_and_haste_are_seen_in_the_database(staff: Staff) -> None:
    texts = ("村口的桥栏杆断了，请修。", "水渠堵了，请清淤。", TEXT)
    cases = [staff.assigned(make_submission(staff.congress, text=text)) for text in texts]
    for case in cases[:2]:
        draft_reply(case=case, by=staff.clerk, text=GOOD)
    with pytest.raises(ValidationError):
        actions.draft_reply(case=cases[2], by=staff.clerk, text=GOOD, answer_class="D")
    seen = background(cases[2], author=staff.clerk)
    assert ({other.number for other in seen.others}, seen.same_minute) == ({c.number for c in cases[:2]}, 2)
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert background(cases[2], author=staff.clerk).same_minute == 0
