"""The public results as rows of a table and as one JSON document: exactly what the page shows."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.questionnaires.figures import Figures
from participation.questionnaires.models import QuestionnairePage
from participation.questionnaires.results import Line, Result, Table
from participation.submissions.suppression import Hidden, Shown


def table_rows(
    page: QuestionnairePage, figures: Figures, results: Sequence[Result]
) -> Iterator[Sequence[Any]]:
    """Yield the rows of the file: one for each option."""
    yield [page.title, _("参与人数"), figures.participants, _("截止"), timezone.localtime(page.closes_at)]
    yield [_("题号"), _("题目"), _("条件"), _("分项"), _("选项"), _("人数"), _("占比"), _("回答人数")]
    for result in results:
        head = [result.number, result.question.text, result.condition]
        if not result.tables:
            yield [*head, "", result.why_withheld or _("文字回答"), "", "", str(result.base)]
        for table in result.tables:
            if not table.lines:
                yield [*head, table.label, _("回答的人太少，不列分项。"), "", "", str(table.base)]
            for line in table.lines:
                percent = "" if line.percent is None else f"{line.percent}%"
                yield [*head, table.label, line.label, str(line.shown), percent, str(table.base)]


def document(
    page: QuestionnairePage, figures: Figures, results: Sequence[Result], address: str
) -> dict[str, Any]:
    """Return the document. A number that is not shown is null, with the reason in words beside it."""
    return {
        "id": page.pk,
        "title": page.title,
        "url": address,
        "congress": page.congress.name if page.congress is not None else "",
        "opens_at": timezone.localtime(page.opens_at).isoformat(),
        "closes_at": timezone.localtime(page.closes_at).isoformat(),
        "participants": figures.participants,
        "note": page.results_note,
        "questions": [_question(result) for result in results],
    }


def _question(result: Result) -> dict[str, Any]:
    return {
        "number": result.number,
        "kind": str(result.question.kind),
        "text": result.question.text,
        "condition": result.condition,
        "withheld": result.why_withheld,
        "answered": _number(result.base),
        "tables": [_table(table) for table in result.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "row": table.label,
        "answered": _number(table.base),
        "mean": float(table.mean) if table.mean else None,
        "options": [_line(line) for line in table.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    hidden = str(line.shown) if isinstance(line.shown, Hidden) else ""
    return {"label": line.label, "count": _number(line.shown), "percent": line.percent, "hidden": hidden}


def _number(value: Shown) -> int | None:
    return None if isinstance(value, Hidden) else value
