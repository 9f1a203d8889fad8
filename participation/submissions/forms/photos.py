"""The photos of one form: those kept from the last time, and those chosen now."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.throttle import Throttle
from library.photos import PhotoError, ProcessedPhoto, process_photo, safe_name
from participation.submissions import pending
from participation.submissions.forms.fields import Upload
from participation.submissions.pending import PendingPhoto

MAX_PHOTOS = 3
# From one address within ten minutes. Generous: a whole village may share one; it only bounds the work.
UPLOADS = Throttle("opinion:photos", 300, 600)


@dataclass
class Selection:
    """Up to three photos, and what is to be said about the others."""

    kept: list[PendingPhoto]
    new: list[tuple[str, ProcessedPhoto]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, uploads: Sequence[Upload], client: str) -> None:
        """Take in what was chosen now; each refusal names the file and the reason."""
        left_out = []
        for upload in uploads:
            name = safe_name(upload.name or "")
            if len(self.kept) + len(self.new) >= MAX_PHOTOS:
                left_out.append(name)
                continue
            self._add(upload, name, client)
        if left_out:
            words = _("最多放%(limit)d张照片，没有收下：%(names)s。")
            self.errors.append(words % {"limit": MAX_PHOTOS, "names": "、".join(left_out[:5])})

    def photos(self) -> list[ProcessedPhoto]:
        """Return all of them, ready to be sent."""
        return [*pending.load(self.kept), *(photo for _name, photo in self.new)]

    def keep(self) -> list[PendingPhoto]:
        """Store the new ones until the form is sent; return all that wait."""
        while self.new:
            name, photo = self.new.pop(0)
            self.kept.append(pending.keep(photo, name))
        return self.kept

    def _add(self, upload: Upload, name: str, client: str) -> None:
        if not UPLOADS.hit(client).allowed:
            self.errors.append(
                _("这个网络地址上传照片太频繁，“%s”没有收下。可以先不放照片，提交以后再补充说明。") % name
            )
            return
        try:
            photo = process_photo(upload)
        except PhotoError as error:
            self.errors.append(_("“%(name)s”没有收下：%(reason)s") % {"name": name, "reason": error.reason})
            return
        known = {one.sha256 for one in self.kept} | {one.sha256 for _name, one in self.new}
        if photo.sha256 not in known:
            self.new.append((name, photo))
