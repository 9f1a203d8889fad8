"""One answer for a cluster: each case merged by a step of its own, every sender sees it, nobody is hidden."""

import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case, Visibility
from organizations.models import Congress
from participation.submissions import actions
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from participation.submissions.similarity.actions import answer_together
from tests.factories.accounts import make_member
from tests.factories.organizations import make_office, make_town
from tests.factories.participation import REPLY, Staff, draft_reply, make_submission
from tests.participation.citizen import let_in

CAMPAIGN = "柳塘镇老街的公交站取消以后，老人看病要走两里路，请恢复站点，早晚高峰多加两班车。"
ALSO = CAMPAIGN + "另外站台要装一条长凳。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(town: Congress) -> Staff:
    """Clerk, chair and office."""
    return Staff(town)


@pytest.fixture
def cases(town: Congress) -> list[Case]:
    """Five opinions with near texts."""
    words = [CAMPAIGN, ALSO, CAMPAIGN, CAMPAIGN.replace("两里", "三里"), CAMPAIGN]
    found = [make_submission(town, text=text, token=f"{n}" * 32).case for n, text in enumerate(words)]
    call_command("cluster_opinions", "--all", verbosity=0)
    return found


def together(case: Case) -> str:
    """The address of the comparison."""
    return f"/admin/intake/together/{case.number}/"


def test_the_case_screen_tells_of_near_opinions_and_the_comparison_shows_what_differs(
    client: Client, staff: Staff, cases: list[Case]
) -> None:
    client.force_login(staff.clerk)
    page = client.get(f"/admin/cases/{cases[0].number}/").content.decode()
    assert "相近意见 5 件（5 人、3 种文本）" in page
    for other in cases[1:]:
        assert other.number in page
    page = client.get(together(cases[0])).content.decode()
    assert '<ins class="text-new">另外站台要装一条长凳。</ins>' in page
    assert '<del class="text-gone">两</del><ins class="text-new">三</ins>' in page


def test_every_sender_of_a_merged_cluster_reads_the_shared_answer(
    client: Client, staff: Staff, cases: list[Case]
) -> None:
    first, *others = cases
    staff.assigned(first.submission)
    client.force_login(staff.clerk)
    numbers = [case.number for case in others]
    answer = client.post(together(first), {"numbers": numbers, "reason": "同一站点"}, follow=True)
    assert "已把4件并入本件" in answer.content.decode()
    draft_reply(case=first, by=staff.clerk, text=REPLY)
    actions.sign_reply(case=first, by=staff.chair)
    for number, case in enumerate(others, start=1):
        visitor = Client()
        let_in(visitor, f"{number}" * 32, case.number)
        page = visitor.get("/opinions/status/").content.decode()
        assert REPLY in page
        assert case.number in page
        names = list(case.events.values_list("name", flat=True))
        assert names == ["submit", "register", "merge"]
        assert Entry.objects.filter(action="submission.merge", object_id=case.number).exists()
    entry = Entry.objects.get(action="submission.answer_together")
    assert entry.data["merged"] == numbers
    # Nobody is hidden: all five stay in the list and in the numbers.
    page = client.get(f"/admin/cases/{first.number}/").content.decode()
    assert "相近意见 5 件（5 人、3 种文本）" in page


def test_what_can_no_longer_be_merged_is_named_and_left_alone(staff: Staff, cases: list[Case]) -> None:
    first, second, third, *_rest = cases
    staff.accepted(first.submission)
    staff.assigned(second.submission)
    stranger = make_submission(staff.congress, text="自来水下午四点以后就没压力，整条街都这样。").case
    result = answer_together(
        case=first,
        by=staff.clerk,
        numbers=[second.number, third.number, stranger.number, "不存在"],
        reason="同一站点",
    )
    assert result.merged == [third.number]
    assert [number for number, _why in result.left] == [second.number, stranger.number, "不存在"]
    assert all(why for _number, why in result.left)
    second.refresh_from_db()
    assert second.status == "assigned"


def test_a_wrong_merge_is_undone_case_by_case(staff: Staff, cases: list[Case]) -> None:
    first, second, *_rest = cases
    staff.accepted(first.submission)
    answer_together(case=first, by=staff.clerk, numbers=[second.number], reason="同一站点")
    second.refresh_from_db()
    actions.unmerge(case=second, by=staff.clerk, reason="还要长凳")
    assert Submission.objects.get(case=second).merged_into is None
    status = public_status(Submission.objects.select_related("case__congress").get(case=second))
    assert not status.is_merged


def test_an_unregistered_case_takes_no_others_in(client: Client, staff: Staff, cases: list[Case]) -> None:
    client.force_login(staff.clerk)
    answer = client.post(together(cases[0]), {"numbers": [cases[1].number], "reason": "同一站点"})
    assert answer.status_code == 422
    assert "请先登记本件" in answer.content.decode()
    answer = client.post(together(cases[0]), {"numbers": [cases[1].number]})
    assert answer.status_code == 422  # without a reason
    assert f'value="{cases[1].number}" checked' in answer.content.decode()


def test_only_who_sees_all_cases_sees_near_ones_and_only_who_decides_merges(
    client: Client, staff: Staff, cases: list[Case], town: Congress
) -> None:
    case = staff.assigned(cases[0].submission)
    handler = make_member(Role.HANDLER, town, staff.office)
    client.force_login(handler)
    page = client.get(f"/admin/cases/{case.number}/")
    assert page.status_code == 200
    assert "相近意见" not in page.content.decode()
    assert client.get(together(case)).status_code == 404
    assert client.post(together(case), {"numbers": [cases[1].number], "reason": "x"}).status_code == 404
    client.force_login(make_member(Role.CLERK, make_town("白水镇", "baishui", "BS")))
    assert client.get(together(case)).status_code == 404
    assert not Submission.objects.filter(merged_into__isnull=False).exists()
    make_office(town)


def test_a_restricted_case_is_in_no_list(client: Client, staff: Staff, cases: list[Case]) -> None:
    hidden = cases[1]
    Case.objects.filter(pk=hidden.pk).update(visibility=Visibility.RESTRICTED)  # behind the job's back
    for user in (staff.clerk, staff.chair):
        client.force_login(user)
        for address in (f"/admin/cases/{cases[0].number}/", together(cases[0])):
            assert hidden.number not in client.get(address).content.decode()


def test_screens_ask_no_more_queries_with_a_larger_cluster(
    client: Client, staff: Staff, cases: list[Case], town: Congress, django_assert_max_num_queries: Any
) -> None:
    def counts() -> list[int]:
        found = []
        for address in (f"/admin/cases/{cases[0].number}/", together(cases[0])):
            client.get(address)
            with django_assert_max_num_queries(80) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    client.force_login(staff.clerk)
    before = counts()
    for _ in range(30):
        make_submission(town, text=CAMPAIGN, token=uuid.uuid4().hex)
    call_command("cluster_opinions", "--all", verbosity=0)
    assert counts() == before
    page = client.get(f"{together(cases[0])}").content.decode()
    assert page.count('type="checkbox" name="numbers"') == 20
    assert "cursor=" in page
