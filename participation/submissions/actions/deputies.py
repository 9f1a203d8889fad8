"""An invited deputy's opinion: marked as one, and tied to nobody (``docs/decisions/0029``)."""

from dataclasses import replace

from django.db import transaction

from participation.consultations.actions.inviting import mark_answered
from participation.consultations.models import Invitation
from participation.submissions.actions.storing import Opinion, Receipt, store_opinion


def submit_as_deputy(*, opinion: Opinion, token: str, invitation: Invitation) -> Receipt:
    """Store what an invited deputy sent, and that the invitation was answered: two rows that do not name each other."""
    with transaction.atomic():
        receipt = store_opinion(opinion=replace(opinion, from_deputy=True, name="", contact=""), token=token)
        mark_answered(invitation=invitation)
    return receipt
