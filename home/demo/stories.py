"""Tells the opinions of the demo day by day through the real actions, in the order in which things happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from casework.models import Case
from home.demo.clock import clock_at, office_moment
from home.demo.images import snapshot
from home.demo.opinions import Step, Story
from home.demo.verbs import OVERSIGHT, OversightVerbs
from home.demo.world import World
from liaison.deputies.models import Deputy
from participation.consultations.actions.inviting import invite
from participation.consultations.models import ConsultationPage, Invitation
from participation.submissions import actions
from participation.submissions.actions.assigning import Handler
from participation.submissions.actions.citizen import Opinion, Target
from participation.submissions.actions.deputies import submit_as_deputy
from participation.submissions.models import Submission
from participation.submissions.replies.lint import CODES
from participation.submissions.replies.phrases import DONE


@dataclass(frozen=True)
class Moment:
    """One thing that happens at a time."""

    at: datetime
    story: Story
    step: Step


class Telling(OversightVerbs):
    """One run through all stories; keeps which case belongs to which story."""

    def __init__(self, world: World) -> None:
        """Start with no case."""
        self.world = world
        self.cases: dict[str, Case] = {}
        self.verbs: dict[str, Callable[[Story, Case, Step], None]] = {
            "register": self.register,
            "accept": self.accept,
            "need_more": self.need_more,
            "decline": self.decline,
            "merge": self.merge,
            "assign": self.assign,
            "assist": self.assist,
            "return": self.give_back,
            "reply": self.reply,
            "revise": self.revise,
            "sign": self.sign,
            "close": self.close,
            "prepare": self.prepare,
            "publish": self.publish,
            "supplement": self.supplement,
            "withdraw": self.withdraw,
            "rate": self.rate,
            **{name: getattr(self, name) for name in OVERSIGHT},
        }

    def tell(self, stories: Iterable[Story]) -> int:
        """Take every step of every story in the order of time; return how many opinions there are."""
        moments = [moment for story in stories for moment in self.moments(story)]
        moments.sort(key=lambda moment: moment.at)
        for moment in moments:
            with clock_at(moment.at):
                if moment.step["do"] == "submit":
                    self.submit(moment.story)
                else:
                    case = Case.objects.select_related("congress").get(pk=self.cases[moment.story.key].pk)
                    self.verbs[moment.step["do"]](moment.story, case, moment.step)
        return len(self.cases)

    def moments(self, story: Story) -> list[Moment]:
        """Return the steps of a story with their times, each after the one before."""
        spread = Random(story.key).randint(0, 500)  # noqa: S311  (only to spread the day)
        at = office_moment(self.world.now, story.days) + timedelta(minutes=spread % 320, seconds=spread % 60)
        at = min(at, self.world.now - timedelta(minutes=20))
        told = [Moment(at, story, {"do": "submit"})]
        for order, step in enumerate(story.steps, start=1):
            due = office_moment(self.world.now, step["days"], order) + timedelta(minutes=spread % 40)
            at = max(min(due, self.world.now), at + timedelta(seconds=30))
            told.append(Moment(at, story, step))
        return told

    # --- who does it -----------------------------------------------------------------------------

    def clerk(self, case: Case) -> User:
        """Return the clerk of the case's congress; where the demo has none, the county's helps out."""
        return self.world.user(case.congress.slug, Role.CLERK)

    def chair(self, case: Case) -> User:
        """Return who signs."""
        return self.world.user(case.congress.slug, Role.CHAIR)

    def handler(self, story: Story, case: Case) -> User:
        """Return whoever has the case in hand; the clerk writes for an office without an account."""
        lead = case.assignments.active().filter(role="lead").select_related("deputy__user").first()
        if lead is not None and lead.office is not None:
            for (slug, key), office in self.world.offices.items():
                if office == lead.office:
                    return self.world.users.get(f"{slug}-{key}") or self.clerk(case)
        if lead is not None and lead.deputy is not None and lead.deputy.user is not None:
            return lead.deputy.user
        if lead is not None and lead.station is not None:
            return lead.station.officers.first() or self.clerk(case)
        return self.clerk(case)

    # --- what they do ----------------------------------------------------------------------------

    def submit(self, story: Story) -> None:
        """Send the opinion as the public form does."""
        opinion = Opinion(
            target=self.target(story),
            text=story.text.strip(),
            age_statement=story.age,
            channel=story.channel,
            category="",
            place=story.place,
            name=story.name,
            contact=story.contact,
            consents_to_publication=story.consents,
            photos=tuple(snapshot(self.world.chance) for _ in range(story.photos)),
        )
        token = str(uuid5(NAMESPACE_URL, f"demo:{story.key}"))
        if story.invited:
            invitation = self.next_invitation(opinion.target.consultation)
            receipt = submit_as_deputy(opinion=opinion, token=token, invitation=invitation)
        else:
            receipt = actions.submit(opinion=opinion, token=token)
        case = Case.objects.select_related("submission").get(number=receipt.number)
        case.submission.clean_fields()
        self.cases[story.key] = case

    def next_invitation(self, page: ConsultationPage | None) -> Invitation:
        """Return an invitation that nobody has answered; the first time, all deputies in office are asked."""
        assert page is not None and page.congress is not None  # noqa: S101, PT018  (told for drafts only)
        if not page.invitations.exists():
            deputies = Deputy.objects.in_office().filter(congress=page.congress)
            invite(
                page=page, deputies=deputies, how="all", by=self.world.user(page.congress.slug, Role.CLERK)
            )
        return page.invitations.filter(answered=False).order_by("pk")[0]

    def target(self, story: Story) -> Target:
        """Return what ``kind:slug…`` in the data points to."""
        kind, _, rest = story.to.partition(":")
        if kind == "station":
            station = self.world.stations[rest]
            return Target(self.world.congresses[rest.split("-")[0]], station=station)
        if kind == "deputy":
            slug, name = rest.split(":")
            deputy = self.world.deputies[slug, name]
            return Target(self.world.congresses[slug], deputy=deputy, station=None)
        if kind == "consultation":
            key, _, label = rest.partition(":")
            page = self.world.consultations[key]
            article = page.articles.get(label=label) if label else None
            return Target(self.world.congresses[key.split("-")[0]], consultation=page, article=article)
        return Target(self.world.congresses[rest])

    def register(self, story: Story, case: Case, step: Step) -> None:
        """登记."""
        actions.register(case=case, by=self.clerk(case), category=story.category, place=story.place)

    def accept(self, story: Story, case: Case, step: Step) -> None:
        """受理."""
        actions.accept(case=case, by=self.clerk(case), note=step.get("note", ""))

    def need_more(self, story: Story, case: Case, step: Step) -> None:
        """要求补充."""
        actions.need_more(case=case, by=self.clerk(case), question=step["question"])

    def decline(self, story: Story, case: Case, step: Step) -> None:
        """不予接收."""
        actions.decline(
            case=case,
            by=self.chair(case),
            route=step["route"],
            reason=step["reason"],
            where_to_go=step["where"],
            note=step.get("note", ""),
        )

    def merge(self, story: Story, case: Case, step: Step) -> None:
        """合并."""
        actions.merge(case=case, by=self.clerk(case), into=self.cases[step["into"]].number)

    def whom(self, case: Case, step: Step) -> Handler:
        """Return the handler that a step names."""
        if "deputy" in step:
            return Handler(deputy=self.world.deputies[case.congress.slug, step["deputy"]])
        if "station" in step:
            return Handler(station=self.world.stations[step["station"]])
        return Handler(office=self.world.offices[case.congress.slug, step["office"]])

    def assign(self, story: Story, case: Case, step: Step) -> None:
        """交办."""
        actions.assign(
            case=case,
            by=self.clerk(case),
            handler=self.whom(case, step),
            instruction=step.get("instruction", ""),
        )

    def assist(self, story: Story, case: Case, step: Step) -> None:
        """增加会办."""
        actions.add_assisting(case=case, by=self.clerk(case), handler=self.whom(case, step))

    def give_back(self, story: Story, case: Case, step: Step) -> None:
        """退回."""
        actions.return_to_sender(case=case, by=self.handler(story, case), reason=step["reason"])

    def reply(self, story: Story, case: Case, step: Step) -> None:
        """起草答复."""
        today = timezone.localdate()
        values: dict[str, Any] = {"text": step["text"], "answer_class": step.get("class", "D")}
        if "promise" in step:
            days = timedelta(days=step["promised_in"])
            values |= {"promise": step["promise"], "promised_on": today + days}
        elif "class" not in step and DONE.search(step["text"]):
            values |= {"answer_class": "A", "done_on": today}
        by = self.handler(story, case)
        try:
            actions.draft_reply(case=case, by=by, **values)
        except ValidationError:  # what the lint found is waved through, as in life
            reason = step.get("why", "已经当面向提交人说明")
            actions.draft_reply(case=case, by=by, accepted=CODES, override_reason=reason, **values)

    def revise(self, story: Story, case: Case, step: Step) -> None:
        """退改答复."""
        actions.revise_reply(case=case, by=self.chair(case), reason=step["reason"])

    def sign(self, story: Story, case: Case, step: Step) -> None:
        """签发答复."""
        actions.sign_reply(case=case, by=self.chair(case))

    def close(self, story: Story, case: Case, step: Step) -> None:
        """办结."""
        actions.close(case=case, by=self.clerk(case))

    def prepare(self, story: Story, case: Case, step: Step) -> None:
        """整理公开稿; without a text of its own the copy is what was written and answered."""
        answer = case.replies.filter(signed_at__isnull=False).latest("round")
        text, reply = step.get("text", story.text.strip()), step.get("reply", answer.text)
        actions.prepare_copy(case=case, by=self.clerk(case), title=step["title"], text=text, reply=reply)

    def publish(self, story: Story, case: Case, step: Step) -> None:
        """审核并公开."""
        actions.publish_copy(case=case, by=self.chair(case))

    def supplement(self, story: Story, case: Case, step: Step) -> None:
        """补充."""
        actions.add_supplement(submission=self.submission(case), text=step["text"])

    def withdraw(self, story: Story, case: Case, step: Step) -> None:
        """撤回."""
        actions.withdraw(submission=self.submission(case))

    def rate(self, story: Story, case: Case, step: Step) -> None:
        """评价."""
        actions.rate(submission=self.submission(case), rating=step["rating"], comment=step.get("comment", ""))

    def submission(self, case: Case) -> Submission:
        """Return the opinion of a case, as its sender reaches it."""
        return Submission.objects.select_related("case__congress").get(case=case)
