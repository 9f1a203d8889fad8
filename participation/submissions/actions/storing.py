"""Storing an opinion: the one function behind both doors, the public form and the office's screen."""

from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from library.models import PrivateFile
from participation.submissions.actions.group_commit import GroupCommit
from participation.submissions.actions.opinions import (
    CONSENT_VERSION,
    AtTheOffice,
    ConsultationClosedError,
    Opinion,
    Receipt,
    Target,
)
from participation.submissions.actions.writing import (
    REHEARSAL_SERIAL,
    SUMMARY_LENGTH,
    Incoming,
    receipts_for,
    write,
    write_once,
)

__all__ = [
    "CONSENT_VERSION",
    "SUMMARY_LENGTH",
    "AtTheOffice",
    "ConsultationClosedError",
    "Opinion",
    "Receipt",
    "Target",
    "receipt_for",
    "rehearse_opinion",
    "store_opinion",
]


def store_opinion(*, opinion: Opinion, token: str, at_office: AtTheOffice | None = None) -> Receipt:
    """Store an opinion and return its receipt once it is committed. Both doors, web and office, lead here.

    The same ``token`` always returns the same receipt, however often and however parallel it is sent.
    Raises ConsultationClosedError when the consultation is not open at this instant; for what the office types in,
    when it was not on the day of receipt.
    """
    if not _is_in_time(opinion, at_office):
        earlier = receipt_for(token)
        if earlier is not None:
            return earlier
        raise ConsultationClosedError(_("这次征求意见现在不接收意见。"))
    incoming = Incoming(opinion, token, at_office)
    limit = settings.OPINIONS_PER_COMMIT
    try:
        if limit > 1 and not (opinion.photos or at_office or connection.in_atomic_block):
            return _together.submit(incoming, limit)
        return _commit([incoming])[0]
    except IntegrityError:
        _discard(incoming.stored)
        earlier = receipt_for(token)
        if earlier is None:
            raise
        return earlier
    except Exception:
        _discard(incoming.stored)
        raise


def _is_in_time(opinion: Opinion, at_office: AtTheOffice | None) -> bool:
    """Return whether the draft takes the opinion: by the clock, or by the day a letter or visitor came."""
    consultation = opinion.target.consultation
    if consultation is None:
        return True
    if at_office is None:
        return consultation.takes_opinions(opened_at=opinion.opened_at)
    return consultation.took_letters_on(timezone.localdate(at_office.received_at))


def rehearse_opinion(*, opinion: Opinion, token: str) -> None:
    """Do all that storing does, up to the last row, and undo it: nothing stays, no number is used up.

    For the probe of the forms. What would stop a citizen's opinion stops this too, with the same exception.
    """
    incoming = Incoming(opinion, token, serial=REHEARSAL_SERIAL)
    try:
        with transaction.atomic():
            write([incoming])
            transaction.set_rollback(True)
    finally:
        _discard(incoming.stored)


def receipt_for(token: str) -> Receipt | None:
    """Return the receipt of what was sent with ``token``, None when nothing was."""
    return receipts_for([token]).get(token)


def _commit(batch: Sequence[Incoming]) -> list[Receipt]:
    """Store a group in one transaction: all of it or nothing."""
    with transaction.atomic():
        return write_once(batch)


_together = GroupCommit(_commit)


def _discard(stored: list[PrivateFile]) -> None:
    """Remove from the disk what the rolled-back transaction had put there."""
    for private in stored:
        private.file.storage.delete(str(private.file.name))
