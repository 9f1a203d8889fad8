"""Reading invitations of deputies: whom one may ask, how many were asked and have answered, the personal ways in.

Who answered is never shown, only how many (``docs/decisions/0029``). A personal way is a signed number: it tells nobody
else's, it is good until the consultation closes, and the office can print it at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from liaison.deputies.models import Deputy, DeputyGroup
from liaison.stations.models import StationPage
from liaison.stations.queries import stations_of
from notifications.addresses import recipient_for
from notifications.channels import available
from notifications.models import Channel
from organizations.models import Congress
from participation.consultations.models import ConsultationPage, Invitation, Phase

SALT = "consultations.invitation"
MAX_TOKEN = 120


@dataclass(frozen=True)
class Asked:
    """How many were asked, how many have answered: all that anybody is told."""

    invited: int
    answered: int

    @property
    def open(self) -> int:
        """Return how many have not answered."""
        return self.invited - self.answered


def deputies_to_ask(congress: Congress) -> QuerySet[Deputy]:
    """Return the deputies in office of a congress; of a street, which has none of its own, those at its stations."""
    serving = Deputy.objects.in_office().select_related("user")
    if congress.is_street:
        serving = serving.filter(station__in=stations_to_ask(congress).values("pk"))
    else:
        serving = serving.filter(congress=congress)
    return serving.order_by("pinyin", "id")


def stations_to_ask(congress: Congress) -> QuerySet[StationPage]:
    """Return the stations of a congress whose deputies may be asked."""
    return StationPage.objects.live().filter(stations_of([congress])).order_by("path")


def deputies_at(station: StationPage) -> QuerySet[Deputy]:
    """Return the deputies in office who receive at a station, whichever congress they belong to."""
    return Deputy.objects.in_office().filter(station=station).select_related("user").order_by("pinyin", "id")


def groups_to_ask(congress: Congress) -> QuerySet[DeputyGroup]:
    """Return the groups of deputies of a congress."""
    return DeputyGroup.objects.filter(congress=congress)


def asked_on(page: ConsultationPage) -> Asked:
    """Return how many were asked and have answered, in one query."""
    found = page.invitations.aggregate(invited=Count("pk"), answered=Count("pk", filter=Q(answered=True)))
    return Asked(found["invited"], found["answered"])


def may_be_asked(page: ConsultationPage) -> bool:
    """Return whether deputies can be asked now: the page is public, and its time is not over."""
    return bool(page.live) and page.phase_at() in {Phase.OPEN, Phase.UPCOMING}


def way_to(deputy: Deputy) -> tuple[str, str]:
    """Return how a letter reaches a deputy: by mail, else on the administration's platform; empty when it cannot."""
    user: User | None = deputy.user
    if user is None or not user.is_active:
        return "", ""
    address = recipient_for(Channel.EMAIL, user.email)
    if address and Channel.EMAIL in available():
        return Channel.EMAIL, address
    return (Channel.WEBHOOK, user.username) if Channel.WEBHOOK in available() else ("", "")


def without_way(invitations: Sequence[Invitation]) -> list[Invitation]:
    """Return the invitations that no letter can carry: they are printed."""
    return [invitation for invitation in invitations if not way_to(invitation.deputy)[0]]


def invitations_of(page: ConsultationPage) -> list[Invitation]:
    """Return the invitations of a page by the deputies' names. Whether one has answered is not even read."""
    rows = page.invitations.select_related("deputy__user").defer("answered")
    return list(rows.order_by("deputy__pinyin", "deputy_id"))


def open_for(user: User) -> list[Invitation]:
    """Return the invitations of the deputy whose account this is, as long as they can be answered."""
    rows = Invitation.objects.filter(deputy__user=user).select_related("consultation").order_by("-id")
    return [row for row in rows[:20] if may_be_asked(row.consultation)]


def personal_path(invitation: Invitation) -> str:
    """Return the personal address of an invitation on the public site."""
    token = _signer(invitation.consultation_id).sign(str(invitation.pk))
    return reverse("participation:opinion_deputy", args=[invitation.consultation_id, token])


def invitation_of(page_id: int, token: str) -> Invitation | None:
    """Return the invitation a personal address stands for, None for anything that is none of ours."""
    if len(token) > MAX_TOKEN:
        return None
    try:
        number = _signer(page_id).unsign(token)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("consultation")
    return rows.filter(pk=int(number), consultation=page_id, consultation__live=True).first()


def _signer(page_id: int) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"{SALT}:{page_id}")
