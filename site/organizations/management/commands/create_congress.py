"""Set up a county, a town or a street from the command line: ``manage.py create_congress 柳塘镇 --kind town …``."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from organizations.actions import create_congress
from organizations.models import Congress, CongressKind


class Command(BaseCommand):
    """Create one tenant with its section, folder, groups and rights."""

    help = "Create a congress (tenant) with its pages, folder, role groups and rights."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the tenant."""
        parser.add_argument("name", help="行政区名称，例：柳塘镇")
        parser.add_argument("--kind", required=True, choices=CongressKind.values)
        parser.add_argument("--slug", required=True, help="网址名，例：liutang")
        parser.add_argument("--prefix", required=True, help="编号字头，例：LT")
        parser.add_argument("--parent", help="上级人大的网址名；县级不填")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it, or say plainly why not."""
        parent = None
        if options["parent"]:
            parent = Congress.objects.filter(slug=options["parent"]).first()
            if parent is None:
                raise CommandError(f"没有网址名为 {options['parent']} 的人大")
        try:
            congress = create_congress(
                name=options["name"],
                kind=options["kind"],
                slug=options["slug"],
                number_prefix=options["prefix"],
                parent=parent,
            )
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(f"已开通：{congress.office_name}，网址 /{congress.slug}/")
