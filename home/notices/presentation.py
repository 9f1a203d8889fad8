"""Notices as lists show them: ready to print, without a query for each row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from organizations.tenancy import tenants_of

if TYPE_CHECKING:
    from home.notices.models import NoticePage


@dataclass(frozen=True)
class Row:
    """A notice in a list."""

    title: str
    url: str
    kind: str
    issued_on: date
    issuer: str
    number: str
    state: str


def rows(notices: Iterable["NoticePage"], request: HttpRequest) -> list[Row]:
    """Return notices of ``NoticeQuerySet.with_state()`` as rows."""
    return [_row(notice, request) for notice in notices]


def _row(notice: "NoticePage", request: HttpRequest) -> Row:
    owner = tenants_of(request).owner(notice)
    states = []
    if getattr(notice, "is_corrected", False):
        states.append(_("已更正"))
    if getattr(notice, "is_changed", False):
        states.append(_("有变更"))
    return Row(
        title=notice.title,
        url=notice.get_url(request) or "",
        kind=notice.get_kind_display(),
        issued_on=notice.issued_on,
        issuer=notice.issuer or (owner.short_office_name if owner is not None else ""),
        number=notice.document_number(),
        state="，".join(states),
    )
