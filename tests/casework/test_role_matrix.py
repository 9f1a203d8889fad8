"""Who may take which step in which state: the whole table, written out a second time by hand.

Change the table and this file has to change with it; that is the point.
"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import Role
from casework import clocks
from casework.models import Assignment, AssignmentRole, Case
from casework.workflow import StepClosed
from library.models import PrivateFile
from participation.adoption.models import Fate, OpinionGroup, ResultReport
from participation.submissions import workflow as states
from participation.submissions.actions.opinions import Target
from participation.submissions.models import PublishedCopy
from participation.submissions.workflow import workflow
from tests.factories.accounts import make_member, make_user
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_county, make_office, make_town
from tests.factories.participation import make_consultation, make_submission

pytestmark = pytest.mark.django_db

EVERY_STATE = frozenset(states.STATUSES)
IN_HAND = {"received", "registered", "accepted", "assigned", "returned", "drafted"}
RUNNING = IN_HAND | {"more", "asked"}
HANDLED = {"assigned", "asked", "drafted"}
ANSWERED = {"replied", "closed"}

# step: (states it is open in, state after it or None, roles of the case's own congress that may take it)
EXPECTED: dict[str, tuple[set[str], str | None, set[str]]] = {
    "register": ({"received"}, "registered", {"clerk"}),
    "accept": ({"registered", "more"}, "accepted", {"clerk", "chair"}),
    "need_more": ({"registered", "accepted"}, "more", {"clerk", "chair"}),
    "decline": ({"registered", "more"}, "declined", {"clerk", "chair"}),
    "merge": ({"registered", "accepted"}, "merged", {"clerk", "chair"}),
    "unmerge": ({"merged"}, "registered", {"clerk", "chair"}),
    "transfer": ({"registered", "accepted", "returned"}, "registered", {"clerk", "chair"}),
    "return_transfer": ({"registered"}, "registered", {"clerk", "chair"}),
    "pool": ({"registered", "accepted"}, "pooled", {"clerk", "chair"}),
    "unpool": ({"pooled"}, "accepted", {"clerk", "chair"}),
    "set_aside": (RUNNING | {"pooled"}, "set_aside", {"clerk", "chair"}),
    "pass_on": ({"set_aside"}, "declined", {"chair", "county_office"}),
    "bring_back": ({"set_aside"}, "registered", {"chair", "county_office"}),
    "assign": ({"accepted", "returned"}, "assigned", {"clerk", "chair"}),
    "assign_assisting": ({"assigned", "asked"}, None, {"clerk", "chair"}),
    "reassign": ({"assigned", "asked"}, "assigned", {"clerk", "chair"}),
    "return_to_sender": ({"assigned"}, "returned", {"handler"}),
    "request_extension": ({"assigned", "drafted"}, None, {"handler"}),
    "grant_extension": (HANDLED, None, {"clerk", "chair"}),
    "refuse_extension": (HANDLED, None, {"clerk", "chair"}),
    "supervise": (RUNNING, None, {"chair", "county_office"}),
    "answer_supervision": (RUNNING | ANSWERED, None, {"clerk", "handler"}),
    "ask_sender": ({"assigned"}, "asked", {"clerk", "handler"}),
    "go_on": ({"asked"}, "assigned", {"clerk", "handler"}),
    "log_contact": (HANDLED, None, {"clerk", "handler"}),
    "give_opinion": (HANDLED, None, {"officer"}),
    "draft_reply": ({"assigned", "drafted"}, "drafted", {"clerk", "handler"}),
    "revise_reply": ({"drafted"}, "assigned", {"chair"}),
    "sign_reply": ({"drafted"}, "replied", {"chair"}),
    "close": ({"replied"}, "closed", {"clerk", "chair"}),
    "keep_promise": (ANSWERED, None, {"clerk", "handler"}),
    "break_promise": (ANSWERED, "assigned", {"clock"}),
    "answer_by_result": ({"pooled"}, "closed", {"clock"}),
    "redo": (ANSWERED, "assigned", {"clerk", "chair"}),
    "attach_file": (RUNNING | ANSWERED, None, {"clerk", "handler", "officer"}),
    "remove_file": (RUNNING | ANSWERED, None, {"clerk", "handler", "officer"}),
    "prepare_copy": (ANSWERED, None, {"clerk"}),
    "publish_copy": (ANSWERED, None, {"clerk", "chair"}),
    "withdraw_copy": (ANSWERED, None, {"clerk", "chair"}),
    "supplement": (IN_HAND | {"set_aside", "pooled"}, None, {"citizen"}),
    "answer_more": ({"more"}, "registered", {"citizen"}),
    "answer_asked": ({"asked"}, "assigned", {"citizen"}),
    "withdraw": (RUNNING | {"pooled"}, "withdrawn", {"citizen"}),
    "rate": (ANSWERED, "closed", {"citizen"}),
    "reopen": (ANSWERED, "assigned", {"citizen"}),
    "revoke_consent": (ANSWERED, None, {"citizen"}),
}
# Only those to whom the case was given, wherever else they hold the role.
IN_PERSON = {"handler", "officer"}


class World:
    """A case of one town with every guard satisfied, and a person of every role in three places."""

    def __init__(self) -> None:
        self.county, self.town = make_county(), make_town()
        self.other = make_town("白水镇", "baishui", "BS")
        self.office = make_office(self.town)
        self.draft = make_consultation(self.town)
        target = Target(self.town, consultation=self.draft, article=self.draft.articles.all()[0])
        self.case: Case = make_submission(self.town, target=target, consents_to_publication=True).case
        self.result_is_public()
        station = make_station(self.town)
        for role, handler in (("lead", {"office": self.office}), ("assisting", {"station": station})):
            Assignment.objects.create(
                case=self.case,
                role=role,
                assigned_by=make_user(),
                due_on=date(2099, 1, 1),
                due_explanation="测试",
                **handler,
            )
        lead = self.case.assignments.get(role=AssignmentRole.LEAD)
        clocks.start_assignment_clock(lead, "opinion.reply_target", date(2098, 12, 1))
        self.case.handovers.create(
            from_congress=self.county,
            to_congress=self.town,
            by=make_user(),
            reason="属于镇里",
            objection_until=date(2099, 1, 1),
        )
        self.case.supervisions.create(
            by=make_user(), demand="请说明", respond_by=date(2099, 1, 1), due_explanation="测试"
        )
        self.case.files.create(
            file=PrivateFile.objects.create(name="x.pdf", content_type="application/pdf", size=1, sha256="0"),
            origin="office",
        )
        self.case.replies.create(text="答复", body_name="供电所", author=make_user())
        self.people = {
            place: {role: self._member(role, congress) for role in Role}
            for place, congress in (("town", self.town), ("other", self.other), ("county", self.county))
        }
        station.officers.add(self.people["town"][Role.OFFICER])

    def something_is_promised(self, due_on: date) -> None:
        """Have the answer promise something."""
        reply = self.case.replies.get()
        self.case.promises.create(reply=reply, what="换灯", due_on=due_on, remind_on=due_on)

    def result_is_public(self) -> None:
        """Publish a result that says what becomes of the opinion."""
        report = ResultReport.objects.create(
            consultation=self.draft, intro="说明", published_at=self.case.received_at, data={}
        )
        part = self.case.submission.parts.get()
        group = OpinionGroup.objects.create(consultation=self.draft, scope=part.scope, summary="写清责任")
        Fate.objects.create(part=part, report=report, group=group)

    def more_time_is_asked_for(self) -> None:
        """Have somebody ask for more time, so that it can be decided on."""
        clock = self.case.clocks.get(assignment__role=AssignmentRole.LEAD)
        clock.extensions.create(requested_by=make_user(), reason="等配件", until=date(2099, 1, 9))

    def _member(self, role: Role, congress):
        if role == Role.HANDLER:
            office = self.office if congress == self.town else make_office(congress)
            return make_member(role, congress, office)
        return make_member(role, congress)

    def copy_is(self, state: str) -> None:
        """Put the masked copy into the state that the step's guard asks for."""
        PublishedCopy.objects.filter(submission__case=self.case).delete()
        if state == "none":
            return
        fields = (
            {"approved_by": make_user(), "published_at": self.case.received_at} if state == "public" else {}
        )
        PublishedCopy.objects.create(
            submission=self.case.submission,
            congress=self.town,
            number=self.case.number,
            title="路灯",
            text="路灯",
            reply="已修",
            body_name="供电所",
            category="safety",
            received_on="2026-01-01",
            answered_on="2026-01-02",
            prepared_by=make_user(),
            **fields,
        )

    def open_to(self, step: str, user) -> set[str]:
        """Return the states in which the step is open to the person."""
        row, found = workflow.by_name[step], set()
        for status in EVERY_STATE:
            case = Case.objects.get(pk=self.case.pk)
            case.status = status
            if row.refusal(case, user) is None:
                found.add(status)
        return found


