"""The daily digest of a member of the staff: what is due soon and what is late, for the desks this person sits at.

A clerk hears of its own congress, a handler of its office's assignments, a chair of what is overdue, the county
office of what is overdue in all towns and of supervision without an answer (``domain.md`` §3.6, §15). Numbers
and dates only: what citizens wrote is read on the site.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.roles import Permission, Role
from casework.models import Assignment, AssignmentRole, Case, CaseQuerySet, Promise, Supervision, Visibility
from casework.notifications import DIGEST
from casework.queries import is_mine, visible_to
from casework.worklist import DUE_SOON_DAYS
from core.paging import bounded_count
from deadlines.due import chinese_date
from notifications.actions import enqueue, mark_done
from notifications.addresses import recipient_for
from notifications.channels import available
from notifications.models import Channel
from notifications.queries import is_done, wants_digest
from organizations.scope import congress_ids

JOB = "remind_due"
FROM_HOUR, GIVE_UP_HOUR = 8, 9
LISTED, COUNT_LIMIT = 20, 999
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Section:
    """One heading of a digest; ``more`` says how many stand behind the lines that are listed."""

    title: str
    lines: tuple[str, ...]
    more: str = ""


def remind_due(now: datetime | None = None) -> int:
    """Write today's digests once eight o'clock has struck; return how many were written."""
    moment = timezone.localtime(now)
    today = moment.date()
    if moment.hour < FROM_HOUR or is_done(JOB, today):
        return 0
    written, failed = 0, 0
    for user in wants_digest():
        try:
            written += _remind(user, today)
        except Exception as error:  # one person's trouble is not the others'
            failed += 1
            logger.error("No digest for account %s: %s", user.pk, type(error).__name__)
    if not failed or moment.hour >= GIVE_UP_HOUR:
        mark_done(job=JOB, day=today)
    return written


def sections_for(user: User, today: date) -> list[Section]:
    """Return what this person has to hear today; nothing when nothing is due."""
    found: list[Section] = []
    by_role: dict[str, list[Membership]] = {}
    for membership in user.active_memberships:
        by_role.setdefault(membership.role, []).append(membership)
    if Role.CLERK in by_role:
        desks = [m.congress_id for m in by_role[Role.CLERK]]
        found += [*_desk(user, desks, today), _promised(Q(case__congress__in=desks), today)]
    if by_role.keys() & {Role.HANDLER, Role.OFFICER, Role.DEPUTY}:
        found += [*_in_hand(user, today), _promised(_answered_by(user), today)]
    if Role.CHAIR in by_role:
        ids = [m.congress_id for m in by_role[Role.CHAIR]]
        found.append(_late(_("本级已超期"), visible_to(user).filter(congress__in=ids), today))
    if Role.COUNTY_OFFICE in by_role:
        found += _county(user, today)
    return [section for section in found if section.lines]


def _remind(user: User, today: date) -> int:
    """Write one person's digest; return 1, or 0 when there is no way to it or nothing to say."""
    channel, recipient = _way_to(user)
    sections = sections_for(user, today) if recipient else []
    if not sections:
        return 0
    congress = min((m.congress for m in user.active_memberships), key=lambda one: (one.depth, one.path))
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    with transaction.atomic():
        enqueue(
            kind=DIGEST.name,
            key=f"digest:{user.pk}:{today.isoformat()}",
            congress=congress,
            channel=channel,
            recipient=recipient,
            context={
                "day": chinese_date(today),
                "sections": sections,
                "link": f"{base}{reverse('casework:worklist')}",
                "settings_link": f"{base}{reverse('wagtailadmin_account')}",
            },
        )
    return 1


def _way_to(user: User) -> tuple[str, str]:
    """Return how the person is reached: by mail, else by account name on the administration's platform."""
    address = recipient_for(Channel.EMAIL, user.email)
    if address and Channel.EMAIL in available():
        return Channel.EMAIL, address
    if Channel.WEBHOOK in available():
        return Channel.WEBHOOK, user.username
    return "", ""


