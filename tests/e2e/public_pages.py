"""Every kind of page that the public can meet, each with the way to it, over the demo county.

A way is an address, or what one does to get there (a form sent with faults, a receipt, an opinion by its code).
"""

from collections.abc import Callable, Iterator
from functools import partial

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Locator, Page

from home.models import StandardPage
from home.notices.models import NoticeIndexPage, NoticeKind, NoticePage
from liaison.deputies.models import Deputy, DeputyIndexPage
from liaison.stations.models import StationIndexPage, StationPage, StationStatus
from organizations.models import Area, Congress
from participation.consultations.models import ConsultationIndexPage, ConsultationPage, Phase
from participation.questionnaires.models import QuestionnairePage
from participation.submissions import actions
from participation.submissions.models import Category, PublishedCopy, Rating, Route
from tests.e2e.people import TIME_TO_WRITE
from tests.factories.liaison import list_page
from tests.factories.participation import Staff, make_submission, receipt_of, shown_code

Way = str | Callable[[Page], None]
NEW, QUERY = "participation:opinion_new", "participation:opinion_query"
OPINION = "村东头那盏路灯坏了快一个月了。"
# The others look like these; a correction and a change name what they concern, and are named by it.
NOTICES = (
    NoticeKind.CONSULTATION,
    NoticeKind.RECEPTION,
    NoticeKind.MEETING,
    NoticeKind.FEEDBACK,
    NoticeKind.CHANGE,
    NoticeKind.CORRECTION,
    NoticeKind.NEWS,
)
STATES = ("received", "asked", "declined", "withdrawn", "in hand", "answered", "redone", "rated")


def ways() -> dict[str, Way]:
    """Return the ways to all of them, by a name for the reports of faults."""
    return dict([*sections(), *lists(), *published(), *looking_for(), *sending(), *answering(), *following()])


def sections() -> Iterator[tuple[str, Way]]:
    """The front page and the front pages of a county, a town and a street."""
    yield "front page", "/"
    for slug in ("qinghe", "liutang", "nanbu"):
        yield f"section {slug}", congress(slug).section_page.get_url()
    for page in StandardPage.objects.live():
        yield f"standard page {page.slug}", page.get_url()
    yield "no such page", "/no-such-page/"


def lists() -> Iterator[tuple[str, Way]]:
    """The lists of the county and of a town, whole and narrowed to nothing."""
    models = (NoticeIndexPage, StationIndexPage, DeputyIndexPage, ConsultationIndexPage)
    for slug in ("qinghe", "liutang"):
        for model in models:
            yield f"{model.__name__} of {slug}", list_page(congress(slug), model).get_url()
    yield "answers", reverse("participation:answers")
    yield "no answers", reverse("participation:answers") + "?category=culture&town=nanbu"
    call_command("refresh_figures")
    yield "statistics", reverse("participation:statistics") + "?congress=liutang"
    yield "statistics of the county", reverse("participation:statistics")


def published() -> Iterator[tuple[str, Way]]:
    """One page of every kind and state that the office publishes."""
    for kind in NOTICES:
        yield f"notice {kind}", NoticePage.objects.live().filter(kind=kind)[:1].get().get_url()
    for phase in Phase:
        one = ConsultationPage.objects.live().in_phase(phase).order_by("pk")[:1].get()
        yield f"consultation {phase}", one.get_url()
    for status in StationStatus.values:
        for station in StationPage.objects.live().filter(status=status)[:1]:
            yield f"station {status}", station.get_url()
    yield "poster", reverse("liaison:station_poster", args=[open_station().pk])
    yield "deputy", Deputy.objects.public()[:1].get().get_absolute_url()
    yield "answer", reverse("participation:answer", args=[PublishedCopy.objects.public()[:1].get().number])


def looking_for() -> Iterator[tuple[str, Way]]:
    """Find my town, and search."""
    find, search = reverse("home:find"), reverse("search:search")
    yield "find", find
    yield "find a village", f"{find}?area={Area.objects.filter(congress__slug='liutang')[:1].get().pk}"
    yield "find nothing", f"{find}?name=没有这个村"
    yield "search", search
    yield "search with results", f"{search}?q=代表"
    yield "search without results", f"{search}?q=zzzz"


