"""What the office's entry screen offers: where one may enter, stations, receptions and deputies of one congress."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission, Role
from liaison.deputies.models import Deputy
from liaison.stations.models import Reception, StationPage
from liaison.stations.queries import stations_kept_by
from organizations.models import Congress
from participation.consultations.models import ConsultationPage
from participation.submissions.office_entry import MAX_DAYS_LATE
from participation.submissions.queries_office import deputies_of, stations_of


def congresses_to_enter_for(user: User) -> list[Congress]:
    """Return the congresses whose desk the user enters for, the own one first."""
    memberships = [m for m in user.active_memberships if Permission.ENTER_SUBMISSION in m.permissions]
    return list({m.congress_id: m.congress for m in memberships}.values())


def is_bound_to_stations(user: User, congress: Congress) -> bool:
    """Return whether the user enters here only for own stations, as an officer."""
    roles = {
        m.role
        for m in user.active_memberships
        if Permission.ENTER_SUBMISSION in m.permissions and m.congress_id == congress.pk
    }
    return roles == {Role.OFFICER}


def stations_to_enter_for(user: User, congress: Congress) -> QuerySet[StationPage]:
    """Return the stations of ``congress`` for which the user enters opinions; an officer the own ones."""
    stations = stations_of(congress)
    if is_bound_to_stations(user, congress):
        return stations.filter(pk__in=stations_kept_by(user, Permission.ENTER_SUBMISSION).values("pk"))
    return stations


def receptions_to_enter_for(user: User, congress: Congress) -> QuerySet[Reception]:
    """Return the receptions of these stations up to today from which opinions can still be entered."""
    today = timezone.localdate()
    return (
        Reception.objects.filter(
            station__in=stations_to_enter_for(user, congress).order_by().values("pk"),
            date__lte=today,
            date__gte=today - timedelta(days=MAX_DAYS_LATE),
            status__in=("announced", "held"),
        )
        .select_related("station")
        .order_by("-date", "-starts", "-id")
    )


def drafts_to_enter_for(congress: Congress) -> QuerySet[ConsultationPage]:
    """Return the drafts of ``congress`` itself on which a letter may have come, as long as it can be entered."""
    section = congress.section_page
    now = timezone.now()
    pages = ConsultationPage.objects.live().filter(
        is_withdrawn=False, opens_at__lte=now, closes_at__gte=now - timedelta(days=MAX_DAYS_LATE)
    )
    if section is None:
        return pages.none()
    # A consultation stands two levels below its congress's section: section, list, page.
    pages = pages.filter(path__startswith=section.path, depth=section.depth + 2)
    return pages.order_by("-closes_at", "-id")


def deputies_to_name(congress: Congress) -> QuerySet[Deputy]:
    """Return the deputies to whom a visitor may have spoken."""
    return deputies_of(congress)
