"""分办规则: the first that fits proposes a handler; going another way is a person's decision, with a reason."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from accounts.roles import Role
from audit.models import Entry
from organizations.models import Area
from participation.routing.models import RoutingRule
from participation.routing.queries import Facts, propose
from participation.submissions import actions
from participation.submissions.actions.assigning import Handler
from participation.submissions.actions.citizen import Target
from tests.factories.accounts import make_member
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_office, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


@pytest.fixture
def power(staff: Staff):
    return make_office(staff.congress, "电力管理站")


def rule(staff: Staff, name: str = "规则", position: int = 10, **fields) -> RoutingRule:
    fields.setdefault("office", None if {"deputy", "station"} & set(fields) else staff.office)
    return RoutingRule.objects.create(congress=staff.congress, name=name, position=position, **fields)


def facts(text: str = "路灯坏了", category: str = "utilities", place: str = "", station_id=None) -> Facts:
    return Facts(category, text, place, station_id)


def test_rules_are_tried_in_order_and_the_first_that_fits_wins(staff: Staff, power) -> None:
    rule(staff, "默认", 99)
    rule(staff, "路灯", 20, words="路灯\n灯杆", office=power)
    rule(staff, "供水", 10, category="sanitation")
    found = propose(staff.congress, facts())
    assert found is not None
    assert found.rule.name == "路灯"
    assert "含有“路灯”" in found.explanation
    assert "电力管理站" in found.explanation
    other = propose(staff.congress, facts("路口堵车"))
    assert other is not None
    assert other.rule.name == "默认"
    assert "没有其他规则符合" in other.explanation


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ({"place": "东河村口"}, True),
        ({"text": "东河村的路灯坏了"}, True),
        ({"place": "西河村"}, False),
        ({"place": "东河村", "category": "health"}, False),
    ],
)
def test_every_condition_of_a_rule_has_to_be_met(staff: Staff, given, fits: bool) -> None:
    area, _made = Area.objects.get_or_create(congress=staff.congress, name="东河村")
    rule(staff, category="utilities", area=area)
    assert (propose(staff.congress, facts(**given)) is not None) is fits


def test_a_rule_may_ask_which_station_received_it(staff: Staff) -> None:
    station, other = make_station(staff.congress, "东站"), make_station(staff.congress, "西站")
    rule(staff, from_station=station, station=station)
    assert propose(staff.congress, facts(station_id=station.pk)) is not None
    assert propose(staff.congress, facts(station_id=other.pk)) is None


def test_rules_that_are_off_or_whose_handler_has_gone_do_not_fire(staff: Staff, power) -> None:
    rule(staff, is_active=False)
    rule(staff, office=power)
    rule(staff, deputy=make_deputy(staff.congress, status="suspended"), office=None)
    power.is_active = False
    power.save()
    assert propose(staff.congress, facts()) is None


def test_another_towns_rules_do_not_count(staff: Staff) -> None:
    rule(staff)
    assert propose(make_town("白水镇", "baishui", "BS"), facts()) is None


def test_the_rule_that_fired_is_in_the_ledger(staff: Staff) -> None:
    fired = rule(staff, "灯", words="灯")
    case = staff.accepted(make_submission(staff.congress))
    actions.assign(case=case, by=staff.clerk, handler=Handler(office=staff.office))
    data = Entry.objects.get(action="submission.assign", object_id=case.number).data
    assert (data["rule"], data["rule_name"], data["followed"]) == (fired.pk, "灯", True)


def test_another_handler_than_proposed_needs_a_reason_that_is_kept(staff: Staff, power) -> None:
    rule(staff, "灯", words="灯")
    case = staff.accepted(make_submission(staff.congress))
    with pytest.raises(ValidationError) as refused:
        actions.assign(case=case, by=staff.clerk, handler=Handler(office=power))
    assert "override_reason" in refused.value.message_dict
    assert case.assignments.count() == 0
    actions.assign(case=case, by=staff.clerk, handler=Handler(office=power), override_reason="杆归供电所")
    event = case.events.get(name="assign")
    assert "杆归供电所" in event.note
    assert "杆归供电所" not in event.public_note
    assert Entry.objects.get(action="submission.assign", object_id=case.number).data["followed"] is False


def test_what_a_handler_gave_back_is_not_proposed_to_it_again(staff: Staff, power) -> None:
    rule(staff, "灯", words="灯")
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    case = staff.assigned(make_submission(staff.congress))
    actions.return_to_sender(case=case, by=handler, reason="杆不归我们")
    actions.assign(case=case, by=staff.clerk, handler=Handler(office=power))
    assert case.lead_office == power


def test_the_screen_chooses_the_proposed_handler_and_says_by_which_rule(staff: Staff, power) -> None:
    rule(staff, "灯", words="灯", office=power, instruction="请到现场试灯")
    case = staff.accepted(make_submission(staff.congress, target=Target(staff.congress)))
    client = Client()
    client.force_login(staff.clerk)
    page = client.get(f"/admin/cases/{case.number}/assign/").content.decode()
    assert f'value="office:{power.pk}" selected' in page
    assert "按分办规则“灯”" in page
    assert "请到现场试灯" in page
    answer = client.post(f"/admin/cases/{case.number}/assign/", {"handler": f"office:{staff.office.pk}"})
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()


def test_a_rule_proposes_exactly_one_handler_of_its_own_congress(staff: Staff) -> None:
    foreign = make_office(make_town("白水镇", "baishui", "BS"))
    with pytest.raises(ValidationError):
        RoutingRule(congress=staff.congress, name="x", office=foreign).full_clean()
    with pytest.raises(IntegrityError):
        rule(staff, station=make_station(staff.congress), office=staff.office)


def test_the_rules_are_reached_from_the_menu_by_those_who_assign(client: Client, staff: Staff) -> None:
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    for user, offered in ((staff.clerk, True), (staff.chair, True), (handler, False)):
        client.force_login(user)
        assert ("/admin/routing-rules/" in client.get("/admin/").content.decode()) is offered
