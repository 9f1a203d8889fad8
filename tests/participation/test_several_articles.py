"""One opinion on several articles, the whole and the key questions: one receipt, parts, counts (``domain.md`` §3.6)."""

import json
import uuid

import pytest
from django.test import Client

from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import QUESTIONS, TOTAL, WHOLE, Article, ConsultationPage
from participation.submissions.actions.opinions import Opinion, Part, Target
from participation.submissions.actions.writing import Incoming, write
from participation.submissions.draft_targets import MAX_ARTICLES
from participation.submissions.models import Submission
from participation.submissions.office_lists import dossier
from participation.submissions.views import opinion as view
from tests.factories.accounts import make_member
from tests.factories.pages import read
from tests.factories.participation import make_consultation
from tests.participation.citizen import NEW, filled, hidden, jpeg, let_in, only_submission, page, token_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(town: Congress) -> ConsultationPage:
    """A draft of thirty articles with two key questions."""
    found = make_consultation(town, key_questions="水管谁来修？\n多久修好？")
    found.articles = [
        Article(label=f"第{n}条", heading="养护", text=f"条文{n}。", sort_order=n) for n in range(1, 31)
    ]
    found.save()
    return found


def address(draft: ConsultationPage, *articles: Article, **more: str) -> str:
    """The address the reading page's tick boxes make."""
    query = "".join(f"&article={article.key.hex[:12]}" for article in articles)
    return f"{NEW}?consultation={draft.pk}{query}" + "".join(f"&{k}={v}" for k, v in more.items())


def box(article: Article) -> str:
    return f"part-{article.key.hex[:12]}"


def test_ticked_articles_come_to_the_form_each_with_its_wording_and_its_box(
    client: Client, draft: ConsultationPage
) -> None:
    shown = read(client, draft)
    ticks = [article.key.hex[:12] for article in draft.articles.all()]
    assert all(f'name="article" value="{tick}" form="pick"' in shown for tick in ticks)
    chosen = [draft.articles.all()[4], draft.articles.all()[1]]
    form = page(client.get(address(draft, *chosen)))
    for article in chosen:
        assert article.text in form
        assert f'name="{box(article)}"' in form
    assert "第2条、第5条" in form  # in the order of the draft
    assert 'name="question-2"' in form
    assert form.count("<textarea") == 5


def test_one_receipt_one_original_and_a_part_for_each_box(client: Client, draft: ConsultationPage) -> None:
    first, second = draft.articles.all()[1], draft.articles.all()[4]
    fields = filled("总的来说赞成。") | {
        box(second): "时间太短。",
        "question-1": "村里修。",
        box(first): "写清责任。",
    }
    assert client.post(address(draft, first, second), fields).status_code == 303
    sent = only_submission()
    parts = [(part.kind, part.label, part.wording, part.text) for part in sent.parts.all()]
    assert parts == [
        ("article", "第2条 养护", "条文2。", "写清责任。"),
        ("article", "第5条 养护", "条文5。", "时间太短。"),
        ("whole", "", "", "总的来说赞成。"),
        ("question", "", "水管谁来修？", "村里修。"),
    ]
    assert sent.text == (
        "第2条 养护：\n写清责任。\n\n第5条 养护：\n时间太短。\n\n整份草案：\n总的来说赞成。\n\n"
        "重点问题“水管谁来修？”：\n村里修。"
    )
    assert sent.article_label == "第2条 养护、第5条 养护"
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("name", ["first", "second", "text", "question-2"])
def test_any_one_box_is_enough(client: Client, draft: ConsultationPage, name: str) -> None:
    chosen = draft.articles.all()[:2]
    names = {"first": box(chosen[0]), "second": box(chosen[1])}
    fields = filled("") | {names.get(name, name): "只说这一点。"}
    assert client.post(address(draft, *chosen), fields).status_code == 303
    part = only_submission().parts.get()
    assert part.text == "只说这一点。"
    assert "只说这一点。" in only_submission().text


def test_nothing_at_all_is_said_at_the_first_box_and_each_error_stands_beside_its_own(
    client: Client, draft: ConsultationPage
) -> None:
    chosen = draft.articles.all()[:2]
    empty = client.post(address(draft, *chosen), filled("  "))
    assert empty.context["form"].errors[box(chosen[0])] == ["请至少在一个框里写下您的意见。"]
    fields = filled("") | {box(chosen[0]): "好的意见。", box(chosen[1]): "字" * 5001, "question-1": "短"}
    response = client.post(address(draft, *chosen), fields)
    errors = response.context["form"].errors
    assert set(errors) == {box(chosen[1]), "question-1"}
    assert "超出 1 个字" in errors[box(chosen[1])][0]
    assert "好的意见。" in page(response)
    assert not Submission.objects.exists()


def test_all_boxes_together_have_a_bound(client: Client, draft: ConsultationPage) -> None:
    chosen = list(draft.articles.all()[:5])
    fields = filled("") | {box(article): "字" * 4500 for article in chosen}
    response = client.post(address(draft, *chosen), fields)
    assert "一共最多20000个字，现在有22500个字" in response.context["form"].errors[box(chosen[0])][0]


