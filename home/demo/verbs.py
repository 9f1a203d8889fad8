"""The less usual verbs of the demo's stories: accusations, hand-overs, more time, supervision, questions."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from casework.models import Case
from home.demo.opinions import Step, Story
from home.demo.world import World
from library.content import PDF, CheckedFile
from participation.submissions import actions
from participation.submissions.actions.accusation import AccusedParties
from participation.submissions.actions.assigning import Handler

OVERSIGHT = (
    "set_aside", "pass_on", "transfer", "reassign", "ask_sender", "log_contact", "request_extension",
    "grant_extension", "supervise", "answer_supervision", "give_opinion", "attach", "pool",
)  # fmt: skip
PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class OversightVerbs:
    """Mixed into the telling of the stories, which knows who does what."""

    # Whoever tells the stories gives these: who signs, who has the case in hand, whom a step names.
    world: World
    clerk: Callable[[Case], User]
    chair: Callable[[Case], User]
    handler: Callable[[Story, Case], User]
    whom: Callable[[Case, Step], Handler]

    def set_aside(self, story: Story, case: Case, step: Step) -> None:
        """单独处理."""
        actions.set_aside(case=case, by=self.clerk(case), accused=AccusedParties(), reason=step["reason"])

    def pass_on(self, story: Story, case: Case, step: Step) -> None:
        """转纪检监察."""
        actions.pass_on(case=case, by=self.chair(case), where_to_go=step["where"])

    def transfer(self, story: Story, case: Case, step: Step) -> None:
        """移送."""
        to = self.world.congresses[step["to"]]
        actions.transfer(case=case, by=self.clerk(case), to=to, reason=step["reason"])

    def reassign(self, story: Story, case: Case, step: Step) -> None:
        """改派."""
        handler = self.whom(case, step)
        actions.reassign(case=case, by=self.clerk(case), handler=handler, reason=step["reason"])

    def ask_sender(self, story: Story, case: Case, step: Step) -> None:
        """请提交人补充."""
        actions.ask_sender(case=case, by=self.handler(story, case), question=step["question"])

    def log_contact(self, story: Story, case: Case, step: Step) -> None:
        """联系记录."""
        by = self.handler(story, case)
        actions.log_contact(case=case, by=by, on=timezone.localdate(), way=step["way"], summary=step["text"])

    def request_extension(self, story: Story, case: Case, step: Step) -> None:
        """申请延期, so many days after the date there is."""
        due = case.clocks.running().get(assignment__role="lead").due_on
        until = max(due, timezone.localdate()) + timedelta(days=step["more"])
        by = self.handler(story, case)
        actions.request_extension(case=case, by=by, until=until, reason=step["reason"])

    def grant_extension(self, story: Story, case: Case, step: Step) -> None:
        """同意延期."""
        actions.grant_extension(case=case, by=self.chair(case), told=step["told"])

    def supervise(self, story: Story, case: Case, step: Step) -> None:
        """督办, from the county."""
        county = self.world.user("qinghe", Role.COUNTY_OFFICE)
        actions.supervise(case=case, by=county, demand=step["demand"])

    def answer_supervision(self, story: Story, case: Case, step: Step) -> None:
        """督办反馈."""
        actions.answer_supervision(case=case, by=self.clerk(case), answer=step["answer"])

    def give_opinion(self, story: Story, case: Case, step: Step) -> None:
        """会办意见."""
        helper = self.world.users[step["by"]]
        actions.give_opinion(case=case, by=helper, opinion=step["text"])

    def attach(self, story: Story, case: Case, step: Step) -> None:
        """添加附件, open to the sender."""
        upload = CheckedFile(PAGE, PDF, step["name"])
        actions.attach_file(case=case, by=self.clerk(case), upload=upload, for_sender=True)

    def pool(self, story: Story, case: Case, step: Step) -> None:
        """列入研究."""
        actions.pool(case=case, by=self.clerk(case))
