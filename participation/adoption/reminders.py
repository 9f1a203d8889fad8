"""Reminders of results: once a week before the day, once when it has passed (``domain.md`` §13.1).

They go to those who code and approve in the congress itself, not to everybody above it. Nothing is sent here: a
message is written into the outbox, and a key that is there already is not written twice.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from accounts.roles import roles_with
from deadlines.due import chinese_date
from notifications import kinds
from notifications.actions import enqueue, mark_done
from notifications.addresses import recipient_for
from notifications.channels import available
from notifications.kinds import MessageKind
from notifications.models import Channel
from notifications.queries import is_done
from organizations.models import Congress
from organizations.tenancy import all_tenants
from participation.adoption.promise import Promise, promise_of
from participation.adoption.queries.access import WORKING, owing
from participation.consultations.models import ConsultationPage

JOB = "remind_results"
FROM_HOUR = 8
SOON_DAYS = 7
LOOK_BACK = timedelta(days=400)
MOST = 500
RESULT_DUE = MessageKind(
    "consultation.result_due",
    _("应公布意见采纳情况"),
    _("征求意见的结果该公布了"),
    "notifications/result_due.txt",
)


def remind_results(now: datetime | None = None) -> int:
    """Write today's reminders once eight o'clock has struck; return how many were due to somebody."""
    moment = timezone.localtime(now)
    if moment.hour < FROM_HOUR or is_done(JOB, moment.date()):
        return 0
    tenants = all_tenants()
    pages = ConsultationPage.objects.live().filter(closes_at__gte=moment - LOOK_BACK)
    written = 0
    for page in owing(pages, moment).order_by("closes_at", "id")[:MOST]:
        page.congress = owner = tenants.owner(page)
        promise = promise_of(page, moment)
        if owner is not None and promise.days <= SOON_DAYS:
            written += _remind(page, owner, promise)
    mark_done(job=JOB, day=moment.date())
    return written


def _remind(page: ConsultationPage, congress: Congress, promise: Promise) -> int:
    """Write to each person of the desk; return to how many."""
    reached = 0
    when = "late" if promise.is_late else "soon"
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    context = {
        "title": page.title,
        "due": chinese_date(promise.due_on),
        "days": promise.days,
        "late_by": promise.late_by,
        "link": f"{base}{reverse('adoption:table', args=[page.pk])}",
    }
    for user in desk_of(congress):
        channel, recipient = way_to(user)
        if not recipient:
            continue
        with transaction.atomic():
            enqueue(
                kind=RESULT_DUE.name,
                key=f"result:{page.pk}:{promise.due_on.isoformat()}:{when}:{user.pk}",
                congress=congress,
                channel=channel,
                recipient=recipient,
                context=context,
            )
        reached += 1
    return reached


def desk_of(congress: Congress) -> list[User]:
    """Return those who code or approve in the congress itself."""
    roles = [role for permission in WORKING for role in roles_with(permission)]
    members = Membership.objects.filter(congress=congress, is_active=True, role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("pk"))


def way_to(user: User) -> tuple[str, str]:
    """Return how a member of the staff is reached: by mail, else on the administration's platform."""
    address = recipient_for(Channel.EMAIL, user.email)
    if address and Channel.EMAIL in available():
        return Channel.EMAIL, address
    if Channel.WEBHOOK in available():
        return Channel.WEBHOOK, user.username
    return "", ""


def register() -> None:
    """Tell the outbox of the kind."""
    kinds.register(RESULT_DUE)
