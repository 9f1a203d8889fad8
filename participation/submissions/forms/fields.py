"""Form fields of the public forms that Django has no equal of."""

from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

# Django's class takes no parameter at run time; its type has one.
Upload: TypeAlias = "UploadedFile[Any]"


class PhotosInput(forms.FileInput):
    """An upload of several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Upload], name: str) -> list[Upload]:
        """Return all files, not only the last."""
        return files.getlist(name) if hasattr(files, "getlist") else list(filter(None, [files.get(name)]))


class PhotosField(forms.Field):
    """Any number of uploaded files, judged by the form, which knows how many were kept before."""

    widget = PhotosInput

    def __init__(self, **kwargs: Any) -> None:
        """Offer photos to the file dialog; what is really in a file is decided by its content."""
        super().__init__(required=False, **kwargs)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/heic,image/heif"

    def to_python(self, value: Any) -> list[Upload]:
        """Return a list."""
        return list(value or [])
