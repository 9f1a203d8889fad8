"""Rows only: PostgreSQL refuses to build indexes in the transaction that has just changed the rows."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """Copy from the opinions to whom the published ones were addressed, and whether they were done again."""
    copies = apps.get_model("submissions", "PublishedCopy").objects
    sent = apps.get_model("submissions", "Submission").objects.filter(pk=models.OuterRef("submission"))
    names = ("station", "deputy", "consultation")
    copies.update(**{f"{name}_id": models.Subquery(sent.values(f"{name}_id")) for name in names})
    copies.filter(submission__redo_count__gt=0).update(redo="done")


class Migration(migrations.Migration):

    dependencies = [("submissions", "0007_published_answers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
