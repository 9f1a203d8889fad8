"""The ledger's screen: for auditors, inside their congress, to read."""

import pytest
from django.test import Client

from accounts.roles import Role
from audit.models import Entry
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/ledger/"


def reader(role: Role, congress) -> Client:
    client = Client()
    client.force_login(make_member(role, congress))
    return client


def test_an_auditor_reads_the_trail_of_a_case_by_its_number() -> None:
    staff = Staff(make_town())
    case = staff.replied(make_submission(staff.congress))
    make_submission(staff.congress)
    response = reader(Role.AUDITOR, staff.congress).get(ADDRESS, {"q": case.number})
    assert [entry.action for entry in response.context["entries"]] == [
        f"submission.{name}"
        for name in ("sign_reply", "draft_reply", "assign", "accept", "register", "submit")
    ]


def test_an_auditor_sees_no_other_town_and_the_countys_sees_all() -> None:
    ours = make_submission(make_town()).case.number
    theirs = make_submission(make_town("白水镇", "baishui", "BS")).case.number
    shown = reader(Role.AUDITOR, make_town()).get(ADDRESS).content.decode()
    assert ours in shown
    assert theirs not in shown
    shown = reader(Role.AUDITOR, make_county()).get(ADDRESS).content.decode()
    assert ours in shown
    assert theirs in shown


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.HANDLER}])
def test_nobody_else_reads_it(role: Role) -> None:
    assert reader(role, make_town()).get(ADDRESS).status_code in {302, 403}


def test_it_cannot_be_written_to() -> None:
    client = reader(Role.AUDITOR, make_town())
    before = Entry.objects.count()
    assert client.post(ADDRESS, {"q": "x"}).status_code == 405
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "params", [{"cursor": "x"}, {"q": "\x00"}, {"q": "x" * 9999}, {"cursor": "eyJ4IjoxfQ=="}]
)
def test_whatever_stands_in_the_address_it_answers(params: dict[str, str]) -> None:
    assert reader(Role.AUDITOR, make_town()).get(ADDRESS, params).status_code == 200


def test_queries_do_not_grow_with_entries(django_assert_max_num_queries) -> None:
    client = reader(Role.AUDITOR, make_town())
    for _ in range(2):
        make_submission(make_town())
    with django_assert_max_num_queries(40) as few:
        client.get(ADDRESS)
    for _ in range(30):
        make_submission(make_town())
    with django_assert_max_num_queries(len(few)):
        client.get(ADDRESS)
