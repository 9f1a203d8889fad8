"""To whom an opinion goes, read from the address of the form; whatever cannot be read gets a plain answer.

Posters, QR codes and old links live for years: a station is closed, a consultation ends, a number is mistyped.
None of this may end in an error page; the sender is told, and may choose a town instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage, StationStatus
from organizations.models import Area, Congress
from participation.consultations.models import ConsultationPage
from participation.submissions import draft_targets
from participation.submissions.actions.citizen import Target
from participation.submissions.models import Channel

MAX_AREAS = 400
NAMES = ("consultation", "station", "deputy", "congress")


@dataclass(frozen=True)
class Addressee:
    """What the address of the form says: a target, or why there is none, or nothing (both None).

    ``fallback`` is the congress offered in place of a target that takes no opinions; ``notice`` says what of the
    choice was left out; ``intended`` is the target that was asked for and takes nothing.
    """

    target: Target | None = None
    problem: str = ""
    notice: str = ""
    fallback: Congress | None = None
    channel: str = Channel.WEB
    intended: Target | None = None


@dataclass(frozen=True)
class Asked:
    """What the address asks for. ``opened_at`` is when the form was opened, once it is sent."""

    values: Mapping[str, str]
    articles: tuple[str, ...] = ()
    about: str = ""
    is_scanned: bool = False
    opened_at: datetime | None = field(default=None, compare=False)

    @classmethod
    def of(cls, address: Any, fields: Any = None, opened_at: datetime | None = None) -> Self:
        """Read the address of the form; scripts and old forms may send the target among the ``fields``."""

        def values(name: str) -> list[str]:
            found = address.getlist(name)
            if not found and fields is not None and name != "congress":
                found = fields.getlist(name)
            return [value for value in (str(one).strip() for one in found) if value]

        return cls(
            {name: (values(name) or [""])[-1] for name in NAMES},
            tuple(dict.fromkeys(values("article"))),
            str(address.get("about") or ""),
            address.get("via") == "qr",
            opened_at,
        )


def find_addressee(asked: Asked) -> Addressee:
    """Return whom the parameters ``consultation``, ``article``, ``station``, ``deputy``, ``congress`` name."""
    named = asked.values
    if named["consultation"] or asked.articles:
        return _consultation(asked)
    scanned = asked.is_scanned
    if named["station"]:
        return _station(named["station"], Channel.QR_STATION if scanned else Channel.WEB)
    if named["deputy"]:
        return _deputy(named["deputy"], Channel.QR_DEPUTY if scanned else Channel.WEB)
    if named["congress"]:
        congress = _congress(named["congress"])
        if congress is None:
            return Addressee(problem=_("没有找到链接里的镇（街道），请在下面选择。"))
        return Addressee(Target(congress))
    return Addressee()


def parameters(target: Target, channel: str = Channel.WEB) -> dict[str, Any]:
    """Return the parameters that lead to this target again."""
    via = {"via": "qr"} if channel in {Channel.QR_STATION, Channel.QR_DEPUTY} else {}
    if target.consultation is not None:
        found: dict[str, Any] = {"consultation": str(target.consultation.pk)}
        if target.chosen:
            found["article"] = [str(article.key) for article in target.chosen]
        if target.asks_questions:
            found["about"] = draft_targets.QUESTIONS
        return found
    if target.station is not None:
        return {"station": str(target.station.pk), **via}
    if target.deputy is not None:
        return {"deputy": str(target.deputy.pk), **via}
    return {"congress": target.congress.slug}


def describe(target: Target) -> str:
    """Return in one sentence where the opinion will go."""
    names = {"to": target.congress.short_office_name}
    if target.consultation is not None:
        chosen = "、".join(article.label or article.heading for article in target.chosen)
        names["about"] = f"《{target.consultation.title}》{chosen}"
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


def _consultation(asked: Asked) -> Addressee:
    """Return a consultation that is open at this moment, with the articles that are named."""
    value, wanted = asked.values["consultation"], asked.articles
    number = _number(value)
    page = None
    if draft_targets.is_readable(wanted) and (number is not None or not value):
        pages = ConsultationPage.objects.live().public()
        page = pages.filter(Q(pk=number) if value else draft_targets.page_of_article(wanted)).first()
    found = draft_targets.find_draft(page, wanted, about=asked.about, opened_at=asked.opened_at)
    return Addressee(
        found.target,
        problem=found.problem,
        notice=found.notice,
        fallback=found.fallback,
        intended=found.intended,
    )


def _number(value: str) -> int | None:
    """Return a row's number, None for anything that is not one."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 12 else None
