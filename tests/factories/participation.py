"""Consultations, and opinions at any station of their way."""

import uuid
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from casework.models import Case
from organizations.models import Congress
from participation.consultations.models import (
    Article,
    ConsultationIndexPage,
    ConsultationPage,
    DraftVersion,
)
from participation.submissions import actions, codes
from participation.submissions.actions.citizen import Opinion, Receipt, Target
from participation.submissions.models import AgeStatement, Category, PublishedCopy, Submission
from participation.submissions.replies.lint import CODES
from tests.factories.accounts import make_member, make_user
from tests.factories.liaison import list_page
from tests.factories.organizations import make_office

_numbers = count(1)
TEXT = "村东头那盏路灯坏了快一个月了，小孩放晚自习看不见路。"
REPLY = "您反映的村东头路灯，经供电所到场检查是镇流器损坏，已更换并试灯正常。"


def make_consultation(congress: Congress, title: str = "", **fields: Any) -> ConsultationPage:
    """Make a published consultation that is open, with two articles."""
    number, now = next(_numbers), timezone.now().replace(microsecond=0)  # as a revision keeps times
    values = {
        "opens_at": now - timedelta(days=3),
        "closes_at": now + timedelta(days=10),
        "why": "养护责任不清。",
        "plain_summary": "说明谁来管乡村道路。",
        "contact": "办公室 0000-1234567",
    }
    page = ConsultationPage(
        title=title or f"乡村道路养护办法（草案{number}）",
        slug=f"consultation-{number}",
        **(values | fields),
    )
    page.articles = [
        Article(sort_order=0, label="第一条", heading="目的", text="为了加强乡村道路养护，制定本办法。"),
        Article(sort_order=1, label="第二条", heading="责任", text="村道由村民委员会负责日常养护。"),
    ]
    list_page(congress, ConsultationIndexPage).add_child(instance=page)
    return page


def make_version(page: ConsultationPage, rows: list[Article] | None = None, **fields: Any) -> DraftVersion:
    """Publish the page with these rows (those it has when None) and return the version that was frozen."""
    draft = ConsultationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if rows is not None:
        for order, row in enumerate(rows):
            row.sort_order = order
        draft.articles = rows
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False).publish()
    return page.versions.order_by("number").last()


def make_submission(congress: Congress, *, token: str = "", text: str = TEXT, **fields: Any) -> Submission:
    """Send an opinion as a citizen does. ``target`` in place of the congress itself is possible."""
    target = fields.pop("target", Target(congress))
    opinion = Opinion(target=target, text=text, age_statement=AgeStatement.ADULT_OR_14, **fields)
    receipt = actions.submit(opinion=opinion, token=token or uuid.uuid4().hex)
    return Submission.objects.select_related("case__congress").get(case__number=receipt.number)


def receipt_of(token: str) -> Receipt:
    """Return what the sender took along."""
    receipt = actions.citizen.receipt_for(token)
    assert receipt is not None
    return receipt


def shown_code(token: str) -> str:
    """Return the query code as printed on the slip."""
    return codes.display(codes.code_for(token))


def draft_reply(*, case: Case, by: User, text: str, **fields: Any) -> None:
    """Write an answer whatever the lint says of it: what it finds was seen, and the reason is given."""
    values = {"answer_class": "D", "accepted": CODES, "override_reason": "测试用的答复"}
    actions.draft_reply(case=case, by=by, text=text, **(values | fields))


class Staff:
    """A clerk, a chair and a handling office of one congress, who move an opinion along."""

    def __init__(self, congress: Congress) -> None:
        """Give each of them an account."""
        self.congress = congress
        self.clerk: User = make_member(Role.CLERK, congress)
        self.chair: User = make_member(Role.CHAIR, congress)
        self.office = make_office(congress)

    def accepted(self, submission: Submission) -> Case:
        """Register and accept."""
        case = submission.case
        actions.register(case=case, by=self.clerk, category=Category.FARMLAND, note="内部：先看看")
        actions.accept(case=case, by=self.clerk, note="内部：受理")
        return case

    def assigned(self, submission: Submission) -> Case:
        """Hand it to the office."""
        case = self.accepted(submission)
        handler = actions.assigning.Handler(office=self.office)
        actions.assign(
            case=case,
            by=self.clerk,
            handler=handler,
            instruction="内部：请查实",
            override_reason="测试的分工",
        )
        return case

    def drafted(self, submission: Submission, text: str = REPLY, **fields: Any) -> Case:
        """Have an answer written."""
        case = self.assigned(submission)
        draft_reply(case=case, by=self.clerk, text=text, note="内部：草稿", **fields)
        return case

    def replied(self, submission: Submission, text: str = REPLY, **fields: Any) -> Case:
        """Have the answer signed."""
        case = self.drafted(submission, text, **fields)
        actions.sign_reply(case=case, by=self.chair, note="内部：同意")
        return case


def make_published_copy(congress: Congress, *, title: str = "东河村路灯", **fields: Any) -> PublishedCopy:
    """Make a copy that stands on the site, by the shortest way: the rows only."""
    submission = make_submission(congress, consents_to_publication=True)
    today = timezone.localdate()
    values = {
        "number": submission.case.number,
        "title": title,
        "text": TEXT,
        "reply": REPLY,
        "body_name": "供电所",
        "target_name": congress.short_office_name,
        "category": Category.UTILITIES,
        "received_on": today,
        "answered_on": today,
        "prepared_by": make_user(),
        "approved_by": make_user(),
        "published_at": timezone.now(),
    }
    return PublishedCopy.objects.create(submission=submission, congress=congress, **(values | fields))