COPY_STATE = {"publish_copy": "prepared", "withdraw_copy": "public"}


def test_the_table_has_exactly_these_steps() -> None:
    assert {row.name for row in workflow.transitions} == set(EXPECTED)


@pytest.mark.parametrize("step", EXPECTED)
def test_states_before_and_after(step: str) -> None:
    sources, target, _roles = EXPECTED[step]
    row = workflow.by_name[step]
    assert (set(row.sources), row.target) == (sources, target)


@pytest.mark.parametrize("step", EXPECTED)
def test_who_may_take_it_and_when(step: str) -> None:
    sources, _target, roles = EXPECTED[step]
    world = World()
    world.copy_is(COPY_STATE.get(step, "none"))
    if step in {"grant_extension", "refuse_extension"}:
        world.more_time_is_asked_for()
    if step in {"keep_promise", "break_promise"}:
        world.something_is_promised(date(2020 if step == "break_promise" else 2099, 1, 1))
    for role, person in world.people["town"].items():
        assert world.open_to(step, person) == (sources if role.value in roles else set()), f"town {role}"
    for role, person in world.people["other"].items():
        assert world.open_to(step, person) == set(), f"another town's {role}"
    for role, person in world.people["county"].items():
        above = roles - IN_PERSON  # at the county nobody has it in hand
        assert world.open_to(step, person) == (sources if role.value in above else set()), f"county {role}"
    nobody = sources if roles & {"citizen", "clock"} else set()
    assert world.open_to(step, None) == nobody, "citizen, or the clock"
    assert workflow.by_name[step].is_automatic == ("clock" in roles)
    assert world.open_to(step, make_user()) == set(), "somebody without a role"


