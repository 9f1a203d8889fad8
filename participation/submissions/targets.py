"""To whom an opinion goes, read from the address of the form; whatever cannot be read gets a plain answer.

Posters, QR codes and old links live for years: a station is closed, a consultation ends, a number is mistyped.
None of this may end in an error page; the sender is told, and may choose a town instead.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.due import chinese_date
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage, StationStatus
from organizations.models import Area, Congress
from participation.consultations.models import ANSWERABLE, Article, ConsultationPage, Phase
from participation.submissions.actions.citizen import Target
from participation.submissions.models import Channel

MAX_AREAS = 400
NAMES = ("consultation", "article", "station", "deputy", "congress")


@dataclass(frozen=True)
class Addressee:
    """What the address of the form says: a target, or why there is none, or nothing (both None).

    ``fallback`` is the congress offered in place of a target that takes no opinions.
    """

    target: Target | None = None
    problem: str = ""
    fallback: Congress | None = None
    channel: str = Channel.WEB


def find_addressee(params: Mapping[str, str]) -> Addressee:
    """Return whom the parameters ``consultation``, ``article``, ``station``, ``deputy``, ``congress`` name."""
    asked = {name: str(params.get(name) or "").strip() for name in NAMES}
    if asked["consultation"] or asked["article"]:
        return _consultation(asked["consultation"], asked["article"])
    scanned = params.get("via") == "qr"
    if asked["station"]:
        return _station(asked["station"], Channel.QR_STATION if scanned else Channel.WEB)
    if asked["deputy"]:
        return _deputy(asked["deputy"], Channel.QR_DEPUTY if scanned else Channel.WEB)
    if asked["congress"]:
        congress = _congress(asked["congress"])
        if congress is None:
            return Addressee(problem=_("没有找到链接里的镇（街道），请在下面选择。"))
        return Addressee(Target(congress))
    return Addressee()


def parameters(target: Target, channel: str = Channel.WEB) -> dict[str, str]:
    """Return the parameters that lead to this target again."""
    via = {"via": "qr"} if channel in {Channel.QR_STATION, Channel.QR_DEPUTY} else {}
    if target.consultation is not None:
        article = {"article": str(target.article.key)} if target.article is not None else {}
        return {"consultation": str(target.consultation.pk), **article}
    if target.station is not None:
        return {"station": str(target.station.pk), **via}
    if target.deputy is not None:
        return {"deputy": str(target.deputy.pk), **via}
    return {"congress": target.congress.slug}


def describe(target: Target) -> str:
    """Return in one sentence where the opinion will go."""
    names = {"to": target.congress.short_office_name}
    if target.consultation is not None:
        names["about"] = f"《{target.consultation.title}》{target.article.label if target.article else ''}"
        return _("您将就%(about)s向%(to)s提意见") % names
    if target.station is not None:
        return _("您将向%(station)s（%(to)s）提意见") % {"station": target.station.title, **names}
    if target.deputy is not None:
        deputy = {"name": target.deputy.name, "constituency": target.deputy.constituency}
        return _("您将向%(name)s代表（%(constituency)s）提意见，由%(to)s登记") % {**deputy, **names}
    return _("您将向%(to)s提意见") % names


def congresses() -> list[Congress]:
    """Return the tenants a sender can choose from, the county first."""
    return list(Congress.objects.order_by("path"))


def area_names(congress: Congress) -> list[str]:
    """Return the villages of a congress and those below it, to help with the place."""
    areas = Area.objects.filter(congress__path__startswith=congress.path)
    return list(areas.values_list("name", flat=True).distinct()[:MAX_AREAS])


def _congress(value: str) -> Congress | None:
    """Return a tenant by its address name or number."""
    if not (value.isascii() and value.isprintable()):
        return None
    condition = Q(slug=value[:40])
    number = _number(value)
    if number is not None:
        condition |= Q(pk=number)
    return Congress.objects.filter(condition).first()


def _station(value: str, channel: str) -> Addressee:
    """Return a station that is on the site and works."""
    number = _number(value)
    station = StationPage.objects.live().public().filter(pk=number).first() if number is not None else None
    congress = station.congress if station is not None else None
    if station is None or congress is None:
        return Addressee(problem=_("没有找到链接里的联络站，可能已经撤下。请选择向哪个镇（街道）提。"))
    if station.status == StationStatus.CLOSED:
        words = _("%(station)s已经撤销。您可以直接向%(to)s提意见。")
        return Addressee(
            problem=words % {"station": station.title, "to": congress.short_office_name}, fallback=congress
        )
    return Addressee(Target(congress, station=station), channel=channel)


def _deputy(value: str, channel: str) -> Addressee:
    """Return a deputy in office.

    The tenant is that of the deputy's station: a deputy of the county who receives in a street's station is
    helped by that street's working committee, which has no deputies of its own (R53).
    """
    number = _number(value)
    found = Deputy.objects.in_office().select_related("congress", "station")
    deputy = found.filter(pk=number).first() if number is not None else None
    if deputy is None:
        return Addressee(problem=_("没有找到链接里的代表，可能已经不再任职。请选择向哪个镇（街道）提。"))
    placed = deputy.station.congress if deputy.station is not None else None
    return Addressee(Target(placed or deputy.congress, deputy=deputy), channel=channel)


def _consultation(value: str, article: str) -> Addressee:
    """Return a consultation that is open at this moment, with the article when one is named."""
    key, number = _key(article), _number(value)
    unknown = _("没有找到链接里的征求意见或条文。请选择向哪个镇（街道）提。")
    if (article and key is None) or (value and number is None):
        return Addressee(problem=unknown)
    pages = ConsultationPage.objects.live().public()
    pages = pages.filter(pk=number) if value else pages.filter(articles__key=key)
    page = pages.first()
    congress = page.congress if page is not None else None
    if page is None or congress is None:
        return Addressee(problem=unknown)
    phase = page.phase_at()
    if phase is not Phase.OPEN:
        return Addressee(problem=_not_open(page, phase, congress), fallback=congress)
    row = None
    if key is not None:
        row = Article.objects.filter(page=page, key=key, kind__in=ANSWERABLE).first()
        if row is None:
            return Addressee(problem=unknown, fallback=congress)
    return Addressee(Target(congress, consultation=page, article=row))


def _not_open(page: ConsultationPage, phase: Phase, congress: Congress) -> str:
    """Say when it opens or closed, and what can be done instead."""
    if phase is Phase.WITHDRAWN:
        words = _("《%(title)s》已经撤回，不再接收意见。您可以改为直接向%(to)s提一般意见。")
        return words % {"title": page.title, "to": congress.short_office_name}
    moment = timezone.localtime(page.opens_at if phase is Phase.UPCOMING else page.closes_at)
    names = {
        "title": page.title,
        "when": f"{chinese_date(moment.date())}{moment:%H:%M}",
        "to": congress.short_office_name,
    }
    if phase is Phase.UPCOMING:
        return _("《%(title)s》%(when)s开始征求意见，现在还不能提。您可以先直接向%(to)s提一般意见。") % names
    return _("《%(title)s》已于%(when)s截止，不再接收意见。您可以改为直接向%(to)s提一般意见。") % names


def _number(value: str) -> int | None:
    """Return a row's number, None for anything that is not one."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 12 else None


def _key(value: str) -> uuid.UUID | None:
    """Return an article's key, None for anything that is not one."""
    try:
        return uuid.UUID(value) if len(value) in {32, 36} else None
    except ValueError:
        return None
