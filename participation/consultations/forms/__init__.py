"""Forms of the screens about a draft."""

from participation.consultations.forms.changes import ExtendForm, ReasonForm
from participation.consultations.forms.imports import (
    OriginForm,
    OriginsForm,
    SourceForm,
    TextForm,
)
from participation.consultations.forms.rows import RowForm

__all__ = ["ExtendForm", "OriginForm", "OriginsForm", "ReasonForm", "RowForm", "SourceForm", "TextForm"]
