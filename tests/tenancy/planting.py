"""Records of one town that no other town may see, each carrying a word that gives it away."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from django.core import serializers
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, TaskState, WorkflowState

from accounts.roles import Role
from casework.models import CaseFile, SavedFilter
from deadlines.actions import set_rule
from deadlines.proposals import RuleProposal
from exchange.models import ExportJob, JobState
from home.notices.models import NoticeIndexPage, NoticePage
from liaison.deputies.models import Deputy, DeputyGroup, DeputyStatus
from liaison.stations.models import Reception
from library.models import CustomDocument, CustomImage, PrivateFile
from notifications.models import Message, State
from organizations.models import Area, Congress, RoleGroup, Term
from participation.adoption.actions import create_group, draft_result
from participation.adoption.models import OpinionGroup, ResultReport
from participation.consultations.actions import read_import
from participation.consultations.models import Invitation
from participation.routing.models import RoutingRule
from participation.submissions import actions
from participation.submissions.actions.opinions import Target
from participation.submissions.models import Submission
from participation.submissions.replies.models import ReplyTemplate
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page, make_deputy, make_station
from tests.factories.organizations import make_office
from tests.factories.participation import Staff, make_consultation, make_submission
from tests.factories.questionnaires import answer, make_questionnaire, single, written

SECRET = "密字第九九号"


@dataclass
class Planted:
    """What was planted, and the values with which addresses can ask for it."""

    congress: Congress
    people: dict[Role, Any]
    rows: list[Model]
    values: dict[str, list[str]]
    page_paths: list[str] = field(default_factory=list)

    def all_numbers(self) -> list[str]:
        """Return every number among the values."""
        return sorted({v for values in self.values.values() for v in values if v.isdigit()}, key=int)

    def snapshot(self) -> str:
        """Return the planted rows as they stand in the database."""
        fresh = [type(row)._base_manager.filter(pk=row.pk).first() for row in self.rows]
        return serializers.serialize("json", [row for row in fresh if row is not None])


def picture() -> ContentFile:
    """Return a small picture."""
    data = BytesIO()
    Image.new("RGB", (10, 10), "teal").save(data, "PNG")
    return ContentFile(data.getvalue(), "x.png")


def plant(congress: Congress) -> Planted:
    """Give ``congress`` one of everything that is nobody else's business."""
    staff = Staff(congress)
    office = make_office(congress, f"{SECRET}水务站")
    people = {role: make_member(role, congress, office if role == Role.HANDLER else None) for role in Role}
    for person in (*people.values(), staff.clerk, staff.chair):
        person.display_name = f"{SECRET}{person.username}"
        person.save()
    station = make_station(congress, f"{SECRET}站", live=False)
    consultation = make_consultation(congress, f"{SECRET}草案", live=False)
    questionnaire = make_questionnaire(
        congress, [single(f"{SECRET}题"), written()], f"{SECRET}问卷", consultation=consultation
    )
    answer(questionnaire, {1: 0, 2: f"{SECRET}回答"})
    questionnaire.live, questionnaire.first_published_at = False, timezone.now()  # answered, then taken off
    questionnaire.save()
    notice = NoticePage(title=f"{SECRET}公告", kind="news", body=f"<p>{SECRET}</p>", live=False)
    list_page(congress, NoticeIndexPage).add_child(instance=notice)
    revision = notice.save_revision(user=staff.clerk)
    workflow = notice.get_workflow()
    if workflow is not None:
        workflow.start(notice, staff.clerk)
    deputy = make_deputy(congress, f"{SECRET}代表", status=DeputyStatus.SUSPENDED, user=people[Role.DEPUTY])
    circle = DeputyGroup.objects.create(congress=congress, name=f"{SECRET}小组")
    circle.members.add(deputy)
    Invitation.objects.create(consultation=consultation, deputy=deputy)
    reception = Reception.objects.create(
        station=make_station(congress), date=timezone.localdate() + timedelta(days=9), starts=time(9), ends=time(11),
        topic=f"{SECRET}主题",
    )  # fmt: skip
    area = Area.objects.create(congress=congress, name="外村")  # villages are public: people choose theirs
    term = Term.objects.get(congress=congress, ordinal=1)
    image = CustomImage.objects.create(title=f"{SECRET}图", file=picture(), collection=congress.collection)
    document = CustomDocument.objects.create(
        title=f"{SECRET}文件", file=ContentFile(SECRET.encode(), "secret.txt"), collection=congress.collection
    )
    case = staff.drafted(
        make_submission(
            congress, text=f"{SECRET}意见", name=SECRET, contact=SECRET, consents_to_publication=True
        )
    )
    actions.add_supplement(submission=Submission.objects.get(case=case), text=f"{SECRET}补充")
    private = PrivateFile(name=f"{SECRET}.jpg", content_type="image/jpeg", size=3, sha256="0" * 64)
    private.file.save("x", ContentFile(SECRET.encode()), save=True)
    CaseFile.objects.create(case=case, file=private)
    waiting = make_submission(congress, text=f"{SECRET}新意见").case
    message = Message.objects.create(
        key=f"planted:{congress.pk}", kind="opinion.accepted", congress=congress, about=waiting.number,
        channel="email", recipient="zhang@example.cn", subject=SECRET, body=SECRET, state=State.DEAD,
        last_error=SECRET,
    )  # fmt: skip
    rule = RoutingRule.objects.create(congress=congress, name=f"{SECRET}规则", words=SECRET, office=office)
    job = ExportJob.objects.create(
        maker=people[Role.CLERK], kind="cases", format="csv", query=f"q={SECRET}", state=JobState.DONE
    )
    saved = SavedFilter.objects.create(user=people[Role.CLERK], name=f"{SECRET}筛选", query="tab=all")
    group = RoleGroup.objects.get(congress=congress, role=Role.CLERK).group
    template = ReplyTemplate.objects.create(
        congress=congress, name=f"{SECRET}模板", answer_class="A", text=f"{SECRET}【查到什么】【做了什么】"
    )
    group_of_opinions, report = _coded(congress, staff)
    states = WorkflowState.objects.filter(object_id=str(notice.pk))
    pages = [
        notice,
        station,
        consultation,
        group_of_opinions.consultation,
        questionnaire,
        Page.objects.get(pk=congress.section_page_id),
    ]
    proposal = RuleProposal(timezone.localdate(), f"{SECRET}理由", f"{SECRET}依据", 9, "natural_day")
    set_rule(congress=congress, rule_id="opinion.redo", proposal=proposal, by=staff.chair)
    article = consultation.articles.first()
    imported = read_import(
        page=consultation, source=f"第一条 {SECRET}条文", name=f"{SECRET}稿", by=people[Role.CLERK]
    )
    values = {
        "article": [str(article.key)],
        "draft_import": [str(imported.pk)],
        "congress": [str(congress.pk)],
        "page": [str(page.pk) for page in pages],
        "liaison": [str(station.pk), str(deputy.pk)],
        "image": [str(image.pk)],
        "document": [str(document.pk)],
        "revision": [str(revision.pk)],
        "task_state": [str(state.pk) for state in TaskState.objects.filter(workflow_state__in=states)]
        or ["1"],
        "workflow_state": [str(state.pk) for state in states] or ["1"],
        "collection": [str(congress.collection_id)],
        "file": [str(private.pk)],
        "number": [case.number, waiting.number],
        "reception": [str(reception.pk)],
        "deputy": [str(deputy.pk)],
        "deputy_group": [str(circle.pk)],
        "office": [str(office.pk)],
        "area": [str(area.pk)],
        "term": [str(term.pk)],
        "export_job": [str(job.pk)],
        "saved_filter": [str(saved.pk)],
        "rule": [str(rule.pk)],
        "user": [str(people[Role.CLERK].pk), str(people[Role.HANDLER].pk)],
        "group": [str(group.pk)],
        "message": [str(message.pk)],
        "reply_template": [str(template.pk)],
        "opinion_group": [str(group_of_opinions.pk)],
        "scope": [group_of_opinions.scope],
    }
    rows = [
        office, station, consultation, questionnaire, questionnaire.turnout, notice, deputy, reception, area, term,
        image, document, case, waiting, private,
        group_of_opinions, report, group, congress, message, template, rule, job, saved, case.submission, imported,
        *(m for person in people.values() for m in person.memberships.all()),
    ]  # fmt: skip
    paths = [page.get_url_parts()[2].lstrip("/") for page in (notice, station, consultation, questionnaire)]
    assert Deputy.objects.filter(pk=deputy.pk).exists()
    return Planted(congress, people, rows, values, paths)


def _coded(congress: Congress, staff: Staff) -> tuple[OpinionGroup, ResultReport]:
    """Put a draft out, have an opinion on it grouped and a result begun: the draft is public, these are not."""
    page = make_consultation(congress)
    target = Target(congress, consultation=page, article=page.articles.all()[0])
    part = make_submission(congress, text=f"{SECRET}条文意见", target=target).parts.get()
    group = create_group(
        page=page, scope=part.scope, label="第一条", summary=f"{SECRET}归类", parts=[part.pk], by=staff.clerk
    )
    return group, draft_result(page=page, intro=f"{SECRET}说明", next_steps="", by=staff.clerk)
