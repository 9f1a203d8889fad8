"""The worklist and the case screen, as each role meets them."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case, CaseFile
from library.models import PrivateFile
from participation.submissions import actions
from participation.submissions.actions.accusation import AccusedParties
from participation.submissions.models import Submission
from participation.submissions.workflow import workflow
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def numbers(response) -> list[str]:
    return [row["case"].number for row in response.context["rows"]]


def worklist(user, **params):
    response = signed_in(user).get("/admin/cases/", params)
    assert response.status_code == 200
    return response


def test_the_clerk_sees_what_waits_for_the_clerk(staff: Staff) -> None:
    waiting, done = make_submission(staff.congress), make_submission(staff.congress)
    staff.drafted(done)
    assert numbers(worklist(staff.clerk)) == [waiting.case.number]
    assert numbers(worklist(staff.chair)) == [done.case.number]


def test_a_handler_sees_only_what_is_assigned_and_not_given_back(staff: Staff) -> None:
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    mine = make_submission(staff.congress)
    make_submission(staff.congress)
    case = staff.assigned(mine)
    assert numbers(worklist(handler, tab="all")) == [case.number]
    actions.return_to_sender(case=case, by=handler, reason="不属于本所")
    assert numbers(worklist(handler, tab="all")) == []
    assert signed_in(handler).get(f"/admin/cases/{case.number}/").status_code == 404


def test_the_county_sees_its_towns_and_a_town_only_itself(staff: Staff) -> None:
    ours = make_submission(staff.congress).case
    theirs = make_submission(make_town("白水镇", "baishui", "BS")).case
    county = make_member(Role.COUNTY_OFFICE, make_county())
    assert set(numbers(worklist(county, tab="all"))) == {ours.number, theirs.number}
    assert numbers(worklist(staff.clerk, tab="all")) == [ours.number]
    assert signed_in(staff.clerk).get(f"/admin/cases/{theirs.number}/").status_code == 404


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_account_managers_and_auditors_have_no_worklist(staff: Staff, role: Role) -> None:
    person = signed_in(make_member(role, staff.congress))
    number = make_submission(staff.congress).case.number
    for address in ("/admin/cases/", f"/admin/cases/{number}/", f"/admin/cases/{number}/register/"):
        assert person.get(address).status_code in {302, 403}


def test_nobody_gets_in_without_signing_in() -> None:
    response = Client().get("/admin/cases/")
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_tabs_hold_what_they_say(staff: Staff) -> None:
    today = timezone.localdate()
    late, soon, fine, closed = (make_submission(staff.congress).case for _ in range(4))
    for case, days in ((late, -1), (soon, 2), (fine, 9), (closed, -5)):
        Case.objects.filter(pk=case.pk).update(due_on=today + timedelta(days=days))
    Case.objects.filter(pk=closed.pk).update(closed_at=timezone.now(), status="closed")
    tabs = {key: set(numbers(worklist(staff.clerk, tab=key))) for key in ("due", "overdue", "open", "all")}
    assert tabs["overdue"] == {late.number}
    assert tabs["due"] == {soon.number}
    assert tabs["open"] == {late.number, soon.number, fine.number}
    assert tabs["all"] == tabs["open"] | {closed.number}


def test_search_and_filters(staff: Staff) -> None:
    lamp = make_submission(staff.congress, text="路灯坏了").case
    water = make_submission(staff.congress, text="自来水没压力").case
    actions.register(case=water, by=staff.clerk, category="utilities")
    assert numbers(worklist(staff.clerk, tab="all", q="路灯")) == [lamp.number]
    assert numbers(worklist(staff.clerk, tab="all", q=water.number.lower())) == [water.number]
    assert numbers(worklist(staff.clerk, tab="all", status="registered")) == [water.number]


@pytest.mark.parametrize(
    "params",
    [
        {"tab": "nonsense"}, {"cursor": "nonsense"}, {"cursor": "eyJ4IjoxfQ=="}, {"status": "x"}, {"congress": "-1"},
        {"congress": "999999999999999999999"}, {"q": "%_'\"\\"}, {"q": "x" * 5000}, {"q": "\x00路"}, {"q": "路" * 51},
    ],
)  # fmt: skip
def test_whatever_stands_in_the_address_the_list_answers(staff: Staff, params: dict[str, str]) -> None:
    make_submission(staff.congress)
    worklist(staff.clerk, **params)


def test_another_towns_filter_shows_nothing_of_it(staff: Staff) -> None:
    other = make_town("白水镇", "baishui", "BS")
    theirs = make_submission(other).case
    shown = worklist(make_member(Role.CLERK, staff.congress), tab="all", congress=str(other.pk))
    assert theirs.number not in shown.content.decode()


def test_paging_walks_every_case_once(staff: Staff) -> None:
    made = {make_submission(staff.congress).case.number for _ in range(65)}
    client, address, seen = signed_in(staff.clerk), "/admin/cases/?tab=all", []
    for _ in range(5):
        response = client.get(address)
        seen += numbers(response)
        if not response.context["next_url"]:
            break
        address = "/admin/cases/" + response.context["next_url"]
    assert sorted(seen) == sorted(made)


def test_queries_of_list_and_case_do_not_grow(staff: Staff, django_assert_max_num_queries) -> None:
    client = signed_in(staff.clerk)
    for _ in range(3):
        staff.assigned(make_submission(staff.congress))
    client.get("/admin/cases/?tab=all")

    def spent(address: str) -> int:
        with django_assert_max_num_queries(60) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    case = Case.objects.first()
    assert case is not None
    few_list, few_case = spent("/admin/cases/?tab=all"), spent(f"/admin/cases/{case.number}/")
    for _ in range(27):
        staff.assigned(make_submission(staff.congress))
    for i in range(20):
        actions.add_supplement(submission=Submission.objects.get(case=case), text=f"补充{i}")
    assert spent("/admin/cases/?tab=all") <= few_list
    assert spent(f"/admin/cases/{case.number}/") <= few_case


@pytest.mark.parametrize("role", ["clerk", "chair"])
def test_the_screen_offers_exactly_the_steps_of_the_table(staff: Staff, role: str) -> None:
    case = staff.drafted(make_submission(staff.congress))
    person = getattr(staff, role)
    content = signed_in(person).get(f"/admin/cases/{case.number}/").content.decode()
    offered = set(re.findall(rf'href="/admin/cases/{case.number}/([a-z_]+)/"', content))
    assert offered == {row.name for row in workflow.available(case, person)}
    assert offered


def test_a_step_is_taken_and_the_screen_says_so(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    client = signed_in(staff.clerk)
    response = client.post(f"/admin/cases/{case.number}/register/", {"category": "safety"}, follow=True)
    assert "已完成：登记" in response.content.decode()
    case.refresh_from_db()
    assert case.status == "registered"


def test_mistakes_stand_beside_the_field_and_nothing_typed_is_lost(staff: Staff) -> None:
    case = staff.accepted(make_submission(staff.congress))
    response = signed_in(staff.clerk).post(
        f"/admin/cases/{case.number}/assign/",
        {"handler": f"office:{staff.office.pk}", "due_on": "2020-01-01", "instruction": "请到现场看一看"},
    )
    content = response.content.decode()
    assert response.status_code == 422
    assert "办理期限不能早于今天" in content
    assert "请到现场看一看" in content
    assert response.context["form"].errors.keys() == {"due_on"}


def test_a_handler_of_another_town_cannot_be_posted(staff: Staff) -> None:
    foreign = Staff(make_town("白水镇", "baishui", "BS")).office
    case = staff.accepted(make_submission(staff.congress))
    response = signed_in(staff.clerk).post(
        f"/admin/cases/{case.number}/assign/", {"handler": f"office:{foreign.pk}"}
    )
    assert response.context["form"].errors.keys() == {"handler"}


def test_somebody_was_quicker(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    client = signed_in(staff.clerk)
    actions.register(case=case, by=staff.clerk, category="other")
    response = client.post(f"/admin/cases/{case.number}/register/", {"category": "safety"}, follow=True)
    assert "当前状态不能进行" in response.content.decode()


def test_what_a_citizen_typed_is_shown_but_never_run(staff: Staff) -> None:
    text = "<script>alert(1)</script>路太烂 {{ 7*7 }} =HYPERLINK()"
    case = make_submission(staff.congress, text=text, place="<b>x</b>").case
    client = signed_in(staff.clerk)
    for address in ("/admin/cases/", f"/admin/cases/{case.number}/", f"/admin/cases/{case.number}/register/"):
        content = client.get(address).content.decode()
        assert "<script>alert(1)" not in content
        assert "&lt;script&gt;alert(1)" in content


def test_contact_details_are_shown_on_request_only_and_every_reading_is_recorded(staff: Staff) -> None:
    case = make_submission(staff.congress, name="某某某", contact="0000-7777777").case
    client = signed_in(staff.clerk)
    assert "0000-7777777" not in client.get(f"/admin/cases/{case.number}/").content.decode()
    address = f"/admin/cases/{case.number}/contact/"
    assert "0000-7777777" not in client.get(address).content.decode()
    assert "0000-7777777" in client.post(address, {"reason": "verify"}).content.decode()
    entry = Entry.objects.get(action="case.read_contact")
    assert (entry.actor, entry.object_id) == (staff.clerk, case.number)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.COUNTY_OFFICE])
def test_who_handles_or_oversees_does_not_see_who_wrote(staff: Staff, role: Role) -> None:
    case = staff.assigned(make_submission(staff.congress, name="某某某", contact="0000-7777777"))
    person = (
        make_member(role, staff.congress, staff.office)
        if role == Role.HANDLER
        else make_member(role, make_county())
    )
    client = signed_in(person)
    content = client.get(f"/admin/cases/{case.number}/").content.decode()
    assert "某某某" not in content
    assert "查看并记录" not in content
    assert client.post(f"/admin/cases/{case.number}/contact/").status_code in {302, 403}
    assert not Entry.objects.filter(action="case.read_contact").exists()


def test_a_photo_opens_only_for_people_who_may_see_its_case(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    private = PrivateFile(name="照片1.jpg", content_type="image/jpeg", size=3, sha256="0" * 64)
    private.file.save("x", ContentFile(b"abc"), save=True)
    CaseFile.objects.create(case=case, file=private)
    address = f"/admin/cases/{case.number}/files/{private.pk}/"
    response = signed_in(staff.clerk).get(address)
    assert b"".join(response.streaming_content) == b"abc"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    stranger = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    assert signed_in(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    other = make_submission(staff.congress).case
    assert signed_in(staff.clerk).get(f"/admin/cases/{other.number}/files/{private.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["nonsense/", "submit/", "rate/", "withdraw/"])
def test_steps_that_are_not_the_offices_do_not_exist_here(staff: Staff, path: str) -> None:
    case = make_submission(staff.congress).case
    client = signed_in(staff.clerk)
    assert client.get(f"/admin/cases/{case.number}/{path}").status_code == 404
    assert client.post(f"/admin/cases/{case.number}/{path}").status_code == 404


def test_an_accusation_is_seen_only_by_those_who_decide_and_never_by_the_accused(staff: Staff) -> None:
    case = make_submission(staff.congress, text="我要举报某某主任收钱。").case
    county = make_member(Role.COUNTY_OFFICE, make_county())
    second_chair = make_member(Role.CHAIR, staff.congress)
    actions.register(case=case, by=staff.clerk, category="other")
    actions.set_aside(
        case=case, by=staff.clerk, accused=AccusedParties(users=(staff.chair,)), reason="反映收钱"
    )
    for insider in (county, second_chair):
        assert numbers(worklist(insider, tab="all")) == [case.number]
    for outsider in (staff.chair, staff.clerk):
        assert numbers(worklist(outsider, tab="all")) == []
        assert signed_in(outsider).get(f"/admin/cases/{case.number}/").status_code == 404


@pytest.mark.parametrize("name", ["return_to_sender", "set_aside"])
def test_who_gives_a_case_away_goes_back_to_the_list(staff: Staff, name: str) -> None:
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    case = staff.assigned(make_submission(staff.congress))
    client = signed_in(handler if name == "return_to_sender" else staff.clerk)
    response = client.post(f"/admin/cases/{case.number}/{name}/", {"reason": "不属于本所"}, follow=True)
    assert response.redirect_chain == [("/admin/cases/", 302)]
    assert response.status_code == 200


def test_paragraphs_of_what_the_office_writes_are_kept(staff: Staff) -> None:
    case = staff.accepted(make_submission(staff.congress))
    question = "请补充两点。\n\n一、哪条路？\n二、什么时候开始？"
    step = f"/admin/cases/{case.number}/need_more/"
    assert signed_in(staff.clerk).post(step, {"question": question, "note": "甲\n乙"}).status_code == 302
    event = case.events.get(name="need_more")
    assert (event.public_note, event.note) == (question, "甲\n乙")
