"""What adding and removing attachments ask for."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import NoteForm, StepForm
from casework.models import CaseFile, FileOrigin
from library.content import CheckedFile, ContentError, checked
from participation.submissions.office_forms.fields import long_text


class AttachForm(NoteForm):
    """添加附件."""

    upload = forms.FileField(
        label=_("文件"), help_text=_("PDF、Word（docx）、Excel（xlsx）或照片，不超过 20 MB；不带宏和密码")
    )
    for_sender = forms.BooleanField(
        label=_("提交人凭查询码可以打开"), required=False, help_text=_("先确认里面没有别人的个人信息")
    )
    field_order = ("upload", "for_sender", "note")

    def clean_upload(self) -> CheckedFile:
        """Look into the file; a refusal says why."""
        try:
            return checked(self.cleaned_data["upload"])
        except ContentError as error:
            raise forms.ValidationError(error.reason) from error


class FileChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The office's attachments of one case, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the file's name."""
        return str(obj.file.name)


class RemoveFileForm(StepForm):
    """移除附件."""

    link = FileChoice(CaseFile.objects.none(), label=_("移除哪一个"), empty_label=_("请选择"))
    reason = long_text(_("理由"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the office's own files of this case."""
        super().__init__(*args, **kwargs)
        own = self.case.files.filter(origin=FileOrigin.OFFICE, removed_at__isnull=True)
        cast(FileChoice, self.fields["link"]).queryset = own.select_related("file")