def _desk(user: User, congresses: list[int], today: date) -> list[Section]:
    """Return what a clerk's own desk owes: late first, then soon."""
    own = visible_to(user).filter(congress__in=congresses)
    soon = own.due_within(DUE_SOON_DAYS).order_by("due_on", "id")
    return [_late(_("已超期"), own, today), _section(_("即将到期"), soon, today)]


def _late(title: str, cases: CaseQuerySet, today: date) -> Section:
    return _section(title, cases.overdue().order_by("due_on", "id"), today)


def _section(title: str, cases: CaseQuerySet, today: date) -> Section:
    rows = cases.values_list("number", "due_on")[:LISTED]
    lines = tuple(_line(number, due_on, today) for number, due_on in rows if due_on is not None)
    return Section(title, lines, _more(bounded_count(cases, COUNT_LIMIT).value, len(lines)))


def _in_hand(user: User, today: date) -> list[Section]:
    """Return what the person's office, station or mandate has in hand, by the handler's own date."""
    active = Assignment.objects.active().filter(
        is_mine(user), case__visibility=Visibility.NORMAL, case__closed_at__isnull=True
    )
    active = active.filter(case__answered_at__isnull=True).order_by("due_on", "id").distinct()
    soon = active.filter(due_on__gte=today, due_on__lte=today + timedelta(days=DUE_SOON_DAYS))
    found = []
    for title, rows in (
        (_("交办给您的，已超期"), active.filter(due_on__lt=today)),
        (_("交办给您的，即将到期"), soon),
    ):
        pairs = list(rows.values_list("case__number", "due_on")[:LISTED])
        lines = tuple(_line(number, due_on, today) for number, due_on in pairs)
        found.append(Section(title, lines, _more(bounded_count(rows, COUNT_LIMIT).value, len(lines))))
    return found


def _answered_by(user: User) -> Q:
    """Return the condition for promises of answers that this person's office, station or mandate gave."""
    leads = Assignment.objects.filter(role=AssignmentRole.LEAD, returned_at__isnull=True)
    return Q(Exists(leads.filter(is_mine(user), case=OuterRef("case"))))


def _promised(whose: Q, today: date) -> Section:
    """Return the promises whose day comes near and that nobody has reported as kept."""
    due = Promise.objects.open().filter(whose, remind_on__lte=today, case__answered_at__isnull=False)
    due = due.filter(case__visibility=Visibility.NORMAL).order_by("due_on", "id")
    pairs = list(due.values_list("case__number", "due_on")[:LISTED])
    lines = tuple(_line(number, due_on, today) for number, due_on in pairs)
    return Section(_("答复里承诺的事快到期"), lines, _more(bounded_count(due, COUNT_LIMIT).value, len(lines)))


def _county(user: User, today: date) -> list[Section]:
    """Return how many are late in each town, and which supervision has found no answer."""
    ids = congress_ids(user, Permission.VIEW_ALL_CASES)
    late = visible_to(user).filter(congress__in=ids).overdue()
    towns = late.values_list("congress__name").annotate(number=CountOf("pk")).order_by("congress__path")
    lines = tuple(_("%(town)s：%(count)d件") % {"town": name, "count": count} for name, count in towns)
    asked = Supervision.objects.filter(
        answered_at__isnull=True, case__in=Case.objects.filter(pk__in=visible_to(user))
    )
    asked = asked.order_by("respond_by", "id")
    pairs = list(asked.values_list("case__number", "respond_by")[:LISTED])
    owed = tuple(_line(number, respond_by, today) for number, respond_by in pairs)
    more = _more(bounded_count(asked, COUNT_LIMIT).value, len(owed))
    return [Section(_("各镇街已超期"), lines), Section(_("督办还没有反馈"), owed, more)]


def _line(number: str, due_on: date, today: date) -> str:
    """Return one line: the number, its date, and how far off that is."""
    days = (due_on - today).days
    ahead = _("还有%d天") % days if days else _("今天到期")
    state = _("已超期%d天") % -days if days < 0 else ahead
    return _("%(number)s　期限%(due)s，%(state)s") % {
        "number": number, "due": chinese_date(due_on), "state": state,
    }  # fmt: skip


def _more(total: int, listed: int) -> str:
    return _("……共%d件，其余请到工作台查看") % total if total > listed else ""
