"""Published answers: only what stands on the site, newest first, in constant time."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from organizations.models import Congress
from participation.submissions.models import PublishedCopy, Submission
from participation.submissions.search_source import public_copies
from search.registry import Town, site_search
from tests.factories.organizations import make_county
from tests.factories.participation import REPLY, TEXT, make_published_copy, make_submission
from tests.participation.citizen import page

ANSWERS = "/answers/"


def titles(response) -> list[str]:
    return [copy.title for copy in response.context["copies"]]


def test_an_empty_list_says_so(client: Client, town: Congress) -> None:
    assert "还没有公开的意见" in page(client.get(ANSWERS))
    assert "没有符合条件的意见" in page(client.get(ANSWERS, {"town": "liutang"}))


def test_only_what_stands_on_the_site_is_shown(client: Client, town: Congress) -> None:
    public = make_published_copy(town, title="公开的")
    hidden = [
        make_published_copy(town, title="撤下的", withdrawn_at=timezone.now()),
        make_published_copy(town, title="未审核的", approved_by=None, published_at=None),
    ]
    only_sent = make_submission(town)
    assert titles(client.get(ANSWERS)) == ["公开的"]
    assert client.get(f"{ANSWERS}{public.number}/").status_code == 200
    for number in (*(copy.number for copy in hidden), only_sent.case.number):
        assert client.get(f"{ANSWERS}{number}/").status_code == 404


def test_an_answer_shows_the_masked_copy_and_nothing_of_the_case(client: Client, town: Congress) -> None:
    copy = make_published_copy(town, text="隐去后的意见<b>", rating="satisfied")
    Submission.objects.filter(pk=copy.submission_id).update(name="秘密姓名", contact="0000-9999999")
    shown = page(client.get(f"{ANSWERS}{copy.number}/"))
    for words in ("隐去后的意见&lt;b&gt;", REPLY, "供电所", "满意", copy.number):
        assert words in shown
    for secret in (TEXT, "秘密姓名", "9999999", str(copy.prepared_by), str(copy.approved_by)):
        assert secret not in shown


def test_the_list_is_narrowed_by_town_and_category(client: Client, town: Congress) -> None:
    make_published_copy(town, title="镇里", category="traffic")
    make_published_copy(make_county(), title="县里")
    assert titles(client.get(ANSWERS, {"town": "liutang"})) == ["镇里"]
    assert titles(client.get(ANSWERS, {"category": "traffic"})) == ["镇里"]
    assert titles(client.get(ANSWERS, {"town": "qinghe", "category": "traffic"})) == []


def test_parameters_that_cannot_be_read_mean_all(client: Client, town: Congress) -> None:
    make_published_copy(town)
    for value in ("x", "\x00", "<script>", "1" * 4000, "' OR 1=1"):
        for name in ("town", "category", "cursor", "page"):
            response = client.get(ANSWERS, {name: value})
            assert len(titles(response)) == 1
            assert "<script>alert" not in page(response)
    for number in ("x", "%00", "<b>", "1" * 400, "字"):
        assert client.get(f"{ANSWERS}{number}/").status_code == 404


def test_pages_follow_each_other_newest_first_with_their_filter(client: Client, town: Congress) -> None:
    now = timezone.now()
    for number in range(12):
        make_published_copy(town, title=f"第{number}件", published_at=now - timedelta(minutes=number))
    first = client.get(ANSWERS, {"town": "liutang"})
    assert titles(first) == [f"第{number}件" for number in range(10)]
    second = client.get(ANSWERS + first.context["next_url"])
    assert titles(second) == ["第10件", "第11件"]
    assert "town=liutang" in second.context["previous_url"]
    assert titles(client.get(ANSWERS + second.context["previous_url"])) == titles(first)


def test_the_list_reads_as_often_for_many_as_for_one(
    client: Client, town: Congress, django_assert_max_num_queries
) -> None:
    client.get(ANSWERS)  # what a server reads once is read
    counts = []
    for _ in range(2):
        make_published_copy(town)
        with django_assert_max_num_queries(12) as queries:
            client.get(ANSWERS)
        counts.append(len(queries))
        for _more in range(4):
            make_published_copy(town)
    assert counts[0] == counts[1]


def test_answers_are_found_by_the_site_s_search(client: Client, town: Congress) -> None:
    make_published_copy(town, title="东河村路灯")
    make_published_copy(town, title="路灯撤下", withdrawn_at=timezone.now())
    assert "answer" in site_search.sources
    assert [copy.title for copy in public_copies(None)] == ["东河村路灯"]
    section = Town("liutang", "柳塘镇", town.section_page.path)
    assert [copy.title for copy in public_copies(section)] == ["东河村路灯"]
    shown = page(client.get("/search/", {"q": "路灯", "kind": "answer"}))
    assert f"/answers/{PublishedCopy.objects.public().get().number}/" in shown
    assert "撤下" not in shown
