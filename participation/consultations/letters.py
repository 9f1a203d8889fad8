"""Letters to deputies about a draft: the invitation, and one reminder for those who have not answered.

Nothing is sent here: a letter is written into the outbox. It names the draft, the closing hour and the personal way in,
never a name. To whom a reminder went is not shown in the outbox either: the list would tell who has not answered.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.qr import public_address
from notifications import kinds
from notifications.actions import enqueue
from notifications.kinds import MessageKind
from organizations.models import Congress
from participation.consultations.invited import personal_path, way_to
from participation.consultations.models import Invitation
from participation.consultations.period import closing_words

INVITED = MessageKind(
    "consultation.invitation",
    _("请代表提意见"),
    _("请您就一份草案提意见"),
    "notifications/deputy_invitation.txt",
)
REMINDED = MessageKind(
    "consultation.invitation_reminder",
    _("提醒代表提意见"),
    _("草案征求意见快截止了，请您提意见"),
    "notifications/deputy_invitation.txt",
    hides_recipient=True,
)


def write(invitation: Invitation, congress: Congress, *, is_reminder: bool = False) -> bool:
    """Write one letter in the caller's transaction; return whether there was a way to the deputy.

    A deputy is invited once, and reminded at most once a day.
    """
    channel, recipient = way_to(invitation.deputy)
    if not recipient:
        return False
    day = timezone.localdate().isoformat()
    kind, key = (REMINDED, f"reminder:{day}") if is_reminder else (INVITED, "letter")
    enqueue(
        kind=kind.name,
        key=f"invitation:{invitation.pk}:{key}",
        congress=congress,
        channel=channel,
        recipient=recipient,
        context={
            "title": invitation.consultation.title,
            "closing": closing_words(invitation.consultation),
            "link": public_address(personal_path(invitation)),
            "is_reminder": is_reminder,
        },
    )
    return True


def register() -> None:
    """Tell the outbox of these kinds."""
    kinds.register(INVITED, REMINDED)
