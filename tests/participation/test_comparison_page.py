"""The public comparison of two versions: what it shows, to whom, and what it costs."""

import io
import random
import time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from wagtail.models import PageViewRestriction

from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage, DraftVersion, Stage, VersionArticle
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation
from tests.participation.comparing import draft, number, sentence


@pytest.fixture
def town(db: None) -> Congress:
    return make_town()


def version(page: ConsultationPage, rows: list[dict], stage: str = Stage.SOLICITED) -> DraftVersion:
    """Freeze a text as it is frozen when a page is published."""
    made = DraftVersion.objects.create(
        page=page,
        number=page.versions.count() + 1,
        stage=stage,
        digest=uuid4().hex,
        published_at=timezone.now(),
    )
    VersionArticle.objects.bulk_create(
        VersionArticle(version=made, position=position, **values) for position, values in enumerate(rows)
    )
    return made


def row(label: str, text: str, **more: object) -> dict:
    """Return an article of a text."""
    return {"kind": "article", "key": uuid4(), "label": label, "text": text, **more}


def address(page: ConsultationPage, old: object = "", new: object = "", tail: str = "") -> str:
    """Return the address of a comparison."""
    return f"/consultations/{page.pk}/compare/{tail}?from={old}&to={new}"


def two_versions(page: ConsultationPage) -> tuple[DraftVersion, DraftVersion]:
    """Publish two texts: one article changed, one deleted, one new, one as it was with another number."""
    a, b, c, d = (uuid4() for _ in range(4))
    old = [
        row("第一条", "为了加强道路养护，制定本办法。", key=a, heading="目的"),
        row("第二条", "村道由村民委员会在十五日内养护。", key=b, heading="责任"),
        row("第三条", "养护费向农户收取。", key=c, heading="收费"),
        row("第四条", "本办法自公布之日起施行。", key=d, heading="施行"),
    ]
    new = [
        old[0],
        row("第二条", "村道由村民委员会在三十日内养护。", key=b, heading="责任"),
        old[3] | {"label": "第三条"},
        row("第四条", "养护结果<b>应当</b>公示。", heading="公示"),
    ]
    return version(page, old), version(page, new, Stage.SECOND)


def test_changes_are_listed_first_and_marked_in_words_not_only_in_color(client, town):
    page = make_consultation(town)
    first, second = two_versions(page)
    text = client.get(address(page, first.pk, second.pk)).content.decode()
    assert (
        '<del><span class="visually-hidden">［删去：</span>十五<span class="visually-hidden">］</span></del>'
        in text
    )
    assert (
        '<ins><span class="visually-hidden">［新增：</span>三十<span class="visually-hidden">］</span></ins>'
        in text
    )
    table, rest = text.split('id="comparison"')
    for name in ("第二条 责任", "第三条 收费", "第四条 公示"):
        assert name in table
        assert name in rest
    assert "第一条 目的" not in table
    assert "有改动 1 条，新增 1 条，删去 1 条，文字没有改动的 2 条（其中 1 条只改了序号）" in table
    for change in page.versions.last().rows.filter(label__in=["第二条", "第四条"]):
        assert f'href="#c-{change.key.hex[:12]}"' in table
        assert f'id="c-{change.key.hex[:12]}"' in rest
    assert "&lt;b&gt;应当&lt;/b&gt;" in rest
    assert "没有改动" in rest
    assert "（原第四条）" in rest


def test_unchanged_articles_are_folded_until_asked_for(client, town):
    page = make_consultation(town)
    two_versions(page)
    folded = client.get(address(page)).content.decode()
    assert '<details class="compare-fold">' in folded
    assert "&amp;all=1#comparison" in folded
    assert "显示未改的条文" in folded
    opened = client.get(address(page) + "&all=1").content.decode()
    assert '<details class="compare-fold" open>' in opened
    assert "只看有改动的条文" in opened


def test_without_a_choice_the_last_two_versions_and_a_wrong_order_is_turned(client, town):
    page = make_consultation(town)
    first, second = two_versions(page)
    third = version(page, [row("第一条", "全新的文本。")], Stage.VOTE)

    def chosen(response):
        found = response.context["comparison"]
        return found.old.pk, found.new.pk

    assert chosen(client.get(address(page))) == (second.pk, third.pk)
    assert chosen(client.get(address(page, third.pk, first.pk))) == (first.pk, third.pk)
    assert chosen(client.get(address(page, old=first.pk))) == (first.pk, third.pk)
    assert chosen(client.get(address(page, new=second.pk))) == (first.pk, second.pk)


def test_the_same_version_twice_says_that_nothing_differs(client, town):
    page = make_consultation(town)
    first, _second = two_versions(page)
    assert "两稿的文字完全相同" in client.get(address(page, first.pk, first.pk)).content.decode()


def test_a_draft_with_one_version_says_so(client, town):
    page = make_consultation(town)
    version(page, [row("第一条", "唯一的一稿。")])
    response = client.get(f"/consultations/{page.pk}/compare/")
    assert response.status_code == 200
    assert "还没有可以对照的两稿" in response.content.decode()
    assert client.get(address(page, tail="docx/")).status_code == 404


