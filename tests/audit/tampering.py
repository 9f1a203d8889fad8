"""What somebody with the database's own tools could do to the ledger, with the guard out of the way."""

from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from audit.actions import record, seal
from audit.chain import COLUMNS
from audit.models import Entry
from tests.factories.organizations import make_town


def sealed_entries(count: int = 6) -> list[int]:
    """Record some entries, seal them, and return their numbers in the order of the chain."""
    for number in range(count):
        record(
            action="test.step",
            object_type="test",
            object_id=number,
            congress=make_town(),
            by=None,
            data={"序": number, "rate": 1.5},
        )
    seal()
    return list(Entry.objects.sealed().order_by("-position").values_list("pk", flat=True)[:count])[::-1]


def run_sql(sql: str, *params: object) -> None:
    """Run a statement as the owner of the database, the guard being told to look away."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('audit.demo_removal', 'on', true)")
        cursor.execute(sql, params)
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('audit.demo_removal', 'off', true)")


def move(first: int, by: int) -> None:
    """Move the entries from a place on by some places."""
    run_sql(
        "UPDATE audit_entry SET position = -(position + %s) WHERE position >= %s", by, first
    )  # two steps, because a place is taken once
    run_sql("UPDATE audit_entry SET position = -position WHERE position < 0")
    run_sql("UPDATE audit_head SET position = position + %s", by)


def copy_to(entry_id: int, position: int) -> int:
    """Insert a copy of an entry, digest included, at a free place; return its number."""
    columns = ", ".join(column for column in COLUMNS if column != "id")
    run_sql(
        f"INSERT INTO audit_entry ({columns}, position, digest) "
        f"SELECT {columns}, %s, digest FROM audit_entry WHERE id = %s",
        position,
        entry_id,
    )
    return Entry.objects.get(position=position).pk


def told(command: str, *options: str) -> str:
    """Run a command and return what it printed."""
    said = StringIO()
    call_command(command, *options, stdout=said, stderr=said)
    return said.getvalue()


def place(entry_id: int) -> int:
    """The place of an entry."""
    return Entry.objects.get(pk=entry_id).position