def test_a_deputy_and_a_station_officer_answer_what_is_assigned_to_them() -> None:
    world = World()
    deputy_user, officer = world.people["town"][Role.DEPUTY], world.people["town"][Role.OFFICER]
    station = make_station(world.town)
    station.officers.add(officer)
    deputy = make_deputy(world.town, user=deputy_user)
    world.case.assignments.filter(role="assisting").delete()
    world.case.assignments.update(office=None, deputy=deputy)
    assert world.open_to("draft_reply", deputy_user) == {"assigned", "drafted"}
    assert world.open_to("return_to_sender", deputy_user) == {"assigned"}
    assert world.open_to("draft_reply", officer) == set()
    world.case.assignments.update(deputy=None, station=station)
    assert world.open_to("draft_reply", officer) == {"assigned", "drafted"}
    assert world.open_to("draft_reply", deputy_user) == set()


def test_an_assisting_office_does_not_answer_for_the_lead() -> None:
    world = World()
    assisting = make_office(world.town, "水务站")
    helper = make_member(Role.HANDLER, world.town, assisting)
    Assignment.objects.create(
        case=world.case,
        role=AssignmentRole.ASSISTING,
        office=assisting,
        assigned_by=make_user(),
        due_on="2099-01-01",
        due_explanation="测试",
    )
    assert world.open_to("draft_reply", helper) == set()


