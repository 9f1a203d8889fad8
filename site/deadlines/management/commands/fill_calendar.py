"""``manage.py fill_calendar``: add the years the library knows and the calendar does not. Run it after upgrades."""

from typing import Any

from django.core.management.base import BaseCommand

from deadlines.actions import fill_from_library


class Command(BaseCommand):
    """Fill the calendar; what the office has entered stays as it is."""

    help = "把内置资料中的新年度放假安排补入工作日历，单位已登记的日期不变；升级后运行"

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is missing and say which years."""
        years = fill_from_library()
        listed = "、".join(str(year) for year in years)
        self.stdout.write(f"已补入：{listed}" if years else "工作日历已是最新，没有新的年度。")
