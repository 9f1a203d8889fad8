"""Who read the contact data of children in a year, for the yearly audit (未成年人网络保护条例 36, 37)."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from audit.models import Entry
from casework.access import READ_CONTACT, reason_label


class Command(BaseCommand):
    """``manage.py minors_access_report [--year 2026]``: one line for each reading, oldest first."""

    help = "列出一年里对可能是未成年人的提交人信息的每次查看，供年度合规审计"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year; this year by default."""
        parser.add_argument("--year", type=int, default=0, help="年份，默认今年")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the lines and how many there are."""
        year = options["year"] or timezone.localdate().year
        first = timezone.make_aware(datetime.datetime(year, 1, 1))  # noqa: DTZ001
        after = timezone.make_aware(datetime.datetime(year + 1, 1, 1))  # noqa: DTZ001
        entries = Entry.objects.filter(action=READ_CONTACT, data__minor=True, at__gte=first, at__lt=after)
        count = 0
        for entry in entries.select_related("actor", "congress").order_by("id").iterator():
            count += 1
            at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M")
            words = [str(reason_label(entry.data.get("reason", ""))), entry.data.get("words", "")]
            fields = (
                at,
                entry.object_id,
                entry.congress,
                entry.actor,
                "：".join(word for word in words if word),
            )
            self.stdout.write("\t".join(str(field) for field in fields))
        self.stdout.write(f"{year}年共{count}次")
