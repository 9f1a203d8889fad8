"""What the results leave out, so that nobody can be found behind a number."""

import itertools

from participation.questionnaires.models import Tally
from participation.submissions.suppression import Hidden
from tests.factories.pages import read
from tests.factories.questionnaires import (
    after,
    answer,
    asked_in,
    make_questionnaire,
    matrix,
    multiple,
    scale,
    single,
    written,
)
from tests.questionnaires.conftest import after_the_close, results, shown


def test_small_numbers_are_hidden_with_one_more(town):
    page = make_questionnaire(town, [single(options="是\n否\n不清楚")])
    for option, times in ((0, 40), (1, 20), (2, 2)):
        answer(page, {1: option}, times=times)
    assert shown(page) == {"是": 40, "否": Hidden.COMPLEMENT, "不清楚": Hidden.SMALL}


def set_counts(page, cells):
    """Bring about numbers of a first, single-choice question and of one that depends on it, without answering."""
    first, second = asked_in(page)
    Tally.objects.filter(page=page).delete()
    rows = [(first, value, number) for value, number in enumerate(cells)]
    rows += [(second, 0, cells[0] - 6), (second, 1, 6)]
    for question, total in ((first, sum(cells)), (second, cells[0])):
        rows.append((question, Tally.ANSWERED, total))
    Tally.objects.bulk_create(Tally(page=page, key=q.key, option=o, count=max(n, 0)) for q, o, n in rows)


def test_a_conditional_question_never_tells_a_hidden_number_of_the_first(town):
    """Whatever is shown with the second question: the hidden cells of the first can still be several numbers."""
    page = make_questionnaire(town, [single(options="甲\n乙\n丙"), after(1, "甲", single(options="好\n差"))])
    withheld = 0
    for cells in itertools.product((12, 20, 31), (2, 9), (0, 3, 8)):
        set_counts(page, cells)
        first, second = results(page)
        hidden = [line.label for line in first.tables[0].lines if isinstance(line.shown, Hidden)]
        if second.withheld:
            withheld += 1
            assert second.base is Hidden.COMPLEMENT
            assert "甲" in hidden
            assert set(hidden) != {"甲"}
        else:
            assert "甲" not in hidden or hidden == ["甲"]
    assert withheld


def test_what_depends_on_a_withheld_question_is_withheld_too(town):
    page = make_questionnaire(
        town,
        [
            single(options="是\n否"),
            after(1, "是", single(options="好\n差")),
            after(2, "好", written(is_required=False)),
        ],
    )
    answer(page, {1: 0, 2: 0, 3: "很好"}, times=20)
    answer(page, {1: 0, 2: 1}, times=20)
    answer(page, {1: 1}, times=3)
    assert [bool(result.withheld) for result in results(page)] == [False, True, True]
    assert [result.base for result in results(page, exact=True)] == [43, 40, 20]


def test_where_everybody_chooses_the_same_number_one_hidden_option_takes_another_along(town):
    page = make_questionnaire(town, [multiple(options="甲\n乙\n丙\n丁", min_choices=2, max_choices=2)])
    for chosen, times in (([0, 1], 20), ([1, 2], 20), ([0, 2], 8), ([2, 3], 2)):
        answer(page, {1: chosen}, times=times)
    assert shown(page) == {"甲": 28, "乙": 40, "丙": Hidden.COMPLEMENT, "丁": Hidden.SMALL}


def test_the_mean_of_a_scale_is_told_only_when_nothing_is_hidden(town):
    page = make_questionnaire(town, [scale(scale_to=3)])
    for step in (1, 2, 3):
        answer(page, {1: step}, times=6)
    assert results(page)[0].tables[0].mean == "2.0"
    answer(page, {1: 3}, times=6)
    assert results(page)[0].tables[0].mean == "2.2"
    other = make_questionnaire(town, [scale(scale_to=3)])
    for step, times in ((1, 20), (2, 3), (3, 20)):
        answer(other, {1: step}, times=times)
    assert results(other)[0].tables[0].mean == ""
    assert results(other, exact=True)[0].tables[0].mean == "2.0"


def test_hidden_numbers_are_not_in_the_chart(client, town):
    page = make_questionnaire(town, [single(options="是\n否\n不清楚")])
    for option, times in ((0, 41), (1, 23), (2, 3)):
        answer(page, {1: option}, times=times)
    with after_the_close(page):
        body = client.get(f"/questionnaires/{page.pk}/chart/1/").content.decode()
    assert ">41<" in body
    assert ">23<" not in body
    assert ">3<" not in body


def test_too_few_answers_show_no_table_and_no_picture(client, town):
    page = make_questionnaire(town, [single(), multiple(), matrix()])
    answer(page, {1: 0, 2: [0], 3: {0: 0, 1: 0}}, times=3)
    with after_the_close(page):
        text = read(client, page)
        assert client.get(f"/questionnaires/{page.pk}/chart/1/").status_code == 404
    assert text.count("回答的人太少，不列分项") == 3
    assert "回答人数：少于5" in text
    assert "<img" not in text.split('id="results"')[1].split("下载表格")[0]
