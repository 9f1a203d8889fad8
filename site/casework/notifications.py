"""What casework declares to the outbox: who may see a message about a case, the daily digest, and forgetting."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.models import Case
from casework.queries import visible_to
from notifications import actions, kinds, queries
from notifications.kinds import MessageKind

DIGEST = MessageKind("staff.digest", _("待办提醒"), _("今天的待办提醒"), "notifications/digest.txt")


def forget(*cases: Case) -> None:
    """Erase the recipients of every message about these cases, and send none that still waits.

    For retention (identity fields erased) and for a citizen who withdraws.
    """
    actions.forget(numbers=[case.number for case in cases])


def about_visible_cases(user: User) -> Q:
    """Return the condition for messages about cases the user may see, and about none: digests."""
    return Q(about="") | Q(Exists(visible_to(user).filter(number=OuterRef("about"))))


def register() -> None:
    """Register the digest and the condition once."""
    kinds.register(DIGEST)
    if about_visible_cases not in queries.narrowings:
        queries.narrowings.append(about_visible_cases)
