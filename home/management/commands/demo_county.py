"""The demo county: ``manage.py demo_county`` makes it, keeps its days fresh, lists its accounts, takes it away."""

import unicodedata
from argparse import ArgumentParser
from collections.abc import Sequence
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role
from home.demo.build import build, demo_county, refresh
from home.demo.people import ACCOUNTS, PASSWORD
from home.demo.removal import remove
from organizations.models import Congress

OWN_MACHINE = {"config.settings.dev", "config.settings.test"}


class Command(BaseCommand):
    """Make, refresh, show or remove the demo county 青禾县."""

    help = "Make the demo county (repeatable); --accounts lists its accounts; --remove takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the three other uses."""
        parser.add_argument("--remove", action="store_true", help="把演示县整个移除，不动其他内容")
        parser.add_argument("--accounts", action="store_true", help="只列出地址和演示账号")
        parser.add_argument("--small", action="store_true", help="小型：一县二镇一街道，状态齐全")
        parser.add_argument(
            "--i-know-this-is-a-demo", action="store_true", help="在正式配置下也执行（密码人人知道）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        county = demo_county()
        if options["accounts"]:
            self.show(county)
        elif options["remove"]:
            self.guard(options)
            self.take_away(county)
        elif county is None and Congress.objects.exists():
            self.stdout.write("系统里已有自己的人大，不建立演示县。")
        else:
            self.guard(options)
            self.make(county, small=options["small"])
            self.show(demo_county())

    def guard(self, options: dict[str, Any]) -> None:
        """Refuse on a real server: the demo's passwords are printed for everybody."""
        if settings.SETTINGS_MODULE not in OWN_MACHINE and not options["i_know_this_is_a_demo"]:
            raise CommandError(
                "演示县只用于自己的电脑：账号和密码是公开的，不能放在正式服务器上。"
                "确实要在这里演示，请加 --i-know-this-is-a-demo。"
            )

    def make(self, county: Congress | None, *, small: bool) -> None:
        """Make the demo, or move its days on when it is there."""
        began = monotonic()
        if county is None:
            self.stdout.write("正在建立演示县青禾县，大约需要一分钟……")
            build(small=small)
            self.stdout.write(f"演示县已建立（{monotonic() - began:.0f} 秒）。")
            return
        changed = refresh()
        told = f"更新了 {changed} 处日期" if changed else "没有需要更新的"
        self.stdout.write(f"演示县已经在了，{told}。")

    def take_away(self, county: Congress | None) -> None:
        """Remove the demo and say so."""
        if county is None:
            self.stdout.write("没有演示县，什么也没有移除。")
            return
        opinions = remove(county)
        self.stdout.write(f"演示县已移除，连同 {opinions} 件意见（包括演示期间试提的）。")

    def show(self, county: Congress | None) -> None:
        """Print where to look and whom to sign in as."""
        if county is None:
            raise CommandError("还没有演示县，先运行 manage.py demo_county。")
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        known = set(User.objects.values_list("username", flat=True))
        names = dict(Congress.objects.values_list("slug", "name"))
        labels = dict(Role.choices)
        rows = [
            (a.username, names[a.congress], str(labels[a.role]), a.name, a.try_this)
            for a in ACCOUNTS
            if a.username in known
        ]
        self.stdout.write(f"\n网站      {base}/")
        self.stdout.write(f"柳塘镇    {base}/qinghe/liutang/")
        self.stdout.write(f"提意见    {base}/opinions/new/")
        self.stdout.write(f"后台      {base}/admin/\n")
        self.stdout.write(f"演示账号（密码都是 {PASSWORD}）")
        for line in table(("用户名", "单位", "角色", "姓名", "可以试试"), rows):
            self.stdout.write(line)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns that stand under each other, Chinese characters being two wide."""
    widths = [max(width(row[column]) for row in [head, *rows]) for column in range(len(head))]
    rule = ["-" * each for each in widths]
    return [
        "  ".join(cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row)).rstrip()
        for row in [head, rule, *rows]
    ]


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
