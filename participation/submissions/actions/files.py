"""附件: what the office puts to a case, and what of it the sender may open."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Case, CaseFile, FileOrigin
from library.content import CheckedFile
from library.models import PrivateFile
from library.quarantine import first_state
from participation.submissions.workflow import workflow

MAX_FILES = 30


def attach_file(
    *, case: Case, by: User, upload: CheckedFile, for_sender: bool = False, note: str = ""
) -> None:
    """添加附件: keep a checked file with the case; it opens only after the scanner, where there is one."""
    private = PrivateFile(
        id=uuid.uuid4(),
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        state=first_state(),
    )
    data = {"file": private.pk.hex, "sha256": upload.sha256, "for_sender": for_sender}
    private.file.save("file", ContentFile(upload.content), save=False)
    try:
        with workflow.step(case, "attach_file", by=by, note=note, data=data) as locked:
            if locked.files.filter(removed_at__isnull=True).count() >= MAX_FILES:
                raise ValidationError({"upload": _("一件最多%(most)s个附件。") % {"most": MAX_FILES}})
            private.save(force_insert=True)
            CaseFile.objects.create(
                case=locked, file=private, origin=FileOrigin.OFFICE, added_by=by, for_sender=for_sender
            )
    except BaseException:
        private.file.storage.delete(str(private.file.name))
        raise


def remove_file(*, case: Case, by: User, link: CaseFile, reason: str) -> None:
    """移除附件: an office's file that does not belong here; it is no longer shown, the record stays."""
    data = {"file": link.file_id.hex}
    with workflow.step(case, "remove_file", by=by, note=reason, data=data) as locked:
        gone = locked.files.filter(pk=link.pk, origin=FileOrigin.OFFICE, removed_at__isnull=True)
        if not gone.update(removed_at=timezone.now(), for_sender=False):
            raise ValidationError({"link": _("这个附件不在了。")})
