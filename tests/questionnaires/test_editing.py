"""Making a questionnaire in the admin: what is refused and where, conditions that follow, what stands once answered."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.roles import Role
from audit.models import Entry
from participation.consultations.models import ConsultationIndexPage
from participation.questionnaires.models import Question, QuestionnairePage, StructureChangedError
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation
from tests.factories.questionnaires import (
    after,
    answer,
    asked_in,
    make_questionnaire,
    multiple,
    single,
    written,
)

ROW = {
    "id": "", "key": "", "condition_key": "", "kind": "single", "text": "您满意吗？", "note": "", "is_required": "on",
    "options": "是\n否", "rows": "", "min_choices": "", "max_choices": "", "scale_from": "1", "scale_to": "5",
    "low_label": "", "high_label": "", "max_length": "500", "condition_number": "", "condition_answers": "",
}  # fmt: skip


def form_data(rows: list[dict[str, Any]], initial: int = 0, **fields: Any) -> dict[str, Any]:
    values = {
        "title": "公交站怎么改",
        "slug": "",
        "intro": "为了定方案",
        "opens_at": "2026-12-01 08:00",
        "closes_at": "2026-12-31 17:00",
        "consultation": "",
        "contact": "办公室 0000-1234567",
        "results_note": "",
        "search_description": "",
        "go_live_at": "",
        "questions": inline_formset([ROW | row for row in rows], initial=initial),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def create(office, town, rows: list[dict[str, Any]], **fields: Any):
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["questionnaires", "questionnairepage", index.pk])
    return office.post(url, form_data(rows, **fields), follow=True)


def sent_back(page: QuestionnairePage) -> list[dict[str, Any]]:
    """Return the rows as the edit form would send them back."""
    rows = []
    for order, question in enumerate(latest(page), start=1):
        row = {name: getattr(question, name) for name in ROW if name not in {"id", "key", "condition_key"}}
        row = {name: "" if value is None else value for name, value in row.items()}
        keys = {"key": str(question.key), "condition_key": str(question.condition_key or "")}
        rows.append(
            row
            | keys
            | {"id": question.pk or "", "is_required": "on" if question.is_required else "", "ORDER": order}
        )
    return rows


def edit(office, page: Page, rows: list[dict[str, Any]], **fields: Any):
    data = form_data(rows, initial=sum(1 for row in rows if row.get("key")), **fields)
    return office.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def errors_of(response) -> dict[tuple[int, str], list[str]]:
    """Return what is said beside which field of which row."""
    formset = response.context["form"].formsets["questions"]
    return {
        (number, name): list(errors)
        for number, form in enumerate(formset.forms, start=1)
        for name, errors in form.errors.items()
    }


def latest(page: QuestionnairePage) -> list[Question]:
    fresh = QuestionnairePage.objects.get(pk=page.pk)
    return list(fresh.get_latest_revision_as_object().questions.all())


def test_a_questionnaire_is_made_with_a_condition(office, town):
    create(
        office,
        town,
        [{}, {"kind": "text", "text": "为什么？", "condition_number": "1", "condition_answers": "否"}],
    )
    page = QuestionnairePage.objects.get()
    first, second = latest(page)
    assert second.condition_key == first.key
    assert second.trigger_values(first) == {1}
    assert page.slug.isascii()
    assert page.get_parent().specific.congress == town


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([{"options": "是\n否\n是"}], (1, "options"), "“是”重复了"),
        ([{"options": "ABC\nａｂｃ"}], (1, "options"), "重复了"),
        ([{"options": "是"}], (1, "options"), "至少写 2 行"),
        ([{"options": "\n".join(map(str, range(31)))}], (1, "options"), "最多 30 行，现在有 31 行"),
        ([{"options": "是\n" + "长" * 101}], (1, "options"), "太长"),
        ([{"kind": "matrix", "rows": ""}], (1, "rows"), "至少写 1 行"),
        ([{"kind": "matrix", "rows": "甲\n甲"}], (1, "rows"), "重复了"),
        ([{"kind": "multiple", "max_choices": "3"}], (1, "max_choices"), "只有 2 个选项"),
        ([{"kind": "multiple", "min_choices": "2", "max_choices": "1"}], (1, "min_choices"), "不能大于"),
        ([{"kind": "scale", "scale_from": "5", "scale_to": "5"}], (1, "scale_to"), "应大于"),
        (
            [{"kind": "scale", "scale_from": "0", "scale_to": "11"}],
            (1, "scale_to"),
            "最多 11 档，现在有 12 档",
        ),
        ([{"kind": "text", "max_length": "5000"}], (1, "max_length"), "2000"),
        ([{"condition_number": "1", "condition_answers": "是"}], (1, "condition_number"), "不能以自己为条件"),
        (
            [{"condition_number": "2", "condition_answers": "是"}, {}],
            (1, "condition_number"),
            "只能以前面的题为条件",
        ),
        ([{}, {"condition_number": "0", "condition_answers": "是"}], (2, "condition_number"), "没有这道题"),
        (
            [{}, {"condition_number": "1", "condition_answers": "不清楚"}],
            (2, "condition_answers"),
            "没有“不清楚”",
        ),
        ([{}, {"condition_number": "1"}], (2, "condition_answers"), "答了什么才问"),
        ([{}, {"condition_answers": "是"}], (2, "condition_number"), "第几题"),
        (
            [{"kind": "text"}, {"condition_number": "1", "condition_answers": "是"}],
            (2, "condition_number"),
            "不能作为条件",
        ),
        (
            [{"kind": "multiple"}, {"condition_number": "1", "condition_answers": "是\n否"}],
            (2, "condition_answers"),
            "只能写一个",
        ),
        (
            [{"kind": "scale"}, {"condition_number": "1", "condition_answers": "6"}],
            (2, "condition_answers"),
            "没有“6”",
        ),
        ([{}] * 61, (61, "text"), "最多 60 题，这是第 61 题"),
        ([{"text": ""}], (1, "text"), "请填写"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(office, town, rows, place, words):
    found = errors_of(create(office, town, rows))
    assert set(found) == {place}
    assert any(words in message for message in found[place]), found[place]
    assert not QuestionnairePage.objects.exists()


def test_a_questionnaire_closes_after_it_opens(office, town):
    response = create(office, town, [{}], closes_at="2026-11-30 17:00")
    assert "截止时间应晚于开始时间" in str(response.context["form"].errors["closes_at"])


def test_a_questionnaire_without_a_question_is_not_sent_for_signature(office, town):
    response = create(office, town, [], **{"action-submit": "1"})
    assert "请至少写一道题" in str(response.context["form"].formsets["questions"].non_form_errors())
    assert not QuestionnairePage.objects.exists()


def test_a_condition_follows_its_question_when_questions_are_moved(office, town):
    create(
        office,
        town,
        [{"text": "甲"}, {"text": "乙"}, {"text": "丙", "condition_number": "1", "condition_answers": "是"}],
    )
    page = QuestionnairePage.objects.get()
    first, second, third = sent_back(page)
    edit(office, page, [first | {"ORDER": 2}, second | {"ORDER": 1}, third])
    questions = latest(page)
    assert [question.text for question in questions] == ["乙", "甲", "丙"]
    assert questions[2].condition_number == 2
    assert questions[2].condition_key == questions[1].key
    # A number that was typed means what it says.
    rows = sent_back(page)
    edit(office, page, [*rows[:2], rows[2] | {"condition_number": "1"}])
    assert latest(page)[2].condition_key == latest(page)[0].key


def test_a_condition_whose_question_goes_or_moves_behind_is_pointed_at(office, town):
    create(office, town, [{"text": "甲"}, {"text": "乙", "condition_number": "1", "condition_answers": "是"}])
    page = QuestionnairePage.objects.get()
    first, second = sent_back(page)
    gone = errors_of(edit(office, page, [first | {"DELETE": "on"}, second]))
    assert "已经删除" in str(gone[2, "condition_number"])
    behind = errors_of(edit(office, page, [first | {"ORDER": 2}, second | {"ORDER": 1}]))
    assert "只能以前面的题为条件" in str(behind[2, "condition_number"])


def test_only_a_consultation_of_the_own_congress_can_be_chosen_and_no_title_leaks(office, town):
    foreign = make_consultation(make_town("白水镇", "baishui", "BS"), title="别镇的秘密草案", live=False)
    response = create(office, town, [{}], consultation=str(foreign.pk))
    assert "只能选本级人大自己的征求意见" in str(response.context["form"].errors["consultation"])
    assert "别镇的秘密草案" not in response.content.decode()
    own = make_consultation(town)
    create(office, town, [{}], consultation=str(own.pk))
    assert QuestionnairePage.objects.get().get_latest_revision_as_object().consultation == own


@pytest.fixture
def answered(town):
    page = make_questionnaire(
        town,
        [
            single("您满意嘛？", options="是\n否"),
            after(1, "否", written("哪里不满")),
            multiple(is_required=False),
        ],
    )
    page.save_revision()
    answer(page, {1: 1, 2: "太慢"})
    return page


def test_after_the_first_answer_wording_can_be_mended(office, answered):
    rows = sent_back(answered)
    rows[0] |= {"text": "您满意吗？", "note": "指去年"}
    edit(office, answered, rows, title="改过的标题", closes_at="2027-01-31 17:00")
    assert latest(answered)[0].text == "您满意吗？"


@pytest.mark.parametrize(
    ("row", "changes", "field"),
    [
        (0, {"options": "是\n否\n不清楚"}, "options"),
        (0, {"options": "否\n是"}, "options"),
        (0, {"kind": "multiple"}, "kind"),
        (0, {"is_required": ""}, "is_required"),
        (1, {"condition_number": "", "condition_answers": ""}, "condition_number"),
        (2, {"max_choices": "1"}, "max_choices"),
    ],
)
def test_after_the_first_answer_options_kinds_and_conditions_stand(office, answered, row, changes, field):
    rows = sent_back(answered)
    rows[row] |= changes
    found = errors_of(edit(office, answered, rows))
    assert "已经有人答卷" in str(found[row + 1, field])


def test_after_the_first_answer_no_question_goes_comes_or_moves(office, answered):
    rows = sent_back(answered)
    gone = edit(office, answered, [*rows[:2], rows[2] | {"DELETE": "on"}])
    assert "不能删除题目“您常去哪里？”" in str(gone.context["form"].formsets["questions"].non_form_errors())
    more = errors_of(edit(office, answered, [*rows, ROW | {"text": "再问一题", "ORDER": 4}]))
    assert "不能增加题目" in str(more[4, "text"])
    moved = [rows[0], rows[1] | {"ORDER": 3}, rows[2] | {"ORDER": 2}]
    assert "顺序不能再改" in str(errors_of(edit(office, answered, moved)))


def test_a_text_signed_before_the_first_answer_cannot_replace_what_was_answered(town, clerk):
    page = make_questionnaire(town)
    [changed] = page.questions.all()
    changed.options = "甲\n乙"
    page.questions = [changed]
    revision = page.save_revision(user=clerk)
    answer(QuestionnairePage.objects.get(pk=page.pk), {1: 2})
    with pytest.raises(StructureChangedError):
        revision.publish()
    assert issubclass(StructureChangedError, PermissionDenied)
    assert asked_in(QuestionnairePage.objects.get(pk=page.pk))[0].option_list == ["镇上", "村里", "外地"]
    # The clock lets it lie and goes on with the others.
    revision.publish(log_action="wagtail.publish.scheduled")
    assert asked_in(QuestionnairePage.objects.get(pk=page.pk))[0].option_list == ["镇上", "村里", "外地"]


def test_publication_needs_a_second_person_and_stands_in_the_ledger(office, town, clerk, client):
    create(office, town, [{}], **{"action-publish": "1"})
    page = QuestionnairePage.objects.get()
    assert not page.live
    workflow = page.get_workflow().start(page, clerk)
    task = workflow.current_task_state.task.specific
    with pytest.raises(PermissionDenied):
        task.on_action(workflow.current_task_state, clerk, "approve")
    chair = make_member(Role.CHAIR, town)
    task.on_action(workflow.current_task_state, chair, "approve")
    page.refresh_from_db()
    assert page.live
    entry = Entry.objects.get(action="questionnaire.publish")
    assert (entry.actor, entry.congress, entry.object_id) == (chair, town, str(page.pk))
    assert entry.data["closes_at"] == "2026-12-31 17:00"
    assert client.get(page.get_url()).status_code == 200
    page.unpublish()
    assert client.get(page.get_url()).status_code == 404
    assert client.get(f"/questionnaires/{page.pk}/answer/").status_code == 404
