"""What is still missing before a consultation may be signed (``domain.md`` §13.1 guards; 立法法 40, 预算法 45).

Asked by the page's form, by the verbs that send a page to be signed, and shown on the edit screen as a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participation.consultations.freezing import text_digest
from participation.consultations.kinds import rules_of

if TYPE_CHECKING:
    from participation.consultations.models import ConsultationPage


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: the field of the form beside which it is said, and the sentence."""

    field: str
    text: str


def missing(page: "ConsultationPage", row_count: int | None = None) -> list[Missing]:
    """Return what ``page`` lacks; ``row_count`` where the rows are not on the page yet."""
    rules = rules_of(page.kind)
    rows = row_count if row_count is not None else len(answerable(page))
    found = []
    if not page.contact.strip():
        found.append(Missing("contact", _("请填写联系人和电话。")))
    if rules.needs_text and not rows:
        found.append(
            Missing("pasted_text", _("还没有%(rows)s，请导入、粘贴或者逐条填写。") % {"rows": rules.rows})
        )
    has_explanation = page.explanation.strip() or page.explanation_document_id
    if rules.needs_explanation and not has_explanation:
        text = _("请写起草说明，或者附上说明文件：草案和说明要一起公布（《立法法》第四十条）。")
        found.append(Missing("explanation", text))
    if rules.needs_questions and not page.key_questions.strip():
        found.append(Missing("key_questions", _("请写重点问题：没有草案全文时，大家就这些问题回答。")))
    return found


def answerable(page: "ConsultationPage") -> Sequence[object]:
    """Return the rows that say something, without the headings."""
    return [row for row in page.articles.all() if row.is_answerable]


@dataclass(frozen=True)
class Difference:
    """In what a draft differs from the page that stands on the site."""

    text: bool = False
    closing: bool = False

    def __bool__(self) -> bool:
        return self.text or self.closing

    @property
    def sentence(self) -> str:
        """Return what has to be explained."""
        if self.text and self.closing:
            return _("条文和截止时间都有改动")
        return _("条文有改动") if self.text else _("截止时间有改动")


def difference(page: "ConsultationPage", standing: "ConsultationPage | None") -> Difference:
    """Return what changed since ``standing`` appeared; nothing while no page stands on the site."""
    if standing is None or not standing.live:
        return Difference()
    return Difference(
        text=text_digest(page) != text_digest(standing), closing=page.closes_at != standing.closes_at
    )


def note_problem(page: "ConsultationPage", standing: "ConsultationPage | None") -> str:
    """Return why the note of a change will not do: there is none, or it is that of an earlier change."""
    changed = difference(page, standing)
    note = page.change_note.strip()
    if not changed or standing is None:
        return ""
    if not note:
        return _("%(what)s，请写明改了什么、为什么，会公开显示。") % {"what": changed.sentence}
    if note == standing.change_note.strip():
        return _("%(what)s。这里还是上一次的说明，请写这一次的。") % {"what": changed.sentence}
    return ""