def sending() -> Iterator[tuple[str, Way]]:
    """The opinion form in its states, and the receipt."""
    new = reverse(NEW)
    draft = ConsultationPage.objects.live().open_at().filter(articles__kind="article")[:1].get()
    article = draft.articles.filter(kind="article")[:1].get()
    yield "opinion form", new
    yield "opinion form of an article", f"{new}?consultation={draft.pk}&article={article.key}"
    yield "opinion form of a station", f"{new}?station={open_station().pk}&via=qr"
    yield "opinion form of a deputy", f"{new}?deputy={Deputy.objects.public()[:1].get().pk}"
    yield "opinion form with faults", lambda page: send_opinion(page, "")
    yield "opinion form with a question", lambda page: send_opinion(page, OPINION, like_a_program=True)
    yield "receipt", lambda page: send_opinion(page, OPINION)
    yield "receipt that is gone", reverse("participation:opinion_receipt", args=["gone"])


def answering() -> Iterator[tuple[str, Way]]:
    """A questionnaire that is open, its form in its states, and one with results."""
    is_open = QuestionnairePage.objects.open_at()[:1].get()
    form = reverse("participation:questionnaire", args=[is_open.pk])
    yield "questionnaire", is_open.get_url()
    yield "questionnaire form", form
    yield "questionnaire form with faults", lambda page: send_questionnaire(page, form)
    yield "questionnaire thanks", reverse("participation:questionnaire_thanks", args=[is_open.pk])
    yield "questionnaire results", QuestionnairePage.objects.live().exclude(pk=is_open.pk)[:1].get().get_url()


def following() -> Iterator[tuple[str, Way]]:
    """The query page, and what the sender reads and is asked at each turn of an opinion."""
    yield "query", reverse(QUERY)
    yield "query left empty", lambda page: query(page, "", "")
    yield "query with a wrong code", lambda page: query(page, "LT-2026-999999", "AAAA-AAAA")
    for state, token in opinions(congress("liutang")).items():
        yield f"status {state}", partial(look_up, token=token)
    yield "withdrawal", partial(look_up, token="received", then="撤回这件意见")
    yield "withdrawal of consent", partial(look_up, token="answered", then="撤回公开同意")


def opinions(town: Congress) -> dict[str, str]:
    """Send opinions and have each come to another turn; return their tokens."""
    staff = Staff(town)
    made = {state: make_submission(town, token=state, consents_to_publication=True) for state in STATES}
    for state in ("asked", "declined"):
        actions.register(case=made[state].case, by=staff.clerk, category=Category.SAFETY)
    actions.need_more(case=made["asked"].case, by=staff.clerk, question="请说明是哪一条路。")
    actions.decline(
        case=made["declined"].case,
        by=staff.clerk,
        route=Route.PETITION,
        reason="不属于本级人大受理范围。",
        where_to_go="县信访局接待大厅",
    )
    actions.withdraw(submission=made["withdrawn"])
    staff.assigned(made["in hand"])
    for state in ("answered", "redone", "rated"):
        staff.replied(made[state])
    actions.rate(submission=made["redone"], rating=Rating.NOT, comment="还是不亮。")
    actions.rate(submission=made["rated"], rating=Rating.SATISFIED)
    return {state: state for state in made}


def leave_by(page: Page, control: Locator) -> None:
    """Press a button or follow a link, and wait for what comes."""
    with page.expect_navigation():
        control.click()


def send_opinion(page: Page, text: str, *, like_a_program: bool = False) -> None:
    """Fill in the form and send it, in a person's time."""
    page.goto(reverse(NEW))
    page.get_by_label("您的意见").fill(text)
    if like_a_program:
        page.locator("[name=website]").evaluate("field => field.value = 'https://example.com'")
    page.wait_for_timeout(TIME_TO_WRITE)
    leave_by(page, page.get_by_role("button", name="提交意见"))


def send_questionnaire(page: Page, address: str) -> None:
    """Send a questionnaire with nothing in it."""
    page.goto(address)
    leave_by(page, page.get_by_role("button", name="提交问卷"))


def query(page: Page, number: str, code: str) -> None:
    """Ask with number and code."""
    page.goto(reverse(QUERY))
    page.get_by_label("受理编号").fill(number)
    page.get_by_label("查询码").fill(code)
    leave_by(page, page.get_by_role("button", name="查询", exact=True))


def look_up(page: Page, token: str, then: str = "") -> None:
    """Ask for the opinion sent with ``token``; from there perhaps follow a link."""
    query(page, receipt_of(token).number, shown_code(token))
    if then:
        leave_by(page, page.get_by_role("link", name=then))


def congress(slug: str) -> Congress:
    """Return a tenant of the demo."""
    return Congress.objects.select_related("section_page").get(slug=slug)


def open_station() -> StationPage:
    """Return a station that receives."""
    return StationPage.objects.live().filter(status=StationStatus.OPEN)[:1].get()
