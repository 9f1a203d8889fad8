"""What stands once somebody has answered, and publication by two people."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Entry
from participation.questionnaires.models import QuestionnairePage, StructureChangedError
from tests.factories.accounts import make_member
from tests.factories.questionnaires import (
    after,
    answer,
    asked_in,
    make_questionnaire,
    multiple,
    single,
    written,
)
from tests.questionnaires.editing import ROW, create, edit, errors_of, latest, sent_back


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


def test_a_draft_signed_for_a_later_hour_can_be_thrown_away_and_answers_never(office, town, clerk):
    create(office, town, [{}])
    page = QuestionnairePage.objects.get()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=clerk).publish()
    page.delete()
    assert not QuestionnairePage.objects.exists()
    answered = make_questionnaire(town, first_published_at=timezone.now())
    answer(answered, {1: 0})
    office.post(reverse("wagtailadmin_pages:delete", args=[answered.pk]))
    with pytest.raises(ProtectedError):
        answered.delete()
    assert answered.responses.exists()
