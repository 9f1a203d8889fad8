"""Opinions that were withdrawn, declined or set aside before there was a coding table stand outside it."""

from django.db import migrations
from django.db.models import Count

WITHDRAWN, ELSEWHERE = ("withdrawn",), ("declined", "set_aside")
WHOLE, QUESTIONS, TOTAL = "whole", "questions", "total"


def leave_out(apps, schema_editor) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Mark their parts, and keep how many they are."""
    parts = apps.get_model("submissions", "OpinionPart").objects
    counts = apps.get_model("adoption", "CodingCount").objects
    for name, statuses in (("withdrawn", WITHDRAWN), ("elsewhere", ELSEWHERE)):
        gone = parts.filter(submission__case__status__in=statuses)
        numbers = gone.order_by().values_list("consultation", "kind", "article_key").annotate(n=Count("pk"))
        for page, kind, key, number in list(numbers):
            own = key.hex if key else WHOLE if kind == "whole" else QUESTIONS
            for scope in (own, TOTAL):
                row, _made = counts.get_or_create(consultation_id=page, scope=scope)
                setattr(row, name, getattr(row, name) + number)
                row.save()
        parts.filter(pk__in=list(gone.values_list("pk", flat=True))).update(coding="out")


class Migration(migrations.Migration):
    dependencies = [
        ("adoption", "0002_coding_state"),
        ("casework", "0009_indexes_in_list_order"),
    ]

    operations = [migrations.RunPython(leave_out, migrations.RunPython.noop)]
