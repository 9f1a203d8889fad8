"""Filters, tabs, saved filters and keys of the worklist, and finding by words."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from casework.models import Case, CaseWords, Clock, Extension, SavedFilter, Supervision
from casework.words import FEW, find, forget, index_words
from participation.submissions.models import Rating, Submission
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


def listed(user, **params) -> set[str]:
    response = signed_in(user).get("/admin/cases/", {"tab": "all", **params})
    assert response.status_code == 200
    return {row["case"].number for row in response.context["rows"]}


def supervise(case: Case, by) -> None:
    today = timezone.localdate()
    Supervision.objects.create(case=case, by=by, demand="请说明", respond_by=today, due_explanation="七日")


def ask_for_time(case: Case, by) -> Extension:
    today = timezone.localdate()
    clock = case.clocks.first() or Clock.objects.create(case=case, rule_id="x", base_on=today, due_on=today)
    return Extension.objects.create(
        clock=clock, requested_by=by, reason="材料未到", until=today + timedelta(days=9)
    )


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        ({"category": "farmland"}, {"category": "farmland"}),
        ({"channel": "phone"}, {"channel": "phone"}),
        ({"flag": "unsatisfied"}, {"rating": Rating.NOT}),
        ({"category": "farmland", "channel": "phone"}, {"category": "farmland", "channel": "phone"}),
    ],
)
def test_filters_of_opinions_find_just_those(staff: Staff, params, fields) -> None:
    wanted, other = make_submission(staff.congress), make_submission(staff.congress)
    Submission.objects.filter(pk=other.pk).update(category="jobs", channel="web")
    Submission.objects.filter(pk=wanted.pk).update(**fields)
    assert listed(staff.clerk, **params) == {wanted.case.number}


def test_dates_include_both_ends_in_local_time(staff: Staff) -> None:
    early, late = make_submission(staff.congress).case, make_submission(staff.congress).case
    # 16:30 UTC on the 4th is half past midnight on the 5th here.
    Case.objects.filter(pk=early.pk).update(received_at="2026-03-04T15:30:00Z", due_on="2026-04-01")
    Case.objects.filter(pk=late.pk).update(received_at="2026-03-04T16:30:00Z", due_on="2026-05-01")
    assert listed(staff.clerk, received_from="2026-03-05", received_to="2026-03-05") == {late.number}
    assert listed(staff.clerk, received_to="2026-03-04") == {early.number}
    assert listed(staff.clerk, due_from="2026-04-01", due_to="2026-04-30") == {early.number}


def test_the_handler_is_found_by_a_part_of_its_name(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    make_submission(staff.congress)
    assert listed(staff.clerk, handler=staff.office.name[:2]) == {case.number}
    assert listed(staff.clerk, handler="没有这个单位") == set()


def test_supervised_and_waiting_for_a_decision_have_tabs_only_where_there_are_such(staff: Staff) -> None:
    plain = make_submission(staff.congress).case

    def keys(user) -> list[str]:
        return [tab.key for tab, _count in signed_in(user).get("/admin/cases/?tab=all").context["tabs"]]

    assert not {"supervised", "extensions"} & set(keys(staff.clerk))
    case = staff.assigned(make_submission(staff.congress))
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    supervise(case, staff.chair)
    ask_for_time(case, handler)
    assert {"supervised", "extensions"} <= set(keys(staff.clerk))
    assert listed(staff.clerk, tab="supervised") == listed(staff.clerk, tab="extensions") == {case.number}
    assert listed(staff.clerk, flag="supervised") == listed(staff.clerk, flag="extension") == {case.number}
    assert "extensions" not in keys(handler), "who asked does not decide"
    assert plain.number not in listed(staff.clerk, tab="supervised")


def test_sorting_by_due_date_lists_only_what_still_owes_an_answer(staff: Staff) -> None:
    today = timezone.localdate()
    later, sooner, done = (make_submission(staff.congress).case for _ in range(3))
    for case, days in ((later, 9), (sooner, 1), (done, 0)):
        Case.objects.filter(pk=case.pk).update(due_on=today + timedelta(days=days))
    Case.objects.filter(pk=done.pk).update(answered_at=timezone.now())
    rows = signed_in(staff.clerk).get("/admin/cases/?tab=all&sort=due").context["rows"]
    assert [row["case"].number for row in rows] == [sooner.number, later.number]


@pytest.mark.parametrize("is_indexed", [True, False])
def test_words_are_found_wherever_they_stand_also_before_they_are_indexed(
    staff: Staff, is_indexed: bool
) -> None:
    lamp = make_submission(staff.congress, text="东头的路灯坏了，ＷｉＦｉ也没有。").case
    make_submission(staff.congress, text="灯路不通；路边有灯")
    theirs = make_submission(make_town("白水镇", "baishui", "BS"), text="路灯").case
    if is_indexed:
        call_command("index_words")
        assert CaseWords.objects.filter(case=lamp).exists()
        assert listed(staff.clerk, q="wifi") == {lamp.number}
        assert listed(staff.clerk, q="灯") > {lamp.number}
    assert listed(staff.clerk, q="路灯") == listed(staff.clerk, q="路灯坏了") == {lamp.number}
    assert theirs.number not in listed(staff.clerk, q="路灯")
    assert listed(staff.clerk, q="！？") == set()


def test_words_that_occur_all_over_are_tested_one_by_one(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_submission(staff.congress, text="路灯不亮").case
    for _ in range(3):
        make_submission(staff.congress, text="路灯常亮")
    index_words()
    monkeypatch.setattr("casework.words.FEW", 2)
    assert FEW > 2
    assert Case.objects.filter(find("路灯")).count() == 4
    assert list(Case.objects.filter(find("路灯 不亮"))) == [case]


def test_what_is_forgotten_is_read_anew(staff: Staff) -> None:
    submission = make_submission(staff.congress, text="路灯不亮")
    index_words()
    Submission.objects.filter(pk=submission.pk).update(text="已删除")
    forget(submission.case)
    index_words()
    assert listed(staff.clerk, q="路灯") == set()
    assert listed(staff.clerk, q="已删除") == {submission.case.number}


def test_a_saved_filter_is_kept_used_by_default_and_deleted(staff: Staff) -> None:
    client = signed_in(staff.clerk)
    query = "category=farmland&cursor=x&tab=all"
    answer = client.post("/admin/cases/filters/", {"name": " 农田 ", "query": query, "is_default": "on"})
    assert answer["Location"] == "/admin/cases/?category=farmland&tab=all"
    saved = SavedFilter.objects.get(user=staff.clerk)
    assert (saved.name, saved.query) == ("农田", "category=farmland&tab=all")
    assert client.get("/admin/cases/")["Location"] == answer["Location"]
    assert "农田" in client.get("/admin/cases/?tab=mine").content.decode()
    client.post(f"/admin/cases/filters/{saved.pk}/", {"do": "no_default"})
    assert client.get("/admin/cases/").status_code == 200
    client.post(f"/admin/cases/filters/{saved.pk}/", {"do": "delete"})
    assert not SavedFilter.objects.exists()


def test_somebody_elses_filter_does_not_exist(staff: Staff) -> None:
    saved = SavedFilter.objects.create(user=staff.chair, name="主席", query="tab=all")
    assert (
        signed_in(staff.clerk).post(f"/admin/cases/filters/{saved.pk}/", {"do": "delete"}).status_code == 404
    )
    assert SavedFilter.objects.filter(pk=saved.pk).exists()
    assert "主席" not in signed_in(staff.clerk).get("/admin/cases/?tab=all").context["saved"]


def test_a_saved_filter_leads_nowhere_else(staff: Staff) -> None:
    answer = signed_in(staff.clerk).post(
        "/admin/cases/filters/", {"name": "x", "query": "//example.org/?a=1"}
    )
    assert answer["Location"].startswith("/admin/cases/")


def test_at_most_twenty_filters(staff: Staff) -> None:
    for place in range(20):
        SavedFilter.objects.create(user=staff.clerk, name=str(place), query="tab=all")
    answer = signed_in(staff.clerk).post(
        "/admin/cases/filters/", {"name": "再来", "query": "tab=all"}, follow=True
    )
    assert "最多保存20个" in answer.content.decode()
    assert SavedFilter.objects.count() == 20


def test_queries_of_the_filtered_list_do_not_grow(staff: Staff) -> None:
    county = make_member(Role.COUNTY_OFFICE, make_county())
    client, address = (
        signed_in(county),
        "/admin/cases/?tab=all&q=路灯&category=farmland&flag=supervised&handler=所",
    )

    def made(count: int) -> None:
        for _ in range(count):
            supervise(staff.assigned(make_submission(staff.congress)), staff.chair)
        index_words()

    made(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert len(client.get(address).context["rows"]) == 1
    made(6)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).context["rows"]) == 7
    assert len(few) == len(many)


def test_the_keys_are_told_on_the_screen_and_live_in_a_file(staff: Staff) -> None:
    make_submission(staff.congress)
    page = signed_in(staff.clerk).get("/admin/cases/?tab=all").content.decode()
    assert "js/worklist.js" in page
    for key in "jkx/?":
        assert f"<kbd>{key}</kbd>" in page