def test_membership_that_ended_opens_nothing() -> None:
    world = World()
    handler = world.people["town"][Role.HANDLER]
    assert world.open_to("draft_reply", handler) == {"assigned", "drafted"}
    handler.memberships.update(is_active=False)
    assert world.open_to("draft_reply", User.objects.get(pk=handler.pk)) == set()


def test_the_author_of_an_answer_cannot_sign_it() -> None:
    world = World()
    chair = world.people["town"][Role.CHAIR]
    world.case.replies.update(author=chair)
    assert world.open_to("sign_reply", chair) == set()


def test_the_maker_of_a_copy_cannot_publish_it() -> None:
    world = World()
    world.copy_is("prepared")
    clerk = world.people["town"][Role.CLERK]
    PublishedCopy.objects.update(prepared_by=clerk)
    assert world.open_to("publish_copy", clerk) == set()
    assert world.open_to("publish_copy", world.people["town"][Role.CHAIR]) == ANSWERED


@pytest.mark.parametrize("step", ["prepare_copy", "publish_copy"])
def test_nothing_is_published_without_consent(step: str) -> None:
    world = World()
    world.copy_is(COPY_STATE.get(step, "none"))
    world.case.submission.__class__.objects.update(consents_to_publication=False)
    assert world.open_to(step, world.people["town"][Role.CLERK]) == set()


def test_not_satisfied_reopens_only_once() -> None:
    world = World()
    world.case.submission.__class__.objects.update(redo_count=1)
    assert world.open_to("reopen", None) == set()
    assert world.open_to("rate", None) == ANSWERED


def test_only_what_was_said_on_a_draft_is_pooled() -> None:
    world = World()
    world.case.submission.__class__.objects.update(consultation=None)
    assert world.open_to("pool", world.people["town"][Role.CLERK]) == set()


def test_the_clock_ends_only_what_the_published_result_speaks_of() -> None:
    world = World()
    Fate.objects.all().delete()
    assert world.open_to("answer_by_result", None) == set()
    world.case.submission.parts.update(coding="out")
    assert world.open_to("answer_by_result", None) == {"pooled"}
    ResultReport.objects.update(published_at=None)
    assert world.open_to("answer_by_result", None) == set()


def test_what_nobody_had_in_hand_is_not_taken_up_again() -> None:
    world = World()
    world.case.assignments.filter(role="lead").update(role="assisting")
    assert world.open_to("reopen", None) == set()
    assert world.open_to("rate", None) == ANSWERED


def test_what_the_result_answered_has_no_copy_of_its_own() -> None:
    world = World()
    world.copy_is("none")
    world.case.events.create(name="answer_by_result", to_status="closed")
    assert world.open_to("prepare_copy", world.people["town"][Role.CLERK]) == set()


def test_a_rating_is_given_once() -> None:
    world = World()
    world.case.submission.__class__.objects.update(rating="satisfied")
    assert world.open_to("rate", None) == set()
    assert world.open_to("reopen", None) == set()


def test_the_button_that_is_not_shown_does_not_work_either() -> None:
    world = World()
    clerk = world.people["town"][Role.CLERK]
    for row in workflow.transitions:
        case = Case.objects.get(pk=world.case.pk)
        if row in workflow.available(case, clerk) or row.permission is None:
            continue
        ran = False
        with pytest.raises((StepClosed, PermissionDenied)), workflow.step(case, row.name, by=clerk):
            ran = True
        assert not ran, row.name
