"""Making a questionnaire in the admin: what is refused and where, conditions that follow their question."""

import pytest

from participation.questionnaires.models import QuestionnairePage
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation
from tests.factories.questionnaires import (
    after,
    answer,
    make_questionnaire,
    multiple,
    single,
    written,
)
from tests.questionnaires.editing import create, edit, errors_of, latest, sent_back


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