def test_the_key_questions_can_be_answered_alone(client: Client, draft: ConsultationPage) -> None:
    assert f"consultation={draft.pk}&amp;about=questions" in read(client, draft)
    where = address(draft, about="questions")
    form = client.get(where)
    assert list(form.context["form"].fields)[:2] == ["question-1", "question-2"]
    assert f'action="{NEW}?consultation={draft.pk}&amp;about=questions"' in page(form)
    client.post(where, filled("") | {"question-2": "三天。"})
    sent = only_submission()
    assert (sent.parts.get().kind, sent.text) == ("question", "重点问题“多久修好？”：\n三天。")


def test_an_old_form_with_one_article_and_one_text_goes_to_the_article(
    client: Client, draft: ConsultationPage
) -> None:
    article = draft.articles.all()[3]
    client.post(f"{NEW}?article={article.key}", filled("老表单。"))
    part = only_submission().parts.get()
    assert (part.article_key, part.text, only_submission().text) == (article.key, "老表单。", "老表单。")


def test_too_many_ticks_are_said_and_what_is_gone_is_left_out(
    client: Client, draft: ConsultationPage
) -> None:
    rows = list(draft.articles.all())
    many = client.get(address(draft, *rows))
    assert f"一次最多选{MAX_ARTICLES}条" in many.context["notice"]
    assert page(many).count('name="part-') == MAX_ARTICLES
    gone = client.get(address(draft, rows[0], rows[1], Article(key=uuid.uuid4())))
    assert "这里是找到的2条" in gone.context["notice"]
    strange = client.get(f"{NEW}?consultation={draft.pk}&article=x&article={rows[0].key}")
    assert strange.context["target"].article == rows[0]
    assert client.get(f"{NEW}?consultation={draft.pk}&article=zzz").context["problem"]


def test_personal_data_is_pointed_out_box_by_box_and_may_be_sent_all_the_same(
    client: Client, draft: ConsultationPage
) -> None:
    chosen = draft.articles.all()[:2]
    fields = filled("") | {
        box(chosen[0]): "打13800001111找我。",
        box(chosen[1]): "没有别的。",
        "question-1": "问13900002222。",
    }
    warned = client.post(address(draft, *chosen), fields | {"photos": jpeg()})
    assert set(warned.context["form"].errors) == {box(chosen[0]), "question-1"}
    assert f'href="#id_{box(chosen[0])}">返回修改' in page(warned)
    again = fields | {"seen_numbers": hidden(warned, "seen_numbers"), "pending": hidden(warned, "pending")}
    assert client.post(address(draft, *chosen), again).status_code == 303
    assert only_submission().parts.count() == 3
    assert only_submission().case.files.count() == 1


def test_when_nothing_can_be_stored_every_box_is_given_back(
    client: Client, draft: ConsultationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = draft.articles.all()[:2]

    def fail(**_arguments):
        raise OSError

    monkeypatch.setattr(view.actions, "submit", fail)
    fields = filled("整体。") | {box(chosen[0]): "第一处。", box(chosen[1]): "第二处。"}
    response = client.post(address(draft, *chosen), fields)
    assert response.status_code == 503
    for words in ("整体。", "第一处。", "第二处。"):
        assert f">\n{words}</textarea>" in page(response)


def test_the_sender_and_the_office_read_it_article_by_article(
    client: Client, draft: ConsultationPage
) -> None:
    chosen = draft.articles.all()[:2]
    fields = filled("") | {box(chosen[0]): "甲处要改。", box(chosen[1]): "乙处要改。"}
    client.post(address(draft, *chosen), fields)
    let_in(client, token_in(fields["ticket"]), only_submission().case.number)
    status = page(client.get("/opinions/status/"))
    assert status.index("提交时的第1条") < status.index("甲处要改。") < status.index("提交时的第2条")
    kept = json.loads(client.post("/opinions/status/data/", {"format": "json"}).content)
    assert kept["逐条意见"][1] == {"对象": "第2条 养护", "提交时的条文": "条文2。", "内容": "乙处要改。"}
    staff = make_member(Role.CLERK, draft.congress)
    client.force_login(staff)
    case = only_submission().case
    panel = page(client.get(f"/admin/cases/{case.number}/"))
    assert panel.index("第1条 养护</h3>") < panel.index("甲处要改。") < panel.index("第2条 养护</h3>")
    [original] = [section for section in dossier(case) if section.with_photos]
    assert ("原文：第2条 养护", "乙处要改。") in original.texts
    assert ("提交时的条文：第2条 养护", "条文2。") in original.texts


def numbers(draft: ConsultationPage) -> dict[str, tuple[int, int]]:
    return {row.scope: (row.opinions, row.people) for row in draft.opinion_counts.all()}


def said(draft: ConsultationPage, *parts: Part, contact: str = "") -> Incoming:
    target = Target(draft.congress, consultation=draft)
    opinion = Opinion(target, "话", "14plus", contact=contact, parts=parts)
    return Incoming(opinion, uuid.uuid4().hex)


def test_things_said_and_people_are_counted_by_article_whole_question_and_in_all(
    draft: ConsultationPage,
) -> None:
    first, second = draft.articles.all()[:2]
    both = (Part("a", article=first), Part("b", article=second))
    write([said(draft, *both, contact="0000-1111111"), said(draft, Part("c"), contact="0000-1111111")])
    write([said(draft, Part("d", article=first), contact="0000-1111111")])
    write([said(draft, Part("e", article=first)), said(draft, Part("f", question="问"))])
    assert numbers(draft) == {
        first.key.hex: (3, 2),
        second.key.hex: (1, 1),
        WHOLE: (1, 1),
        QUESTIONS: (1, 1),
        TOTAL: (6, 3),
    }
