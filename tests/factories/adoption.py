"""A consultation whose opinions are coded: by a clerk, approved by a chair, to a published result."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.adoption import actions
from participation.adoption.models import OpinionGroup, ResultReport
from participation.adoption.queries.parts import waiting
from participation.consultations.freezing import Before, freeze
from participation.consultations.models import WHOLE, Article, ConsultationPage
from participation.submissions.actions.opinions import Part, Target
from participation.submissions.models import OpinionPart, Submission
from tests.factories.accounts import make_member
from tests.factories.participation import make_consultation, make_submission

NOT_YET = Before(was_live=False, closes_at=None, is_withdrawn=False, stage="")


class Desk:
    """A consultation of one congress with a frozen text, and the two people who work its opinions."""

    def __init__(self, congress: Congress, *, articles: int = 2, **fields: Any) -> None:
        """Publish it, open for opinions."""
        self.congress = congress
        self.clerk: User = make_member(Role.CLERK, congress)
        self.chair: User = make_member(Role.CHAIR, congress)
        self.page: ConsultationPage = make_consultation(congress, **fields)
        if articles != 2:
            self.page.articles = [
                Article(
                    label=f"第{number}条", heading=f"事项{number}", text=f"第{number}项由村民委员会负责。"
                )
                for number in range(1, articles + 1)
            ]
            self.page.save()
        self.page = ConsultationPage.objects.get(pk=self.page.pk)
        freeze(self.page, NOT_YET)

    def article(self, place: int = 0) -> Article:
        """Return one of the articles."""
        return list(self.page.articles.all())[place]

    def scope(self, place: int = 0) -> str:
        """Return the scope of an article."""
        return self.article(place).key.hex

    def opinion(self, text: str = "建议写清谁来修。", place: int | None = 0, **fields: Any) -> Submission:
        """Send an opinion on an article; on the whole draft for no place. ``parts`` are (place, text)."""
        said = fields.pop("parts", [(place, text)])
        parts = [Part(words, article=self.article(at) if at is not None else None) for at, words in said]
        target = Target(self.congress, consultation=self.page)
        whole = "\n".join(words for _at, words in said)
        return make_submission(
            self.congress, text=whole, target=target, parts=parts, token=uuid.uuid4().hex, **fields
        )

    def opinions(
        self, number: int, text: str = "建议写清谁来修", place: int | None = 0, **fields: Any
    ) -> list[int]:
        """Send some, and return their parts."""
        rows = [self.opinion(f"{text}{n}。", place, **fields) for n in range(number)]
        return list(
            OpinionPart.objects.filter(submission__in=rows).order_by("pk").values_list("pk", flat=True)
        )

    def close(self, days_ago: int = 1) -> None:
        """Let the time be over."""
        closes_at = timezone.now() - timedelta(days=days_ago)
        opens_at = min(self.page.opens_at, closes_at - timedelta(days=30))
        ConsultationPage.objects.filter(pk=self.page.pk).update(opens_at=opens_at, closes_at=closes_at)
        self.page = ConsultationPage.objects.get(pk=self.page.pk)

    def group(
        self, place: int | None = 0, summary: str = "写清责任", parts: list[int] | None = None
    ) -> OpinionGroup:
        """Group what waits, or some of it."""
        scope = self.scope(place) if place is not None else WHOLE
        keys = list(waiting(self.page, scope).values_list("pk", flat=True)) if parts is None else parts
        return actions.create_group(
            page=self.page, scope=scope, label="第一条", summary=summary, parts=keys, by=self.clerk
        )

    def decide(self, group: OpinionGroup, decision: str = "adopted", **fields: Any) -> OpinionGroup:
        """Draft and submit."""
        values = {"summary": group.summary, "reason": "", "wording": ""} | fields
        actions.decide(group=group, decision=decision, by=self.clerk, submits=True, **values)
        group.refresh_from_db()
        return group

    def approve(self, group: OpinionGroup, decision: str = "adopted", **fields: Any) -> OpinionGroup:
        """Draft, submit and approve."""
        self.decide(group, decision, **fields)
        actions.approve(group=group, by=self.chair)
        group.refresh_from_db()
        return group

    def publish(self, intro: str = "我们逐条研究了意见。", **fields: Any) -> ResultReport:
        """Draft, submit and publish the result."""
        report = actions.draft_result(page=self.page, intro=intro, next_steps="", by=self.clerk, **fields)
        actions.submit_result(report=report, by=self.clerk)
        actions.publish_result(report=report, by=self.chair)
        report.refresh_from_db()
        return report


def worked_through(congress: Congress, opinions: int = 7) -> Desk:
    """Make a closed consultation with opinions on the first article, decided and approved, without a result yet."""
    desk = Desk(congress)
    desk.opinions(opinions)
    desk.close()
    desk.approve(desk.group())
    return desk
