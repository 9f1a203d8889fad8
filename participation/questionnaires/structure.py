"""What of a questionnaire stands once somebody has answered: everything but the wording of question and note.

Answers are kept as places of options. An option moved or exchanged afterwards would give old answers another
meaning; a question taken away would take answers with it. So after the first answer both are refused.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.text import one_line

if TYPE_CHECKING:
    from participation.questionnaires.models import Question

ANSWERED = _("已经有人答卷，这一项不能再改；题目和说明的文字可以改。")
REMOVED = _("已经有人答卷，不能删除题目“%(text)s”。")
ADDED = _("已经有人答卷，不能增加题目。需要再问的，请另做一份问卷。")
MOVED = _("已经有人答卷，题目的顺序不能再改。")
CHANGED = _("这份问卷已经有人答，题目、选项、条件与已公布的不同，不能公布。请退回，只改文字。")


def lines_of(text: str) -> list[str]:
    """Return the lines that say something, cleaned.

    >>> lines_of("是 \\n\\n 否")
    ['是', '否']
    """
    return [line for line in (one_line(raw) for raw in text.splitlines()) if line]


def structure_of(questions: Iterable["Question"]) -> list[dict[str, Any]]:
    """Return what must not change, question by question."""
    return [frozen_part(question) for question in questions]


def frozen_part(question: "Question") -> dict[str, Any]:
    """Return what of one question must not change; what its kind does not use is left out."""
    kept: dict[str, Any] = {
        "key": question.key.hex,
        "kind": str(question.kind),
        "is_required": question.is_required,
        "condition_key": question.condition_key.hex if question.condition_key else "",
        "condition_answers": lines_of(question.condition_answers) if question.condition_key else [],
    }
    if question.kind in {"single", "multiple", "matrix"}:
        kept["options"] = question.option_list
    if question.kind == "matrix":
        kept["rows"] = question.row_list
    if question.kind == "multiple":
        kept |= {"min_choices": question.min_choices or 0, "max_choices": question.max_choices or 0}
    if question.kind == "scale":
        kept |= {"scale_from": question.scale_from, "scale_to": question.scale_to}
        kept |= {"low_label": question.low_label, "high_label": question.high_label}
    return kept
