"""Fill the calendar with the days off that the library knows, from 2020 on."""

import uuid
from typing import Any

from django.db import migrations

from deadlines.calendar import library_days, library_years

FIRST_YEAR = 2020


def fill(apps: Any, schema_editor: Any) -> None:
    day_model = apps.get_model("deadlines", "CalendarDay")
    years = [year for year in library_years() if year >= FIRST_YEAR]
    day_model.objects.bulk_create(
        day_model(day=day, works=named.works, name=named.name, source=source(year))
        for year in years
        for day, named in library_days(year).items()
    )
    apps.get_model("deadlines", "CalendarYear").objects.bulk_create(
        apps.get_model("deadlines", "CalendarYear")(year=year, source=source(year)) for year in years
    )
    apps.get_model("deadlines", "Stamp").objects.create(pk=1, token=uuid.uuid4().hex)


def source(year: int) -> str:
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def empty(apps: Any, schema_editor: Any) -> None:
    for name in ("CalendarDay", "CalendarYear", "Stamp"):
        apps.get_model("deadlines", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
