"""Wagtail's image and document models, ours from the first migration, and files that are never public.

Citizens' photos are not Wagtail images: those have guessable numbers and public addresses. A
:class:`PrivateFile` lives outside the media folder under a random name and leaves it only through a view
that has checked the reader (``wagtail-notes.md``, office documents and images).
"""

import uuid

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """A picture for publication."""

    credit = models.CharField(_("来源"), max_length=80, blank=True, help_text=_("拍摄者或提供单位，可不填"))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")


class CustomRendition(AbstractRendition):
    """A resized copy of a picture."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A document for publication."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文档")
        verbose_name_plural = _("文档")


def private_storage() -> Storage:
    """Return the storage for files that no web server may serve."""
    return storages["private"]


def private_name(instance: "PrivateFile", filename: str) -> str:
    """Return a random storage name; the sender's file name never reaches the disk."""
    return f"{timezone.localdate():%Y/%m}/{instance.pk.hex}"


class FileState(models.TextChoices):
    """Whether a file may be opened."""

    WAITING = "waiting", _("正在检查")
    CLEAN = "clean", _("可以打开")
    REFUSED = "refused", _("已拦截")


class PrivateFile(models.Model):
    """A file that only people who may see its case can open, and nobody before it is checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("文件"), storage=private_storage, upload_to=private_name)
    name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("类型"), max_length=80)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField("SHA-256", max_length=64)
    created_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    state = models.CharField(
        _("检查"), max_length=8, choices=FileState.choices, default=FileState.CLEAN, db_default="clean"
    )
    finding = models.CharField(_("检查结果"), max_length=80, blank=True)
    checked_at = models.DateTimeField(_("检查时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("内部文件")
        verbose_name_plural = _("内部文件")
        indexes = [
            models.Index(
                fields=["created_at", "id"], name="file_waiting", condition=models.Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_picture(self) -> bool:
        """Return whether a page can show it."""
        return self.content_type.startswith("image/")

    @property
    def may_be_opened(self) -> bool:
        """Return whether it has passed every check."""
        return self.state == FileState.CLEAN
