"""What the ledger adds to a backup: its head, and that the restored chain is whole and still holds that head."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.heads import current, parse
from audit.verification import verify
from core.backup.registry import Proof


def take(alias: str) -> dict[str, Any]:
    """Return the head. It is taken before the database is copied, so the copy has it too."""
    return current(alias).as_data()


def check(alias: str, taken: Any) -> str:
    """Return what is wrong with the restored chain, or the empty text."""
    walk = verify(using=alias)
    if walk.fault is not None:
        return str(walk.fault)
    if taken is not None and not parse(taken).still_stands(alias):
        return _("恢复的审计链里没有备份时的链首。")
    return ""


proof = Proof(gettext_lazy("审计链"), take, check)