def test_the_chain_of_consultations_on_one_draft_is_compared_through_versions_between(client, town):
    former = make_consultation(town)
    first, _second = two_versions(former)
    kept = former.versions.last().rows.get(label="第二条")
    page = make_consultation(town, follows=former)
    renewed = uuid4()
    third = version(
        page,
        [row("第五条", "村道由镇人民政府在三十日内养护。", key=renewed, sources=[kept.key.hex])],
    )
    response = client.get(address(page, first.pk, third.pk))
    change = next(one.change for one in response.context["comparison"].facings if one.change.new)
    assert [row.label for row in change.old] == ["第二条"]
    assert response.context["comparison"].is_confirmed


def test_versions_nobody_has_linked_are_matched_by_wording_and_the_page_says_so(client, town):
    former, text = make_consultation(town), sentence(random.Random(1))
    version(former, [row("第一条", text), row("第二条", sentence(random.Random(2)))])
    page = make_consultation(town, follows=former)
    version(page, [row("第一条", sentence(random.Random(3))), row("第二条", text)])
    response = client.get(address(page))
    again = client.get(address(page))
    assert "没有经过人工核对" in response.content.decode()
    for answer in (response, again):
        kinds = {
            one.change.new[0].label: one.change.kinds
            for one in answer.context["comparison"].facings
            if one.change.new
        }
        assert [str(kind) for kind in kinds["第二条"]] == ["renumbered"]
        assert [str(kind) for kind in kinds["第一条"]] == ["new"]


@pytest.mark.parametrize("value", ["0", "999999", "abc", "1e3", "９", "-1", "' or 1=1", "1" * 400])
def test_a_version_that_is_none_is_not_found(client, town, value):
    page = make_consultation(town)
    two_versions(page)
    for tail in ("", "docx/"):
        response = client.get(f"/consultations/{page.pk}/compare/{tail}", {"from": value})
        assert response.status_code == 404


def test_only_what_is_public_can_be_compared(client, town):
    page, other = make_consultation(town), make_consultation(town)
    first, second = two_versions(page)
    foreign, _ = two_versions(other)
    assert client.get(address(page, foreign.pk, second.pk)).status_code == 404
    follower = make_consultation(town, follows=page)
    third = version(follower, [row("第一条", "新的一稿。")])
    assert client.get(address(follower, first.pk, third.pk)).status_code == 200
    page.unpublish()
    assert client.get(address(page)).status_code == 404
    assert client.get(address(follower, first.pk, third.pk)).status_code == 404
    assert str(first) not in client.get(f"/consultations/{follower.pk}/compare/").content.decode()
    never = make_consultation(town, live=False)
    version(never, [row("第一条", "没有公布。")])
    assert client.get(address(never)).status_code == 404
    for pk in ("987654", "9" * 30):
        assert client.get(f"/consultations/{pk}/compare/").status_code == 404
    PageViewRestriction.objects.create(page=follower, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address(follower)).status_code == 404


def test_a_text_that_was_only_saved_is_not_there(client, town):
    page = make_consultation(town)
    page.save_revision().publish()
    page.articles.add(Article(label="第三条", text="还没有签发的一条。"))
    page.save_revision()
    response = client.get(f"/consultations/{page.pk}/compare/")
    assert len(response.context["versions"]) == 1


def long_versions(page: ConsultationPage, size: int) -> tuple[DraftVersion, DraftVersion]:
    """Publish two texts of many articles, a third of them changed and a new one after every tenth."""
    chance = random.Random(size)
    old = [
        row(one.label, one.text, kind=one.kind, level=one.level, heading=one.heading)
        for one in draft(size, chance)
    ]
    new: list[dict] = []
    for values in old:
        text = values["text"]
        if values["kind"] == "article" and chance.random() < 0.33:
            place = chance.randrange(len(text))
            text = text[:place] + "应当及时" + text[place + 4 :]
        new.append(values | {"text": text})
        if len(new) % 10 == 0:
            new.append(row(f"第{number(len(new))}条之一", sentence(chance)))
    return version(page, old), version(page, new)


def test_the_number_of_queries_does_not_grow_with_articles_and_300_take_less_than_a_second(client, town):
    counts = []
    for size in (10, 300):
        page = make_consultation(town)
        first, second = long_versions(page, size)
        client.get(address(page, first.pk, second.pk))
        started = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(page, first.pk, second.pk))
        took = time.process_time() - started
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
    assert took < 1


def test_the_word_file_has_the_table_with_marks_seen_in_black_and_white(client, town):
    page = make_consultation(town)
    first, second = two_versions(page)
    response = client.get(address(page, first.pk, second.pk, "docx/"))
    assert f"comparison-{page.pk}-{first.pk}-{second.pk}.docx" in response["Content-Disposition"]
    document = Document(io.BytesIO(response.content))
    (table,) = document.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert "修改前" in cells[0][0]
    assert "修改后" in cells[0][1]
    assert cells[1][0] == cells[1][1] == "第一条没有改动"
    assert any("养护费向农户收取" in old and "删去" in new for old, new in cells)
    runs = [run for row in table.rows for cell in row.cells for one in cell.paragraphs for run in one.runs]
    assert [run.text for run in runs if run.font.strike][:1] == ["十五"]
    assert "三十" in [run.text for run in runs if run.underline and run.bold]


def test_comparisons_are_only_read(client, town):
    page = make_consultation(town)
    two_versions(page)
    assert client.post(f"/consultations/{page.pk}/compare/").status_code == 405
