"""Words for what became of an article, the same on the page and in the file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from participation.consultations.comparing.changes import Kind
from participation.consultations.comparing.texts import TextRow

OPENING = 16
KINDS: dict[Kind, Promise] = {
    Kind.UNCHANGED: _("没有改动"),
    Kind.CHANGED: _("有改动"),
    Kind.NEW: _("新增"),
    Kind.DELETED: _("删去"),
    Kind.SPLIT: _("拆分"),
    Kind.MERGED: _("合并"),
    Kind.MOVED: _("移动"),
    Kind.RENUMBERED: _("序号改变"),
}


def kind_label(kind: Kind) -> Promise:
    """Return what to call a kind of change."""
    return KINDS[kind]


def opening(row: TextRow) -> str:
    """Return what a row is called: number and topic, else how it begins."""
    return row.name or one_line(row.text, OPENING)
