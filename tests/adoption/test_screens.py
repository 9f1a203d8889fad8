"""The office's screens: who gets in, what they show, and that they cost the same with ten and with thousands."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from participation.adoption.models import OpinionGroup
from participation.adoption.queries.results import latest
from participation.consultations.models import TOTAL, OpinionCount
from participation.submissions import actions as opinions
from participation.submissions.models import OpinionPart
from tests.factories.accounts import make_member
from tests.factories.adoption import Desk, worked_through
from tests.factories.organizations import make_office, make_town
from tests.factories.pages import read
from tests.factories.participation import Staff, make_version

pytestmark = pytest.mark.django_db
BAISHUI = ("白水镇", "baishui", "BS")


@pytest.fixture
def desk() -> Desk:
    return Desk(make_town())


def table(desk: Desk) -> str:
    return reverse("adoption:table", args=[desk.page.pk])


def article(desk: Desk, place: int = 0) -> str:
    return reverse("adoption:article", args=[desk.page.pk, desk.scope(place)])


def addresses(desk: Desk, group: OpinionGroup) -> list[str]:
    args = [desk.page.pk]
    names = ("table", "result", "preview", "export")
    return [
        *(reverse(f"adoption:{name}", args=args) for name in names),
        article(desk),
        reverse("adoption:group", args=[*args, group.pk]),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_in(client: Client, desk: Desk, role: Role) -> None:
    desk.opinions(1)
    group = desk.group()
    person = make_member(role, desk.congress, make_office(desk.congress) if role is Role.HANDLER else None)
    client.force_login(person)
    may = role in {Role.CLERK, Role.CHAIR, Role.COUNTY_OFFICE}
    for address in addresses(desk, group):
        assert (client.get(address).status_code in {200, 302}) == may or not may
        if not may:
            response = client.get(address)
            assert response.status_code in {302, 403}
            assert "意见概括" not in response.content.decode()
    assert (client.get(reverse("adoption:index")).status_code == 200) == may


def test_another_towns_tables_are_not_found(client: Client, desk: Desk) -> None:
    desk.opinions(1)
    group = desk.group()
    client.force_login(make_member(Role.CLERK, make_town(*BAISHUI)))
    assert {client.get(address).status_code for address in addresses(desk, group)} == {404}
    assert {client.post(address).status_code for address in addresses(desk, group)} == {404}
    assert desk.page.title not in read(client, reverse("adoption:index"), state="open")


def test_a_group_of_another_consultation_is_not_reached_through_ones_own(client: Client, desk: Desk) -> None:
    other = Desk(make_town(*BAISHUI))
    other.opinions(1)
    foreign = other.group()
    keys = desk.opinions(1)
    client.force_login(desk.clerk)
    address = reverse("adoption:group", args=[desk.page.pk, foreign.pk])
    assert client.get(address).status_code == 404
    posted = client.post(article(desk), {"action": "add", "group": foreign.pk, "parts": keys})
    assert posted.status_code == 404


def test_the_clerk_groups_decides_and_the_chair_approves(client: Client, desk: Desk) -> None:
    keys = desk.opinions(3)
    client.force_login(desk.clerk)
    client.post(article(desk), {"action": "create", "parts": keys[:2], "summary": "写清责任"})
    group = OpinionGroup.objects.get()
    client.post(article(desk), {"action": "add", "parts": keys[2:], "group": group.pk})
    address = reverse("adoption:group", args=[desk.page.pk, group.pk])
    form = {"action": "decide", "summary": "写清责任", "decision": "not", "reason": "", "submits": "1"}
    wrong = client.post(address, form)
    assert wrong.status_code == 422
    assert "要写明理由" in wrong.content.decode()
    client.post(address, form | {"reason": "第二条已经写了。", "decision": "covered"})
    own = client.get(address).content.decode()
    assert 'value="approve"' not in own
    client.force_login(desk.chair)
    assert 'value="approve"' in client.get(address).content.decode()
    client.post(address, {"action": "approve"})
    group.refresh_from_db()
    assert (group.opinions, group.decision, group.approved_by) == (3, "covered", desk.chair)


def test_like_opinions_are_proposed(client: Client, desk: Desk) -> None:
    keys = [
        desk.opinion(f"村道坏了没有人修，建议写清楚由谁来修{end}").parts.get().pk
        for end in ("。", "！", "，谢谢。")
    ]
    desk.opinion("每年公开一次养护经费的使用情况。")
    group = desk.group(parts=keys[:1], summary="写清谁修")
    client.force_login(desk.clerk)
    page = read(client, article(desk))
    assert page.count("与第 1 组相近") == 2
    near = read(client, article(desk), view="near")
    assert f'value="{keys[1]},{keys[2]}"' in near
    client.post(
        article(desk) + "?view=near", {"action": "add", "group": group.pk, "parts": f"{keys[1]},{keys[2]}"}
    )
    group.refresh_from_db()
    assert group.opinions == 3


def test_names_and_contacts_are_not_on_the_screens(client: Client, desk: Desk) -> None:
    desk.opinion("写清谁来修。", name="王小明", contact="13800001234", from_deputy=True)
    client.force_login(desk.clerk)
    page = read(client, article(desk))
    assert "可以联系提交人" in page
    assert "代表</span>" in page
    for word in ("王小明", "13800001234"):
        assert word not in page


def test_what_is_left_out_is_counted_and_explained(client: Client, desk: Desk) -> None:
    gone = desk.opinion("不要了。")
    desk.opinions(2)
    opinions.withdraw(submission=gone)
    client.force_login(desk.clerk)
    assert "提交人撤回的 1 条" in read(client, table(desk))
    assert "不要了。" not in read(client, article(desk))


def test_opinions_on_the_former_consultation_are_shown_with_their_text(client: Client) -> None:
    first = Desk(make_town())
    first.opinion("上一次就提过：写清谁来修。")
    first.close()
    second = Desk(make_town(), follows=first.page)
    row = second.page.articles.all()[0]
    row.key = first.article().key
    row.save()
    make_version(second.page)
    second.opinions(1)
    client.force_login(second.clerk)
    page = read(client, article(second))
    assert "上一次就提过：写清谁来修。" in page
    assert first.page.title in page


def test_opinions_on_an_article_that_is_gone_keep_their_line(client: Client, desk: Desk) -> None:
    desk.opinion("写清谁来修。")
    scope = desk.scope()
    desk.page.articles.all()[0].delete()
    make_version(desk.page)
    client.force_login(desk.clerk)
    page = read(client, table(desk))
    assert "现在的文本里没有" in page
    address = reverse("adoption:article", args=[desk.page.pk, scope])
    assert "写清谁来修。" in read(client, address)


def test_an_unknown_article_is_not_found(client: Client, desk: Desk) -> None:
    client.force_login(desk.clerk)
    for scope in (uuid.uuid4().hex, "nonsense", "total"):
        assert client.get(reverse("adoption:article", args=[desk.page.pk, scope])).status_code == 404


def many(desk: Desk, number: int) -> None:
    """Put opinions on the first article, as rows alone: the screens read nothing else."""
    sample = desk.opinion()
    rows = [
        OpinionPart(
            submission=sample, consultation=desk.page, kind="article", article_key=desk.article().key,
            label="第一条", text=f"建议{n}", version=desk.page.versions.get(), position=n,
        )
        for n in range(1, number)
    ]  # fmt: skip
    OpinionPart.objects.bulk_create(rows)
    for scope in (desk.scope(), TOTAL):
        OpinionCount.objects.filter(consultation=desk.page, scope=scope).update(opinions=number)


@pytest.mark.parametrize("name", ["table", "article", "group", "result"])
def test_queries_do_not_grow_with_articles_or_opinions(client: Client, name: str) -> None:
    numbers = []
    for articles, number in ((10, 100), (300, 2000)):
        desk = Desk(make_town(), articles=articles)
        many(desk, number)
        keys = list(OpinionPart.objects.filter(consultation=desk.page).values_list("pk", flat=True))
        group = desk.group(parts=keys[: number // 2])
        client.force_login(desk.clerk)
        address = {
            "table": table(desk),
            "article": article(desk),
            "group": reverse("adoption:group", args=[desk.page.pk, group.pk]),
            "result": reverse("adoption:result", args=[desk.page.pk]),
        }[name]
        read(client, address)
        with CaptureQueriesContext(connection) as found:
            read(client, address)
        numbers.append(len(found))
    assert numbers[0] == numbers[1]


def test_the_list_shows_what_is_owed_with_its_days(client: Client) -> None:
    desk = worked_through(make_town())
    client.force_login(desk.clerk)
    page = read(client, reverse("adoption:index"))
    assert desk.page.title in page
    assert "还有 " in page
    desk.close(days_ago=60)
    assert "已超过 " in read(client, reverse("adoption:index"))
    desk.publish()
    assert desk.page.title not in read(client, reverse("adoption:index"))
    assert desk.page.title in read(client, reverse("adoption:index"), state="done")


def test_the_result_goes_through_two_hands_on_the_screen(client: Client) -> None:
    desk = worked_through(make_town())
    address = reverse("adoption:result", args=[desk.page.pk])
    client.force_login(desk.clerk)
    client.post(address, {"action": "draft", "intro": "我们研究了意见。", "submits": "1"})
    assert 'value="publish"' not in read(client, address)
    client.post(address, {"action": "publish"})
    assert latest(desk.page.pk) is None
    client.force_login(desk.chair)
    assert "这是预览" in read(client, reverse("adoption:preview", args=[desk.page.pk]))
    client.post(address, {"action": "publish"})
    assert "我们研究了意见。" in read(client, reverse("participation:result", args=[desk.page.pk]))


def test_a_button_pools_what_was_grouped(client: Client, desk: Desk) -> None:
    row = desk.opinion()
    desk.group()
    client.force_login(Staff(desk.congress).clerk)
    assert 'value="pool"' in read(client, table(desk))
    client.post(table(desk), {"action": "pool"})
    row.case.refresh_from_db()
    assert row.case.status == "pooled"
    again = client.post(table(desk), {"action": "pool"}, follow=True)
    assert "没有可以列入研究的意见" in again.content.decode()
