"""Taking a person out of the words that were written around an opinion.

Name and contact have fields of their own, but people repeat them: in the opinion, in an answer ("李大姐，您好"), in a
note. What is erased from the field is therefore looked for in every text that hangs on the case, whatever table it
stands in; tables that are added later are found by their relation.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from casework import words
from casework.models import Case
from core.encryption import EncryptedTextField
from core.masking import propose_masked
from core.text import one_line
from participation.submissions.actions.storing import SUMMARY_LENGTH
from participation.submissions.models import OpinionPart, Submission, Supplement

GONE = "××"
# Written in the field for the name, and everyday words anywhere else.
NOBODY = frozenset(
    {
        "匿名",
        "本人",
        "居民",
        "村民",
        "群众",
        "市民",
        "业主",
        "家长",
        "学生",
        "老人",
        "用户",
        "一村民",
        "某某",
        "××",
    }
)
SHORTEST_NAME, SHORTEST_CONTACT = 2, 5
# Columns of words that nobody typed for this case; shorter ones than SHORTEST_TEXT hold codes.
SHORTEST_TEXT = 50
NOT_PERSONAL = frozenset(
    {"article_label", "label", "wording", "due_explanation", "explanation", "rule_id", "words", "body_name"}
)
Changes = dict[str, str]


def words_of(submission: Submission) -> list[str]:
    """Return what to look for, longest first; a single character or an everyday word is nobody's name."""
    found = []
    if len(submission.name) >= SHORTEST_NAME and submission.name not in NOBODY:
        found.append(submission.name)
    if len(submission.contact) >= SHORTEST_CONTACT:
        found.append(submission.contact)
        found += [part for part in submission.contact.split() if len(part) >= SHORTEST_CONTACT]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def remove_words(by_case: Mapping[int, Sequence[str]]) -> int:
    """Replace each case's words in every text that hangs on it; return how many rows were changed.

    ``by_case`` has the id of each case with its words. Only rows in which something was found are saved.
    """
    wanted = {case: found for case, found in by_case.items() if found}
    if not wanted:
        return 0
    changed = 0
    for model, path, names in text_tables():
        rows = model._default_manager.filter(**{f"{path}__in": list(wanted)})
        for row, case in _with_case(rows, path):
            changes = {}
            for name in names:
                text = getattr(row, name) or ""
                for word in wanted[case]:
                    text = text.replace(word, GONE)
                if text != (getattr(row, name) or ""):
                    changes[name] = text
            changed += _save(row, changes)
    return changed


def mask_own_words(submissions: Iterable[Submission]) -> int:
    """Star out numbers, homes and names in what the senders wrote; return how many rows were changed.

    The end of the promise "意见原文去掉个人信息后存档": it runs when the time for keeping is over, never before.
    """
    changed = 0
    rows = list(submissions)
    for submission in rows:
        changes = {name: _masked(getattr(submission, name)) for name in ("text", "place", "rating_comment")}
        changed += _save(submission, _differing(submission, changes))
        summary = {"summary": one_line(submission.text, SUMMARY_LENGTH)}
        changed += _save(submission.case, _differing(submission.case, summary))
    for part in OpinionPart.objects.filter(submission__in=rows):
        changed += _save(part, _differing(part, {"text": _masked(part.text)}))
    for supplement in Supplement.objects.filter(submission__in=rows):
        changed += _save(supplement, _differing(supplement, {"text": _masked(supplement.text)}))
    return changed


def text_tables() -> list[tuple[type[models.Model], str, list[str]]]:
    """Return each table that hangs on a case or its opinion, the way to the case, and its fields of free text."""
    found: list[tuple[type[models.Model], str, list[str]]] = [(Case, "pk", free_text(Case))]
    for root, way in ((Case, ""), (Submission, "__case")):
        for relation in root._meta.related_objects:
            if not (relation.one_to_many or relation.one_to_one) or relation.field.model is root:
                continue
            model = relation.field.model
            names = free_text(model)
            if names:
                found.append((model, f"{relation.field.name}{way}", names))
    return found


def free_text(model: type[models.Model]) -> list[str]:
    """Return the fields of a table in which somebody writes sentences: no codes, no law, no reckoning."""
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, EncryptedTextField)
        and not field.choices
        and field.editable
        and field.name not in NOT_PERSONAL
        and (field.max_length is None or field.max_length >= SHORTEST_TEXT)
    ]


def renew_words(submissions: Iterable[Submission]) -> None:
    """Have the worklist's index of words follow the text."""
    words.renew({row.case_id: row.case.kind for row in submissions})


def _with_case(rows: models.QuerySet[models.Model], path: str) -> list[tuple[models.Model, int]]:
    """Return the rows with the id of their case, in one query."""
    return [(row, row._of_case) for row in rows.annotate(_of_case=models.F(path))]


def _masked(text: str) -> str:
    return propose_masked(text).text


def _differing(row: models.Model, changes: Changes) -> Changes:
    return {name: value for name, value in changes.items() if value != getattr(row, name)}


def _save(row: models.Model, changes: Changes) -> int:
    """Write what differs; a text that would outgrow its column is cut."""
    for name, value in changes.items():
        setattr(row, name, value[: row._meta.get_field(name).max_length])  # type: ignore[union-attr]
    if changes:
        row.save(update_fields=list(changes))
    return int(bool(changes))
